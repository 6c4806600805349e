//! What this room declares to the binary.

use std::sync::Arc;

use capability::{Capability, Declaration, Diagram, Ledgered, Platform};
use jobs::Job;
use journal::RecordDef;
use ports::OpenIncident;
use register::Catalogue;
use store::shape_of;
use utoipa_axum::router::OpenApiRouter;

use crate::desk::Desk;
use crate::layer::layers;
use crate::machine::assignment::AssignmentState;
use crate::machine::incident::IncidentState;
use crate::machine::mermaid;
use crate::pace::{LearnPaces, LearnedPace, PacesToday, RecordDrives, recorded_drive};
use crate::record::{
    AlarmLevel, Assignment, Call, Incident, ResponsePlan, assignment, incident, migrations,
};
use crate::routes;

/// 接警调度 dispatch as a capability.
#[derive(Clone, Debug)]
pub struct Dispatch {
    catalogue: Arc<Catalogue>,
}

impl Dispatch {
    /// Dispatch; the catalogue seals what callers say of themselves.
    #[must_use]
    pub const fn new(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue }
    }

    /// What it declares, without anything that runs.
    #[must_use]
    pub fn declaration() -> Declaration {
        Declaration {
            name: "dispatch",
            migrations: migrations(),
            tables: vec![
                shape_of::<incident::Entity>(),
                shape_of::<assignment::Entity>(),
                shape_of::<recorded_drive::Entity>(),
            ],
            records: vec![RecordDef::of::<Incident>(), RecordDef::of::<Assignment>()],
            registers: vec![
                Ledgered::of::<Call>(),
                Ledgered::of::<AlarmLevel>(),
                Ledgered::of::<ResponsePlan>(),
                Ledgered::of::<LearnedPace>(),
            ],
            layers: layers(),
            rules: routes::RULES,
            diagrams: vec![
                Diagram {
                    name: "incident",
                    mermaid: mermaid::<IncidentState>(),
                },
                Diagram {
                    name: "assignment",
                    mermaid: mermaid::<AssignmentState>(),
                },
            ],
            ..Declaration::default()
        }
    }

    /// The port through which monitoring makes incidents of alarms.
    #[must_use]
    pub fn open_incident(&self, platform: &Platform) -> Arc<dyn OpenIncident> {
        Arc::new(self.desk(platform))
    }

    fn desk(&self, platform: &Platform) -> Desk {
        Desk::of(platform, &self.catalogue)
    }
}

impl Capability for Dispatch {
    fn declare(&self) -> Declaration {
        Self::declaration()
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(self.desk(platform))
    }

    fn jobs(&self, platform: &Platform) -> Vec<Job> {
        let (journal, clock) = (platform.journal.clone(), platform.clock.clone());
        let (store, roads) = (journal.store().clone(), platform.roads.clone());
        vec![
            Job::follow(RecordDrives(store.clone())),
            Job::reconcile(LearnPaces {
                journal,
                clock: clock.clone(),
                roads: roads.clone(),
            }),
            Job::reconcile(PacesToday {
                store,
                clock,
                roads,
            }),
        ]
    }
}
