//! 考核规则 rules engine, pure: what a city's areas get for a year by the points of its plan, and why.
//!
//! A [`Scheme`] is one version of an evaluation as data, read from a pack's file by [`Scheme::read`]:
//! chapters of blocks of items with points, facts by key, and a rule for each item; [`Versions`] says which
//! is in force on a day. [`evaluate`] takes what is known of every area, [`AreaFacts`], and of the
//! [`CityFacts`], and gives an [`Evaluation`]: scores down to the steps that they were reached by, each
//! [`Step`] with what it rests on, and the areas' ranking. [`sentence`] words a rule from its data.
//!
//! There are three kinds of rules, and one holds others. [`Conditions`]: all points when every need is met,
//! less deductions for conditions, members, events. [`Rule::Parts`]: parts that add up. [`Rank`]: by an
//! area's place among all. What a five-year plan asks beyond that is a kind of condition: a target by year,
//! a fall against the year before, something from a year on, an exemption.
//!
//! Invariants:
//! * an item stays between nothing and its points, whatever is deducted or corrected;
//! * what is not known is unknown: never nought, never done. A score over it is a [`Span`] that holds every
//!   score that could come of it, with the list of what is missing;
//! * an entry by hand counts when both levels have confirmed it and there is evidence; once a metric of its
//!   key exists that counts, and nothing else has to change;
//! * facts of another year, unknown keys and wrong kinds are [`Refused`] by name, and nothing is scored until
//!   they are mended or left aside by whoever hands over ([`entry_misfit`], [`correction_misfit`]), who says so;
//! * points are hundredths and numbers are fractions: nothing is rounded before it is shown;
//! * the same facts in another order give the same evaluation;
//! * nothing here names a city, a place or a target.
//!
//! It is not: where facts come from (metrics and registers of higher floors hand them in), who may confirm or
//! correct, or a reader of a plan's prose; who writes a scheme says how a sentence is read.

mod facts;
mod message;
mod number;
mod points;
mod scheme;
mod score;
mod words;

pub use facts::{
    AreaFacts, CityFacts, Correction, Entry, EntryState, EntryStep, Event, Fact, Member, Reference,
    Refused, Single, Unknown, Value, entry_misfit,
};
pub use message::sentence;
pub use number::{Number, NumberError};
pub use points::{Points, PointsError, Span};
pub use scheme::{
    Block, Chapter, Condition, Conditions, Deduction, Each, FactDef, FromNought, Grade, Item, Kind,
    Members, Order, Part, Per, Place, Rank, Rule, Scheme, SchemeError, Scope, SetAside, Targets,
    Test, Treatment, VersionError, Versions,
};
pub use score::{
    Asked, BlockScore, ChapterScore, Compared, Evaluation, ItemScore, Missing, Places, Ranked,
    Role, Score, Standing, Step, Tally, Times, Verdict, correction_misfit, evaluate,
};
pub use words::Words;
