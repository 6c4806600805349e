//! The sequencer-sealer: gives committed entries their positions and links them into the chain.
//!
//! Every process runs one; a transaction-long lock (SQLite's writer lock, PostgreSQL's advisory
//! lock) lets one of them work at a time, and each reads the chain's end inside that transaction,
//! so there is no leadership to lose and nothing to fence. Positions become visible by commit
//! alone, in order, whatever long transactions stand open beside them.

mod at_once;
mod head;
mod origins;
mod waiting;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Digest, Uuid};
use sea_orm::sea_query::{Alias, DeleteStatement, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect, Statement, Value};
use store::ddl::ColumnKind;
use store::{Engine, Row, RowMode, Store, StoreError, WriteBatch, WriteTransaction};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

pub(crate) use self::at_once::{AtOnce, Unplaced, queue};
pub(crate) use self::head::Head;
use self::origins::Origins;
use self::waiting::{Waiting, in_order};
use crate::keeper::is_over;
use crate::stage::{anything_flipped, clear_marks, forget_finished};
use crate::tables::{pending, seal, signature};
use crate::{JournalConfig, JournalError, Node, SealKey};

/// The most entries that one sealing takes; a backlog is worked off in several. SQLite has one
/// writer, which waits meanwhile; on PostgreSQL only the sealing's own round trips count, and more
/// entries share them.
const fn most_entries(engine: Engine) -> usize {
    match engine {
        Engine::Sqlite => 256,
        Engine::Postgres => 1024,
    }
}

/// PostgreSQL's advisory lock of the sequencer: "fengsui" as bytes.
const ADVISORY_LOCK: i64 = 0x0066_656e_6773_7569;

pub(crate) struct Sequencer {
    pub(crate) task: JoinHandle<()>,
    pub(crate) head: Head,
    bell: Arc<Notify>,
}

struct Sealer {
    store: Store,
    clock: Clock,
    node: Node,
    pause: Duration,
    poll: Duration,
    key: Option<SealKey>,
    head: Head,
    bell: Arc<Notify>,
    stopped: watch::Receiver<bool>,
}

impl Sequencer {
    pub(crate) async fn start(
        store: &Store,
        clock: &Clock,
        node: &Node,
        config: &JournalConfig,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, JournalError> {
        let head = Head::at(head_of(store).await?);
        let bell = Arc::new(Notify::new());
        let sealer = Sealer {
            store: store.clone(),
            clock: clock.clone(),
            node: node.clone(),
            pause: config.seal_pause,
            poll: config.poll,
            key: config.seal_key.clone(),
            head: head.clone(),
            bell: Arc::clone(&bell),
            stopped,
        };
        Ok(Self {
            task: tokio::spawn(sealer.run()),
            head,
            bell,
        })
    }

    /// Rung by the committer after a commit.
    pub(crate) fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }
}

/// What one sealing found.
enum Round {
    /// Nothing waits, or another process is at work.
    Idle,
    /// This many entries were sealed.
    Sealed(usize),
}

impl Sealer {
    async fn run(mut self) {
        loop {
            // Read before the round: what was written before the stop is sealed by it.
            let stopping = is_over(&self.stopped);
            let more = match self.round().await {
                Ok(Round::Sealed(count)) => {
                    count > 0 && (stopping || count >= most_entries(self.store.engine()))
                }
                Ok(Round::Idle) => false,
                Err(error) => {
                    tracing::warn!(%error, "sealing failed; trying again");
                    false
                }
            };
            if more {
                continue;
            }
            if stopping {
                return;
            }
            tokio::time::sleep(self.pause).await;
            tokio::select! {
                () = self.bell.notified() => {}
                () = tokio::time::sleep(self.poll) => {}
                _ = self.stopped.changed() => {}
            }
        }
    }

    async fn round(&self) -> Result<Round, JournalError> {
        let sealed = if anything_waits(&self.store).await? {
            self.seal().await?
        } else {
            Round::Idle
        };
        // Also when another process sealed.
        self.head.reach(head_of(&self.store).await?);
        Ok(sealed)
    }

