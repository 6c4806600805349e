//! What this room declares to the binary.

use capability::{Capability, Declaration, Platform};
use jobs::Job;
use journal::RecordDef;
use store::shape_of;
use utoipa_axum::router::OpenApiRouter;

use crate::roads_today::{ClosureStates, RoadsToday};
use crate::{Responder, entity, metrics, migrations, nouns, position, routes};

/// 城 the city's nouns as a capability.
#[derive(Clone, Default)]
pub struct City {
    hub: position::Hub,
}

impl City {
    /// What it declares, without anything that runs.
    #[must_use]
    pub fn declaration() -> Declaration {
        Self::default().declare()
    }
}

impl Capability for City {
    fn declare(&self) -> Declaration {
        Declaration {
            name: "city",
            migrations: migrations(),
            tables: vec![
                shape_of::<entity::responder::Entity>(),
                shape_of::<position::entity::last_position::Entity>(),
                shape_of::<position::entity::position_report::Entity>(),
            ],
            records: vec![RecordDef::of::<Responder>()],
            registers: nouns::registers(),
            coverages: nouns::coverages(),
            metrics: metrics::metrics(),
            layers: position::layers(),
            rules: routes::RULES,
            ..Declaration::default()
        }
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(platform, &self.hub)
    }

    fn jobs(&self, platform: &Platform) -> Vec<Job> {
        let store = platform.journal.store();
        vec![
            Job::stand(position::Lookout {
                hub: self.hub.clone(),
                store: store.clone(),
                clock: platform.clock.clone(),
            }),
            Job::reconcile(RoadsToday {
                store: store.clone(),
                clock: platform.clock.clone(),
                roads: platform.roads.clone(),
            }),
            Job::reconcile(ClosureStates {
                journal: platform.journal.clone(),
                clock: platform.clock.clone(),
            }),
        ]
    }
}
