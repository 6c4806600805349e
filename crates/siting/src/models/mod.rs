//! What differs between the models: how multipliers make prices, and how a choice is improved.

mod cover;
mod coverage;
mod covered;
mod interchange;
mod median;

use std::sync::Arc;

use crate::column::{Column, Lists};
use crate::problem::MOST_PRICED;
use crate::search::{Bounds, Stations};
use base::Random;

pub(crate) use cover::Cover;
pub(crate) use coverage::Coverage;
pub(crate) use median::Median;

/// A choice of stations and what it costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) counts: Column<u16>,
    /// In ticks.
    pub(crate) cost: i64,
}

/// A model whose demand is relaxed: each demand point has a multiplier, what it pays for service, and
/// all costs are whole ticks, so that a bound is exact. Less is better.
pub(crate) trait Relaxed {
    /// How many stations there are to be.
    fn stations(&self) -> Stations;

    /// Costs of choices are multiples of so many ticks.
    fn grain(&self) -> i64;

    /// What the objective is, in ticks, where a choice costs so much.
    fn worth(&self, cost: i64) -> i64;

    /// Multipliers to begin with, made from a choice.
    fn begin(&self, choice: &Choice) -> Column<i64>;

    /// The least and the most that a point's multiplier may be.
    fn limits(&self, point: usize) -> (i64, i64);

    /// How far multipliers move for one unit of slope, in proportion to each other.
    fn pace(&self, point: usize) -> f64;

    /// The prices of candidates under multipliers. Gives the cost of no choice, which prices are added
    /// to.
    fn price(&mut self, multipliers: &Column<i64>, prices: &mut Column<i64>) -> i64;

    /// How the bound grows with each multiplier, under a choice by these very multipliers: what is
    /// asked for less what is given.
    fn slope(&self, multipliers: &Column<i64>, counts: &Column<u16>, slope: &mut Column<i32>);

    /// Forgets candidates that take no station any more.
    fn forget(&mut self, bounds: &Bounds);

    /// Forgets what else does not matter to choices that cost `limit` at most, and decides candidates by
    /// that. The cost of other choices may not be right any more, but is never below the limit. Whether
    /// anything changed: then multipliers begin anew.
    fn reduce(&mut self, _bounds: &mut Bounds, _limit: i64) -> bool {
        false
    }

    /// How many ways the last pricing looked at.
    fn work(&self) -> u64;

    /// A good choice near another one, within bounds, and how many ways it took to look at.
    fn improved(&self, from: &Column<u16>, bounds: &Bounds, random: &mut Random) -> (Choice, u64);

    /// A choice from nothing.
    fn greedy(&self, bounds: &Bounds) -> Column<u16>;
}

/// Lists without the candidates that take no station any more.
fn without_closed(by_point: &mut Arc<Lists>, by_candidate: &mut Arc<Lists>, bounds: &Bounds) {
    let kept = by_point.filtered(|_, reach| bounds.most[reach.other()] > 0);
    *by_point = Arc::new(kept);
    let kept = by_candidate.filtered(|candidate, _| bounds.most[candidate] > 0);
    *by_candidate = Arc::new(kept);
}

/// How fine ticks can be where all prices together may come to so much: 2^shift a unit.
fn shift(most: i64) -> u32 {
    (MOST_PRICED / most.max(1)).max(1).ilog2().min(20)
}

/// Ticks in whole units of the model, the next multiple of the grain.
const fn units(ticks: i64, grain: i64, shift: u32) -> i64 {
    let grains = ticks.div_euclid(grain) + (ticks.rem_euclid(grain) > 0) as i64;
    grains * (grain >> shift)
}

const fn common_divisor(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
