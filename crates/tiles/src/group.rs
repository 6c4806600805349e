//! Groups 聚合 of places that would lie on each other.
//!
//! A tile is cut into [`CELLS`] × [`CELLS`] cells by the same integers that bound it, so a database
//! groups by integer division as this code does. A cell with one place keeps it; a cell with more
//! becomes a group at the middle of its places.

use std::collections::BTreeMap;

use base::Wgs84;

use crate::{Bounds, Tile};

/// Cells along a tile's edge: on screen one is 64 pixels wide.
pub const CELLS: i64 = 8;

/// The cells of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The tile's box.
    pub bounds: Bounds,
    /// A cell's width, 1e-7 degrees.
    pub width: i64,
    /// A cell's height, 1e-7 degrees.
    pub height: i64,
}

impl Grid {
    /// The cells of a tile.
    #[must_use]
    pub fn of(tile: Tile) -> Self {
        let bounds = tile.bounds();
        let across = |from: i64, to: i64| Ord::max((to - from + CELLS - 1) / CELLS, 1);
        Self {
            bounds,
            width: across(bounds.west, bounds.east),
            height: across(bounds.south, bounds.north),
        }
    }

    /// The cell of a place in the tile, from the south-western corner.
    #[must_use]
    pub fn cell(&self, place: Wgs84) -> (i64, i64) {
        (
            (i64::from(place.longitude_e7) - self.bounds.west) / self.width,
            (i64::from(place.latitude_e7) - self.bounds.south) / self.height,
        )
    }
}

/// Places of one cell taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub count: u64,
    /// Their middle.
    pub middle: Wgs84,
}

impl Group {
    /// From sums over 1e-7 degrees; `None` of no places.
    #[must_use]
    pub fn of_sums(count: u64, longitudes: i64, latitudes: i64) -> Option<Self> {
        let number = i64::try_from(count).ok().filter(|number| *number > 0)?;
        Some(Self {
            count,
            middle: Wgs84 {
                longitude_e7: i32::try_from(longitudes / number).ok()?,
                latitude_e7: i32::try_from(latitudes / number).ok()?,
            },
        })
    }
}

/// What stands in a tile after grouping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouped<T> {
    /// Places that are alone in their cell.
    pub single: Vec<T>,
    /// The others.
    pub groups: Vec<Group>,
}

/// Groups the places of a tile.
pub fn group<T>(grid: Grid, places: Vec<T>, at: impl Fn(&T) -> Wgs84) -> Grouped<T> {
    let mut cells: BTreeMap<(i64, i64), Vec<T>> = BTreeMap::new();
    for place in places {
        cells.entry(grid.cell(at(&place))).or_default().push(place);
    }
    let mut grouped = Grouped {
        single: Vec::new(),
        groups: Vec::new(),
    };
    for mut held in cells.into_values() {
        if held.len() == 1 {
            grouped.single.append(&mut held);
            continue;
        }
        let sum = |axis: fn(Wgs84) -> i32| held.iter().map(|one| i64::from(axis(at(one)))).sum();
        let (east, north) = (
            sum(|place| place.longitude_e7),
            sum(|place| place.latitude_e7),
        );
        grouped
            .groups
            .extend(Group::of_sums(held.len() as u64, east, north));
    }
    grouped
}
