//! What can go wrong with the database, told apart by what the caller should do next.

use sea_orm::sqlx::postgres::{PgDatabaseError, PgSeverity};
use sea_orm::{DbErr, RuntimeErr, SqlErr, SqlxError};

/// What the engine's driver said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no engine that we speak.
    #[error("'{0}' is no database address: write sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// The database is older or newer than this program.
    #[error(
        "the database holds migration '{0}', which this program does not know; use a newer program"
    )]
    UnknownMigration(String),
    /// PostgreSQL would acknowledge before its log is on disk.
    #[error("PostgreSQL runs with {0}; an acknowledged change could be lost: set it to on")]
    NotDurable(String),
    /// Two rows want one key.
    #[error("a row with this key exists already")]
    Duplicate(#[source] Cause),
    /// Two transactions waited for each other; the same work may be tried again.
    #[error("the transaction met another and was undone; it may be tried again")]
    Contention(#[source] Cause),
    /// The database cannot be reached or refuses to work now.
    #[error("the database does not answer")]
    Unreachable(#[source] Cause),
    /// No space is left where the database lives.
    #[error("no space is left on the disk of the database")]
    Full(#[source] Cause),
    /// Anything else the database refused.
    #[error("the database refused the statement")]
    Refused(#[source] Cause),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            return Self::Duplicate(error.into());
        }
        let Some(cause) = driver_error(&error) else {
            return match error {
                DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unreachable(error.into()),
                _ => Self::Refused(error.into()),
            };
        };
        let class = match cause {
            SqlxError::Database(database) => class_of_code(database.code().as_deref()),
            SqlxError::Io(_)
            | SqlxError::PoolTimedOut
            | SqlxError::PoolClosed
            | SqlxError::WorkerCrashed
            | SqlxError::Protocol(_)
            | SqlxError::Tls(_) => Class::Unreachable,
            _ => Class::Refused,
        };
        match class {
            Class::Contention => Self::Contention(error.into()),
            Class::Unreachable => Self::Unreachable(error.into()),
            Class::Full => Self::Full(error.into()),
            Class::Refused => Self::Refused(error.into()),
        }
    }
}

fn driver_error(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

/// Whether the server broke off with its answer (FATAL, PANIC), whatever reason it gave. An
/// ordinary error undoes the transaction; one that breaks off says nothing about a commit, which
/// may be on the disk already.
pub(crate) fn broke_off(error: &DbErr) -> bool {
    let Some(SqlxError::Database(answer)) = driver_error(error) else {
        return false;
    };
    let answer = answer.try_downcast_ref::<PgDatabaseError>();
    answer.is_some_and(|it| matches!(it.severity(), PgSeverity::Fatal | PgSeverity::Panic))
}

enum Class {
    Contention,
    Unreachable,
    Full,
    Refused,
}

/// SQLite's extended result codes (decimal) and PostgreSQL's SQLSTATE, which never look alike.
fn class_of_code(code: Option<&str>) -> Class {
    let Some(code) = code else {
        return Class::Refused;
    };
    if let Ok(sqlite) = code.parse::<u32>()
        && code.len() < 5
    {
        return match sqlite & 0xff {
            5 | 6 => Class::Contention,
            13 => Class::Full,
            // IOERR, CANTOPEN, NOTADB, CORRUPT: nothing the caller can mend by another statement.
            10 | 14 => Class::Unreachable,
            _ => Class::Refused,
        };
    }
    match code {
        "40001" | "40P01" | "55P03" => Class::Contention,
        "53100" => Class::Full,
        _ if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
            Class::Unreachable
        }
        // 25006: the server we reached is a read-only standby.
        "25006" | "XX000" | "58030" => Class::Unreachable,
        _ => Class::Refused,
    }
}

impl StoreError {
    /// Whether the same work may succeed later without anybody changing it.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_) | Self::Full(_) | Self::Contention(_)
        )
    }
}
