//! Writing: one transaction type over both engines.
//!
//! PostgreSQL is written through SeaORM. SQLite is written on one thread of our own through
//! prepared statements: through an asynchronous driver every statement of a group costs two
//! changes of thread, which was seen to cost two thirds of the commits a second.

mod postgres;
mod sqlite;

use sea_orm::{DatabaseTransaction, Statement, Value};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

pub(crate) use self::postgres::rows as rows_of_postgres;
pub(crate) use self::sqlite::SqliteThread;
use crate::ddl::ColumnKind;
use crate::{StoreError, WriteBatch};

/// Values of one row of a query, in the order of its columns.
pub type Values = Vec<Value>;

/// A transaction that writes. Dropped without a commit, it is undone.
pub struct WriteTransaction(Inner);

enum Inner {
    Sqlite(SqliteTransaction),
    Postgres(DatabaseTransaction),
}

/// SQLite has one writer; the guard is this process's turn.
struct SqliteTransaction {
    thread: SqliteThread,
    open: bool,
    _turn: OwnedMutexGuard<()>,
}

impl WriteTransaction {
    pub(crate) const fn sqlite(thread: SqliteThread, turn: OwnedMutexGuard<()>) -> Self {
        Self(Inner::Sqlite(SqliteTransaction {
            thread,
            open: false,
            _turn: turn,
        }))
    }

    pub(crate) const fn postgres(transaction: DatabaseTransaction) -> Self {
        Self(Inner::Postgres(transaction))
    }

    /// The rows of a query, seen from inside the transaction.
    ///
    /// # Errors
    /// The engine's refusal; the transaction is undone when dropped.
    pub async fn rows(
        &mut self,
        query: Statement,
        columns: &'static [ColumnKind],
    ) -> Result<Vec<Values>, StoreError> {
        match &mut self.0 {
            Inner::Sqlite(own) => {
                own.open = true;
                own.thread
                    .in_transaction(move |db| sqlite::rows(db, &query, columns))
                    .await
            }
            Inner::Postgres(transaction) => postgres::rows(transaction, query, columns).await,
        }
    }

    /// Carries a statement out and gives the number of rows it touched.
    ///
    /// # Errors
    /// As [`WriteTransaction::rows`].
    pub async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        match &mut self.0 {
            Inner::Sqlite(own) => {
                own.open = true;
                own.thread
                    .in_transaction(move |db| sqlite::execute(db, &statement))
                    .await
            }
            Inner::Postgres(transaction) => postgres::execute(transaction, statement).await,
        }
    }

    /// Sets one number of rows that are still at a version, each given as (id, version, number); a
    /// row at another version stays as it is. In the order given rows are locked.
    ///
    /// # Errors
    /// As [`WriteTransaction::rows`].
    pub async fn fill(
        &mut self,
        table: &'static str,
        column: &'static str,
        rows: Vec<(Uuid, i64, i64)>,
    ) -> Result<(), StoreError> {
        match &mut self.0 {
            Inner::Sqlite(own) => {
                own.open = true;
                own.thread
                    .in_transaction(move |db| sqlite::fill(db, table, column, &rows))
                    .await
            }
            Inner::Postgres(transaction) => postgres::fill(transaction, table, column, &rows).await,
        }
    }

    /// Writes the rows and commits: when this returns, they are on disk.
    ///
    /// # Errors
    /// The engine's refusal, and whether the commit itself may have happened.
    pub async fn commit(mut self, batch: WriteBatch) -> Result<(), CommitFailure> {
        match &mut self.0 {
            Inner::Sqlite(own) => {
                own.open = true;
                let thread = own.thread.clone();
                let result = thread
                    .in_transaction(move |db| sqlite::commit(db, batch))
                    .await;
                match result {
                    Ok(Ok(())) => {
                        own.open = false;
                        Ok(())
                    }
                    Ok(Err(failure)) => Err(failure),
                    Err(error) => Err(CommitFailure {
                        error,
                        in_doubt: false,
                    }),
                }
            }
            Inner::Postgres(_) => self.commit_postgres(batch).await,
        }
    }

    async fn commit_postgres(self, batch: WriteBatch) -> Result<(), CommitFailure> {
        let Inner::Postgres(transaction) = self.0 else {
            return Ok(());
        };
        let written = postgres::write(&transaction, batch).await;
        written.map_err(|error| CommitFailure {
            error,
            in_doubt: false,
        })?;
        transaction.commit().await.map_err(|error| {
            let broke_off = crate::error::broke_off(&error);
            let error = StoreError::from(error);
            let in_doubt = broke_off || matches!(error, StoreError::Unreachable(_));
            CommitFailure { error, in_doubt }
        })
    }
}

impl Drop for SqliteTransaction {
    fn drop(&mut self) {
        if self.open {
            self.thread.roll_back();
        }
    }
}

/// A transaction that did not end well.
#[derive(Debug)]
pub struct CommitFailure {
    /// Why.
    pub error: StoreError,
    /// The answer to COMMIT was lost: it may have happened.
    pub in_doubt: bool,
}

impl From<CommitFailure> for StoreError {
    fn from(failure: CommitFailure) -> Self {
        failure.error
    }
}
