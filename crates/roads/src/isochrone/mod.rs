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
//! * a grid has at most a million cells: a wide area has wider cells and says so; what lies apart has a
//!   grid of its own.

mod apart;
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
        let lines = covered.iter().map(|part| course(network, part));
        let lines: Vec<Vec<Wgs84>> = lines.filter(|line| !line.is_empty()).collect();
        let fields: Vec<Field> = match fields_apart(&lines) {
            Some(fields) => fields,
            None => Field::around(&lines).into_iter().collect(),
        };
        let widest =
            |of: fn(&Field) -> f64, least: f64| fields.iter().map(of).fold(least, f64::max);
        Self {
            polygons: fields.iter().flat_map(contour::polygons).collect(),
            reach: Metres(widest(|field| field.reach, REACH)),
            cell: Metres(widest(|field| field.cell, CELL)),
        }
    }
}

/// A grid for each group of lines that lies apart; none where their grounds might meet.
fn fields_apart(lines: &[Vec<Wgs84>]) -> Option<Vec<Field>> {
    let groups = apart::groups(lines.to_vec());
    let fields: Option<Vec<Field>> = groups.iter().map(|group| Field::around(group)).collect();
    fields.filter(|fields| {
        let farthest = fields.iter().map(|field| field.reach + 2.0 * field.cell);
        fields.len() == 1 || farthest.fold(0.0, f64::max) * 2.0 < apart::BETWEEN
    })
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
