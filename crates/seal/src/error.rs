//! Refusals of this room. [`MasterKeyError`] is about the file of master keys, for who starts the
//! server; [`SealError`] is everything while it runs.

use std::path::PathBuf;

use base::{CanonicalError, Uuid};
use journal::CommitError;
use store::StoreError;

/// A failure of sealing or opening. None of them holds a value or a key.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The database, reading.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal, writing.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A record without canonical bytes.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The subject's key was destroyed: its values are gone for good.
    #[error("the personal values of {kind} {subject} were erased")]
    Erased {
        /// The subject's kind.
        kind: String,
        /// The subject.
        subject: Uuid,
    },
    /// The subject never had a key, or the key table was not restored with the rest.
    #[error("there is no key for {kind} {subject}; was the key table restored with the database?")]
    NoKey {
        /// The subject's kind.
        kind: String,
        /// The subject.
        subject: Uuid,
    },
    /// The key is wrapped by a master key that the file does not hold.
    #[error("the master key {0} is missing; add its line to the file of master keys")]
    MasterMissing(String),
    /// A sealed text that was altered, or stands where it was not sealed for.
    #[error("the field '{field}' of {kind} {subject} was altered or belongs elsewhere")]
    Damaged {
        /// The subject's kind.
        kind: String,
        /// The subject.
        subject: Uuid,
        /// The field.
        field: String,
    },
    /// Nobody reads or erases a personal value without a reason.
    #[error("write a reason of 2 to 200 characters")]
    Reason,
    /// The machine gives no random bytes, or the cipher refused to work.
    #[error("personal values cannot be worked with: {0}")]
    Crypto(String),
}

impl From<sea_orm::DbErr> for SealError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Why a file of master keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file cannot be read or written.
    #[error("cannot use the file of master keys {}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// Others than its owner may read or write the file.
    #[error("others may read the master keys in {}: run chmod 600 on it", .0.display())]
    Open(PathBuf),
    /// A line that is no key.
    #[error("line {0} of the file of master keys is not 64 hexadecimal digits")]
    Line(usize),
    /// No line holds a key.
    #[error("the file of master keys holds no key")]
    Empty,
    /// The machine gives no random bytes.
    #[error("no random bytes for a master key: {0}")]
    Random(String),
}
