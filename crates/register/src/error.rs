//! Refusals of a ledger, told apart by what the caller should do next.

use base::{CanonicalError, Label, Uuid};
use journal::{CommitError, JournalError};
use seal::SealError;
use store::StoreError;

use crate::{Faults, QueryError, Stored, Value};

/// Why a ledger did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The row as handed over is wrong; every complaint stands at its field.
    #[error("the row has faults")]
    Faults(Faults),
    /// Somebody else changed the row first: both states, to choose from.
    #[error("the row was changed by someone else: version {expected} was expected")]
    Conflict {
        /// The version that the caller saw.
        expected: i64,
        /// What the caller wanted to write; nothing for a retirement or a restoration.
        yours: Option<Vec<Value>>,
        /// What stands.
        current: Box<Stored>,
    },
    /// There is no such row.
    #[error("the register '{register}' has no row {id}")]
    NotFound {
        /// The register.
        register: &'static str,
        /// The row.
        id: Uuid,
    },
    /// The row is retired; restore it first.
    #[error("the row is retired")]
    Retired,
    /// Other rows refer to it; retire them first or let them refer to another.
    #[error("other rows refer to it")]
    ReferredTo(Vec<Referrer>),
    /// The question was wrong.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The journal did not take the change.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Personal values could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The register has personal fields, and nothing that seals them was handed over: a defect of
    /// ours.
    #[error("personal values cannot be sealed: no keys were handed over")]
    NoSeal,
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The row has no canonical bytes: a defect of ours.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

/// Rows that refer to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Referrer {
    /// The key of their register.
    pub register: &'static str,
    /// Its name for people.
    pub label: Label,
    /// Their field.
    pub field: &'static str,
    /// How many there are.
    pub rows: u64,
}

impl From<sea_orm::DbErr> for LedgerError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
