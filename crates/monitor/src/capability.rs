//! What this room declares to the binary.

use std::io;
use std::sync::Arc;

use ::capability::{Capability, Declaration, Diagram, Platform};
use jobs::Job;
use ports::OpenIncident;
use utoipa_axum::router::OpenApiRouter;

use crate::alarm::{AlarmDesk, CloseWithIncidents, mermaid};
use crate::gateway::{GatewayConfig, GatewayHandle};
use crate::intake::{Dialects, Intake};
use crate::layer::layers;
use crate::{records, routes};

/// 远程监控 monitoring as a capability.
#[derive(Clone)]
pub struct Monitor {
    open_incident: Arc<dyn OpenIncident>,
}

impl Monitor {
    /// Monitoring that makes incidents through this port.
    #[must_use]
    pub fn new(open_incident: Arc<dyn OpenIncident>) -> Self {
        Self { open_incident }
    }

    /// What this room declares, before there is a port to make incidents through.
    #[must_use]
    pub fn declaration() -> Declaration {
        Declaration {
            name: "monitor",
            migrations: records::migrations(),
            tables: records::table_shapes(),
            records: records::record_defs(),
            layers: layers(),
            rules: routes::RULES,
            diagrams: vec![Diagram {
                name: "device_alarm",
                mermaid: mermaid(),
            }],
            ..Declaration::default()
        }
    }

    /// Starts a gateway for devices; it runs until [`GatewayHandle::stop`].
    ///
    /// # Errors
    /// The system's refusal to listen at the configured address.
    pub async fn start_gateway(
        &self,
        platform: &Platform,
        dialects: Dialects,
        config: GatewayConfig,
    ) -> io::Result<GatewayHandle> {
        let intake = Intake::new(platform.journal.clone(), dialects, config.intake.clone());
        GatewayHandle::start(config, intake).await
    }
}

impl Capability for Monitor {
    fn declare(&self) -> Declaration {
        Self::declaration()
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        let desk = AlarmDesk::new(platform.journal.clone(), Arc::clone(&self.open_incident));
        routes::router(desk)
    }

    fn jobs(&self, platform: &Platform) -> Vec<Job> {
        vec![Job::follow(CloseWithIncidents::new(&platform.journal))]
    }
}
