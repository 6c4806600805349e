//! p-中心 the p-centre by halves: within which cost can so many stations cover everybody?

use crate::answer::{Answer, Method};
use crate::column::Column;
use crate::effort::Watch;
use crate::models::Choice;
use crate::problem::UNREACHABLE;
use crate::search::{End, Found, Search, Work};
use crate::solve::Asked;

/// The costs between the largest that is proven too small and the smallest that is enough.
struct Between {
    radii: Vec<u32>,
    /// The first that may be enough.
    low: usize,
    /// The first that is.
    high: usize,
    best: Option<(Choice, u32)>,
    /// What covers most within the largest cost, where that is not everybody.
    partly: Option<Choice>,
    work: Work,
    end: End,
}

/// The best places by the cost of the point that is served worst.
pub(crate) fn best(asked: &Asked<'_>, watch: &mut dyn Watch) -> Answer {
    let unreachable: Vec<usize> = asked.problem.unreached_within(UNREACHABLE).collect();
    let asks = asked.who_asks(&unreachable);
    let radii = radii(asked, &asks);
    let mut between = Between {
        low: 0,
        high: radii.len(),
        radii,
        best: None,
        partly: None,
        work: Work::default(),
        end: End::Proven,
    };
    // The largest first: whether everybody can be reached at all.
    let mut at = between.high - 1;
    while between.low < between.high && between.end == End::Proven {
        between.ask(at, asked, &asks, watch);
        at = between.low.midpoint(between.high);
    }
    let bound = between.radii.get(between.low);
    let bound = bound.map_or(f64::INFINITY, |radius| f64::from(*radius));
    let (best, objective) = match (between.best, between.partly) {
        (Some((best, worst)), _) => (best, f64::from(worst)),
        (None, partly) => (partly.unwrap_or_default(), f64::INFINITY),
    };
    let found = Found {
        best,
        bound: 0,
        end: between.end,
        work: between.work,
        model: (),
    };
    let mut answer = asked.answer(&found, (objective, bound), UNREACHABLE, unreachable);
    answer.method = Method::Bisection;
    answer
}

impl Between {
    /// Whether everybody can be covered within one of the costs.
    fn ask(&mut self, at: usize, asked: &Asked<'_>, asks: &Column<i64>, watch: &mut dyn Watch) {
        let Some(within) = self.radii.get(at).copied() else {
            return;
        };
        let (coverage, bounds) = asked.covering(asks.clone(), within, vec![1], true);
        let mut effort = *asked.effort;
        effort.gap = 0.0;
        effort.steps = effort
            .steps
            .map(|steps| steps.saturating_sub(self.work.steps));
        let found = Search::new(coverage, bounds, effort, watch);
        let found = found.until(0).run();
        self.work.steps += found.work.steps;
        self.work.nodes += found.work.nodes;
        if found.best.cost == 0 {
            let worst = worst(asked, &found.best, asks);
            self.high = self.radii.partition_point(|radius| *radius < worst);
            self.best = Some((found.best, worst));
            return;
        }
        match found.end {
            End::Proven => self.low = at + 1,
            end => self.end = end,
        }
        if self.best.is_none() {
            self.partly = Some(found.best);
        }
    }
}

/// Costs that the worst served point may have, in ascending order; 0 where nobody asks.
fn radii(asked: &Asked<'_>, asks: &Column<i64>) -> Vec<u32> {
    let lists = asked.problem.by_point.each().zip(asks.iter());
    let lists = lists.filter(|(_, asks)| **asks > 0).map(|(list, _)| list);
    let nearest = lists.clone().filter_map(<[_]>::first);
    let least = nearest.map(|reach| reach.cost).max().unwrap_or(0);
    let costs = lists.flatten().map(|reach| reach.cost);
    let mut radii: Vec<u32> = costs.filter(|cost| *cost > least).collect();
    radii.push(least);
    radii.sort_unstable();
    radii.dedup();
    radii
}

/// The cost of the point that is served worst.
fn worst(asked: &Asked<'_>, choice: &Choice, asks: &Column<i64>) -> u32 {
    let lists = asked.problem.by_point.each().zip(asks.iter());
    let served = lists
        .filter(|(_, asks)| **asks > 0)
        .filter_map(|(list, _)| {
            let mut near = list.iter();
            near.find(|reach| choice.counts[reach.other()] > 0)
        });
    served.map(|reach| reach.cost).max().unwrap_or(0)
}
