//! Demand points in the plane: the first line begins with how many there are, then each has a line
//! `x y weight`. Each may take a station, and covers what lies within a radius.

use super::ReadError;
use super::words::Words;
use crate::problem::{Candidate, Problem, ProblemError, Way};

/// Demand points in the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// East and north, in the text's unit.
    pub positions: Vec<(f64, f64)>,
    /// What each asks for.
    pub weights: Vec<i64>,
}

/// Reads demand points.
///
/// # Errors
///
/// [`ReadError`], for the first thing that is wrong.
pub fn read_places(text: &str) -> Result<Places, ReadError> {
    let mut words = Words::of(text);
    let points = words.points("the number of demand points")?;
    words.skip_line();
    let mut places = Places {
        positions: Vec::with_capacity(points),
        weights: Vec::with_capacity(points),
    };
    for _ in 0..points {
        let east = coordinate(&mut words)?;
        let north = coordinate(&mut words)?;
        let weight: u32 = words.next("a weight, a whole number that is not negative")?;
        places.positions.push((east, north));
        places.weights.push(i64::from(weight));
    }
    words.end()?;
    Ok(places)
}

fn coordinate(words: &mut Words<'_>) -> Result<f64, ReadError> {
    const WANTED: &str = "a coordinate";
    let value: f64 = words.next(WANTED)?;
    // Beyond this, squares of differences lose their last digit.
    if value.abs() <= 67_108_864.0 {
        Ok(value)
    } else {
        Err(words.unreadable(&value.to_string(), WANTED))
    }
}

impl Places {
    /// Who covers whom within a radius, to be asked with `within: 0`: ways have no costs, so that no
    /// rounding moves the border.
    ///
    /// # Errors
    ///
    /// [`ProblemError`], where weights are too large.
    pub fn covered_within(&self, radius: f64) -> Result<Problem, ProblemError> {
        let mut ways = Vec::new();
        for (point, (east, north)) in self.positions.iter().enumerate() {
            for (candidate, (other_east, other_north)) in self.positions.iter().enumerate() {
                let (x, y) = (east - other_east, north - other_north);
                if x * x + y * y <= radius * radius {
                    ways.push(Way {
                        point,
                        candidate,
                        cost: 0,
                    });
                }
            }
        }
        let candidates = vec![Candidate::Free; self.positions.len()];
        Problem::sparse(self.weights.clone(), candidates, &ways)
    }
}