    async fn seal(&self) -> Result<Round, JournalError> {
        let mut transaction = self.store.begin().await?;
        if !take_advisory_lock(&self.store, &mut transaction).await? {
            return Ok(Round::Idle);
        }
        let waiting = in_order(&self.store, &mut transaction).await?;
        if waiting.is_empty() {
            return Ok(Round::Idle);
        }
        let (mut position, mut link) = end_of_chain(&self.store, &mut transaction).await?;
        let mut origins = Origins::of(&self.store, &mut transaction, &self.node, &waiting).await?;
        let sealed_at = self.clock.now().into();
        let mut batch = WriteBatch::default();
        for entry in &waiting {
            position += 1;
            link = crate::entry::link(link, position, &entry.hash);
            let seal = seal::Model {
                position,
                entry: entry.id,
                node_sequence: origins.sequence_of(entry),
                link: link.as_bytes().to_vec(),
                sealed_at,
            };
            batch.push(Row::of(&seal, RowMode::Insert));
        }
        origins.rows().for_each(|row| batch.push(row));
        if let Some(key) = &self.key {
            let signature = signature::Model {
                position,
                signature: key.sign(position, link),
            };
            batch.push(Row::of(&signature, RowMode::Insert));
        }
        let sealed = waiting.len();
        leave_queues(&self.store, &mut transaction, waiting).await?;
        transaction.commit(batch).await.map_err(StoreError::from)?;
        Ok(Round::Sealed(sealed))
    }
}

/// Takes sealed entries out of the queues in which they waited.
async fn leave_queues(
    store: &Store,
    transaction: &mut WriteTransaction,
    sealed: Vec<Waiting>,
) -> Result<(), StoreError> {
    let mut pending = Vec::new();
    let mut staged: BTreeMap<String, Vec<(Uuid, Uuid)>> = BTreeMap::new();
    for entry in sealed {
        match entry.staged_in {
            None => pending.push(entry.id),
            Some(table) => staged
                .entry(table)
                .or_default()
                .push((entry.id, entry.subject.1)),
        }
    }
    let delete = delete_from("journal_pending", pending);
    transaction.execute(store.build(&delete)).await?;
    if staged.is_empty() {
        return Ok(());
    }
    for (table, entries) in staged {
        let (ids, subjects) = entries.into_iter().unzip();
        let delete = delete_from("journal_staged", ids);
        transaction.execute(store.build(&delete)).await?;
        clear_marks(store, transaction, &table, subjects).await?;
    }
    forget_finished(store, transaction).await
}

/// The last sealed position; 0 when nothing is sealed.
///
/// # Errors
/// The database's refusal.
pub async fn head_of(store: &Store) -> Result<i64, JournalError> {
    head_seen_by(store.reader()).await
}

/// The last position that this connection sees.
pub(crate) async fn head_seen_by<C: ConnectionTrait>(connection: &C) -> Result<i64, JournalError> {
    let end = seal::Entity::find()
        .select_only()
        .column(seal::Column::Position)
        .order_by_desc(seal::Column::Position)
        .into_tuple::<i64>()
        .one(connection)
        .await?;
    Ok(end.unwrap_or(0))
}

async fn anything_waits(store: &Store) -> Result<bool, JournalError> {
    let pending = pending::Entity::find().one(store.reader()).await?;
    Ok(pending.is_some() || anything_flipped(store).await?)
}

/// PostgreSQL's lock of the sequencer; SQLite's writer lock is lock enough.
async fn take_advisory_lock(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<bool, StoreError> {
    if store.engine() == Engine::Sqlite {
        return Ok(true);
    }
    let sql = "SELECT pg_try_advisory_xact_lock($1)";
    let statement = Statement::from_sql_and_values(store.backend(), sql, [ADVISORY_LOCK.into()]);
    let rows = transaction.rows(statement, &[ColumnKind::Bool]).await?;
    Ok(rows.first().and_then(|row| row.first()) == Some(&Value::Bool(Some(true))))
}

/// Position and link of the last place.
async fn end_of_chain(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<(i64, Digest), StoreError> {
    let select = Query::select()
        .columns(["position", "link"].map(Alias::new))
        .from(Alias::new("journal_seal"))
        .order_by(Alias::new("position"), sea_orm::Order::Desc)
        .limit(1)
        .to_owned();
    let columns = &[ColumnKind::BigInt, ColumnKind::Bytes];
    let rows = transaction.rows(store.build(&select), columns).await?;
    Ok(match rows.first().map(Vec::as_slice) {
        Some([Value::BigInt(Some(position)), Value::Bytes(Some(link))]) => {
            (*position, Digest::from_slice(link).unwrap_or(Digest::ZERO))
        }
        _ => (0, Digest::ZERO),
    })
}

/// Takes ids out of a queue of entries.
fn delete_from(queue: &str, mut ids: Vec<Uuid>) -> DeleteStatement {
    // Padded to a power of two, so that few statement texts occur and the engine knows them.
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    Query::delete()
        .from_table(Alias::new(queue))
        .and_where(Expr::col(Alias::new("entry")).is_in(ids))
        .to_owned()
}
