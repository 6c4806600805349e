//! 人工填报 entries by hand: what no metric counts, with evidence, confirmed by two levels.

use base::Date;
use serde::{Deserialize, Serialize};

use super::{Reference, Value};
use crate::Number;

/// What somebody entered for a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The fact's key.
    pub fact: String,
    /// The year that it is of. One of another year is refused.
    pub year: i32,
    /// What it says.
    pub value: Value,
    /// The number of the year before, where a rule compares with it.
    pub before: Option<Number>,
    /// How far it has come.
    pub state: EntryState,
    /// 佐证材料 what there is to show for it.
    pub evidence: Vec<Reference>,
    /// Who entered it.
    pub by: String,
    /// When.
    pub on: Date,
    /// The entry itself, so that a score leads to it.
    pub source: Reference,
}

/// How far an entry has come. Only the last but one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// 已填报
    Entered,
    /// 县级已确认
    ConfirmedByArea,
    /// 市级已确认
    ConfirmedByCity,
    /// 已撤回
    Withdrawn,
}

/// What is done with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryStep {
    /// The area stands by it.
    ConfirmByArea,
    /// The city has looked at the evidence.
    ConfirmByCity,
    /// It is taken back, by whom and however late.
    Withdraw,
}

impl EntryState {
    /// The state after a step; none where the step does not follow. Nothing leads out of `Withdrawn`: what
    /// was taken back is entered anew.
    #[must_use]
    pub const fn after(self, step: EntryStep) -> Option<Self> {
        match (self, step) {
            (Self::Entered, EntryStep::ConfirmByArea) => Some(Self::ConfirmedByArea),
            (Self::ConfirmedByArea, EntryStep::ConfirmByCity) => Some(Self::ConfirmedByCity),
            (
                Self::Entered | Self::ConfirmedByArea | Self::ConfirmedByCity,
                EntryStep::Withdraw,
            ) => Some(Self::Withdrawn),
            (Self::Entered, EntryStep::ConfirmByCity)
            | (
                Self::ConfirmedByArea | Self::ConfirmedByCity | Self::Withdrawn,
                EntryStep::ConfirmByArea,
            )
            | (Self::ConfirmedByCity | Self::Withdrawn, EntryStep::ConfirmByCity)
            | (Self::Withdrawn, EntryStep::Withdraw) => None,
        }
    }
}
