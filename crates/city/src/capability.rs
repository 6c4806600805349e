//! What this room declares to the binary.

use capability::{Capability, Declaration, Platform};
use journal::RecordDef;
use store::shape_of;
use utoipa_axum::router::OpenApiRouter;

use crate::{Device, FireStation, Responder, entity, metrics, migrations, nouns, routes};

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
            ],
            records: vec![
                RecordDef::of::<FireStation>(),
                RecordDef::of::<Responder>(),
                RecordDef::of::<Device>(),
            ],
            registers: nouns::registers(),
            coverages: nouns::coverages(),
            metrics: metrics::metrics(),
            rules: routes::RULES,
            ..Declaration::default()
        }
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(platform)
    }
}
