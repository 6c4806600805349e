//! Refusals of this room. [`SignInError`] is for the person at the door; [`AccessError`] is for
//! everything else.

use std::time::Duration;

use base::{CanonicalError, Uuid};
use journal::CommitError;
use store::StoreError;

use crate::SetsError;

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
    /// A name for people that cannot be one.
    #[error("write a name of 1 to 40 characters")]
    DisplayName,
    /// A person's account cannot have this role.
    #[error("this role is for API tokens")]
    RoleOfMachines,
    /// Sets that do not go with the role.
    #[error(transparent)]
    Sets(#[from] SetsError),
    /// Sets that reach beyond the giver's own.
    #[error("these sets reach beyond your own")]
    TooWide,
    /// Nobody raises, disables or resets the account they act with.
    #[error("nobody changes the rights of their own account; ask another administrator")]
    OwnAccount,
    /// The last account that can keep accounts of the whole city.
    #[error("this is the last administrator of the whole city; make another one first")]
    LastAdministrator,
    /// There is no such session of this account.
    #[error("there is no such session")]
    UnknownSession,
    /// A permission that a token cannot have.
    #[error("a token cannot be given '{0}'")]
    TokenPermission(String),
    /// A token without any permission.
    #[error("a token needs at least one permission")]
    TokenPermissions,
    /// A token's end that is past or too far away.
    #[error("a token ends within two years from now")]
    TokenExpiry,
    /// There is no such API token.
    #[error("there is no API token {0}")]
    UnknownToken(Uuid),
    /// There is no such account, or not for who asks.
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
