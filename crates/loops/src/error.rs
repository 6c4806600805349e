//! Refusals of the loops, told apart by what the caller should do next.

use base::{CanonicalError, Date, Label};
use calendar::{CalendarError, MissingYear};
use journal::{CommitError, JournalError};
use register::{Faults, LedgerError, Misfit};
use store::StoreError;

use crate::{CaseFile, PressError};

/// Why a case did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LoopError {
    /// There is no such case, loop or document, or not for this person.
    #[error("there is no such case")]
    NotFound,
    /// Somebody else was first; the case as it stands.
    #[error("somebody else was first")]
    Stale(Box<CaseFile>),
    /// The state has no such action; the case as it stands.
    #[error("the case's state does not allow this")]
    NotNow(Box<CaseFile>),
    /// The person may not take this action.
    #[error("this person may not take the action")]
    NotYours,
    /// Something stands against it.
    #[error("{}", .0.en)]
    Refused(Label),
    /// What was handed over is wrong; every complaint stands at its field.
    #[error("what was handed over has faults")]
    Faults(Faults),
    /// What follows from the action breaks the rules of another register.
    #[error("what follows from it is refused by the register '{register}'")]
    Effect {
        /// The register.
        register: &'static str,
        /// Its name for people.
        label: Label,
        /// What is wrong there.
        faults: Faults,
    },
    /// The action needs something attached to the case.
    #[error("the action needs evidence")]
    EvidenceMissing,
    /// The holiday notice of a year is missing, and the deadline depends on it.
    #[error(transparent)]
    MissingYear(MissingYear),
    /// No version of the loop's rules is in force on this day.
    #[error("no rules of '{key}' are in force on {day}")]
    NoRules {
        /// The loop.
        key: &'static str,
        /// The day.
        day: Date,
    },
    /// The rules that a case opened under are not in the pack any more, or lack a name.
    #[error("the rules '{version}' of '{key}' lack '{name}'")]
    RulesLack {
        /// The loop.
        key: &'static str,
        /// The version.
        version: String,
        /// What is asked for.
        name: String,
    },
    /// Nobody can be handed the case under this name.
    #[error("nobody of this name can take the case")]
    NoReceiver,
    /// The deadline lies outside the calendar.
    #[error(transparent)]
    Calendar(CalendarError),
    /// Printing.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The register.
    #[error(transparent)]
    Ledger(LedgerError),
    /// The journal did not take the change.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record without canonical bytes: a defect of ours.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A row that does not fit its struct: a defect of ours.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// A message that cannot be kept: a defect of ours.
    #[error(transparent)]
    Message(#[from] outbox::MessageError),
}

impl From<sea_orm::DbErr> for LoopError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<LedgerError> for LoopError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Faults(faults) => Self::Faults(faults),
            LedgerError::NotFound { .. } => Self::NotFound,
            LedgerError::Commit(error) => Self::Commit(error),
            other => Self::Ledger(other),
        }
    }
}

impl From<CalendarError> for LoopError {
    fn from(error: CalendarError) -> Self {
        match error {
            CalendarError::MissingYear(missing) => Self::MissingYear(missing),
            other @ CalendarError::OutOfRange => Self::Calendar(other),
        }
    }
}

impl From<MissingYear> for LoopError {
    fn from(missing: MissingYear) -> Self {
        Self::MissingYear(missing)
    }
}
