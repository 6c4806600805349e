//! The one writing thread over a SQLite file.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Row, Statement as Prepared, ToSql};
use sea_orm::{Statement, Value};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::{CommitFailure, Values};
use crate::ddl::ColumnKind;
use crate::rows::TableRows;
use crate::{StoreError, WriteBatch};

type Work = Box<dyn FnOnce(&mut Slot) + Send>;

/// A thread that owns a connection; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct SqliteThread(mpsc::Sender<Work>);

/// The connection, or none after an error that makes it doubtful: the next work opens it anew.
struct Slot {
    path: PathBuf,
    lock_wait: Duration,
    may_write: bool,
    connection: Option<Connection>,
}

impl SqliteThread {
    /// Opens the file, making it when missing, and starts the thread.
    pub(crate) fn start(path: &Path, lock_wait: Duration) -> Result<Self, StoreError> {
        Self::run_over(path, lock_wait, true)
    }

    /// The same, over a connection that cannot write.
    pub(crate) fn start_reading(path: &Path, lock_wait: Duration) -> Result<Self, StoreError> {
        Self::run_over(path, lock_wait, false)
    }

    fn run_over(path: &Path, lock_wait: Duration, may_write: bool) -> Result<Self, StoreError> {
        let mut slot = Slot {
            path: path.to_owned(),
            lock_wait,
            may_write,
            connection: None,
        };
        slot.connection()?;
        let (sender, work) = mpsc::channel::<Work>();
        let run = move || work.into_iter().for_each(|work| work(&mut slot));
        thread::Builder::new()
            .name(
                if may_write {
                    "sqlite-writer"
                } else {
                    "sqlite-reader"
                }
                .to_owned(),
            )
            .spawn(run)
            .map_err(|error| StoreError::Unreachable(error.into()))?;
        Ok(Self(sender))
    }

    /// Runs `work` inside a transaction, beginning one when none is open.
    pub(crate) async fn in_transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(|db| {
            if db.is_autocommit() {
                db.prepare_cached("BEGIN IMMEDIATE")
                    .and_then(|mut s| s.raw_execute_once())?;
            }
            work(db)
        })
        .await
    }

    /// The rows of a question, each with values of these kinds.
    pub(crate) async fn rows(
        &self,
        query: Statement,
        columns: Vec<ColumnKind>,
    ) -> Result<Vec<Values>, StoreError> {
        self.run(move |db| rows(db, &query, &columns)).await
    }

    /// Copies the log back into the file: pages in the log, and of them pages copied.
    pub(crate) async fn checkpoint(&self) -> Result<(i64, i64), StoreError> {
        self.run(|db| {
            let read = |row: &Row<'_>| Ok((row.get(1)?, row.get(2)?));
            Ok(db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], read)?)
        })
        .await
    }

    /// Runs `work` as it is.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |slot| {
            let result = slot.connection().and_then(work);
            if matches!(result, Err(StoreError::Unreachable(_))) {
                slot.connection = None;
            }
            if reply.send(result).is_err() {
                tracing::debug!("whoever asked the writer is gone");
            }
        });
        let gone = || StoreError::Unreachable("the writing thread has ended".into());
        self.0.send(work).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Undoes the open transaction, before anything that is sent after this.
    pub(crate) fn roll_back(&self) {
        let undo: Work = Box::new(|slot| {
            let open = slot.connection.as_ref().filter(|db| !db.is_autocommit());
            if let Some(error) = open.and_then(|db| db.execute_batch("ROLLBACK").err()) {
                tracing::warn!(%error, "undoing a transaction failed; opening the file anew");
                slot.connection = None;
            }
        });
        if self.0.send(undo).is_err() {
            tracing::debug!("the writing thread has ended");
        }
    }
}

/// Statements that a group writes with are few; all of them stay prepared.
const PREPARED: usize = 128;

impl Slot {
    fn connection(&mut self) -> Result<&Connection, StoreError> {
        if self.connection.is_none() {
            self.connection = Some(open(&self.path, self.lock_wait, self.may_write)?);
        }
        let closed = || StoreError::Unreachable("the file is not open".into());
        self.connection.as_ref().ok_or_else(closed)
    }
}

fn open(path: &Path, lock_wait: Duration, may_write: bool) -> Result<Connection, StoreError> {
    let db = Connection::open(path)?;
    db.busy_timeout(lock_wait)?;
    // The log is copied back by a task of its own and never inside a commit.
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
         PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;",
    )?;
    if !may_write {
        db.execute_batch("PRAGMA query_only = ON")?;
    }
    db.set_prepared_statement_cache_capacity(PREPARED);
    Ok(db)
}

/// `BEGIN` and its like take no parameters and give no rows.
trait ExecuteOnce {
    fn raw_execute_once(&mut self) -> rusqlite::Result<()>;
}

impl ExecuteOnce for Prepared<'_> {
    fn raw_execute_once(&mut self) -> rusqlite::Result<()> {
        self.raw_execute().map(|_| ())
    }
}

