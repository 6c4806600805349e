//! Refusals of this room, told apart by what the caller should do next.

use base::CanonicalError;
use journal::{CommitError, JournalError};
use store::StoreError;

/// Why something with an attachment was not done.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The file is larger than the limit; nothing of it stays.
    #[error("a file may hold {most} bytes")]
    TooLarge {
        /// The limit.
        most: u64,
    },
    /// The file has no bytes: most often a photo that the phone could not read.
    #[error("the file is empty")]
    Empty,
    /// The record has as many attachments as one may have.
    #[error("a record may have {most} attachments")]
    TooMany {
        /// The limit.
        most: u64,
    },
    /// The upload ended before its end; nothing of it stays.
    #[error("the file did not arrive whole")]
    CutOff,
    /// No such attachment, or it was removed.
    #[error("there is no such attachment")]
    NotFound,
    /// No small picture can be made of this content.
    #[error("there is no small picture of this content")]
    NoPicture,
    /// The disk of the store is full; nothing stays.
    #[error("no space is left where attachments are kept; nothing was saved")]
    DiskFull,
    /// The store refused or does not answer.
    #[error("the store of attachments does not work: {0}")]
    Place(#[source] object_store::Error),
    /// The machine's own disk, for what is under way.
    #[error("a temporary file cannot be worked with: {0}")]
    Temporary(#[source] std::io::Error),
    /// The journal did not take the entry.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An entry without canonical bytes: a defect of ours.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl From<sea_orm::DbErr> for FilesError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<JournalError> for FilesError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Store(error) => Self::Store(error),
            JournalError::Canonical(error) => Self::Canonical(error),
            other => sea_orm::DbErr::Custom(other.to_string()).into(),
        }
    }
}

impl From<std::io::Error> for FilesError {
    fn from(error: std::io::Error) -> Self {
        if is_full(&error) {
            Self::DiskFull
        } else {
            Self::Temporary(error)
        }
    }
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(one) = cause {
            if one.downcast_ref::<std::io::Error>().is_some_and(is_full) {
                return Self::DiskFull;
            }
            cause = one.source();
        }
        Self::Place(error)
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}
