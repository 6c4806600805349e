//! What there is to decide: who asks for service, where a station may stand, and what a way costs.

use std::sync::Arc;

use crate::column::{Column, Lists, Reach};

/// The cost that stands for "no way" in a matrix.
pub const UNREACHABLE: u32 = u32::MAX;

/// All weight times cost of one problem stays below it, so that sums are exact, as floats too.
pub(crate) const MOST: i64 = 1 << 53;
/// …and as often as there are stations below this, so that no sum of prices overflows.
pub(crate) const MOST_PRICED: i64 = 1 << 60;

/// Whether a station may stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Candidate {
    /// A new station may be built.
    #[default]
    Free,
    /// A station stands there and stays.
    Existing,
    /// No station may be built: too near a dangerous place, not to be had.
    Forbidden,
}

/// A way from a candidate to a demand point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The demand point, counted from 0.
    pub point: usize,
    /// The candidate, counted from 0.
    pub candidate: usize,
    /// What it costs for each unit of weight: a time or a length, in the caller's unit.
    pub cost: u32,
}

/// Demand points with weights, candidates, and the costs between them. A point of weight 0 asks for
/// nothing, in every model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(crate) weights: Column<i64>,
    pub(crate) candidates: Column<Candidate>,
    /// For each point the candidates that are not forbidden, the nearest first.
    pub(crate) by_point: Arc<Lists>,
    /// For each candidate the points, in their order.
    pub(crate) by_candidate: Arc<Lists>,
}

/// Why something is no problem that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemError {
    /// Nowhere to build.
    #[error("there are no candidates")]
    NoCandidates,
    /// Nobody to serve.
    #[error("there are no demand points")]
    NoDemand,
    /// A matrix of another size.
    #[error("the matrix has {found} costs; {points} demand points by {candidates} candidates are {}", points * candidates)]
    Shape {
        /// Costs that were given.
        found: usize,
        /// Demand points.
        points: usize,
        /// Candidates.
        candidates: usize,
    },
    /// Another number of candidates than before.
    #[error("{found} states are given for {candidates} candidates")]
    Candidates {
        /// States that were given.
        found: usize,
        /// Candidates.
        candidates: usize,
    },
    /// More than can be counted.
    #[error("there are {0} demand points or candidates, more than can be numbered")]
    TooMany(usize),
    /// A weight below nothing.
    #[error("demand point {point} has the weight {weight}, which is less than nothing")]
    Negative {
        /// The demand point, counted from 0.
        point: usize,
        /// Its weight.
        weight: i64,
    },
    /// Sums would lose digits.
    #[error(
        "with demand point {point} weights, or weights times costs, come to more than can be counted exactly: use larger units"
    )]
    TooLarge {
        /// The demand point with which the sum got too large, counted from 0.
        point: usize,
    },
    /// A way that leads nowhere.
    #[error(
        "way {at} is between demand point {point} and candidate {candidate}, which there are not both"
    )]
    NoSuchWay {
        /// Which way, counted from 0.
        at: usize,
        /// The demand point that it names.
        point: usize,
        /// The candidate that it names.
        candidate: usize,
    },
    /// A way that was given before.
    #[error("there are two ways between demand point {point} and candidate {candidate}")]
    Repeated {
        /// The demand point, counted from 0.
        point: usize,
        /// The candidate, counted from 0.
        candidate: usize,
    },
    /// More stations than places.
    #[error("{asked} new stations are asked for, and {free} can be built")]
    TooManyStations {
        /// New stations that are asked for.
        asked: u32,
        /// What the free candidates take.
        free: u64,
    },
    /// No station to place.
    #[error("no new station is asked for, and none stands")]
    NoStations,
    /// A share over the whole.
    #[error("a share of {0} thousandths is more than the whole")]
    Share(u16),
    /// Not to be served costs less than to be served.
    #[error("who is not served costs {unserved}, less than the longest way, {longest}")]
    Unserved {
        /// What was asked for.
        unserved: u32,
        /// The highest cost of the problem.
        longest: u32,
    },
}

impl Problem {
    /// From a full matrix: the costs of one demand point after the other, each to all candidates;
    /// [`UNREACHABLE`] where there is no way.
    ///
    /// # Errors
    ///
    /// [`ProblemError`], for the first thing that is wrong.
    pub fn dense(
        weights: Vec<i64>,
        candidates: Vec<Candidate>,
        costs: &[u32],
    ) -> Result<Self, ProblemError> {
        let (points, all) = (weights.len(), candidates.len());
        checked(&weights, &candidates)?;
        if Some(costs.len()) != points.checked_mul(all) {
            return Err(ProblemError::Shape {
                found: costs.len(),
                points,
                candidates: all,
            });
        }
        let lists = costs.chunks(all).map(|row| {
            let mut list = Vec::with_capacity(all);
            list.extend((0_u32..).zip(row).zip(&candidates).filter_map(
                |((other, cost), candidate)| {
                    let there = *cost != UNREACHABLE && *candidate != Candidate::Forbidden;
                    there.then_some(Reach { cost: *cost, other })
                },
            ));
            list.sort_unstable();
            list
        });
        let by_point = Lists::new(lists, costs.len());
        Ok(Self::of(weights, candidates, by_point))
    }