pub(super) fn rows(
    db: &Connection,
    query: &Statement,
    columns: &[ColumnKind],
) -> Result<Vec<Values>, StoreError> {
    let mut prepared = db.prepare_cached(&query.sql)?;
    bind(
        &mut prepared,
        query.values.iter().flat_map(|values| &values.0),
    )?;
    let mut found = prepared.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let values = columns
            .iter()
            .enumerate()
            .map(|(index, kind)| read(row, index, *kind));
        rows.push(values.collect::<Result<_, _>>()?);
    }
    Ok(rows)
}

pub(super) fn execute(db: &Connection, statement: &Statement) -> Result<u64, StoreError> {
    let mut prepared = db.prepare_cached(&statement.sql)?;
    bind(
        &mut prepared,
        statement.values.iter().flat_map(|values| &values.0),
    )?;
    Ok(prepared.raw_execute()? as u64)
}

/// See [`super::WriteTransaction::fill`].
pub(super) fn fill(
    db: &Connection,
    table: &str,
    column: &str,
    rows: &[(Uuid, i64, i64)],
) -> Result<(), StoreError> {
    let text =
        format!(r#"UPDATE "{table}" SET "{column}" = ?1 WHERE "id" = ?2 AND "version" = ?3"#);
    let mut prepared = db.prepare_cached(&text)?;
    for (id, version, number) in rows {
        prepared.execute(rusqlite::params![number, id.as_bytes(), version])?;
    }
    Ok(())
}

/// The outer error came before COMMIT, the inner one from it.
pub(super) fn commit(
    db: &Connection,
    batch: WriteBatch,
) -> Result<Result<(), CommitFailure>, StoreError> {
    for table in batch.tables {
        write(db, &table)?;
    }
    let ended = db
        .prepare_cached("COMMIT")
        .and_then(|mut s| s.raw_execute_once());
    Ok(ended.map_err(|error| {
        let error = StoreError::from(error);
        // After a failed sync the pages may still reach the disk.
        let in_doubt = matches!(error, StoreError::Unreachable(_));
        CommitFailure { error, in_doubt }
    }))
}

fn write(db: &Connection, table: &TableRows) -> Result<(), StoreError> {
    let text = table.text_for_one_row(sea_orm::DbBackend::Sqlite);
    let mut prepared = db.prepare_cached(&text)?;
    for row in &table.rows {
        bind(&mut prepared, row)?;
        prepared.raw_execute()?;
    }
    Ok(())
}

fn bind<'a>(
    prepared: &mut Prepared<'_>,
    values: impl IntoIterator<Item = &'a Value>,
) -> rusqlite::Result<()> {
    for (index, value) in values.into_iter().enumerate() {
        prepared.raw_bind_parameter(index + 1, Bound(value))?;
    }
    Ok(())
}

/// A value as SQLite stores it: ids as 16 bytes, truth as 0 and 1.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self.0 {
            Value::Bool(value) => value.map(|v| ValueRef::Integer(v.into())),
            Value::TinyInt(value) => value.map(|v| ValueRef::Integer(v.into())),
            Value::SmallInt(value) => value.map(|v| ValueRef::Integer(v.into())),
            Value::Int(value) => value.map(|v| ValueRef::Integer(v.into())),
            Value::BigInt(value) => value.map(ValueRef::Integer),
            Value::BigUnsigned(value) => value
                .and_then(|v| i64::try_from(v).ok())
                .map(ValueRef::Integer),
            Value::String(value) => value.as_ref().map(|v| ValueRef::Text(v.as_bytes())),
            Value::Bytes(value) => value.as_ref().map(|v| ValueRef::Blob(v)),
            Value::Uuid(value) => value.as_ref().map(|v| ValueRef::Blob(v.as_bytes())),
            other => {
                let reason = format!("a column holds {other:?}, which store::ddl does not know");
                return Err(rusqlite::Error::ToSqlConversionFailure(reason.into()));
            }
        };
        Ok(ToSqlOutput::Borrowed(value.unwrap_or(ValueRef::Null)))
    }
}

fn read(row: &Row<'_>, index: usize, kind: ColumnKind) -> rusqlite::Result<Value> {
    Ok(match kind {
        ColumnKind::Uuid => {
            let bytes: Option<[u8; 16]> = row.get(index)?;
            Value::Uuid(bytes.map(Uuid::from_bytes))
        }
        ColumnKind::Text => Value::String(row.get(index)?),
        ColumnKind::Int => Value::Int(row.get(index)?),
        ColumnKind::BigInt => Value::BigInt(row.get(index)?),
        ColumnKind::Bytes => Value::Bytes(row.get(index)?),
        ColumnKind::Bool => Value::Bool(row.get(index)?),
    })
}

/// Extended result codes of "this key exists".
const PRIMARY_KEY_EXISTS: i32 = 1555;
const UNIQUE_EXISTS: i32 = 2067;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return Self::Refused(error.into());
        };
        match (failure.code, failure.extended_code) {
            (_, PRIMARY_KEY_EXISTS | UNIQUE_EXISTS) => Self::Duplicate(error.into()),
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => {
                Self::Contention(error.into())
            }
            (ErrorCode::DiskFull, _) => Self::Full(error.into()),
            (
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::ReadOnly,
                _,
            ) => Self::Unreachable(error.into()),
            _ => Self::Refused(error.into()),
        }
    }
}
