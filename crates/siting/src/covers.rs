//! Who covers whom, and what of it does not matter: a candidate that covers nothing that another does not
//! cover too, points that the same candidates cover, and, where all must be covered, a point that is
//! covered whenever another is.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::column::{Column, Lists, Reach};
use crate::search::Bounds;

/// Who covers whom. What does not count is in none of the lists.
pub(crate) struct Covers {
    pub(crate) weights: Column<i64>,
    pub(crate) by_point: Arc<Lists>,
    pub(crate) by_candidate: Arc<Lists>,
    pub(crate) bounds: Bounds,
}

impl Covers {
    /// Of the ways between points and candidates, those within a cost, of points with weight.
    pub(crate) fn within(
        within: u32,
        weights: Column<i64>,
        by_point: &Lists,
        by_candidate: &Lists,
        bounds: Bounds,
    ) -> Self {
        let near = |reach: Reach| reach.cost <= within;
        let by_point = by_point.filtered(|point, reach| near(reach) && weights[point] > 0);
        let of_weight = |_, reach: Reach| near(reach) && weights[reach.other()] > 0;
        Self {
            by_candidate: Arc::new(by_candidate.filtered(of_weight)),
            by_point: Arc::new(by_point),
            weights,
            bounds,
        }
    }

    /// Joins points that the same candidates cover.
    pub(crate) fn join_points(&mut self) {
        let mut first: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        for (point, list) in self.by_point.each().enumerate() {
            if list.is_empty() {
                continue;
            }
            let mut by: Vec<u32> = list.iter().map(|reach| reach.other).collect();
            by.sort_unstable();
            let same = *first.entry(by).or_insert(point);
            if same != point {
                self.weights[same] += std::mem::take(&mut self.weights[point]);
            }
        }
        self.forget();
    }

    /// Leaves out points that are covered whenever another is that must be.
    pub(crate) fn drop_points(&mut self, must_be: impl Fn(i64) -> bool) {
        let by_number = self.by_candidate.turned(self.weights.len());
        for point in 0..self.weights.len() {
            if self.weights[point] > 0 && must_be(self.weights[point]) {
                for other in containing(point, &by_number, &self.by_candidate) {
                    self.weights[other] = 0;
                }
            }
        }
        self.forget();
    }

    /// Where being covered once is all that counts: leaves out candidates that cover nothing that another
    /// does not. There stays room for so many stations, existing ones included.
    pub(crate) fn drop_candidates(&mut self, stations: u64) {
        let room: u64 = self.bounds.most.iter().map(|most| u64::from(*most)).sum();
        let mut spare = room.saturating_sub(stations);
        for candidate in 0..self.bounds.most.len() {
            if spare == 0 {
                break;
            }
            let is_open = |candidate: usize| self.bounds.most[candidate] > 0;
            if !is_open(candidate) || self.bounds.least[candidate] > 0 {
                continue;
            }
            let mut others = containing(candidate, &self.by_candidate, &self.by_point);
            if self.by_candidate.of(candidate).is_empty() || others.any(is_open) {
                self.bounds.most[candidate] = 0;
                spare -= 1;
            }
        }
        self.forget();
    }

    fn forget(&mut self) {
        let (weights, most) = (&self.weights, &self.bounds.most);
        let counts = |point: usize, candidate: usize| weights[point] > 0 && most[candidate] > 0;
        let by_point = self
            .by_point
            .filtered(|point, reach| counts(point, reach.other()));
        let by_candidate = self
            .by_candidate
            .filtered(|candidate, reach| counts(reach.other(), candidate));
        self.by_point = Arc::new(by_point);
        self.by_candidate = Arc::new(by_candidate);
    }
}

/// The lists that hold all that one holds, itself not counted. Lists are ordered by number.
fn containing<'l>(
    number: usize,
    lists: &'l Lists,
    turned: &'l Lists,
) -> impl Iterator<Item = usize> + 'l {
    let own = lists.of(number);
    let rarest = own
        .iter()
        .min_by_key(|reach| turned.of(reach.other()).len());
    let others = rarest.map_or(&[][..], |reach| turned.of(reach.other()));
    let others = others.iter().map(|reach| reach.other());
    others.filter(move |other| *other != number && holds(lists.of(*other), own))
}

/// Whether a list holds all of another, both ordered by number.
fn holds(list: &[Reach], part: &[Reach]) -> bool {
    let mut rest = list.iter();
    list.len() >= part.len()
        && part.iter().all(|wanted| {
            let found = rest.find(|reach| reach.other >= wanted.other);
            found.is_some_and(|reach| reach.other == wanted.other)
        })
}
