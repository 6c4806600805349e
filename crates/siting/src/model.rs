//! 选址模型 the models: what the best answer is.

use crate::problem::{Candidate, MOST, MOST_PRICED, Problem, ProblemError};

/// What the best answer is. Costs are in the problem's unit, `within` counts as reached. Stations that
/// stand ([`Candidate::Existing`]) serve too, beside as many new ones as are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// 集合覆盖 LSCP (C. Toregas and others, 1971): as few stations as reach every demand point that can
    /// be reached. The objective is how many there are, existing ones included.
    SetCover {
        /// The cost within which a point is covered.
        within: u32,
    },
    /// 最大覆盖 MCLP (R. Church, C. ReVelle, 1974): as much weight within reach as so many stations can have.
    /// The objective is the weight covered; what is covered twice counts a share more (backup coverage,
    /// K. Hogan, C. ReVelle, 1986).
    MaxCover {
        /// The cost within which a point is covered.
        within: u32,
        /// How many new stations are built.
        new: u32,
        /// What a second station within reach adds, in thousandths of the weight; 0 for plain MCLP.
        backup: u16,
    },
    /// p-中值 p-median (S. L. Hakimi, 1964): the sum of weight times cost to the nearest station.
    Median {
        /// How many new stations are built.
        new: u32,
        /// What a unit of weight costs that no station reaches: the longest way's cost at least, and
        /// twice that where nothing is said.
        unserved: Option<u32>,
    },
    /// p-中心 p-centre (S. L. Hakimi, 1964): the cost of the worst served point, whatever weights say. It is
    /// infinite where not all points can be reached that some candidate reaches.
    Centre {
        /// How many new stations are built.
        new: u32,
    },
    /// 期望覆盖 MEXCLP (M. S. Daskin, 1983): the weight that finds a free vehicle within reach, when each is
    /// busy for some share of the time, independently of the others.
    Expected {
        /// The cost within which a point is covered.
        within: u32,
        /// How many new vehicles there are.
        new: u32,
        /// The share of the time that a vehicle is busy, in thousandths.
        busy: u16,
        /// How many vehicles a candidate takes, the one of an existing station included.
        per_candidate: u16,
    },
}

/// What a unit of weight is counted in, where shares of it are.
pub(crate) const BACKUP_UNIT: i64 = 1_000;
pub(crate) const EXPECTED_UNIT: i64 = 1_000_000;

impl Model {
    /// How many new stations are asked for; `None` where that is the question.
    pub(crate) const fn new_stations(&self) -> Option<u32> {
        match self {
            Self::SetCover { .. } => None,
            Self::MaxCover { new, .. }
            | Self::Median { new, .. }
            | Self::Centre { new }
            | Self::Expected { new, .. } => Some(*new),
        }
    }

    /// How many stations a candidate takes.
    pub(crate) fn per_candidate(&self) -> u16 {
        match self {
            Self::Expected { per_candidate, .. } => (*per_candidate).max(1),
            _ => 1,
        }
    }

    /// What weight is worth that is covered once, twice, and so on, and what that is counted in.
    pub(crate) fn steps(&self, stations: u64) -> (Vec<i64>, i64) {
        match self {
            Self::MaxCover { backup: 0, .. } => (vec![1], 1),
            Self::MaxCover { backup, .. } => (vec![BACKUP_UNIT, i64::from(*backup)], BACKUP_UNIT),
            Self::Expected { busy, .. } => {
                let steps = expected_steps(*busy);
                let most = usize::try_from(stations).unwrap_or(usize::MAX);
                (steps.take(most).collect(), EXPECTED_UNIT)
            }
            _ => (vec![1], 1),
        }
    }

    /// Whether it can be asked of a problem.
    pub(crate) fn check(&self, problem: &Problem) -> Result<(), ProblemError> {
        if let Self::MaxCover { backup: share, .. } | Self::Expected { busy: share, .. } = self
            && *share > 1_000
        {
            return Err(ProblemError::Share(*share));
        }
        let per_candidate = self.per_candidate();
        let rooms = problem.candidates.iter().map(|candidate| match candidate {
            Candidate::Free => u64::from(per_candidate),
            Candidate::Existing => u64::from(per_candidate - 1),
            Candidate::Forbidden => 0,
        });
        let free = rooms.sum();
        let existing = problem.existing();
        match self.new_stations() {
            Some(asked) if u64::from(asked) > free => {
                return Err(ProblemError::TooManyStations { asked, free });
            }
            Some(0) if existing == 0 => return Err(ProblemError::NoStations),
            _ => {}
        }
        let longest = problem.longest();
        let worth = match self {
            Self::Median { unserved, .. } => {
                let unserved = unserved.unwrap_or(longest.saturating_mul(2));
                if unserved < longest {
                    return Err(ProblemError::Unserved { unserved, longest });
                }
                i64::from(unserved)
            }
            Self::SetCover { .. } | Self::Centre { .. } => 1,
            Self::MaxCover { .. } | Self::Expected { .. } => {
                let stations = u64::from(self.new_stations().unwrap_or(0)) + existing;
                self.steps(stations).0.iter().sum()
            }
        };
        let stations = existing + u64::from(self.new_stations().unwrap_or(0));
        let stations = i64::try_from(stations).unwrap_or(i64::MAX).max(1);
        let most = MOST.min(MOST_PRICED / stations);
        let mut sum = 0_i64;
        for (point, weight) in problem.weights.iter().enumerate() {
            sum = sum.saturating_add(weight.saturating_mul(worth));
            if sum > most {
                return Err(ProblemError::TooLarge { point });
            }
        }
        Ok(())
    }
}

/// (1 − q) q^k in millionths, each rounded down and from the one before, so that they never grow.
fn expected_steps(busy: u16) -> impl Iterator<Item = i64> {
    let busy = i64::from(busy);
    let first = EXPECTED_UNIT - busy * (EXPECTED_UNIT / 1_000);
    let next = move |step: &i64| Some(step * busy / 1_000);
    std::iter::successors(Some(first), next).take_while(|step| *step > 0)
}
