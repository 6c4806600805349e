//! What this room declares to the binary.

use capability::{Capability, Declaration, Ledgered, Platform};
use loops::LoopDef;
use utoipa_axum::router::OpenApiRouter;

use crate::WaterRepair;

/// 力量与装备 readiness as a capability.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readiness;

impl Capability for Readiness {
    fn declare(&self) -> Declaration {
        Declaration {
            name: "readiness",
            registers: vec![Ledgered::of::<WaterRepair>()],
            loops: vec![LoopDef::of::<WaterRepair>()],
            ..Declaration::default()
        }
    }

    fn routes(&self, _: &Platform) -> OpenApiRouter {
        OpenApiRouter::new()
    }
}
