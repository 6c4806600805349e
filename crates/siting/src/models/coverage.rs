//! MCLP, with backup coverage, and MEXCLP: weight that is covered, each time for a smaller step. What
//! is not gained is the cost.

use std::sync::Arc;

use super::covered::{Covered, Worth};
use super::{Choice, Relaxed, common_divisor};
use crate::column::{Column, Lists};
use crate::covers::Covers;
use crate::search::{Bounds, Stations};
use base::Random;

pub(crate) struct Coverage {
    weights: Column<i64>,
    by_point: Arc<Lists>,
    by_candidate: Arc<Lists>,
    /// What weight is worth that is covered once, twice, …
    steps: Vec<i64>,
    stations: u64,
    shift: u32,
    grain: i64,
    /// What there would be to gain, if everything were covered as often as counts.
    total: i64,
    /// …without what is covered in any case.
    at_stake: i64,
}

impl Coverage {
    /// Points that nobody covers are to have the weight 0.
    pub(crate) fn new(covers: Covers, steps: Vec<i64>, stations: u64) -> Self {
        let Covers {
            weights,
            by_point,
            by_candidate,
            ..
        } = covers;
        let total = weights.iter().sum::<i64>() * steps.iter().sum::<i64>();
        let most = total
            .max(1)
            .saturating_mul(i64::try_from(stations).unwrap_or(i64::MAX));
        let shift = super::shift(most);
        let common = weights
            .iter()
            .fold(0, |common, weight| common_divisor(common, *weight));
        let common = common
            * steps
                .iter()
                .fold(0, |common, step| common_divisor(common, *step));
        Self {
            weights,
            by_point,
            by_candidate,
            steps,
            stations,
            shift,
            grain: common.max(1) << shift,
            total,
            at_stake: total,
        }
    }

    /// What is gained where so many ticks are not.
    pub(crate) fn gained(&self, cost: i64) -> i64 {
        self.total - super::units(cost, self.grain, self.shift)
    }

    fn worth_of_lists(&self) -> Worth<'_> {
        Worth {
            weights: &self.weights,
            steps: &self.steps,
            by_point: &self.by_point,
            by_candidate: &self.by_candidate,
        }
    }

    fn choice(&self, covered: Covered<'_>) -> Choice {
        Choice {
            cost: (self.at_stake - covered.value) << self.shift,
            counts: covered.counts,
        }
    }

    fn steps_of(&self, point: usize) -> impl Iterator<Item = i64> {
        let weight = self.weights[point] << self.shift;
        self.steps.iter().map(move |step| weight * step)
    }
}

impl Relaxed for Coverage {
    fn stations(&self) -> Stations {
        Stations::Exactly(self.stations)
    }

    fn grain(&self) -> i64 {
        self.grain
    }

    fn worth(&self, cost: i64) -> i64 {
        (self.total << self.shift) - cost
    }

    fn begin(&self, choice: &Choice) -> Column<i64> {
        let mut times = Column::of(0_usize, self.weights.len());
        for (list, count) in self.by_candidate.each().zip(choice.counts.iter()) {
            for reach in list {
                times[reach.other()] += usize::from(*count);
            }
        }
        let between = times.iter().enumerate().map(|(point, times)| {
            let step = |at: Option<usize>| at.and_then(|at| self.steps_of(point).nth(at));
            let (_, most) = self.limits(point);
            let last = step(times.checked_sub(1)).unwrap_or(if *times == 0 { most } else { 0 });
            last.midpoint(step(Some(*times)).unwrap_or(0))
        });
        between.collect()
    }

    fn limits(&self, point: usize) -> (i64, i64) {
        (0, self.steps_of(point).next().unwrap_or(0))
    }

    #[expect(clippy::cast_precision_loss, reason = "a pace needs no exactness")]
    fn pace(&self, point: usize) -> f64 {
        self.weights[point] as f64
    }

    fn price(&mut self, multipliers: &Column<i64>, prices: &mut Column<i64>) -> i64 {
        for (price, list) in prices.iter_mut().zip(self.by_candidate.each()) {
            let paid = list.iter().map(|reach| multipliers[reach.other()]);
            *price = -paid.sum::<i64>();
        }
        let points = multipliers.iter().enumerate();
        let lost = points.map(|(point, pays)| {
            let steps = self.steps_of(point);
            steps.map(|step| step.min(*pays)).sum::<i64>()
        });
        lost.sum()
    }

    fn slope(&self, multipliers: &Column<i64>, counts: &Column<u16>, slope: &mut Column<i32>) {
        for (point, (slope, pays)) in slope.iter_mut().zip(multipliers.iter()).enumerate() {
            let asked = self.steps_of(point).zip(0..);
            *slope = asked
                .take_while(|(step, _)| step > pays)
                .last()
                .map_or(0, |(_, at)| at + 1);
        }
        for (list, count) in self.by_candidate.each().zip(counts.iter()) {
            if *count > 0 {
                for reach in list {
                    slope[reach.other()] -= i32::from(*count);
                }
            }
        }
    }

    fn work(&self) -> u64 {
        self.by_candidate.entries() as u64
    }

    fn forget(&mut self, bounds: &Bounds) {
        super::without_closed(&mut self.by_point, &mut self.by_candidate, bounds);
    }

    /// Where being covered once is all that counts, a point that weighs more than may be lost is
    /// covered, and so is every other that is covered whenever it is.
    fn reduce(&mut self, bounds: &mut Bounds, limit: i64) -> bool {
        if self.steps.len() > 1 {
            return false;
        }
        let mut covers = Covers {
            weights: std::mem::take(&mut self.weights),
            by_point: Arc::clone(&self.by_point),
            by_candidate: Arc::clone(&self.by_candidate),
            bounds: bounds.clone(),
        };
        let step = self.steps.iter().sum::<i64>() << self.shift;
        covers.drop_points(|weight| weight * step > limit);
        covers.drop_candidates(self.stations);
        covers.join_points();
        let changed = covers.by_point.entries() != self.by_point.entries();
        *bounds = covers.bounds;
        self.at_stake = covers.weights.iter().sum::<i64>() * self.steps.iter().sum::<i64>();
        self.weights = covers.weights;
        self.by_point = covers.by_point;
        self.by_candidate = covers.by_candidate;
        changed
    }

    fn improved(&self, from: &Column<u16>, bounds: &Bounds, random: &mut Random) -> (Choice, u64) {
        let mut covered = Covered::new(self.worth_of_lists(), from);
        covered.interchange(bounds, self.at_stake, random);
        let looked_at = covered.looked_at;
        (self.choice(covered), looked_at)
    }

    fn greedy(&self, bounds: &Bounds) -> Column<u16> {
        let mut covered = Covered::new(self.worth_of_lists(), &bounds.least);
        let standing: u64 = bounds.least.iter().map(|least| u64::from(*least)).sum();
        covered.fill(bounds, self.stations.saturating_sub(standing));
        covered.counts
    }
}
