//! What is not taken into an evaluation, each by name.

use crate::Kind;

/// What is wrong with what was handed over. Nothing is scored until it is mended: a score that left it out
/// in silence would look like one that knew it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refused {
    /// A fact or an entry of another year.
    #[error("{whose}: '{fact}' is of {year}, and {assessed} is evaluated; hand over that year's")]
    WrongYear {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
        /// Its year.
        year: i32,
        /// The year that is evaluated.
        assessed: i32,
    },
    /// A correction of another year.
    #[error("{whose}: the correction of '{item}' is of {year}, and {assessed} is evaluated")]
    CorrectionOfWrongYear {
        /// The area.
        whose: String,
        /// The item.
        item: String,
        /// Its year.
        year: i32,
        /// The year that is evaluated.
        assessed: i32,
    },
    /// No fact has this key.
    #[error("{whose}: this version of the evaluation knows no fact '{fact}'")]
    UnknownFact {
        /// The area; `city` for the whole.
        whose: String,
        /// The key.
        fact: String,
    },
    /// It is of another kind than declared.
    #[error("{whose}: '{fact}' should be {expected:?}, each of its members too where it has them")]
    WrongKind {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
        /// What it should be.
        expected: Kind,
    },
    /// The whole city's was handed over as an area's, or the other way round.
    #[error(
        "{whose}: '{fact}' is not this one's; the evaluation says whether it is the city's or an area's"
    )]
    WrongScope {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
    },
    /// A metric's value for what no metric counts.
    #[error("{whose}: '{fact}' names no metric and is entered by hand")]
    NotCounted {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
    },
    /// An entry for what is never entered by hand.
    #[error("{whose}: '{fact}' asks for no evidence; it is counted and not entered")]
    NotByHand {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
    },
    /// One fact twice.
    #[error("{whose}: '{fact}' was handed over twice")]
    FactTwice {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
    },
    /// A member that the declaration does not list, or the same one twice.
    #[error("{whose}: '{fact}' has no member '{member}', or has it twice")]
    WrongMember {
        /// The area; `city` for the whole.
        whose: String,
        /// The fact.
        fact: String,
        /// The member.
        member: String,
    },
    /// No item has this key.
    #[error("{whose}: this version of the evaluation has no item '{item}' to correct")]
    UnknownItem {
        /// The area.
        whose: String,
        /// The key.
        item: String,
    },
    /// A correction that does not say why, or who decided.
    #[error("{whose}: the correction of '{item}' says not why or by whom")]
    NoReason {
        /// The area.
        whose: String,
        /// The item.
        item: String,
    },
    /// One area twice.
    #[error("the area '{0}' was handed over twice")]
    AreaTwice(String),
}
