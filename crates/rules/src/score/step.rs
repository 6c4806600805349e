//! How a score was reached, step by step, each with what it rests on.

use serde::Serialize;

use crate::facts::{Correction, Reference, Single, Unknown, found};
use crate::{FromNought, Number, Per, Points, Span, Treatment, Words};

/// One step from facts to an item's points.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 尚未到期 nothing of the item, or of a part, is asked in this year.
    NotYet {
        /// From when it is.
        from: Option<i32>,
        /// What becomes of its points.
        treatment: Treatment,
    },
    /// A condition that is not asked in this year.
    NotDue {
        /// The fact.
        fact: String,
        /// From when it is.
        from: Option<i32>,
    },
    /// A fact was held against what is asked of it.
    Compared(Compared),
    /// Not every need is met, or not every one is known: without them there are no points.
    NeedsLacking {
        /// Needs that are not met.
        missed: usize,
        /// Needs that are not known.
        open: usize,
    },
    /// Points were taken off.
    Deducted {
        /// Each time.
        points: Points,
        /// What for.
        per: Per,
        /// How often.
        times: Times,
        /// In all, before the item ends at nothing.
        taken: Span,
    },
    /// 扣完为止 more was to be taken or added than there is; the item stays between nothing and its points.
    Bounded {
        /// What would have been without the bounds.
        unbounded: Span,
    },
    /// The place among all areas.
    Ranked(Ranked),
    /// A part with points of its own.
    Part {
        /// What it is called.
        name: Option<Words>,
        /// What it is worth.
        of: Points,
        /// What it got.
        got: Span,
        /// How.
        steps: Vec<Step>,
    },
    /// A correction.
    Corrected(Correction),
}

/// A fact, or one of those it consists of, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The fact.
    pub fact: String,
    /// Which of those that it consists of.
    pub member: Option<String>,
    /// As a condition, or as an exemption from the one before it.
    pub role: Role,
    /// What it is, or why nobody knows.
    #[serde(serialize_with = "found::one")]
    pub found: Result<Single, Unknown>,
    /// The number of the year before, where it is compared with.
    #[serde(serialize_with = "found::maybe")]
    pub before: Option<Result<Number, Unknown>>,
    /// What is asked.
    pub asked: Asked,
    /// What came out.
    pub verdict: Verdict,
    /// What it rests on.
    pub sources: Vec<Reference>,
}

/// What a comparison is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is a condition of the rule.
    Condition,
    /// It exempts from one.
    Exemption,
}

/// What is asked of a fact in the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// That it is done.
    Yes,
    /// No less than this.
    AtLeast(Number),
    /// No more than this.
    AtMost(Number),
    /// Less than the year before.
    Falls(FromNought),
    /// That nothing happened.
    None,
}

/// What came out of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 达到
    Met,
    /// 除外 exempted, and so as good as met.
    Exempt,
    /// 未达到
    Missed,
    /// 不明 nobody knows.
    Open,
    /// Not asked in this year.
    NotDue,
}

/// How often, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Times {
    /// At least.
    pub least: u64,
    /// At most; `u64::MAX` where there is no end to what may be unknown.
    pub most: u64,
}

/// An area's place by one number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// The fact.
    pub fact: String,
    /// The area's number, or why nobody knows.
    #[serde(serialize_with = "found::one")]
    pub found: Result<Number, Unknown>,
    /// Its place.
    pub places: Places,
    /// How many areas there are.
    pub areas: usize,
    /// Areas whose number is not known.
    pub unknown: Vec<String>,
    /// What the place is worth.
    pub points: Span,
    /// What it rests on.
    pub sources: Vec<Reference>,
}

/// A place in a competition, 1 for the best, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Places {
    /// The best that it may be.
    pub best: usize,
    /// The worst.
    pub worst: usize,
}

/// Something that is not known, and keeps a score from being known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Missing {
    /// The fact.
    pub fact: String,
    /// Which of those that it consists of.
    pub member: Option<String>,
    /// Another area, where that one's fact is what is not known.
    pub area: Option<String>,
    /// Why.
    pub why: Option<Unknown>,
}

impl Times {
    /// So many.
    #[must_use]
    pub const fn exactly(times: u64) -> Self {
        Self {
            least: times,
            most: times,
        }
    }

    /// Any number.
    pub(crate) const UNBOUNDED: Self = Self {
        least: 0,
        most: u64::MAX,
    };

    pub(crate) const fn plus(self, other: Self) -> Self {
        Self {
            least: self.least.saturating_add(other.least),
            most: self.most.saturating_add(other.most),
        }
    }

    /// Once for what is missed, maybe once for what is open.
    pub(crate) const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Missed => Self::exactly(1),
            Verdict::Open => Self { least: 0, most: 1 },
            Verdict::Met | Verdict::Exempt | Verdict::NotDue => Self::exactly(0),
        }
    }

    pub(crate) fn no_more_than(self, most: u64) -> Self {
        Self {
            least: self.least.min(most),
            most: self.most.min(most),
        }
    }
}

impl Verdict {
    /// What several say together: missed when one is, else open when one is.
    pub(crate) fn together(all: impl IntoIterator<Item = Self>) -> Self {
        let rank = |verdict: &Self| match verdict {
            Self::NotDue => 0,
            Self::Exempt => 1,
            Self::Met => 2,
            Self::Open => 3,
            Self::Missed => 4,
        };
        all.into_iter().max_by_key(rank).unwrap_or(Self::Open)
    }
}

impl Step {
    /// What is not known in it.
    pub(crate) fn missing(&self) -> Vec<Missing> {
        match self {
            Self::Compared(compared) if compared.verdict == Verdict::Open => vec![Missing {
                fact: compared.fact.clone(),
                member: compared.member.clone(),
                area: None,
                why: compared.why_open(),
            }],
            Self::Ranked(ranked) => ranked.missing(),
            Self::Part { steps, .. } => steps.iter().flat_map(Self::missing).collect(),
            _ => Vec::new(),
        }
    }
}

impl Compared {
    /// Why it is open: its own value, else that of the year before; nothing of its own where only an
    /// exemption is not known.
    fn why_open(&self) -> Option<Unknown> {
        let own = self.found.as_ref().err();
        let before = || {
            self.before
                .as_ref()
                .and_then(|before| before.as_ref().err())
        };
        own.or_else(before).cloned()
    }
}

impl Ranked {
    fn missing(&self) -> Vec<Missing> {
        let of = |area: Option<String>, why| Missing {
            fact: self.fact.clone(),
            member: None,
            area,
            why,
        };
        match &self.found {
            Err(why) => vec![of(None, Some(why.clone()))],
            Ok(_) if self.points.is_known() => Vec::new(),
            Ok(_) => {
                let others = self.unknown.iter().cloned();
                others.map(|area| of(Some(area), None)).collect()
            }
        }
    }
}
