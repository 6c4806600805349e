//! What this room declares to the binary.

use std::sync::Arc;

use capability::{Capability, Declaration, Ledgered, Platform};
use loops::{LoopDef, Press};
use map::CityMap;
use utoipa_axum::router::OpenApiRouter;

use crate::routes::{self, Desk};
use crate::{
    EvaluationCorrection, EvaluationEntry, Evaluations, FireFund, FireStatistic, Project,
    ProjectMilestone, metrics,
};

/// 规划考核 evaluate as a capability.
pub struct Evaluate {
    evaluations: Evaluations,
    map: CityMap,
    press: Arc<dyn Press>,
}

impl Evaluate {
    /// Over the evaluations of a city, with its map and the press that reports are printed on.
    #[must_use]
    pub const fn new(evaluations: Evaluations, map: CityMap, press: Arc<dyn Press>) -> Self {
        Self {
            evaluations,
            map,
            press,
        }
    }

    /// What it declares, without anything that runs.
    #[must_use]
    pub fn declaration() -> Declaration {
        Declaration {
            name: "evaluate",
            registers: vec![
                Ledgered::of::<EvaluationEntry>(),
                Ledgered::of::<EvaluationCorrection>(),
                Ledgered::of::<FireStatistic>(),
                Ledgered::of::<FireFund>(),
                Ledgered::of::<Project>(),
                Ledgered::of::<ProjectMilestone>(),
            ],
            metrics: metrics::metrics(),
            loops: vec![
                LoopDef::of::<EvaluationEntry>(),
                LoopDef::of::<EvaluationCorrection>(),
            ],
            rules: routes::RULES,
            ..Declaration::default()
        }
    }
}

impl Capability for Evaluate {
    fn declare(&self) -> Declaration {
        Self::declaration()
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(Desk {
            evaluations: self.evaluations.clone(),
            map: self.map.clone(),
            press: Arc::clone(&self.press),
            clock: platform.clock.clone(),
        })
    }
}
