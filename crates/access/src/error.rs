//! Refusals of this room. [`SignInError`] is for the person at the door; [`AccessError`] is for
//! everything else.

use std::time::Duration;

use base::{CanonicalError, Uuid};
use journal::CommitError;
use store::StoreError;

/// A failure of the room's work.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The database, reading.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal, writing.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// An account without canonical bytes.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A name that cannot be one.
    #[error("'{0}' cannot be a username: write 2 to 32 of a-z, 0-9, '.', '_', '-'")]
    Username(String),
    /// Somebody has this name.
    #[error("the username '{0}' is taken")]
    UsernameTaken(String),
    /// A password that is too short or too long.
    #[error("a password has 10 to 256 characters")]
    Password,
    /// There is no such account.
    #[error("there is no account {0}")]
    UnknownAccount(Uuid),
    /// A stored account that cannot be read.
    #[error("account {account} cannot be read: {reason}")]
    Unreadable {
        /// The account.
        account: Uuid,
        /// Why.
        reason: String,
    },
    /// Hashing failed, or the machine gives no random bytes.
    #[error("passwords cannot be worked with: {0}")]
    Crypto(String),
}

impl From<sea_orm::DbErr> for AccessError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, or another password; which of the two is not told.
    #[error("the username or the password is wrong")]
    WrongCredentials,
    /// Too many wrong passwords.
    #[error("too many wrong passwords; try again in {} s", retry_after.as_secs())]
    Locked {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The password was right, and the account may not be used.
    #[error("the account is disabled; ask an administrator")]
    Disabled,
    /// It could not be found out.
    #[error(transparent)]
    Failed(#[from] AccessError),
}

impl From<sea_orm::DbErr> for SignInError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl From<CommitError> for SignInError {
    fn from(error: CommitError) -> Self {
        Self::Failed(error.into())
    }
}
