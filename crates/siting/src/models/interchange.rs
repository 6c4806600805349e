//! 换站 interchange for the p-median: an open station moves to where it costs less, until no single
//! move helps (M. B. Teitz, P. Bart, 1968). What each move saves is kept for all pairs of station and
//! candidate, and counted again only for points that a move concerns (M. G. C. Resende, R. F. Werneck,
//! 2003).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::median::Median;
use crate::column::Column;
use crate::problem::numbered;
use crate::search::Bounds;

const NOBODY: u32 = u32::MAX;
/// More than any sum of weights and costs.
const NEVER: i64 = 1 << 61;

/// Who serves a point, and who would if that station closed.
#[derive(Clone, Copy, Debug)]
struct Served {
    cost: u32,
    by: u32,
    second_cost: u32,
    second: u32,
}

/// A set of open stations and how they serve.
pub(super) struct Interchange<'m> {
    model: &'m Median,
    served: Column<Served>,
    open: Column<u16>,
    /// Numbers of open stations, in the order of their places.
    stations: Column<usize>,
    place: Column<u32>,
}

/// What moves change, in weight times cost.
struct Moves {
    /// What closing each station costs, by its place.
    loss: Column<i64>,
    /// What opening each candidate saves.
    saving: Column<i64>,
    /// What of both does not come to pass where the one opens and the other closes: for each candidate
    /// all places.
    both: Column<i64>,
    /// Ways that were looked at.
    looked_at: u64,
}

impl<'m> Interchange<'m> {
    pub(super) fn new(model: &'m Median, counts: &Column<u16>) -> Self {
        let unserved = Served {
            cost: model.unserved,
            by: NOBODY,
            second_cost: model.unserved,
            second: NOBODY,
        };
        let mut made = Self {
            model,
            served: Column::of(unserved, model.weights.len()),
            open: counts.iter().map(|count| (*count).min(1)).collect(),
            stations: Column::default(),
            place: Column::of(NOBODY, counts.len()),
        };
        for (candidate, count) in counts.iter().enumerate() {
            if *count > 0 {
                made.place[candidate] = numbered(made.stations.len());
                made.stations.push(candidate);
            }
        }
        for point in 0..model.weights.len() {
            made.look_again(point);
        }
        made
    }

    pub(super) fn second_cost(&self, point: usize) -> u32 {
        self.served[point].second_cost
    }

    /// The open stations, and weight times cost.
    pub(super) fn choice(self) -> (Column<u16>, i64) {
        let served = self.served.iter().zip(self.model.weights.iter());
        let cost = served
            .map(|(served, weight)| weight * i64::from(served.cost))
            .sum();
        (self.open, cost)
    }

    /// Opens the station that saves most, until there are so many. What a station saves only gets less
    /// as others open, so that most need not be asked again (M. Minoux, 1978).
    pub(super) fn fill(&mut self, bounds: &Bounds, stations: u64) {
        let closed = |candidate: &usize| self.open[*candidate] == 0 && bounds.most[*candidate] > 0;
        let all = (0..self.open.len()).filter(closed);
        let mut queue: BinaryHeap<_> = all
            .map(|candidate| (self.saved_by(candidate), Reverse(candidate)))
            .collect();
        while (self.stations.len() as u64) < stations
            && let Some((_, Reverse(candidate))) = queue.pop()
        {
            let saved = self.saved_by(candidate);
            if queue
                .peek()
                .is_some_and(|next| *next > (saved, Reverse(candidate)))
            {
                queue.push((saved, Reverse(candidate)));
                continue;
            }
            self.place[candidate] = numbered(self.stations.len());
            self.stations.push(candidate);
            self.open[candidate] = 1;
            for reach in self.model.by_candidate.of(candidate) {
                self.served[reach.other()].offer(reach.cost, numbered(candidate));
            }
        }
    }

    fn saved_by(&self, candidate: usize) -> i64 {
        let list = self.model.by_candidate.of(candidate).iter();
        list.map(|reach| {
            let less = self.served[reach.other()].cost.saturating_sub(reach.cost);
            self.model.weights[reach.other()] * i64::from(less)
        })
        .sum()
    }

    /// Makes the best move until none helps. Gives how many ways that took to look at.
    pub(super) fn run(&mut self, bounds: &Bounds) -> u64 {
        let mut moves = Moves::of(self);
        while let Some((place, candidate)) = self.best_move(bounds, &moves) {
            self.make(place, candidate, &mut moves);
        }
        moves.looked_at
    }

