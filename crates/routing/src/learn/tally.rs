//! What was used of trips and what was not, and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Why a leg teaches nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegRefusal {
    /// It begins or ends off every road.
    OffRoad,
    /// No road leads from its beginning to its end.
    Apart,
    /// The way is much longer than the straight line: beside the wrong carriageway, most often.
    Detour,
    /// The fixes in between lie beside the quickest way: another one was driven.
    OtherWay,
    /// The network expects no time for it.
    NoTime,
}

/// What became of trips, of their fixes and of their legs. Each fix of a trip of this mover is counted
/// once: `fixes` is `same_second + impossible + standing + driven`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Trips that were looked at; one that was given twice counts once.
    pub trips: u64,
    /// Trips left out, because another mover's.
    pub of_other_movers: u64,
    /// Trips left out, because given before.
    pub repeated_trips: u64,
    /// Trips of which not one leg is used.
    pub without_legs: u64,
    /// Fixes of all trips.
    pub fixes: u64,
    /// Fixes left out, because the trip has one of the same second.
    pub same_second: u64,
    /// Fixes left out, because nothing is so fast.
    pub impossible: u64,
    /// Fixes left out, because the vehicle stood: at the beginning, at the end, or for long in between.
    pub standing: u64,
    /// Fixes that legs are made of, and those between.
    pub driven: u64,
    /// Places where a trip was cut, because nothing was heard for too long.
    pub gaps: u64,
    /// Legs that are used.
    pub legs: u64,
    /// Legs left out, because an earlier trip of the vehicle has the same.
    pub repeated_legs: u64,
    /// Legs that are not used, by why.
    pub refused: BTreeMap<LegRefusal, u64>,
}

impl Tally {
    pub(super) fn refuse(&mut self, why: LegRefusal) {
        *self.refused.entry(why).or_default() += 1;
    }
}

/// A length as it is counted.
pub(super) fn counted(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
