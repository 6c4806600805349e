//! A box on the earth in the integers of places.

use base::Wgs84;

/// West and south belong to the box, east and north do not. A box over the date line has its west
/// east of its east; see [`Bounds::parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Western edge, 1e-7 degrees.
    pub west: i64,
    /// Southern edge, 1e-7 degrees.
    pub south: i64,
    /// Eastern edge, 1e-7 degrees, outside.
    pub east: i64,
    /// Northern edge, 1e-7 degrees, outside.
    pub north: i64,
}

/// Half of the way around, 1e-7 degrees.
pub(crate) const HALF: i64 = 1_800_000_000;
/// From the equator to a pole, 1e-7 degrees.
pub(crate) const POLE: i64 = 900_000_000;

impl Bounds {
    /// All of the earth.
    pub const EARTH: Self = Self {
        west: -HALF,
        south: -POLE,
        east: HALF + 1,
        north: POLE + 1,
    };

    /// The box of decimal degrees west, south, east, north, its edges included; `None` when a
    /// number is none or lies outside of the earth, or south lies north of north.
    #[must_use]
    pub fn from_degrees([west, south, east, north]: [f64; 4]) -> Option<Self> {
        let low = Wgs84::from_degrees(west, south)?;
        let high = Wgs84::from_degrees(east, north)?;
        (low.latitude_e7 <= high.latitude_e7).then(|| Self {
            west: i64::from(low.longitude_e7),
            south: i64::from(low.latitude_e7),
            east: i64::from(high.longitude_e7) + 1,
            north: i64::from(high.latitude_e7) + 1,
        })
    }

    /// Whether a place lies in it.
    #[must_use]
    pub fn contains(&self, place: Wgs84) -> bool {
        let (x, y) = (i64::from(place.longitude_e7), i64::from(place.latitude_e7));
        let between = (self.south..self.north).contains(&y);
        between && self.parts().any(|part| (part.west..part.east).contains(&x))
    }

    /// The box as boxes that do not cross the date line: itself, or what lies west and east of it.
    pub fn parts(&self) -> impl Iterator<Item = Self> + use<> {
        let whole = *self;
        let crosses = whole.west >= whole.east;
        let first = Self {
            east: if crosses { HALF + 1 } else { whole.east },
            ..whole
        };
        let second = crosses.then_some(Self {
            west: -HALF,
            ..whole
        });
        std::iter::once(first).chain(second)
    }
}
