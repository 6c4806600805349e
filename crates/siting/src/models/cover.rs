//! LSCP: as few stations as cover every point that can be covered.

use std::sync::Arc;

use super::covered::{Covered, Worth};
use super::{Choice, Relaxed};
use crate::column::{Column, Lists};
use crate::covers::Covers;
use crate::search::{Bounds, Stations};
use base::Random;

/// One station in ticks.
const STATION: i64 = 1 << 22;
/// Dearer than any choice.
const NONE: i64 = 1 << 61;

pub(crate) struct Cover {
    /// 1 for a point that is to be covered, else 0.
    asks: Column<i64>,
    by_point: Arc<Lists>,
    by_candidate: Arc<Lists>,
    /// How many points are to be covered.
    all: i64,
}

impl Cover {
    /// Points that nobody covers are to have the weight 0.
    pub(crate) fn new(covers: Covers) -> Self {
        let asks = covers.weights.iter().map(|weight| i64::from(*weight > 0));
        let asks: Column<i64> = asks.collect();
        Self {
            all: asks.iter().sum(),
            asks,
            by_point: covers.by_point,
            by_candidate: covers.by_candidate,
        }
    }

    /// How many stations so many ticks are, a part counted as a whole one.
    pub(crate) const fn stations_of(cost: i64) -> i64 {
        cost.div_euclid(STATION) + (cost.rem_euclid(STATION) > 0) as i64
    }

    fn worth_of_lists(&self) -> Worth<'_> {
        Worth {
            weights: &self.asks,
            steps: &[1],
            by_point: &self.by_point,
            by_candidate: &self.by_candidate,
        }
    }

    /// Covers what is left, then closes what is not needed.
    fn complete(&self, covered: &mut Covered<'_>, bounds: &Bounds) {
        while covered.value < self.all
            && let Some((candidate, _)) = covered.best(bounds).filter(|(_, gain)| *gain > 0)
        {
            covered.open(candidate);
        }
        while let Some(candidate) = covered.least_needed(bounds) {
            let before = covered.value;
            covered.close(candidate);
            if covered.value < before {
                covered.open(candidate);
                break;
            }
        }
    }
}

impl Relaxed for Cover {
    fn stations(&self) -> Stations {
        Stations::AsFewAsServe
    }

    fn grain(&self) -> i64 {
        STATION
    }

    fn worth(&self, cost: i64) -> i64 {
        cost
    }

    fn begin(&self, _: &Choice) -> Column<i64> {
        let share = |(list, asks): (&[_], &i64)| {
            let near = i64::try_from(list.len()).unwrap_or(i64::MAX);
            (STATION * asks).checked_div(near).unwrap_or(0)
        };
        self.by_point
            .each()
            .zip(self.asks.iter())
            .map(share)
            .collect()
    }

    fn limits(&self, point: usize) -> (i64, i64) {
        (0, STATION * self.asks[point])
    }

    #[expect(clippy::cast_precision_loss, reason = "it is 1 or 0")]
    fn pace(&self, point: usize) -> f64 {
        self.asks[point] as f64
    }

    fn price(&mut self, multipliers: &Column<i64>, prices: &mut Column<i64>) -> i64 {
        for (price, list) in prices.iter_mut().zip(self.by_candidate.each()) {
            let paid = list.iter().map(|reach| multipliers[reach.other()]);
            *price = STATION - paid.sum::<i64>();
        }
        multipliers.iter().sum()
    }

    fn slope(&self, _: &Column<i64>, counts: &Column<u16>, slope: &mut Column<i32>) {
        slope.fill(1);
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

    fn improved(&self, from: &Column<u16>, bounds: &Bounds, random: &mut Random) -> (Choice, u64) {
        let mut covered = Covered::new(self.worth_of_lists(), from);
        self.complete(&mut covered, bounds);
        if covered.value < self.all {
            // With what is decided already there is none, and so none better than the best known.
            let none = Choice {
                counts: covered.counts,
                cost: NONE,
            };
            return (none, covered.looked_at);
        }
        let mut best = covered.counts.clone();
        // One station less, moved about until the others cover all.
        while let Some(candidate) = covered.least_needed(bounds) {
            covered.close(candidate);
            covered.interchange(bounds, self.all, random);
            if covered.value < self.all {
                break;
            }
            best.clone_from(&covered.counts);
        }
        let stations: i64 = best.iter().map(|count| i64::from(*count)).sum();
        let best = Choice {
            counts: best,
            cost: stations * STATION,
        };
        (best, covered.looked_at)
    }

    fn greedy(&self, bounds: &Bounds) -> Column<u16> {
        let mut covered = Covered::new(self.worth_of_lists(), &bounds.least);
        self.complete(&mut covered, bounds);
        covered.counts
    }
}
