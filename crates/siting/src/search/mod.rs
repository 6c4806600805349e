//! 拉格朗日松弛 from multipliers to bounds, from bounds to decisions, and where that does not end it, branch
//! and bound.

mod ascent;
mod pick;
mod tree;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::column::Column;
use crate::effort::{Effort, Progress, Watch};
use crate::models::{Choice, Relaxed};
use base::Random;

pub(crate) use pick::{Bounds, Pick, Stations};

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing better is left.
    Proven,
    /// As near as was asked for.
    Near,
    /// The watch or the effort said so.
    Stopped,
}

/// What a search found.
pub(crate) struct Found<M> {
    pub(crate) best: Choice,
    /// In ticks: no choice costs less.
    pub(crate) bound: i64,
    pub(crate) end: End,
    pub(crate) work: Work,
    pub(crate) model: M,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) steps: u64,
    pub(crate) nodes: u64,
}

/// A part of all choices.
struct Node {
    bounds: Bounds,
    multipliers: Arc<Column<i64>>,
    /// No choice in it that is better than the best known costs less.
    bound: i64,
}

/// One search for the best choice of one model.
pub(crate) struct Search<'w, M> {
    model: M,
    /// What is decided for all choices better than the best.
    bounds: Bounds,
    best: Choice,
    bound: i64,
    /// A choice as cheap as this is enough, and a bound above it too.
    enough: Option<i64>,
    work: Work,
    effort: Effort,
    watch: &'w mut dyn Watch,
    random: Random,
    pick: Pick,
    /// Choices that were improved already.
    tried: BTreeSet<u64>,
    /// Ways that climbing and improving looked at.
    spent_climbing: u64,
    spent_improving: u64,
    /// Candidates that took stations when the lists were made.
    listed: usize,
}

impl<'w, M: Relaxed> Search<'w, M> {
    pub(crate) fn new(model: M, bounds: Bounds, effort: Effort, watch: &'w mut dyn Watch) -> Self {
        let mut random = Random::new(effort.seed);
        let start = model.greedy(&bounds);
        let (best, _) = model.improved(&start, &bounds, &mut random);
        let candidates = bounds.most.len();
        Self {
            model,
            best,
            bound: i64::MIN,
            enough: None,
            work: Work::default(),
            effort,
            watch,
            random,
            pick: Pick::new(candidates),
            tried: BTreeSet::new(),
            spent_climbing: 0,
            spent_improving: 0,
            listed: bounds.most.iter().filter(|most| **most > 0).count(),
            bounds,
        }
    }

    /// Ends as soon as a choice costs at most so many ticks, or none can: then [`End::Proven`] says
    /// only that.
    pub(crate) const fn until(mut self, enough: i64) -> Self {
        self.enough = Some(enough);
        self
    }

    pub(crate) fn run(mut self) -> Found<M> {
        let end = self.descend();
        let bound = self.bound.min(self.best.cost);
        Found {
            bound: if end == End::Proven {
                self.best.cost
            } else {
                bound
            },
            best: self.best,
            end,
            work: self.work,
            model: self.model,
        }
    }

    /// What costs more than this is not looked for: it is no better than the best, or not enough.
    fn limit(&self) -> i64 {
        let better = self.best.cost - self.model.grain();
        self.enough.map_or(better, |enough| better.min(enough))
    }

    /// Whether nothing better can be, or is asked for.
    fn is_enough(&self) -> bool {
        self.best.cost <= self.enough.unwrap_or(0)
    }

    /// Looks for something better near a choice. Whether there was.
    fn improve(&mut self, from: &Column<u16>) -> bool {
        if !self.tried.insert(mark(from)) {
            return false;
        }
        let (found, looked_at) = self.model.improved(from, &self.bounds, &mut self.random);
        self.spent_improving += looked_at;
        let better = found.cost < self.best.cost;
        if better {
            self.best = found;
        }
        better
    }

    /// Whether to stop; asks the watch.
    fn is_stopped(&mut self) -> bool {
        let progress = Progress {
            steps: self.work.steps,
            nodes: self.work.nodes,
            gap: self.gap(),
        };
        self.effort
            .steps
            .is_some_and(|most| self.work.steps >= most)
            || self.watch.look(&progress).is_break()
    }

    /// How far the best may be from the best there is, as a share of it.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exactness")]
    fn gap(&self) -> f64 {
        if self.bound == i64::MIN {
            return f64::INFINITY;
        }
        let worth = self.model.worth(self.best.cost) as f64;
        let most = (self.best.cost - self.bound.min(self.best.cost)) as f64;
        if most <= 0.0 {
            0.0
        } else if worth <= 0.0 {
            f64::INFINITY
        } else {
            most / worth
        }
    }

    fn is_near(&self) -> bool {
        self.gap() <= self.effort.gap
    }

    /// Forgets what is decided, when it is worth the work.
    fn forget(&mut self) {
        let left = |bounds: &Bounds| bounds.most.iter().filter(|most| **most > 0).count();
        if left(&self.bounds) * 4 < self.listed * 3 {
            self.model.forget(&self.bounds);
            self.listed = left(&self.bounds);
        }
    }
}

/// FNV-1a over the counts: equal choices have equal marks.
fn mark(counts: &Column<u16>) -> u64 {
    let mut mark = 0xCBF2_9CE4_8422_2325_u64;
    for (candidate, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        mark = (mark ^ candidate as u64).wrapping_mul(0x0100_0000_01B3);
        mark = (mark ^ u64::from(*count)).wrapping_mul(0x0100_0000_01B3);
    }
    mark
}
