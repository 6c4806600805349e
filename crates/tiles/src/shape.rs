//! What stands on a map: a place, a line, an area; on the earth and in a tile's units.

use base::Wgs84;

use crate::{Bounds, Tile};

/// A shape on the earth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A place.
    Point(Wgs84),
    /// A line through at least two places.
    Line(Vec<Wgs84>),
    /// An area: its outer ring, then its holes; a ring says its first place once.
    Polygon(Vec<Vec<Wgs84>>),
}

impl Shape {
    /// The box around it; `None` of a shape without places. A shape is taken not to cross the date
    /// line.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        let places: Vec<Wgs84> = match self {
            Self::Point(place) => vec![*place],
            Self::Line(places) => places.clone(),
            Self::Polygon(rings) => rings.concat(),
        };
        let east = |place: &Wgs84| i64::from(place.longitude_e7);
        let north = |place: &Wgs84| i64::from(place.latitude_e7);
        Some(Bounds {
            west: places.iter().map(east).min()?,
            south: places.iter().map(north).min()?,
            east: places.iter().map(east).max()? + 1,
            north: places.iter().map(north).max()? + 1,
        })
    }

    /// In a tile's units, uncut.
    #[must_use]
    pub fn project(&self, tile: Tile) -> Geometry {
        let line = |places: &[Wgs84]| places.iter().map(|one| tile.project(*one)).collect();
        match self {
            Self::Point(place) => Geometry::Points(vec![tile.project(*place)]),
            Self::Line(places) => Geometry::Lines(vec![line(places)]),
            Self::Polygon(rings) => Geometry::Rings(rings.iter().map(|ring| line(ring)).collect()),
        }
    }
}

/// A place in a tile, in units from its north-western corner, y downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePoint {
    /// Eastwards.
    pub x: i32,
    /// Southwards.
    pub y: i32,
}

/// A shape in a tile's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// Places.
    Points(Vec<TilePoint>),
    /// Lines of at least two places each.
    Lines(Vec<Vec<TilePoint>>),
    /// An outer ring, then its holes, none closed by its first place again.
    Rings(Vec<Vec<TilePoint>>),
}
