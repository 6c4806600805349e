//! What this room declares to the binary.

use std::sync::Arc;

use capability::{Capability, Declaration, Ledgered, Platform};
use jobs::{Job, Signal};
use journal::RecordDef;
use loops::Press;
use map::CityMap;
use store::shape_of;
use utoipa_axum::router::OpenApiRouter;

use crate::desk::Desk;
use crate::runs::Runs;
use crate::study::SitingStudy;
use crate::work::Planner;
use crate::{paper, routes};

/// 消防站布点 station planning as a capability.
pub struct StationPlanning {
    map: CityMap,
    press: Arc<dyn Press>,
    runs: Runs,
    signal: Signal,
}

impl StationPlanning {
    /// Over a map, whose layers are demand and candidates, and a press for reports.
    #[must_use]
    pub fn new(map: CityMap, press: Arc<dyn Press>) -> Self {
        Self {
            map,
            press,
            runs: Runs::default(),
            signal: Signal::default(),
        }
    }

    /// What it declares, without anything that runs.
    #[must_use]
    pub fn declaration() -> Declaration {
        Declaration {
            name: "station_planning",
            migrations: paper::migrations(),
            tables: vec![shape_of::<paper::Entity>()],
            records: vec![RecordDef::of::<paper::Model>()],
            registers: vec![Ledgered::of::<SitingStudy>()],
            rules: routes::RULES,
            ..Declaration::default()
        }
    }

    fn desk(&self, platform: &Platform) -> Desk {
        let shared = (self.runs.clone(), self.signal.clone());
        Desk::new(platform, self.map.clone(), Arc::clone(&self.press), shared)
    }
}

impl Capability for StationPlanning {
    fn declare(&self) -> Declaration {
        Self::declaration()
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(self.desk(platform))
    }

    fn jobs(&self, platform: &Platform) -> Vec<Job> {
        vec![Job::reconcile(Planner(self.desk(platform))).on(&self.signal)]
    }
}
