//! What this room declares to the binary.

use capability::{Capability, Declaration, Platform};
use journal::RecordDef;
use store::shape_of;
use utoipa_axum::router::OpenApiRouter;

use crate::{Device, FireStation, Responder, entity, migrations, nouns, position, routes};

/// 城 the city's nouns as a capability.
#[derive(Clone, Copy, Debug, Default)]
pub struct City;

impl Capability for City {
    fn declare(&self) -> Declaration {
        Declaration {
            name: "city",
            migrations: migrations(),
            tables: vec![
                shape_of::<entity::fire_station::Entity>(),
                shape_of::<entity::responder::Entity>(),
                shape_of::<entity::device::Entity>(),
                shape_of::<position::entity::last_position::Entity>(),
                shape_of::<position::entity::position_report::Entity>(),
            ],
            records: vec![
                RecordDef::of::<FireStation>(),
                RecordDef::of::<Responder>(),
                RecordDef::of::<Device>(),
            ],
            registers: nouns::registers(),
            layers: position::layers(),
            rules: routes::RULES,
            diagrams: Vec::new(),
        }
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(platform)
    }
}