    /// From the ways that there are; what is not named is not reached.
    ///
    /// # Errors
    ///
    /// [`ProblemError`], for the first thing that is wrong.
    pub fn sparse(
        weights: Vec<i64>,
        candidates: Vec<Candidate>,
        ways: &[Way],
    ) -> Result<Self, ProblemError> {
        checked(&weights, &candidates)?;
        let mut lists = Column::of(Vec::new(), weights.len());
        for (at, way) in ways.iter().enumerate() {
            let Some(candidate) = candidates.get(way.candidate) else {
                return Err(no_such(at, way));
            };
            if way.point >= lists.len() {
                return Err(no_such(at, way));
            }
            if way.cost != UNREACHABLE && *candidate != Candidate::Forbidden {
                lists[way.point].push(Reach {
                    cost: way.cost,
                    other: numbered(way.candidate),
                });
            }
        }
        let mut seen = Column::of(usize::MAX, candidates.len());
        for (point, list) in lists.iter_mut().enumerate() {
            for reach in &*list {
                if std::mem::replace(&mut seen[reach.other()], point) == point {
                    return Err(ProblemError::Repeated {
                        point,
                        candidate: reach.other(),
                    });
                }
            }
            list.sort_unstable();
        }
        let entries = lists.iter().map(Vec::len).sum();
        let by_point = Lists::new(lists.iter_mut().map(std::mem::take), entries);
        Ok(Self::of(weights, candidates, by_point))
    }

    fn of(weights: Vec<i64>, candidates: Vec<Candidate>, by_point: Lists) -> Self {
        Self {
            by_candidate: Arc::new(by_point.turned(candidates.len())),
            weights: weights.into(),
            candidates: candidates.into(),
            by_point: Arc::new(by_point),
        }
    }

    /// The same demand and ways with other states of the candidates: what was open before may stand now.
    /// A candidate that was forbidden has no ways any more.
    ///
    /// # Errors
    ///
    /// [`ProblemError::Candidates`] when there are not as many.
    pub fn with_candidates(&self, candidates: Vec<Candidate>) -> Result<Self, ProblemError> {
        if candidates.len() != self.candidates.len() {
            return Err(ProblemError::Candidates {
                found: candidates.len(),
                candidates: self.candidates.len(),
            });
        }
        let mut changed = self.clone();
        changed.candidates = candidates.into();
        let forbidden = |candidate: usize| changed.candidates[candidate] == Candidate::Forbidden;
        if (0..changed.candidates.len()).any(forbidden) {
            let by_point = self.by_point.filtered(|_, reach| !forbidden(reach.other()));
            let by_candidate = self
                .by_candidate
                .filtered(|candidate, _| !forbidden(candidate));
            changed.by_point = Arc::new(by_point);
            changed.by_candidate = Arc::new(by_candidate);
        }
        Ok(changed)
    }

    /// How many demand points there are.
    #[must_use]
    pub fn points(&self) -> usize {
        self.weights.len()
    }

    /// How many candidates there are.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.candidates.len()
    }

    /// The weight of all demand points.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weights.iter().sum()
    }

    /// The highest cost of a way; 0 where there is none.
    #[must_use]
    pub fn longest(&self) -> u32 {
        let last = self.by_point.each().filter_map(<[Reach]>::last);
        last.map(|reach| reach.cost).max().unwrap_or(0)
    }

    /// How many stations stand.
    pub(crate) fn existing(&self) -> u64 {
        let candidates = self.candidates.iter();
        let existing = candidates.filter(|candidate| **candidate == Candidate::Existing);
        existing.count() as u64
    }

    /// The demand points that no candidate reaches within a cost.
    pub(crate) fn unreached_within(&self, most: u32) -> impl Iterator<Item = usize> {
        let lists = self.by_point.each().zip(self.weights.iter()).enumerate();
        lists.filter_map(move |(point, (list, weight))| {
            let reached = list.first().is_some_and(|nearest| nearest.cost <= most);
            (*weight > 0 && !reached).then_some(point)
        })
    }
}

fn checked(weights: &[i64], candidates: &[Candidate]) -> Result<(), ProblemError> {
    if candidates.is_empty() {
        return Err(ProblemError::NoCandidates);
    }
    if weights.is_empty() {
        return Err(ProblemError::NoDemand);
    }
    for length in [weights.len(), candidates.len()] {
        if u32::try_from(length).is_err() {
            return Err(ProblemError::TooMany(length));
        }
    }
    let mut sum = 0_i64;
    for (point, weight) in weights.iter().enumerate() {
        if *weight < 0 {
            return Err(ProblemError::Negative {
                point,
                weight: *weight,
            });
        }
        sum = sum.saturating_add(*weight);
        if sum > MOST {
            return Err(ProblemError::TooLarge { point });
        }
    }
    Ok(())
}

const fn no_such(at: usize, way: &Way) -> ProblemError {
    ProblemError::NoSuchWay {
        at,
        point: way.point,
        candidate: way.candidate,
    }
}

/// A number that was checked to fit where the problem was made.
pub(crate) fn numbered(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
