//! Opening a database so that "committed" means "on the disk".

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, Statement, StatementBuilder, TransactionTrait,
};
use tokio::sync::Mutex;

use crate::read::SqliteReaders;
use crate::write::SqliteThread;
use crate::{StoreError, WriteBatch, WriteTransaction};

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
    reader: DatabaseConnection,
    writer: Writer,
}

#[derive(Clone, Debug)]
enum Writer {
    Sqlite {
        path: PathBuf,
        thread: SqliteThread,
        /// Copies the log back without making the writer wait.
        copier: SqliteThread,
        /// Reads many rows at once.
        many: SqliteReaders,
        /// There is one writer; inside one process we queue for it in order of arrival.
        turn: Arc<Mutex<()>>,
    },
    Postgres(DatabaseConnection),
}

/// Pages that are copied while a writer hardly notices.
const QUICKLY_COPIED: i64 = 128;
/// How often the log is copied beside the writer before the writer is held for the rest.
const COPIES_BESIDE: u32 = 4;

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
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Unreachable(error.into()))?;
        }
        let thread = SqliteThread::start(path, config.lock_wait)?;
        let copier = SqliteThread::start(path, config.lock_wait)?;
        let many = SqliteReaders::start(path, config.lock_wait)?;
        let reader = sqlite_readers(path, config).await?;
        let (path, turn) = (path.to_owned(), Arc::default());
        Ok(Self {
            reader,
            writer: Writer::Sqlite {
                path,
                thread,
                copier,
                many,
                turn,
            },
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
            reader,
            writer: Writer::Postgres(writer),
        })
    }

    /// Which engine this is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.writer {
            Writer::Sqlite { .. } => Engine::Sqlite,
            Writer::Postgres(_) => Engine::Postgres,
        }
    }

    /// SeaORM's name of the engine.
    #[must_use]
    pub const fn backend(&self) -> DbBackend {
        match self.engine() {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        }
    }

    /// A statement in the words of this engine.
    #[must_use]
    pub fn build<S: StatementBuilder>(&self, statement: &S) -> Statement {
        self.backend().build(statement)
    }

    /// The SQLite file, when it is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.writer {
            Writer::Sqlite { path, .. } => Some(path),
            Writer::Postgres(_) => None,
        }
    }

    pub(crate) fn copier(&self) -> Option<&SqliteThread> {
        match &self.writer {
            Writer::Sqlite { copier, .. } => Some(copier),
            Writer::Postgres(_) => None,
        }
    }

    pub(crate) const fn many(&self) -> Option<&SqliteReaders> {
        match &self.writer {
            Writer::Sqlite { many, .. } => Some(many),
            Writer::Postgres(_) => None,
        }
    }

    /// Connections for reading. On SQLite they cannot write.
    #[must_use]
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Several questions to one state of the database; ended by dropping it.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        let transaction = match self.engine() {
            // A reading transaction of SQLite is a snapshot from its first statement on.
            Engine::Sqlite => self.reader.begin().await?,
            Engine::Postgres => {
                let level = Some(IsolationLevel::RepeatableRead);
                let mode = Some(AccessMode::ReadOnly);
                self.reader.begin_with_config(level, mode).await?
            }
        };
        Ok(transaction)
    }

    /// Tells the engine that what a snapshot is asked next was made for its indexes: PostgreSQL then
    /// neither reads whole tables nor compiles statements; SQLite does neither by itself.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn prefer_indexes(&self, snapshot: &impl ConnectionTrait) -> Result<(), StoreError> {
        if self.engine() == Engine::Postgres {
            let settings = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off";
            snapshot.execute_unprepared(settings).await?;
        }
        Ok(())
    }

    /// Begins a transaction that writes, waiting for this process's turn.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] when the server does not answer.
    pub async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        match &self.writer {
            Writer::Sqlite { thread, turn, .. } => {
                let turn = Arc::clone(turn).lock_owned().await;
                Ok(WriteTransaction::sqlite(thread.clone(), turn))
            }
            Writer::Postgres(pool) => Ok(WriteTransaction::postgres(pool.begin().await?)),
        }
    }

    /// Writes rows in a transaction of their own: for notes of the machine that no entry tells of.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn write(&self, batch: WriteBatch) -> Result<(), StoreError> {
        Ok(self.begin().await?.commit(batch).await?)
    }

    /// Copies SQLite's log back into its file beside the writer. When more than `pages` of it stand
    /// all the same, because the writer never rests, the writer waits while the last part is copied,
    /// and the next commit starts the log anew. That part is made small first, or whoever writes
    /// would wait for the whole of it.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn shorten_log(&self, pages: i64) -> Result<(), StoreError> {
        let Writer::Sqlite { copier, turn, .. } = &self.writer else {
            return Ok(());
        };
        for _ in 0..COPIES_BESIDE {
            let (in_log, copied) = copier.checkpoint().await?;
            if in_log <= pages {
                return Ok(());
            }
            if in_log - copied <= QUICKLY_COPIED {
                break;
            }
        }
        let _turn = turn.lock().await;
        copier.checkpoint().await?;
        Ok(())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        let writer = match &self.writer {
            Writer::Sqlite { .. } => None,
            Writer::Postgres(pool) => Some(pool),
        };
        for pool in writer.into_iter().chain([&self.reader]) {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "a connection did not close cleanly");
            }
        }
    }
}

async fn sqlite_readers(
    path: &Path,
    config: &StoreConfig,
) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    let (path, wait) = (path.to_owned(), config.lock_wait);
    options
        .max_connections(config.readers)
        .min_connections(1)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |_| {
            SqliteConnectOptions::new()
                .filename(&path)
                .busy_timeout(wait)
                .statement_cache_capacity(64)
                // Each time the queue between the driver's thread and ours is full, both change places.
                .row_buffer_size(1_024)
                .pragma("query_only", "1")
                .pragma("cache_size", "-8000")
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
