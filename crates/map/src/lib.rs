//! 一张图 the one map: every register with a geometry and every layer that a room declares, as a list
//! with legends, as GeoJSON, as vector tiles, over a base map from the pack.
//!
//! Invariants:
//! * a layer shows what a list of the same question would show its asker: filters, words, role and
//!   sets narrow tiles, groups and counts alike;
//! * a tile holds at most [`MOST_IN_TILE`] single places, else groups whose counts sum to all of them;
//!   a line or an area is drawn in every tile that it reaches, and counted in one;
//! * the tag of a tile is the last journal position at which its layer changed, with what was asked
//!   and by whom; a tile is never tagged newer than it is;
//! * nothing is asked of any other server: the base map is the pack's, roads are what was brought in.
//!
//! It is not where rows are read (`register`) nor where a tile's bytes are written (`tiles`).

mod base_map;
mod cache;
mod changes;
mod closure;
mod county;
mod feature;
mod find;
mod gazetteer;
mod info;
mod layers;
mod outline;
pub mod paper;
mod placed;
mod places;
mod reach;
mod roads;
mod routes;
mod streets;
mod table;
mod tile;
mod way;

use std::sync::Arc;

use access::OperationRule;
use access::permission::{CITY_READ, MAP_READ};
use capability::{LayerDef, Platform};
use journal::JournalError;
use register::Catalogue;
use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use crate::base_map::{BaseMap, BaseMapError};
pub use crate::placed::{LayerRow, LayerRows, MOST_ROWS, Outlined, RowQuestion};
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
    read("/api/v1/map/roads"),
    read("/api/v1/map/roads/{z}/{x}/{y}"),
    read("/api/v1/map/places"),
    read("/api/v1/map/way"),
    OperationRule {
        method: "POST",
        path: "/api/v1/map/table",
        permission: MAP_READ,
    },
    OperationRule {
        method: "POST",
        path: "/api/v1/map/closure-effect",
        permission: MAP_READ,
    },
    // It rests on the ledger of water sources alone.
    OperationRule {
        method: "GET",
        path: "/api/v1/map/streets",
        permission: CITY_READ,
    },
    OperationRule {
        method: "GET",
        path: "/api/v1/map/streets/bare",
        permission: CITY_READ,
    },
    read("/api/v1/map/reach"),
    read("/api/v1/map/reach/gaps"),
];

/// 一张图 the map over one journal. Clones share it.
#[derive(Clone)]
pub struct CityMap(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) platform: Platform,
    pub(crate) layers: Layers,
    pub(crate) changes: Changes,
    pub(crate) cache: Cache,
    pub(crate) base: BaseMap,
    pub(crate) names: gazetteer::Shelf,
}

impl CityMap {
    /// The map of all registers with a geometry and of what rooms declare.
    #[must_use]
    pub fn new(
        platform: &Platform,
        catalogue: &Arc<Catalogue>,
        declared: Vec<LayerDef>,
        base: BaseMap,
    ) -> Self {
        Self(Arc::new(Inner {
            platform: platform.clone(),
            layers: Layers::new(platform, catalogue, declared),
            changes: Changes::new(&platform.journal),
            cache: Cache::default(),
            base,
            names: gazetteer::Shelf::default(),
        }))
    }

    /// Its operations.
    pub fn router(&self) -> OpenApiRouter {
        OpenApiRouter::new()
            .routes(routes!(routes::list_layers))
            .routes(routes!(routes::read_layer))
            .routes(routes!(routes::read_tile))
            .routes(routes!(routes::read_base))
            .routes(routes!(routes::roads::read_roads))
            .routes(routes!(routes::roads::read_road_tile))
            .routes(routes!(routes::find_places))
            .routes(routes!(routes::roads::find_way))
            .routes(routes!(routes::roads::read_table))
            .routes(routes!(routes::roads::read_closure_effect))
            .routes(routes!(routes::roads::read_streets))
            .routes(routes!(routes::roads::read_bare_streets))
            .routes(routes!(routes::roads::read_reach))
            .routes(routes!(routes::roads::read_reach_gaps))
            .with_state(self.clone())
    }

    /// Follows what changes, until it is told to stop. While nobody does, tiles have no tags and
    /// are made anew each time.
    ///
    /// # Errors
    /// The journal cannot be read; to be called again.
    pub async fn follow(&self, stop: watch::Receiver<bool>) -> Result<(), JournalError> {
        self.0.changes.follow(stop).await
    }
}
