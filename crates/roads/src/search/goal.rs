//! Goals of a search: points between junctions that stand in its heap beside the junctions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::spots::{Heading, Spot};
use crate::network::{ArcId, JunctionId, at, count};

/// What decides, and what decides among equals.
pub(super) type Key = (u64, u64);

/// What is still to be settled, the cheapest first, and of equals the lowest number.
pub(super) type Heap = BinaryHeap<Reverse<(Key, u32)>>;

/// Junctions have numbers below 2^30; with this bit a number in the heap is a goal's.
pub(super) const GOAL: u32 = 1 << 31;

/// A point that is looked for.
pub(super) struct Goal<'n> {
    pub(super) spots: Vec<Spot<'n>>,
    pub(super) found: Option<Found>,
    pub(super) is_settled: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) key: Key,
    /// The arc on which the goal is reached.
    pub(super) on: ArcId,
    /// The junction from which; none when the arc is the one where the way begins.
    pub(super) from: Option<JunctionId>,
}

impl Goal<'_> {
    pub(super) fn improve(&mut self, found: Found, number: u32, heap: &mut Heap) {
        if self.found.is_none_or(|before| found.key < before.key) {
            self.found = Some(found);
            heap.push(Reverse((found.key, number | GOAL)));
        }
    }
}

/// Whether a goal came out of the heap for the first time.
pub(super) fn settle(goals: &mut [Goal<'_>], number: u32, key: Key) -> bool {
    let goal = goals.get_mut(at(number));
    goal.is_some_and(|goal| {
        let best = goal.found.is_some_and(|found| found.key == key);
        best && !std::mem::replace(&mut goal.is_settled, true)
    })
}

/// By which junction one of a goal's arcs is entered.
pub(super) struct Entry {
    pub(super) junction: JunctionId,
    pub(super) goal: u32,
    pub(super) spot: usize,
}

/// The entries of all goals in the order of junctions.
pub(super) fn entries(goals: &[Goal<'_>], heading: Heading) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(goals.len() * 2);
    for (index, goal) in goals.iter().enumerate() {
        for (number, spot) in goal.spots.iter().enumerate() {
            entries.push(Entry {
                junction: spot.reached_by(heading).0,
                goal: count(index),
                spot: number,
            });
        }
    }
    entries.sort_by_key(|entry| (entry.junction, entry.goal, entry.spot));
    entries
}
