//! Small made-up problems, and every answer that they have.

use proptest::prelude::*;
use siting::{Candidate, Model, Problem, UNREACHABLE};

/// A problem as it was asked.
#[derive(Clone, Debug)]
pub struct Made {
    pub weights: Vec<i64>,
    pub candidates: Vec<Candidate>,
    /// One demand point after the other.
    pub costs: Vec<u32>,
}

impl Made {
    pub fn problem(&self) -> Problem {
        Problem::dense(self.weights.clone(), self.candidates.clone(), &self.costs).unwrap()
    }

    /// The cost from a point to a candidate that takes stations.
    fn cost(&self, point: usize, candidate: usize) -> Option<u32> {
        let cost = self.costs[point * self.candidates.len() + candidate];
        let there = self.candidates[candidate] != Candidate::Forbidden && cost != UNREACHABLE;
        there.then_some(cost)
    }

    pub fn room(&self, per_candidate: u16) -> u32 {
        let room = |candidate: &Candidate| match candidate {
            Candidate::Free => u32::from(per_candidate),
            Candidate::Existing => u32::from(per_candidate - 1),
            Candidate::Forbidden => 0,
        };
        self.candidates.iter().map(room).sum()
    }

    pub fn existing(&self) -> u32 {
        let existing = self.candidates.iter();
        existing
            .filter(|candidate| **candidate == Candidate::Existing)
            .count() as u32
    }

    pub fn longest(&self) -> u32 {
        let all = (0..self.weights.len())
            .flat_map(|point| (0..self.candidates.len()).map(move |candidate| (point, candidate)));
        all.filter_map(|(point, candidate)| self.cost(point, candidate))
            .max()
            .unwrap_or(0)
    }

    /// Points that ask and that somebody reaches within a cost.
    fn asking(&self, within: u32) -> Vec<usize> {
        let all = 0..self.candidates.len();
        let reached = |point: usize| {
            all.clone().any(|candidate| {
                self.cost(point, candidate)
                    .is_some_and(|cost| cost <= within)
            })
        };
        (0..self.weights.len())
            .filter(|point| self.weights[*point] > 0 && reached(*point))
            .collect()
    }

    /// What a choice is worth in a model; `None` where the model does not allow it.
    pub fn worth(&self, model: &Model, counts: &[u16]) -> Option<f64> {
        let times = |point: usize, within: u32| -> u16 {
            let all = counts.iter().enumerate();
            let near = all.filter(|(candidate, _)| {
                self.cost(point, *candidate)
                    .is_some_and(|cost| cost <= within)
            });
            near.map(|(_, count)| *count).sum()
        };
        let nearest = |point: usize| {
            let open = (0..counts.len()).filter(|candidate| counts[*candidate] > 0);
            open.filter_map(|candidate| self.cost(point, candidate))
                .min()
        };
        match *model {
            Model::SetCover { within } => {
                let all = self
                    .asking(within)
                    .iter()
                    .all(|point| times(*point, within) > 0);
                all.then(|| counts.iter().map(|count| f64::from(*count)).sum())
            }
            Model::MaxCover { within, backup, .. } => {
                let worth = |point: &usize| {
                    let weight = self.weights[*point] as f64;
                    match times(*point, within) {
                        0 => 0.0,
                        1 => weight,
                        _ => weight * (1.0 + f64::from(backup) / 1_000.0),
                    }
                };
                Some(self.asking(within).iter().map(worth).sum())
            }
            Model::Median { unserved, .. } => {
                let unserved = unserved.unwrap_or(self.longest() * 2);
                let worth = |point: &usize| {
                    self.weights[*point] as f64 * f64::from(nearest(*point).unwrap_or(unserved))
                };
                Some(self.asking(UNREACHABLE).iter().map(worth).sum())
            }
            Model::Centre { .. } => {
                let worst = |point: &usize| nearest(*point).map_or(f64::INFINITY, f64::from);
                Some(
                    self.asking(UNREACHABLE)
                        .iter()
                        .map(worst)
                        .fold(0.0, f64::max),
                )
            }
            Model::Expected { within, busy, .. } => {
                let busy = f64::from(busy) / 1_000.0;
                let worth = |point: &usize| {
                    let free = 1.0 - busy.powi(i32::from(times(*point, within)));
                    self.weights[*point] as f64 * free
                };
                Some(self.asking(within).iter().map(worth).sum())
            }
        }
    }

    /// The best worth of all choices there are.
    pub fn best(&self, model: &Model) -> f64 {
        let (new, per_candidate, more_is_better) = match *model {
            Model::SetCover { .. } => (None, 1, false),
            Model::MaxCover { new, .. } => (Some(new), 1, true),
            Model::Median { new, .. } | Model::Centre { new } => (Some(new), 1, false),
            Model::Expected {
                new, per_candidate, ..
            } => (Some(new), per_candidate, true),
        };
        let mut best: Option<f64> = None;
        let mut counts: Vec<u16> = Vec::new();
        self.every(&mut counts, new, per_candidate, &mut |counts| {
            if let Some(worth) = self.worth(model, counts) {
                best = Some(best.map_or(worth, |best| {
                    if more_is_better {
                        best.max(worth)
                    } else {
                        best.min(worth)
                    }
                }));
            }
        });
        best.unwrap()
    }

    fn every(
        &self,
        counts: &mut Vec<u16>,
        new: Option<u32>,
        per_candidate: u16,
        look: &mut impl FnMut(&[u16]),
    ) {
        let Some(candidate) = self.candidates.get(counts.len()) else {
            let all: u32 = counts.iter().map(|count| u32::from(*count)).sum();
            if new.is_none_or(|new| all == new + self.existing()) {
                look(counts);
            }
            return;
        };
        let range = match candidate {
            Candidate::Free => 0..=per_candidate,
            Candidate::Existing => 1..=per_candidate,
            Candidate::Forbidden => 0..=0,
        };
        for count in range {
            counts.push(count);
            self.every(counts, new, per_candidate, look);
            counts.pop();
        }
    }
}

/// Up to nine points and eight candidates, of all states; some ways are missing, some weights are 0.
pub fn made() -> impl Strategy<Value = Made> {
    (1_usize..=9, 1_usize..=8).prop_flat_map(|(points, candidates)| {
        let weight = prop_oneof![1 => Just(0), 8 => 1_i64..40];
        let state = prop_oneof![
            6 => Just(Candidate::Free),
            1 => Just(Candidate::Existing),
            1 => Just(Candidate::Forbidden),
        ];
        let cost = prop_oneof![1 => Just(UNREACHABLE), 8 => 0_u32..60];
        (
            prop::collection::vec(weight, points),
            prop::collection::vec(state, candidates),
            prop::collection::vec(cost, points * candidates),
        )
            .prop_map(|(weights, candidates, costs)| Made {
                weights,
                candidates,
                costs,
            })
    })
}
