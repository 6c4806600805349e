//! What this room declares to the binary.

use std::sync::Arc;

use capability::{Capability, Declaration, Diagram, Platform};
use journal::RecordDef;
use ports::OpenIncident;
use store::shape_of;
use utoipa_axum::router::OpenApiRouter;

use crate::desk::Desk;
use crate::layer::layers;
use crate::machine::assignment::AssignmentState;
use crate::machine::incident::IncidentState;
use crate::machine::mermaid;
use crate::record::{Assignment, Incident, assignment, incident, migrations};
use crate::routes;

/// 接警调度 dispatch as a capability.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dispatch;

impl Dispatch {
    /// Dispatch.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }

    /// The port through which monitoring makes incidents of alarms.
    #[must_use]
    pub fn open_incident(&self, platform: &Platform) -> Arc<dyn OpenIncident> {
        Arc::new(Desk::of(platform))
    }
}

impl Capability for Dispatch {
    fn declare(&self) -> Declaration {
        Declaration {
            name: "dispatch",
            migrations: migrations(),
            tables: vec![
                shape_of::<incident::Entity>(),
                shape_of::<assignment::Entity>(),
            ],
            records: vec![RecordDef::of::<Incident>(), RecordDef::of::<Assignment>()],
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

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(Desk::of(platform))
    }
}
