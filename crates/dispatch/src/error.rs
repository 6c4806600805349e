//! Refusals of dispatch, told apart by what the person should do next.

use base::{CanonicalError, Label};
use city::CityError;
use journal::{CommitError, JournalError};
use register::LedgerError;
use store::StoreError;

use crate::desk::{IncidentFile, Taken};
use crate::machine::Refused;
use crate::record::Assignment;

/// Why a use case was not done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// There is no such thing, or not for this caller.
    #[error("not found")]
    NotFound,
    /// The incident has another version than the caller saw.
    #[error("incident {} was changed by someone else", .0.incident.number)]
    StaleIncident(Box<IncidentFile>),
    /// The assignment has another version than the caller saw.
    #[error("the assignment of {} was changed by someone else", .0.responder_name)]
    StaleAssignment(Box<Assignment>),
    /// Responders of the order cannot be sent; none of the order was.
    #[error("{} of the responders cannot be sent", .0.len())]
    Taken(Vec<Taken>),
    /// The incident cannot be closed while these responders work for it.
    #[error("{} responders still work for the incident", .0.len())]
    StillOut(Vec<String>),
    /// The state does not allow it.
    #[error(transparent)]
    State(#[from] Refused),
    /// A field is wrong.
    #[error("{field}: {}", .message.en)]
    Invalid {
        /// The field.
        field: &'static str,
        /// What to do about it.
        message: Label,
    },
    /// The journal did not take the change.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// Something failed outside a commit.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The register of calls refuses what was said, or could not be asked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The city could not be read.
    #[error(transparent)]
    City(#[from] CityError),
}

impl DispatchError {
    pub(crate) const fn invalid(field: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::Invalid {
            field,
            message: Label::new(zh, en),
        }
    }
}

impl From<sea_orm::DbErr> for DispatchError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Journal(error.into())
    }
}

impl From<StoreError> for DispatchError {
    fn from(error: StoreError) -> Self {
        Self::Journal(error.into())
    }
}

impl From<CanonicalError> for DispatchError {
    fn from(error: CanonicalError) -> Self {
        Self::Journal(error.into())
    }
}
