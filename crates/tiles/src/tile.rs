//! One tile: its address, its box, and where a place stands in it.

use base::Wgs84;

use crate::bounds::{HALF, POLE};
use crate::{Bounds, TilePoint};

/// Units along a tile's edge.
pub const EXTENT: i32 = 4096;
/// The deepest zoom; a unit is then a tenth of a millimetre at the equator.
pub const MAX_ZOOM: u8 = 22;

/// 瓦片 a tile: zoom, column from the west, row from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tile {
    z: u8,
    x: u32,
    y: u32,
}

impl Tile {
    /// The tile of this address; `None` where there is none.
    #[must_use]
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        (z <= MAX_ZOOM && x < 1 << z && y < 1 << z).then_some(Self { z, x, y })
    }

    /// The tile of a zoom in which a place lies.
    #[must_use]
    pub fn of(z: u8, place: Wgs84) -> Option<Self> {
        let z = (z <= MAX_ZOOM).then_some(z)?;
        let (mut x, mut y) = (0, 0);
        // From the top down by the bounds themselves, so that rounding has one place only.
        for depth in 1..=z {
            let quarters = [(0, 0), (1, 0), (0, 1), (1, 1)].into_iter();
            let mut below =
                quarters.filter_map(|(right, down)| Self::new(depth, 2 * x + right, 2 * y + down));
            let inside = below.find(|tile| tile.bounds().contains(place))?;
            (x, y) = (inside.x, inside.y);
        }
        Self::new(z, x, y)
    }

    /// The zoom.
    #[must_use]
    pub const fn zoom(self) -> u8 {
        self.z
    }

    /// Column and row.
    #[must_use]
    pub const fn place(self) -> (u32, u32) {
        (self.x, self.y)
    }

    /// Its box. Neighbours share their edge; what lies beyond the projection's ±85.05° belongs to
    /// the first and last row, the meridian of 180° to the last column.
    #[must_use]
    pub fn bounds(self) -> Bounds {
        let last = (1 << self.z) - 1;
        Bounds {
            west: meridian(self.z, self.x),
            east: if self.x == last {
                HALF + 1
            } else {
                meridian(self.z, self.x + 1)
            },
            north: if self.y == 0 {
                POLE + 1
            } else {
                parallel(self.z, self.y)
            },
            south: if self.y == last {
                -POLE
            } else {
                parallel(self.z, self.y + 1)
            },
        }
    }

    /// Where a place stands, in units from the north-western corner; outside of `0..EXTENT` it lies
    /// in a neighbour.
    #[must_use]
    pub fn project(self, place: Wgs84) -> TilePoint {
        let scale = f64::from(1_u32 << self.z);
        let x = (place.longitude() + 180.0) / 360.0 * scale - f64::from(self.x);
        let y = mercator(place.latitude()) * scale - f64::from(self.y);
        TilePoint {
            x: units(x),
            y: units(y),
        }
    }

    /// Where a place of this tile stands; rounding never carries it over the edge.
    #[must_use]
    pub fn project_inside(self, place: Wgs84) -> TilePoint {
        let TilePoint { x, y } = self.project(place);
        TilePoint {
            x: x.clamp(0, EXTENT - 1),
            y: y.clamp(0, EXTENT - 1),
        }
    }
}

/// The share of the way from the northern edge (0) to the southern one (1), beyond the projection's
/// latitudes as at its edge. Formula: spherical mercator, EPSG:3857.
fn mercator(latitude: f64) -> f64 {
    let radians = latitude.clamp(-MOST_NORTHERN, MOST_NORTHERN).to_radians();
    (1.0 - radians.tan().asinh() / std::f64::consts::PI) / 2.0
}

/// Where the projection's square ends: atan(sinh(π)).
const MOST_NORTHERN: f64 = 85.051_128_779_806_59;

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of the world at zoom 22 in units is at most 2^34 and is saturated"
)]
fn units(share: f64) -> i32 {
    (share * f64::from(EXTENT)).floor() as i32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees of the earth in 1e-7 fit"
)]
fn meridian(z: u8, x: u32) -> i64 {
    let share = f64::from(x) / f64::from(1_u32 << z);
    ((share * 360.0 - 180.0) * 1e7).ceil() as i64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees of the earth in 1e-7 fit"
)]
fn parallel(z: u8, y: u32) -> i64 {
    let share = f64::from(y) / f64::from(1_u32 << z);
    let radians = (std::f64::consts::PI * (1.0 - 2.0 * share)).sinh().atan();
    (radians.to_degrees() * 1e7).ceil() as i64
}
