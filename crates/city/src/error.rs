//! What can go wrong when the city is read or loaded.

use base::CanonicalError;
use journal::CommitError;
use store::StoreError;

/// A failure of this room.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal did not take the change.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A record without canonical bytes: a defect of ours.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The pack's file cannot be read.
    #[error("the city file cannot be read; mend the line it names")]
    File(#[from] serde_json::Error),
    /// The pack's file names a place that cannot be.
    #[error("'{name}' in the city file lies outside the earth: longitude ±180, latitude ±90")]
    Position {
        /// The record.
        name: String,
    },
    /// A row of a pack's facts that its register does not take.
    #[error("the pack has a row that its register does not take: {0}")]
    Facts(String),
    /// A register's refusal.
    #[error(transparent)]
    Ledger(#[from] register::LedgerError),
}

impl From<sea_orm::DbErr> for CityError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
