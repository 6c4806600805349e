//! Many to many: a row for each point, and a pair's answer is where its two rows meet.
//!
//! Of the ways to fill a table this was the fastest that was measured on a city: sweeping down to all
//! goals for each origin (RPHAST) reads the hierarchy's arcs once an origin and touches memory all over;
//! here the arcs are read once a point, and a pair costs one pass over two rows of some hundred numbers
//! that follow each other.

use super::climb::Row;
use super::pack::unpacked;
use super::swift::Swift;
use crate::search::{Cost, Heading, Spot};
use crate::snap::Snap;

/// A table of costs, one row for each origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// How many goals a row has.
    pub goals: usize,
    /// Row after row; `None` for what is not reached.
    pub costs: Vec<Option<Cost>>,
}

impl Matrix {
    /// The rows, in the order of origins.
    pub fn rows(&self) -> impl Iterator<Item = &[Option<Cost>]> {
        self.costs.chunks(self.goals.max(1))
    }
}

/// A table of all pairs.
pub(super) fn filled<T>(
    origins: &[T],
    goals: &[T],
    cost: impl Fn(&T, &T) -> Option<Cost>,
) -> Matrix {
    let mut costs = vec![None; origins.len() * goals.len()];
    for (block, first) in goals.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
        let lines = costs.chunks_mut(goals.len().max(1));
        for (origin, line) in origins.iter().zip(lines) {
            for (goal, slot) in block.iter().zip(line.iter_mut().skip(first)) {
                *slot = cost(origin, goal);
            }
        }
    }
    Matrix {
        goals: goals.len(),
        costs,
    }
}

/// Rows of goals that stay in the cache while all origins pass.
const BLOCK: usize = 64;

impl<'n> Swift<'n> {
    /// What it costs from each of many points to each of many others.
    #[must_use]
    pub fn matrix(&self, from: &[Snap], to: &[Snap]) -> Matrix {
        let origins = self.rows(from, Heading::Forward);
        let goals = self.rows(to, Heading::Backward);
        filled(&origins, &goals, |(spots, up), (goal, down)| {
            let best = up.meet(down).min(self.straight(spots, goal));
            unpacked(self.customised.weight, best)
        })
    }

    fn rows(&self, snaps: &[Snap], heading: Heading) -> Vec<(Vec<Spot<'n>>, Row)> {
        let row = |snap| {
            let spots = self.spots(snap);
            let mut row = Row::default();
            self.row(&mut row, &spots, heading);
            (spots, row)
        };
        snaps.iter().map(row).collect()
    }
}
