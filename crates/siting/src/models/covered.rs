//! How often each point is covered by a set of stations, and what one more or one less would change.

use crate::column::{Column, Lists};
use crate::search::Bounds;
use base::Random;

/// What coverage is worth: a point's weight times a step, for the first station that covers it, the
/// second and so on. Steps get smaller.
pub(super) struct Worth<'m> {
    pub(super) weights: &'m Column<i64>,
    pub(super) steps: &'m [i64],
    pub(super) by_point: &'m Lists,
    pub(super) by_candidate: &'m Lists,
}

/// A set of stations and what it covers.
pub(super) struct Covered<'m> {
    worth: Worth<'m>,
    pub(super) counts: Column<u16>,
    times: Column<usize>,
    /// What one more station would add, for each candidate.
    gain: Column<i64>,
    pub(super) value: i64,
    /// Ways that were looked at.
    pub(super) looked_at: u64,
}

impl<'m> Covered<'m> {
    pub(super) fn new(worth: Worth<'m>, counts: &Column<u16>) -> Self {
        let mut times = Column::of(0, worth.weights.len());
        for (list, count) in worth.by_candidate.each().zip(counts.iter()) {
            if *count > 0 {
                for reach in list {
                    times[reach.other()] += usize::from(*count);
                }
            }
        }
        let value = times
            .iter()
            .zip(worth.weights.iter())
            .map(|(times, weight)| {
                let steps: i64 = worth.steps.iter().take(*times).sum();
                weight * steps
            });
        let value = value.sum();
        let ways = worth.by_candidate.entries() as u64;
        let mut made = Self {
            worth,
            counts: counts.clone(),
            times,
            gain: Column::of(0, counts.len()),
            value,
            looked_at: ways,
        };
        for candidate in 0..counts.len() {
            let list = made.worth.by_candidate.of(candidate).iter();
            let gain = list.map(|reach| made.next_step(reach.other())).sum();
            made.gain[candidate] = gain;
        }
        made
    }

    /// What a point is worth to the next station that covers it.
    fn next_step(&self, point: usize) -> i64 {
        let step = self.worth.steps.get(self.times[point]).copied();
        self.worth.weights[point] * step.unwrap_or(0)
    }

    /// Opens a station more at a candidate.
    pub(super) fn open(&mut self, candidate: usize) {
        self.value += self.gain[candidate];
        self.counts[candidate] += 1;
        self.change(candidate, |times| *times += 1);
    }

    /// Closes a station. What that loses is what it would add again.
    pub(super) fn close(&mut self, candidate: usize) {
        self.counts[candidate] -= 1;
        self.change(candidate, |times| *times -= 1);
        self.value -= self.gain[candidate];
    }

    fn change(&mut self, candidate: usize, step: impl Fn(&mut usize)) {
        let (by_candidate, by_point) = (self.worth.by_candidate, self.worth.by_point);
        for reach in by_candidate.of(candidate) {
            self.looked_at += 1;
            let point = reach.other();
            let before = self.next_step(point);
            step(&mut self.times[point]);
            let more = self.next_step(point) - before;
            if more != 0 {
                let list = by_point.of(point);
                self.looked_at += list.len() as u64;
                for near in list {
                    self.gain[near.other()] += more;
                }
            }
        }
    }

    /// The candidate that adds most, and what.
    pub(super) fn best(&self, bounds: &Bounds) -> Option<(usize, i64)> {
        let free = self.counts.iter().zip(bounds.most.iter()).enumerate();
        let free = free.filter(|(_, (count, most))| count < most);
        let gains = free.map(|(candidate, _)| (candidate, self.gain[candidate]));
        gains.max_by_key(|(candidate, gain)| (*gain, std::cmp::Reverse(*candidate)))
    }

    /// Opens the best candidates, so many stations.
    pub(super) fn fill(&mut self, bounds: &Bounds, stations: u64) {
        for _ in 0..stations {
            match self.best(bounds) {
                Some((candidate, _)) => self.open(candidate),
                None => break,
            }
        }
    }

    /// Moves stations until no move of one helps, or the value is as high as that.
    pub(super) fn interchange(&mut self, bounds: &Bounds, enough: i64, random: &mut Random) {
        let counts = self.counts.iter().enumerate();
        let mut open: Vec<usize> = counts
            .filter(|(_, count)| **count > 0)
            .map(|(at, _)| at)
            .collect();
        random.shuffle(&mut open);
        let mut in_vain = 0;
        while in_vain < open.len() && self.value < enough {
            for place in &mut open {
                in_vain += 1;
                if self.counts[*place] <= bounds.least[*place] {
                    continue;
                }
                let before = self.value;
                self.close(*place);
                let best = self
                    .best(bounds)
                    .filter(|(_, gain)| self.value + gain > before);
                match best {
                    Some((better, _)) => {
                        self.open(better);
                        *place = better;
                        in_vain = 0;
                    }
                    None => self.open(*place),
                }
            }
        }
    }

    /// An open station whose closing loses least.
    pub(super) fn least_needed(&self, bounds: &Bounds) -> Option<usize> {
        let counts = self.counts.iter().zip(bounds.least.iter()).enumerate();
        let movable = counts.filter(|(_, (count, least))| count > least);
        movable
            .map(|(candidate, _)| (self.loss(candidate), candidate))
            .min()
            .map(|(_, candidate)| candidate)
    }

    fn loss(&self, candidate: usize) -> i64 {
        let list = self.worth.by_candidate.of(candidate).iter();
        let last = |point: usize| {
            let at = self.times[point].checked_sub(1);
            let step = at.and_then(|at| self.worth.steps.get(at));
            self.worth.weights[point] * step.copied().unwrap_or(0)
        };
        list.map(|reach| last(reach.other())).sum()
    }
}
