//! p-median: weight times cost to the nearest station.

use std::sync::Arc;
use std::thread;

use super::interchange::Interchange;
use super::{Choice, Relaxed, common_divisor};
use crate::column::{Column, Lists};
use crate::search::{Bounds, Stations};
use base::Random;

/// Fewer ways than this are priced sooner than a thread starts.
const WORTH_A_THREAD: usize = 1 << 20;

pub(crate) struct Median {
    pub(super) weights: Column<i64>,
    /// Ways that cost less than not to be served, the nearest candidate first.
    pub(super) by_point: Arc<Lists>,
    pub(super) by_candidate: Arc<Lists>,
    /// What a point costs, for each unit of weight, that nobody serves.
    pub(super) unserved: u32,
    stations: u64,
    /// One unit of weight times cost is 2^shift ticks.
    shift: u32,
    grain: i64,
    threads: usize,
    /// Ways that the last pricing looked at.
    looked_at: usize,
}

impl Median {
    /// Points that nobody reaches are to have the weight 0.
    pub(crate) fn new(
        weights: Column<i64>,
        by_point: Arc<Lists>,
        by_candidate: Arc<Lists>,
        unserved: u32,
        stations: u64,
        threads: usize,
    ) -> Self {
        let most: i64 = weights.iter().sum::<i64>() * i64::from(unserved);
        let most = most.saturating_mul(i64::try_from(stations).unwrap_or(i64::MAX));
        let shift = super::shift(most);
        let mut common = 0;
        for (list, weight) in by_point.each().zip(weights.iter()) {
            common = common_divisor(common, weight * i64::from(unserved));
            for reach in list {
                if common == 1 {
                    break;
                }
                common = common_divisor(common, weight * i64::from(reach.cost));
            }
        }
        Self {
            weights,
            by_point,
            by_candidate,
            unserved,
            stations,
            shift,
            grain: common.max(1) << shift,
            threads,
            looked_at: 0,
        }
    }

    /// What so many ticks are in weight times cost, a part counted as a whole one.
    pub(crate) fn units(&self, ticks: i64) -> i64 {
        super::units(ticks, self.grain, self.shift)
    }

    fn ticks(&self, point: usize, cost: u32) -> i64 {
        (self.weights[point] * i64::from(cost)) << self.shift
    }

    /// Prices from some of the points. Gives what they pay, and how many ways were looked at.
    fn price_some(
        &self,
        points: std::ops::Range<usize>,
        multipliers: &Column<i64>,
        prices: &mut Column<i64>,
    ) -> (i64, usize) {
        let (mut paid, mut looked_at) = (0, 0);
        for point in points {
            let pays = multipliers[point];
            let weight = self.weights[point] << self.shift;
            paid += pays;
            for reach in self.by_point.of(point) {
                let left = pays - weight * i64::from(reach.cost);
                if left <= 0 {
                    break;
                }
                prices[reach.other()] -= left;
                looked_at += 1;
            }
        }
        (paid, looked_at)
    }
}

impl Relaxed for Median {
    fn stations(&self) -> Stations {
        Stations::Exactly(self.stations)
    }

    fn grain(&self) -> i64 {
        self.grain
    }

    fn worth(&self, cost: i64) -> i64 {
        cost
    }

    fn begin(&self, choice: &Choice) -> Column<i64> {
        let served = Interchange::new(self, &choice.counts);
        let points = 0..self.weights.len();
        points
            .map(|point| {
                let (low, high) = self.limits(point);
                self.ticks(point, served.second_cost(point))
                    .clamp(low, high)
            })
            .collect()
    }

    fn limits(&self, point: usize) -> (i64, i64) {
        let nearest = self.by_point.of(point).first();
        let most = self.ticks(point, self.unserved);
        (
            nearest.map_or(most, |reach| self.ticks(point, reach.cost)),
            most,
        )
    }

    #[expect(clippy::cast_precision_loss, reason = "a pace needs no exactness")]
    fn pace(&self, point: usize) -> f64 {
        self.weights[point] as f64
    }

    fn price(&mut self, multipliers: &Column<i64>, prices: &mut Column<i64>) -> i64 {
        prices.fill(0);
        let points = self.weights.len();
        let threads = if self.by_point.entries() < WORTH_A_THREAD {
            1
        } else {
            self.threads
        };
        let share = points.div_ceil(threads.max(1)).max(1);
        if share >= points {
            let (paid, looked_at) = self.price_some(0..points, multipliers, prices);
            self.looked_at = looked_at;
            return paid;
        }
        let (mut paid, mut looked_at) = (0, 0);
        thread::scope(|all| {
            let this = &*self;
            let work = |from: usize| {
                let mut own = Column::of(0, this.by_candidate.len());
                let range = from..points.min(from + share);
                (this.price_some(range, multipliers, &mut own), own)
            };
            let rest: Vec<_> = (share..points)
                .step_by(share)
                .map(|from| all.spawn(move || work(from)))
                .collect();
            (paid, looked_at) = this.price_some(0..share, multipliers, prices);
            for one in rest {
                let ((more, looked), own) = match one.join() {
                    Ok(found) => found,
                    Err(panic) => std::panic::resume_unwind(panic),
                };
                paid += more;
                looked_at += looked;
                for (price, part) in prices.iter_mut().zip(own.iter()) {
                    *price += part;
                }
            }
        });
        self.looked_at = looked_at;
        paid
    }

    fn slope(&self, multipliers: &Column<i64>, counts: &Column<u16>, slope: &mut Column<i32>) {
        slope.fill(1);
        let chosen = || counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let ways: usize = chosen()
            .map(|(candidate, _)| self.by_candidate.of(candidate).len())
            .sum();
        if ways < self.looked_at {
            for (candidate, _) in chosen() {
                for reach in self.by_candidate.of(candidate) {
                    let point = reach.other();
                    let cost = (self.weights[point] << self.shift) * i64::from(reach.cost);
                    slope[point] -= i32::from(cost < multipliers[point]);
                }
            }
            return;
        }
        for (point, pays) in multipliers.iter().enumerate() {
            let weight = self.weights[point] << self.shift;
            let list = self.by_point.of(point).iter();
            let paid = list.take_while(|reach| weight * i64::from(reach.cost) < *pays);
            slope[point] -= paid
                .map(|reach| i32::from(counts[reach.other()]))
                .sum::<i32>();
        }
    }

    fn work(&self) -> u64 {
        self.looked_at as u64
    }

    fn forget(&mut self, bounds: &Bounds) {
        super::without_closed(&mut self.by_point, &mut self.by_candidate, bounds);
    }

    fn improved(&self, from: &Column<u16>, bounds: &Bounds, _: &mut Random) -> (Choice, u64) {
        let mut interchange = Interchange::new(self, from);
        let looked_at = interchange.run(bounds);
        let (counts, cost) = interchange.choice();
        let cost = cost << self.shift;
        (Choice { counts, cost }, looked_at)
    }

    fn greedy(&self, bounds: &Bounds) -> Column<u16> {
        let mut interchange = Interchange::new(self, &bounds.least);
        interchange.fill(bounds, self.stations);
        interchange.choice().0
    }
}
