//! 路网底图 the roads under the map: tiles of the network that was brought in.

use ::routing::{RoadLine, RoadRank, RoadSource, Roads};
use base::Wgs84;
use serde::Serialize;
use tiles::{LayerWriter, Shape, Tile, clip};
use utoipa::ToSchema;

use crate::tile::{MARGIN, with_margin};

/// The roads under the map.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoadsInfo {
    /// None while none were brought in.
    #[schema(required)]
    pub(crate) roads: Option<UnderMap>,
}

/// Roads that were brought in.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnderMap {
    /// What tells them from others.
    tag: String,
    /// Where they are from, to be said on the map.
    source: SourceWords,
    /// Junctions.
    junctions: usize,
}

/// A source in both languages.
#[derive(Serialize, ToSchema)]
struct SourceWords {
    zh: String,
    en: String,
}

impl UnderMap {
    pub(crate) fn of(roads: &Roads) -> Self {
        let RoadSource { zh, en } = roads.source().clone();
        Self {
            tag: roads.tag().to_owned(),
            source: SourceWords { zh, en },
            junctions: roads.network().junctions().len(),
        }
    }
}

/// What is drawn from how far: who looks at a county sees its main roads.
const fn least_at(zoom: u8) -> RoadRank {
    match zoom {
        0..=7 => RoadRank::Motorway,
        8..=9 => RoadRank::Trunk,
        10..=11 => RoadRank::Main,
        12 => RoadRank::Minor,
        _ => RoadRank::Lane,
    }
}

/// The layer `roads` of a tile. Names stand from the zoom on at which they are written.
pub(crate) fn draw(roads: &Roads, tile: Tile) -> Vec<u8> {
    let mut layer = LayerWriter::new("roads");
    let (rank, name) = (layer.key("rank"), layer.key("name"));
    for line in roads.lines_in(around(tile), least_at(tile.zoom())) {
        let RoadLine {
            places,
            rank: counts,
            name: called,
        } = line;
        let Some(geometry) = clip(Shape::Line(places).project(tile), MARGIN) else {
            continue;
        };
        let number = layer.number(counts as u64);
        let mut properties = vec![(rank, number)];
        if !called.is_empty() && tile.zoom() >= NAMED_FROM {
            properties.push((name, layer.shared_text(called)));
        }
        layer.feature(&geometry, &properties);
    }
    let mut bytes = Vec::new();
    layer.write(&mut bytes);
    bytes
}

/// From here on names of streets are written.
const NAMED_FROM: u8 = 13;

/// A tile's box with what is drawn around it, as places.
fn around(tile: Tile) -> base::Bounds {
    on_earth(with_margin(tile))
}

/// A box as places.
pub(crate) fn on_earth(bounds: Bounds) -> base::Bounds {
    let within = |degrees: i64, most: i32| {
        let most = i64::from(most);
        i32::try_from(degrees.clamp(-most, most)).unwrap_or_default()
    };
    let corner = |longitude: i64, latitude: i64| Wgs84 {
        longitude_e7: within(longitude, 1_800_000_000),
        latitude_e7: within(latitude, 900_000_000),
    };
    base::Bounds {
        south_west: corner(bounds.west, bounds.south),
        north_east: corner(bounds.east, bounds.north),
    }
}
