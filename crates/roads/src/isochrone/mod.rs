//! 等时圈 isochrones: what is reached of each stretch, how much road that is, and the ground around it.
//!
//! The ground is what lies within a *reach* of a reached piece of road. Distances to the nearest such
//! piece are worked out on a grid of square cells (on a plane that touches the earth in the middle), and
//! the line where they equal the reach is drawn through it by marching squares (W. Lorensen, H. Cline,
//! 1987, in two dimensions), straight within each cell.
//!
//! Invariants:
//! * rings are closed and neither touch nor cross themselves or each other: a side of a cell is crossed
//!   once at most, never at its ends, and the two lines through one cell keep apart;
//! * ground farther from all reached roads than the reach and a cell is outside; ground nearer than
//!   the reach less a cell is inside. Holes of less than [`SMALLEST_HOLE`] are filled, and are the
//!   one exception;
//! * the grid has at most a million cells: a wide area has wider cells and says so.

mod contour;
mod covered;
mod field;

pub use covered::{Covered, covered, covered_mm};

use base::{Metres, Wgs84};

use crate::network::{Network, Sense};
use field::Field;

/// So far from a reached road the ground belongs to the area: a plot's depth. An assumption of ours.
const REACH: f64 = 60.0;
/// The side of a cell where the area is not too wide for it.
const CELL: f64 = 30.0;
/// Cells of the grid, about.
const MOST_CELLS: f64 = 1_000_000.0;
/// 1 hm², square metres: smaller holes are filled.
pub const SMALLEST_HOLE: f64 = 10_000.0;

/// 覆盖面 ground that is covered.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// Polygons of closed rings: the outer one first, turning left, then its holes, turning right.
    pub polygons: Vec<Vec<Vec<Wgs84>>>,
    /// How far from a reached road the ground belongs to it.
    pub reach: Metres,
    /// The side of a cell: the border is right to about one.
    pub cell: Metres,
}

impl Ground {
    /// The ground along these parts of stretches; no polygon when there are none.
    #[must_use]
    pub fn along(network: &Network, covered: &[Covered]) -> Self {
        let lines: Vec<Vec<Wgs84>> = covered.iter().map(|part| course(network, part)).collect();
        let Some(field) = Field::around(&lines) else {
            return Self {
                polygons: Vec::new(),
                reach: Metres(REACH),
                cell: Metres(CELL),
            };
        };
        Self {
            polygons: contour::polygons(&field),
            reach: Metres(field.reach),
            cell: Metres(field.cell),
        }
    }
}

/// Where a part of a stretch runs.
fn course(network: &Network, part: &Covered) -> Vec<Wgs84> {
    let Some(stretch) = network.stretch(part.stretch) else {
        return Vec::new();
    };
    let course = network.course_of(stretch, Sense::Along);
    course.map_or_else(Vec::new, |course| {
        if part.from_mm == 0 && part.to_mm == stretch.length_mm {
            course.places().collect()
        } else {
            course.between(part.from_mm, part.to_mm)
        }
    })
}
