//! 未采用 what was entered and does not fit the evaluation of its year: it is left aside and told, and everything
//! else is scored.
//!
//! Judges refuse it at its field, so it comes from elsewhere: another version of the evaluation came after it, or
//! it was written before its judges knew better.

use base::Uuid;
use metric::Area;
use rules::{Refused, Scheme, Scope, Words};
use serde::Serialize;
use utoipa::ToSchema;

use crate::EvaluationWords;

/// What the whole city is called where a fact of it is refused.
const CITY: &str = "city";

/// An entry or a correction that was left aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its case.
    pub case: Uuid,
    /// The key of its area; none for the whole city's.
    pub area: Option<String>,
    /// What it says of itself in a few words.
    pub subject: String,
    /// Why it does not fit.
    pub why: Words,
}

/// Whose entries are looked at.
#[derive(Clone, Copy)]
pub(crate) enum Whose<'w> {
    City,
    Area(&'w Area, Uuid),
}

impl<'w> Whose<'w> {
    /// An assessed area's; none for any other.
    pub(crate) fn area(area: &'w Area) -> Option<Self> {
        area.assessed.map(|id| Self::Area(area, id))
    }

    pub(crate) const fn id(self) -> Option<Uuid> {
        match self {
            Self::City => None,
            Self::Area(_, id) => Some(id),
        }
    }

    pub(crate) const fn scope(self) -> Scope {
        match self {
            Self::City => Scope::City,
            Self::Area(..) => Scope::Area,
        }
    }

    pub(crate) fn called(self) -> &'w str {
        match self {
            Self::City => CITY,
            Self::Area(area, _) => &area.name,
        }
    }

    pub(crate) fn set_aside(
        self,
        scheme: &Scheme,
        case: &Uuid,
        subject: &str,
        why: &Refused,
    ) -> SetAside {
        SetAside {
            case: *case,
            area: match self {
                Self::City => None,
                Self::Area(area, _) => Some(area.key.clone()),
            },
            subject: subject.to_owned(),
            why: why.words_in(scheme),
        }
    }
}

/// 未采用 an entry or a correction that does not fit the evaluation and is not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScoreSetAside {
    /// Its case.
    pub case: String,
    /// What it says of itself.
    pub subject: String,
    /// Why it does not fit, with whose it is.
    pub reason: EvaluationWords,
}

impl From<&SetAside> for ScoreSetAside {
    fn from(one: &SetAside) -> Self {
        Self {
            case: one.case.to_string(),
            subject: one.subject.clone(),
            reason: (&one.why).into(),
        }
    }
}
