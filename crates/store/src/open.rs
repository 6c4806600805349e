//! Opening a database so that "committed" means "on the disk".

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, MutexGuard};

use crate::StoreError;

/// Which database is behind a [`Store`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default: one file, one writer.
    Sqlite,
    /// A server, for a city.
    Postgres,
}

/// Where the database is and how much of the machine it may use.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections for reading.
    pub readers: u32,
    /// How long a statement may wait for another process's lock.
    pub lock_wait: Duration,
}

impl StoreConfig {
    /// The usual settings for `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers: 4,
            lock_wait: Duration::from_secs(5),
        }
    }
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    path: Option<PathBuf>,
    /// SQLite has one writer; inside one process we queue for it in order of arrival.
    turn: Arc<Mutex<()>>,
}

impl Store {
    /// Opens the database; a SQLite file and its folder are made when missing.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::NotDurable`], or the engine's refusal.
    pub async fn open(config: &StoreConfig) -> Result<Self, StoreError> {
        if let Some(path) = config.url.strip_prefix("sqlite:") {
            Self::open_sqlite(Path::new(path.trim_start_matches("//")), config).await
        } else if config.url.starts_with("postgres") {
            Self::open_postgres(config).await
        } else {
            Err(StoreError::Address(config.url.clone()))
        }
    }

    async fn open_sqlite(path: &Path, config: &StoreConfig) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| {
                StoreError::Unreachable(sea_orm::DbErr::Custom(format!(
                    "cannot make the folder {}: {error}",
                    folder.display()
                )))
            })?;
        }
        let writer = sqlite_pool(path, config, 1, Access::Write).await?;
        let reader = sqlite_pool(path, config, config.readers, Access::Read).await?;
        Ok(Self {
            engine: Engine::Sqlite,
            writer,
            reader,
            path: Some(path.to_owned()),
            turn: Arc::default(),
        })
    }

    async fn open_postgres(config: &StoreConfig) -> Result<Self, StoreError> {
        let writer = postgres_pool(config, 4).await?;
        let reader = postgres_pool(config, config.readers).await?;
        for setting in ["fsync", "synchronous_commit"] {
            let sql = format!("SELECT current_setting('{setting}') AS value");
            let statement = Statement::from_string(DbBackend::Postgres, sql);
            let row = writer.query_one_raw(statement).await?;
            let value: String = row.map_or(Ok(String::new()), |row| row.try_get("", "value"))?;
            if value == "off" {
                return Err(StoreError::NotDurable(format!("{setting} = {value}")));
            }
        }
        Ok(Self {
            engine: Engine::Postgres,
            writer,
            reader,
            path: None,
            turn: Arc::default(),
        })
    }

    /// Which engine this is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The SQLite file, when it is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Connections for reading. On SQLite they cannot write.
    #[must_use]
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Connections for writing; for the journal and for operational tables.
    #[must_use]
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Waits for this process's turn to write. On PostgreSQL there is nothing to wait for.
    pub async fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        match self.engine {
            Engine::Sqlite => Some(self.turn.lock().await),
            Engine::Postgres => None,
        }
    }

    /// Begins a write transaction that holds its lock from the start.
    ///
    /// # Errors
    /// [`StoreError::Contention`] when another process holds the lock for too long.
    pub async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: match self.engine {
                Engine::Sqlite => Some(SqliteTransactionMode::Immediate),
                Engine::Postgres => None,
            },
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Copies SQLite's log back into its file. `log` is how many pages the log holds and `done` how
    /// many of them are in the file now; when they are equal the next writer starts the log anew.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn checkpoint(&self) -> Result<(i64, i64), StoreError> {
        if self.engine == Engine::Postgres {
            return Ok((0, 0));
        }
        let pragma = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(PASSIVE)");
        let Some(row) = self.reader.query_one_raw(pragma).await? else {
            return Ok((0, 0));
        };
        Ok((
            row.try_get_by_index::<i64>(1)?,
            row.try_get_by_index::<i64>(2)?,
        ))
    }

    /// Closes all connections.
    pub async fn close(&self) {
        for pool in [&self.writer, &self.reader] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "a connection did not close cleanly");
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

async fn sqlite_pool(
    path: &Path,
    config: &StoreConfig,
    connections: u32,
    access: Access,
) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    let (path, wait) = (path.to_owned(), config.lock_wait);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |_| {
            SqliteConnectOptions::new()
                .filename(&path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(wait)
                .foreign_keys(false)
                .statement_cache_capacity(256)
                .pragma("wal_autocheckpoint", "0")
                .pragma(
                    "cache_size",
                    if access == Access::Write {
                        "-16000"
                    } else {
                        "-2000"
                    },
                )
                .pragma("temp_store", "memory")
                .pragma(
                    "query_only",
                    if access == Access::Write { "0" } else { "1" },
                )
        });
    Ok(Database::connect(options).await?)
}

async fn postgres_pool(
    config: &StoreConfig,
    connections: u32,
) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(config.url.clone());
    options
        .max_connections(connections)
        .min_connections(0)
        .acquire_timeout(config.lock_wait)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .map_sqlx_postgres_opts(|options| options.statement_cache_capacity(256));
    Ok(Database::connect(options).await?)
}