    /// Which station had best move, by its place, and where to; `None` where nothing helps.
    fn best_move(&self, bounds: &Bounds, moves: &Moves) -> Option<(usize, usize)> {
        let movable = self.stations.iter().zip(moves.loss.iter());
        let losses: Vec<i64> = movable
            .map(|(station, loss)| {
                if bounds.least[*station] == 0 {
                    *loss
                } else {
                    NEVER
                }
            })
            .collect();
        if losses.is_empty() {
            return None;
        }
        let mut best = (0, None);
        let candidates = moves
            .both
            .values()
            .chunks(losses.len())
            .zip(moves.saving.iter());
        for (candidate, (both, saving)) in candidates.enumerate() {
            if self.open[candidate] > 0 || bounds.most[candidate] == 0 {
                continue;
            }
            let least = losses
                .iter()
                .zip(both)
                .map(|(loss, both)| loss - both)
                .min();
            let change = least.map_or(NEVER, |least| least - saving);
            if change < best.0 {
                best = (change, Some(candidate));
            }
        }
        let candidate = best.1?;
        let both = moves.both.values().chunks(losses.len()).nth(candidate)?;
        let changes = losses.iter().zip(both).map(|(loss, both)| loss - both);
        let (place, _) = changes.enumerate().min_by_key(|(_, change)| *change)?;
        Some((place, candidate))
    }

    fn make(&mut self, place: usize, candidate: usize, moves: &mut Moves) {
        let leaving = self.stations[place];
        let lost =
            |served: &Served| served.by as usize == leaving || served.second as usize == leaving;
        let served = self.served.iter().enumerate();
        let losing: Vec<usize> = served
            .filter(|(_, served)| lost(served))
            .map(|(point, _)| point)
            .collect();
        let ways = self.model.by_candidate.of(candidate).iter();
        let gaining: Vec<_> = ways
            .filter(|reach| {
                let served = &self.served[reach.other()];
                reach.cost < served.second_cost && !lost(served)
            })
            .copied()
            .collect();
        for point in &losing {
            moves.count(self, *point, -1);
        }
        for reach in &gaining {
            moves.count(self, reach.other(), -1);
        }
        self.open[leaving] = 0;
        self.open[candidate] = 1;
        self.place[candidate] = self.place[leaving];
        self.place[leaving] = NOBODY;
        self.stations[place] = candidate;
        for point in losing {
            self.look_again(point);
            moves.count(self, point, 1);
        }
        for reach in gaining {
            self.served[reach.other()].offer(reach.cost, numbered(candidate));
            moves.count(self, reach.other(), 1);
        }
        moves.looked_at += self.model.by_candidate.of(candidate).len() as u64;
    }

    fn look_again(&mut self, point: usize) {
        let list = self.model.by_point.of(point).iter();
        let mut near = list.filter(|reach| self.open[reach.other()] > 0);
        let (first, second) = (near.next(), near.next());
        let none = self.model.unserved;
        self.served[point] = Served {
            cost: first.map_or(none, |reach| reach.cost),
            by: first.map_or(NOBODY, |reach| reach.other),
            second_cost: second.map_or(none, |reach| reach.cost),
            second: second.map_or(NOBODY, |reach| reach.other),
        };
    }
}

impl Served {
    /// A station more is open.
    const fn offer(&mut self, cost: u32, by: u32) {
        if cost < self.cost || (self.by == NOBODY && cost == self.cost) {
            (self.second_cost, self.second) = (self.cost, self.by);
            (self.cost, self.by) = (cost, by);
        } else if cost < self.second_cost {
            (self.second_cost, self.second) = (cost, by);
        }
    }
}

impl Moves {
    fn of(stations: &Interchange<'_>) -> Self {
        let (open, all) = (stations.stations.len(), stations.open.len());
        let mut made = Self {
            loss: Column::of(0, open),
            saving: Column::of(0, all),
            both: Column::of(0, open * all),
            looked_at: 0,
        };
        for point in 0..stations.served.len() {
            made.count(stations, point, 1);
        }
        made
    }

    /// Adds what moves change for one point, or takes it away.
    fn count(&mut self, stations: &Interchange<'_>, point: usize, sign: i64) {
        let model = stations.model;
        let served = stations.served[point];
        let weight = sign * model.weights[point];
        if weight == 0 {
            return;
        }
        let list = model.by_point.of(point).iter();
        let list = list.take_while(|reach| reach.cost < served.second_cost);
        let (near, second) = (i64::from(served.cost), i64::from(served.second_cost));
        let Some(place) = stations.place.values().get(served.by as usize).copied() else {
            for reach in list {
                self.saving[reach.other()] += weight * (near - i64::from(reach.cost));
                self.looked_at += 1;
            }
            return;
        };
        let (place, open) = (place as usize, self.loss.len());
        self.loss[place] += weight * (second - near);
        for reach in list {
            let cost = i64::from(reach.cost);
            self.saving[reach.other()] += weight * (near - cost).max(0);
            self.both[reach.other() * open + place] += weight * (second - cost.max(near));
            self.looked_at += 1;
        }
    }
}
