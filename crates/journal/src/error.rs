//! Refusals of the journal. [`CommitError`] is for whoever asked for a change; [`JournalError`] is
//! for everything else.

use base::{CanonicalError, Uuid};
use store::StoreError;

/// Why a change set was not written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else changed the subject first.
    #[error(
        "{kind} {subject} was changed by someone else (expected version {expected}, found {found})"
    )]
    Conflict {
        /// The subject's kind.
        kind: String,
        /// The subject.
        subject: Uuid,
        /// The version the change was made for; 0 for a new subject.
        expected: i64,
        /// The version that stands in the database.
        found: i64,
    },
    /// A row of the set exists already under its key.
    #[error("a row of this change exists already")]
    Duplicate,
    /// The lane is full; nothing was written.
    #[error("too many changes are waiting; nothing was saved, try again in a moment")]
    Overloaded,
    /// The database did not answer in time; nothing was written.
    #[error("the database does not answer; nothing was saved, try again in a moment")]
    Unavailable,
    /// The disk of the database is full; nothing was written.
    #[error("no space is left on the disk of the database; nothing was saved")]
    DiskFull,
    /// The connection broke during the commit and the database did not come back in time to ask.
    #[error(
        "the connection broke while saving; look whether the change is there before repeating it"
    )]
    InDoubt,
    /// The database refused the statement: a defect of ours.
    #[error("the change could not be written: {0}")]
    Refused(String),
    /// The journal is shutting down; nothing was written.
    #[error("the server is stopping; nothing was saved")]
    Closed,
}

/// A failure outside a commit.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record without canonical bytes.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A stored body that cannot be read as its kind.
    #[error("entry {entry} of kind '{kind}' cannot be read: {reason}")]
    Body {
        /// The entry.
        entry: Uuid,
        /// Its kind.
        kind: String,
        /// Why.
        reason: String,
    },
    /// An entry of a kind that no room declares.
    #[error("no room of this program declares the kind '{0}'")]
    UnknownKind(String),
}

impl From<sea_orm::DbErr> for JournalError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
