//! Reading many rows at once.
//!
//! The asynchronous driver of SQLite hands each row from its thread to ours by itself, which costs more
//! than finding it; a question that gives thousands of rows is asked on a thread of our own and comes
//! back whole. PostgreSQL sends its rows together as it is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::Statement;

use crate::ddl::ColumnKind;
use crate::write::{SqliteThread, Values};
use crate::{Store, StoreError};

/// As many questions are answered beside each other.
const THREADS: usize = 2;

/// Threads that read a SQLite file and cannot write it.
#[derive(Clone, Debug)]
pub(crate) struct SqliteReaders {
    threads: Arc<[SqliteThread]>,
    turn: Arc<AtomicUsize>,
}

impl SqliteReaders {
    pub(crate) fn start(path: &Path, lock_wait: Duration) -> Result<Self, StoreError> {
        let threads = (0..THREADS).map(|_| SqliteThread::start_reading(path, lock_wait));
        Ok(Self {
            threads: threads.collect::<Result<_, _>>()?,
            turn: Arc::default(),
        })
    }

    async fn rows(
        &self,
        query: Statement,
        columns: Vec<ColumnKind>,
    ) -> Result<Vec<Values>, StoreError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let none = || StoreError::Unreachable("nobody reads the file".into());
        let thread = self.threads.get(turn % THREADS).ok_or_else(none)?;
        thread.rows(query, columns).await
    }
}

impl Store {
    /// The rows of a question that may give thousands, each with values of these kinds.
    ///
    /// # Errors
    /// The engine's refusal; a column of another kind.
    pub async fn rows(
        &self,
        query: Statement,
        columns: Vec<ColumnKind>,
    ) -> Result<Vec<Values>, StoreError> {
        match self.many() {
            Some(readers) => readers.rows(query, columns).await,
            None => crate::write::rows_of_postgres(self.reader(), query, &columns).await,
        }
    }
}
