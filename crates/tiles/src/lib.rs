//! 瓦片 map tiles, pure: the square of the web's mercator projection that a tile is, which places lie
//! in it, groups of places where there are too many, and the bytes of a Mapbox vector tile 2.1.
//!
//! Invariants:
//! * the tiles of one zoom share the earth out: every place lies in exactly one of them, those behind
//!   the projection's latitudes in the first or last row, the date line's in the last column;
//! * bounds are the integers of [`base::Wgs84`], so a database asks the very question that this crate
//!   would ask;
//! * grouping keeps the count: the sum over all groups and single places is the number of places.
//!
//! It is not where rows are read or permissions asked, and it draws nothing.

mod bounds;
mod clip;
mod encode;
mod group;
mod shape;
mod tile;

pub use bounds::Bounds;
pub use clip::clip;
pub use encode::{KeyId, LayerWriter, ValueId};
pub use group::{CELLS, Grid, Group, Grouped, group};
pub use shape::{Geometry, Shape, TilePoint};
pub use tile::{EXTENT, MAX_ZOOM, Tile};
