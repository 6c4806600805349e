//! From a problem and a model to an answer.

use std::sync::Arc;

use crate::answer::{Answer, Chosen, Ended, Method, gap};
use crate::centre;
use crate::column::Column;
use crate::covers::Covers;
use crate::effort::{Effort, Watch};
use crate::model::Model;
use crate::models::{Choice, Cover, Coverage, Median};
use crate::problem::{Candidate, Problem, ProblemError, UNREACHABLE};
use crate::search::{Bounds, End, Found, Search};

/// Where stations should stand. It goes on until the best is proven, the effort is spent, or the watch
/// ends it; in all cases it gives the best that it has, and what is proven of it.
///
/// # Errors
///
/// [`ProblemError`], where the model cannot be asked of the problem.
pub fn solve(
    problem: &Problem,
    model: &Model,
    effort: &Effort,
    watch: &mut dyn Watch,
) -> Result<Answer, ProblemError> {
    model.check(problem)?;
    let began = watch.seconds();
    let asked = Asked {
        problem,
        model,
        effort,
    };
    let mut answer = match *model {
        Model::SetCover { within } => asked.set_cover(within, watch),
        Model::MaxCover { within, .. } | Model::Expected { within, .. } => {
            asked.coverage(within, watch)
        }
        Model::Median { unserved, .. } => asked.median(unserved, watch),
        Model::Centre { .. } => centre::best(&asked, watch),
    };
    answer.seconds = watch.seconds() - began;
    Ok(answer)
}

/// What is asked for.
pub(crate) struct Asked<'p> {
    pub(crate) problem: &'p Problem,
    pub(crate) model: &'p Model,
    pub(crate) effort: &'p Effort,
}

/// Objective and bound.
type Values = (f64, f64);

impl Asked<'_> {
    fn median(&self, unserved: Option<u32>, watch: &mut dyn Watch) -> Answer {
        let problem = self.problem;
        let unreachable: Vec<usize> = problem.unreached_within(UNREACHABLE).collect();
        let median = Median::new(
            without(&problem.weights, &unreachable),
            Arc::clone(&problem.by_point),
            Arc::clone(&problem.by_candidate),
            unserved.unwrap_or(problem.longest().saturating_mul(2)),
            self.stations(),
            self.effort.threads,
        );
        let found = Search::new(median, self.bounds(), *self.effort, watch).run();
        let units = |ticks| whole(found.model.units(ticks));
        let values = (units(found.best.cost), units(found.bound));
        self.answer(&found, values, UNREACHABLE, unreachable)
    }

    fn coverage(&self, within: u32, watch: &mut dyn Watch) -> Answer {
        let unreachable: Vec<usize> = self.problem.unreached_within(within).collect();
        let weights = without(&self.problem.weights, &unreachable);
        let (steps, unit) = self.model.steps(self.stations());
        let (coverage, bounds) = self.covering(weights, within, steps, false);
        let found = Search::new(coverage, bounds, *self.effort, watch).run();
        let units = |ticks| whole(found.model.gained(ticks)) / whole(unit);
        let values = (units(found.best.cost), units(found.bound));
        self.answer(&found, values, within, unreachable)
    }

    fn set_cover(&self, within: u32, watch: &mut dyn Watch) -> Answer {
        let unreachable: Vec<usize> = self.problem.unreached_within(within).collect();
        let mut covers = self.covers(self.who_asks(&unreachable), within);
        covers.drop_candidates(0);
        covers.drop_points(|_| true);
        let bounds = covers.bounds.clone();
        let found = Search::new(Cover::new(covers), bounds, *self.effort, watch).run();
        let units = |ticks| whole(Cover::stations_of(ticks));
        let values = (units(found.best.cost), units(found.bound));
        self.answer(&found, values, within, unreachable)
    }

    /// Coverage of weights within a cost; with `all` it only matters whether there is any left.
    pub(crate) fn covering(
        &self,
        weights: Column<i64>,
        within: u32,
        steps: Vec<i64>,
        all: bool,
    ) -> (Coverage, Bounds) {
        let mut covers = self.covers(weights, within);
        if steps.len() == 1 {
            covers.drop_candidates(self.stations());
        }
        if all {
            covers.drop_points(|_| true);
        } else {
            covers.join_points();
        }
        let bounds = covers.bounds.clone();
        (Coverage::new(covers, steps, self.stations()), bounds)
    }

    fn covers(&self, weights: Column<i64>, within: u32) -> Covers {
        let (by_point, by_candidate) = (&self.problem.by_point, &self.problem.by_candidate);
        Covers::within(within, weights, by_point, by_candidate, self.bounds())
    }

    pub(crate) fn who_asks(&self, unreachable: &[usize]) -> Column<i64> {
        let weights = without(&self.problem.weights, unreachable);
        weights
            .iter()
            .map(|weight| i64::from(*weight > 0))
            .collect()
    }

    /// Existing and new stations.
    fn stations(&self) -> u64 {
        self.problem.existing() + u64::from(self.model.new_stations().unwrap_or(0))
    }

    pub(crate) fn bounds(&self) -> Bounds {
        let candidates = || self.problem.candidates.iter();
        let per_candidate = self.model.per_candidate();
        Bounds {
            least: candidates()
                .map(|candidate| u16::from(*candidate == Candidate::Existing))
                .collect(),
            most: candidates()
                .map(|candidate| match candidate {
                    Candidate::Forbidden => 0,
                    _ => per_candidate,
                })
                .collect(),
        }
    }

    pub(crate) fn answer<M>(
        &self,
        found: &Found<M>,
        (objective, bound): Values,
        within: u32,
        unreachable: Vec<usize>,
    ) -> Answer {
        let counts = found.best.counts.iter().enumerate();
        let chosen = counts.filter(|(_, count)| **count > 0);
        Answer {
            chosen: chosen
                .map(|(candidate, count)| Chosen {
                    candidate,
                    count: *count,
                })
                .collect(),
            objective,
            bound,
            gap: gap(objective, bound),
            ended: match found.end {
                End::Proven => Ended::Proven,
                End::Near => Ended::NearEnough,
                End::Stopped => Ended::Stopped,
            },
            method: match found.work.nodes {
                0 => Method::Relaxation,
                _ => Method::BranchAndBound,
            },
            steps: found.work.steps,
            nodes: found.work.nodes,
            seconds: 0.0,
            unserved: self.unserved(&found.best, within, &unreachable),
            unreachable,
        }
    }

    fn unserved(&self, choice: &Choice, within: u32, unreachable: &[usize]) -> Vec<usize> {
        let weights = without(&self.problem.weights, unreachable);
        let lists = self.problem.by_point.each().zip(weights.iter()).enumerate();
        let unserved = lists.filter(|(_, (list, weight))| {
            let mut near = list.iter().take_while(|reach| reach.cost <= within);
            **weight > 0 && !near.any(|reach| choice.counts[reach.other()] > 0)
        });
        unserved.map(|(point, _)| point).collect()
    }
}

/// Weights without those of some points.
fn without(weights: &Column<i64>, points: &[usize]) -> Column<i64> {
    let mut left = weights.clone();
    for point in points {
        left[*point] = 0;
    }
    left
}

/// Below 2^53, so that a float holds it exactly.
#[expect(
    clippy::cast_precision_loss,
    reason = "problems with larger sums are refused"
)]
const fn whole(value: i64) -> f64 {
    value as f64
}
