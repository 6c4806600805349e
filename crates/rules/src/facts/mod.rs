//! What is known of an area and a year, and what is not and why.

mod correction;
mod entry;
pub(crate) mod found;
mod gather;
mod refused;

pub use correction::Correction;
pub use entry::{Entry, EntryState, EntryStep};
pub use gather::entry_misfit;
pub(crate) use gather::{Gathered, Known, gather};
pub use refused::Refused;

use serde::{Deserialize, Serialize};

use crate::{Kind, Number, Words};

/// What something rests on: a metric, a register's row, a document. The engine hands it through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// What it is.
    pub kind: String,
    /// Which one.
    pub id: String,
}

impl Reference {
    /// A reference.
    #[must_use]
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// What a metric says of an area and a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The key of the fact's declaration, not the metric's.
    pub key: String,
    /// The year that it is of. One of another year is refused.
    pub year: i32,
    /// What it is, or why nobody knows.
    pub value: Result<Value, Unknown>,
    /// The number of the year before, where a rule compares with it.
    pub before: Option<Result<Number, Unknown>>,
    /// What it rests on.
    pub sources: Vec<Reference>,
}

impl Fact {
    /// A fact without sources.
    #[must_use]
    pub fn new(key: impl Into<String>, year: i32, value: Result<Value, Unknown>) -> Self {
        Self {
            key: key.into(),
            year,
            value,
            before: None,
            sources: Vec::new(),
        }
    }
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// One.
    One(Single),
    /// One for each of those that the fact consists of, in any order.
    Each(Vec<Member>),
}

/// One known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Single {
    /// Done or not.
    Yes(bool),
    /// A number in the fact's measure: 65 for 65 %.
    Number(Number),
    /// What happened.
    Events(Vec<Event>),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Event {
    /// In a few words.
    pub what: String,
    /// Its row.
    pub source: Reference,
}

/// One of those that a fact consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Its name: `H1`, `Q3`, `11`, or what the declaration lists.
    pub name: String,
    /// What it is, or why nobody knows.
    #[serde(serialize_with = "found::one")]
    pub value: Result<Single, Unknown>,
    /// What it rests on.
    pub sources: Vec<Reference>,
}

impl Value {
    /// Done or not.
    #[must_use]
    pub const fn yes(yes: bool) -> Self {
        Self::One(Single::Yes(yes))
    }

    /// A number.
    #[must_use]
    pub const fn number(number: Number) -> Self {
        Self::One(Single::Number(number))
    }

    /// How many of a hundred; a whole of nothing is unknown and no division.
    ///
    /// # Errors
    /// There is nothing to divide by.
    pub fn per_cent(part: i64, whole: i64) -> Result<Self, Unknown> {
        let share = Number::per_cent(part, whole).map(Self::number);
        share.ok_or(Unknown::NothingToDivideBy)
    }

    /// So many for each `each` of a base, such as deaths for each 100,000 residents.
    ///
    /// # Errors
    /// There is nothing to divide by.
    pub fn per(part: i64, each: i64, base: i64) -> Result<Self, Unknown> {
        let rate = Number::ratio(i128::from(part) * i128::from(each), i128::from(base));
        rate.map(Self::number).ok_or(Unknown::NothingToDivideBy)
    }

    /// What happened.
    #[must_use]
    pub const fn events(events: Vec<Event>) -> Self {
        Self::One(Single::Events(events))
    }
}

impl Single {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Yes(_) => Kind::Yes,
            Self::Number(_) => Kind::Number,
            Self::Events(_) => Kind::Events,
        }
    }
}

/// Why something is not known. It is never taken for nought and never for done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// No metric of this key exists yet, and nobody has entered it.
    NoMetric {
        /// The key that the evaluation names.
        metric: String,
        /// What it would count: the fact's name.
        name: Words,
    },
    /// Nobody has entered it.
    NotEntered,
    /// It is entered, and not confirmed twice.
    Unconfirmed {
        /// How far it has come.
        state: EntryState,
    },
    /// It was entered, and taken back.
    Withdrawn,
    /// It is entered and confirmed with nothing to show for it.
    NoEvidence,
    /// Entries that are all confirmed say different things.
    EntriesDisagree,
    /// There is nothing to divide by.
    NothingToDivideBy,
    /// One of those that it consists of is not heard of.
    MemberMissing,
    /// The number of the year before is not there to compare with.
    NoYearBefore,
    /// As the metric words it: no data, not begun, and so on.
    Said(Words),
}

/// What is known of one assessed area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaFacts {
    /// 被考核单位: the area's name for programs.
    pub area: String,
    /// What metrics say, that they do not know among it. Leave out the facts whose metric does not exist: for
    /// those entries count.
    pub facts: Vec<Fact>,
    /// What was entered by hand, in whatever state.
    pub entries: Vec<Entry>,
    /// Corrections of its items.
    pub corrections: Vec<Correction>,
}

/// What is known of the city as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CityFacts {
    /// What metrics that exist say.
    pub facts: Vec<Fact>,
    /// What was entered by hand, in whatever state.
    pub entries: Vec<Entry>,
}
