//! 一张图 the one map: every register with a geometry and every layer that a room declares, as a list
//! with legends, as GeoJSON, as vector tiles, over a base map from the pack.
//!
//! Invariants:
//! * a layer shows what a list of the same question would show its asker: filters, words, role and
//!   sets narrow tiles, groups and counts alike;
//! * a tile holds at most [`MOST_IN_TILE`] single places, else groups whose counts sum to all of them;
//! * the tag of a tile is the last journal position at which its layer changed, with what was asked
//!   and by whom; a tile is never tagged newer than it is;
//! * nothing is asked of any other server: the base map is the pack's.
//!
//! It is not where rows are read (`register`) nor where a tile's bytes are written (`tiles`).

mod base_map;
mod cache;
mod changes;
mod feature;
mod info;
mod layers;
mod places;
mod routes;
mod tile;

use std::sync::Arc;

use access::OperationRule;
use access::permission::MAP_READ;
use capability::{LayerDef, Platform};
use register::Catalogue;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use crate::base_map::{BaseMap, BaseMapError};
pub use crate::tile::{APART_FROM, MOST_IN_TILE, of_register as draw_tile};

use crate::cache::Cache;
use crate::changes::Changes;
use crate::layers::Layers;

const fn read(path: &'static str) -> OperationRule {
    OperationRule {
        method: "GET",
        path,
        permission: MAP_READ,
    }
}

/// Which permission each operation asks for; each layer asks for its own beside it.
pub const RULES: &[OperationRule] = &[
    read("/api/v1/map/layers"),
    read("/api/v1/map/layers/{key}"),
    read("/api/v1/map/tiles/{key}/{z}/{x}/{y}"),
    read("/api/v1/map/base"),
];

/// What the handlers stand on.
#[derive(Clone)]
pub(crate) struct Room(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) platform: Platform,
    pub(crate) layers: Layers,
    pub(crate) changes: Changes,
    pub(crate) cache: Cache,
    pub(crate) base: BaseMap,
}

impl std::ops::Deref for Room {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The map's operations. Call it inside a Tokio runtime: what follows the journal starts here.
pub fn router(
    platform: &Platform,
    catalogue: &Arc<Catalogue>,
    declared: Vec<LayerDef>,
    base: BaseMap,
) -> OpenApiRouter {
    let room = Room(Arc::new(Inner {
        platform: platform.clone(),
        layers: Layers::new(platform, catalogue, declared),
        changes: Changes::start(&platform.journal),
        cache: Cache::default(),
        base,
    }));
    OpenApiRouter::new()
        .routes(routes!(routes::list_layers))
        .routes(routes!(routes::read_layer))
        .routes(routes!(routes::read_tile))
        .routes(routes!(routes::read_base))
        .with_state(room)
}
