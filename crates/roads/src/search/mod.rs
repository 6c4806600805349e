//! Questions to a network and their answers: costs, what a way is judged by, closed roads, routes.
//!
//! These types belong to no method of searching. [`Dijkstra`] needs no preparation;
//! [`Swift`](crate::Swift) stands beside it, is prepared, and gives the same.

mod area;
mod closures;
mod dijkstra;
mod goal;
mod route;
mod spots;

pub use area::Reached;
pub use closures::Closures;
pub use dijkstra::Dijkstra;
pub(crate) use route::joined;
pub use route::{Leg, Route, StreetRun};
pub(crate) use spots::{Heading, Spot, spots};

use crate::network::Arc;

/// What a way costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Milliseconds.
    pub time_ms: u64,
    /// Millimetres.
    pub length_mm: u64,
}

impl Cost {
    /// Both added up.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            time_ms: self.time_ms.saturating_add(other.time_ms),
            length_mm: self.length_mm.saturating_add(other.length_mm),
        }
    }

    /// Of a part of an arc, between two distances from its beginning. Times of parts that follow each
    /// other add up to that of the whole. An arc of no length, past a barrier, has no parts.
    pub(crate) fn of_part(arc: &Arc, from_mm: u32, to_mm: u32) -> Self {
        if arc.length_mm == 0 {
            return Self::of_arc(arc);
        }
        let time_to = |mm: u32| {
            let share = u64::from(arc.time_ms) * u64::from(mm);
            share / u64::from(arc.length_mm)
        };
        Self {
            time_ms: time_to(to_mm).saturating_sub(time_to(from_mm)),
            length_mm: u64::from(to_mm.saturating_sub(from_mm)),
        }
    }

    pub(crate) const fn of_arc(arc: &Arc) -> Self {
        Self {
            time_ms: arc.time_ms as u64,
            length_mm: arc.length_mm as u64,
        }
    }
}

/// By what the best way is chosen. Of ways that are equal by it, the one that is better by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 行车时间 the shortest time.
    Time,
    /// 行车距离 the shortest length.
    Length,
}

impl Weight {
    /// What is compared: what decides, and what decides among equals.
    pub(crate) const fn key(self, cost: Cost) -> (u64, u64) {
        match self {
            Self::Time => (cost.time_ms, cost.length_mm),
            Self::Length => (cost.length_mm, cost.time_ms),
        }
    }

    pub(crate) const fn cost(self, key: (u64, u64)) -> Cost {
        match self {
            Self::Time => Cost {
                time_ms: key.0,
                length_mm: key.1,
            },
            Self::Length => Cost {
                time_ms: key.1,
                length_mm: key.0,
            },
        }
    }
}

/// The terms of a question.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'c> {
    /// What the best way is chosen by.
    pub weight: Weight,
    /// Roads that are left out.
    pub closures: &'c Closures,
    /// No answer costs more: milliseconds or millimetres, as the weight has it.
    pub within: Option<u64>,
    /// No more answers are looked for than these nearest ones.
    pub nearest: Option<usize>,
}

impl Default for Terms<'_> {
    /// By time, all roads open, without a limit.
    fn default() -> Self {
        static OPEN: Closures = Closures::none();
        Self {
            weight: Weight::Time,
            closures: &OPEN,
            within: None,
            nearest: None,
        }
    }
}
