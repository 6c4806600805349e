//! The sequencer-sealer: gives committed entries their positions and links them into the chain.
//!
//! Every process runs one; a transaction-long lock (SQLite's writer lock, PostgreSQL's advisory
//! lock) lets one of them work at a time, and each reads the chain's end inside that transaction,
//! so there is no leadership to lose and nothing to fence. Positions become visible by commit
//! alone, in order, whatever long transactions stand open beside them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Digest, Uuid};
use sea_orm::sea_query::{Alias, DeleteStatement, Expr, ExprTrait, JoinType, Query};
use sea_orm::{EntityTrait, QueryOrder, QuerySelect, Statement, Value};
use store::ddl::ColumnKind;
use store::{Engine, Row, RowMode, Store, StoreError, WriteBatch, WriteTransaction};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::tables::{pending, seal, signature};
use crate::{JournalConfig, JournalError, SealKey};

/// The most entries that one sealing takes; a backlog is worked off in several.
const BATCH: usize = 256;

/// PostgreSQL's advisory lock of the sequencer: "fengsui" as bytes.
const ADVISORY_LOCK: i64 = 0x0066_656e_6773_7569;

pub(crate) struct Sequencer {
    pub(crate) task: JoinHandle<()>,
    pub(crate) head: watch::Receiver<i64>,
    bell: Arc<Notify>,
}

struct Sealer {
    store: Store,
    clock: Clock,
    pause: Duration,
    poll: Duration,
    key: Option<SealKey>,
    head: watch::Sender<i64>,
    bell: Arc<Notify>,
    stopped: watch::Receiver<bool>,
}

impl Sequencer {
    pub(crate) async fn start(
        store: &Store,
        clock: &Clock,
        config: &JournalConfig,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, JournalError> {
        let (sender, head) = watch::channel(head_of(store).await?);
        let bell = Arc::new(Notify::new());
        let sealer = Sealer {
            store: store.clone(),
            clock: clock.clone(),
            pause: config.seal_pause,
            poll: config.poll,
            key: config.seal_key.clone(),
            head: sender,
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
            let stopping = *self.stopped.borrow();
            let more = match self.round().await {
                Ok(Round::Sealed(count)) => count > 0 && (stopping || count >= BATCH),
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
        let sealed = if anything_pending(&self.store).await? {
            self.seal().await?
        } else {
            Round::Idle
        };
        // Also when another process sealed.
        let newest = head_of(&self.store).await?;
        self.head.send_if_modified(|head| {
            let moved = newest > *head;
            *head = Ord::max(newest, *head);
            moved
        });
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
        let (mut position, mut sequence, mut link) =
            end_of_chain(&self.store, &mut transaction).await?;
        let sealed_at = self.clock.now().into();
        let mut batch = WriteBatch::default();
        for entry in &waiting {
            position += 1;
            sequence += 1;
            link = crate::entry::link(link, position, &entry.hash);
            let seal = seal::Model {
                position,
                entry: entry.id,
                node_sequence: sequence,
                link: link.as_bytes().to_vec(),
                sealed_at,
            };
            batch.push(Row::of(&seal, RowMode::Insert));
        }
        if let Some(key) = &self.key {
            let signature = signature::Model {
                position,
                signature: key.sign(position, link),
            };
            batch.push(Row::of(&signature, RowMode::Insert));
        }
        let ids = waiting.iter().map(|entry| entry.id).collect();
        transaction
            .execute(self.store.build(&delete_pending(ids)))
            .await?;
        transaction.commit(batch).await.map_err(StoreError::from)?;
        Ok(Round::Sealed(waiting.len()))
    }
}

/// The last sealed position; 0 when nothing is sealed.
///
/// # Errors
/// The database's refusal.
pub async fn head_of(store: &Store) -> Result<i64, JournalError> {
    let end = seal::Entity::find()
        .select_only()
        .column(seal::Column::Position)
        .order_by_desc(seal::Column::Position)
        .into_tuple::<i64>()
        .one(store.reader())
        .await?;
    Ok(end.unwrap_or(0))
}

async fn anything_pending(store: &Store) -> Result<bool, JournalError> {
    Ok(pending::Entity::find().one(store.reader()).await?.is_some())
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

/// Position, node sequence and link of the last place.
async fn end_of_chain(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<(i64, i64, Digest), StoreError> {
    let select = Query::select()
        .columns(["position", "node_sequence", "link"].map(Alias::new))
        .from(Alias::new("journal_seal"))
        .order_by(Alias::new("position"), sea_orm::Order::Desc)
        .limit(1)
        .to_owned();
    let columns = &[ColumnKind::BigInt, ColumnKind::BigInt, ColumnKind::Bytes];
    let rows = transaction.rows(store.build(&select), columns).await?;
    Ok(match rows.first().map(Vec::as_slice) {
        Some(
            [
                Value::BigInt(Some(position)),
                Value::BigInt(Some(sequence)),
                Value::Bytes(Some(link)),
            ],
        ) => (
            *position,
            *sequence,
            Digest::from_slice(link).unwrap_or(Digest::ZERO),
        ),
        _ => (0, 0, Digest::ZERO),
    })
}

/// A waiting entry, without its body.
struct Waiting {
    id: Uuid,
    subject: (String, Uuid),
    version: i64,
    hash: Vec<u8>,
}

/// The oldest waiting entries, in an order in which each subject's versions ascend.
async fn in_order(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = oldest_waiting(store, transaction).await?;
    if waiting.len() == BATCH {
        // More may wait behind these: an entry whose predecessor is still among them stays back.
        let behind = predecessors_behind(store, transaction, &waiting).await?;
        waiting.retain(|entry| !behind.contains(&entry.subject));
    }
    // Ids follow the clocks of their processes; where those disagree, the versions decide. The
    // places of one subject are dealt out anew among its own entries, so others do not move.
    let mut by_subject: BTreeMap<(String, Uuid), Vec<usize>> = BTreeMap::new();
    for (index, entry) in waiting.iter().enumerate() {
        by_subject
            .entry(entry.subject.clone())
            .or_default()
            .push(index);
    }
    let mut slots: Vec<Option<Waiting>> = waiting.into_iter().map(Some).collect();
    for places in by_subject.into_values().filter(|places| places.len() > 1) {
        let taken = places.iter().filter_map(|at| slots.get_mut(*at)?.take());
        let mut entries: Vec<Waiting> = taken.collect();
        entries.sort_by_key(|entry| entry.version);
        for (at, entry) in places.into_iter().zip(entries) {
            if let Some(slot) = slots.get_mut(at) {
                *slot = Some(entry);
            }
        }
    }
    Ok(slots.into_iter().flatten().collect())
}

async fn oldest_waiting(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<Vec<Waiting>, StoreError> {
    let (p, e) = (Alias::new("journal_pending"), Alias::new("journal_entry"));
    let columns = ["id", "kind", "subject", "version", "hash"];
    let select = Query::select()
        .columns(columns.map(|column| (e.clone(), Alias::new(column))))
        .from(p.clone())
        .join(
            JoinType::InnerJoin,
            e.clone(),
            Expr::col((e, Alias::new("id"))).equals((p.clone(), Alias::new("entry"))),
        )
        .order_by((p, Alias::new("entry")), sea_orm::Order::Asc)
        .limit(BATCH as u64)
        .to_owned();
    const COLUMNS: &[ColumnKind] = &[
        ColumnKind::Uuid,
        ColumnKind::Text,
        ColumnKind::Uuid,
        ColumnKind::BigInt,
        ColumnKind::Bytes,
    ];
    let rows = transaction.rows(store.build(&select), COLUMNS).await?;
    let waiting = rows
        .into_iter()
        .filter_map(|row| match <[Value; 5]>::try_from(row) {
            Ok(
                [
                    Value::Uuid(Some(id)),
                    Value::String(Some(kind)),
                    Value::Uuid(Some(subject)),
                    Value::BigInt(Some(version)),
                    Value::Bytes(Some(hash)),
                ],
            ) => Some(Waiting {
                id,
                subject: (kind, subject),
                version,
                hash,
            }),
            _ => None,
        });
    Ok(waiting.collect())
}

/// Subjects of the batch whose next version is not sealed and not in the batch either.
async fn predecessors_behind(
    store: &Store,
    transaction: &mut WriteTransaction,
    batch: &[Waiting],
) -> Result<HashSet<(String, Uuid)>, StoreError> {
    let mut first: HashMap<&(String, Uuid), i64> = HashMap::new();
    for entry in batch {
        let lowest = first.entry(&entry.subject).or_insert(entry.version);
        *lowest = Ord::min(entry.version, *lowest);
    }
    let later: Vec<Uuid> = first
        .iter()
        .filter(|(_, version)| **version > 1)
        .map(|(subject, _)| subject.1)
        .collect();
    if later.is_empty() {
        return Ok(HashSet::new());
    }
    let (p, e) = (Alias::new("journal_pending"), Alias::new("journal_entry"));
    let select = Query::select()
        .columns(["kind", "subject", "version"].map(|column| (e.clone(), Alias::new(column))))
        .from(e.clone())
        .join(
            JoinType::InnerJoin,
            p.clone(),
            Expr::col((e.clone(), Alias::new("id"))).equals((p, Alias::new("entry"))),
        )
        .and_where(Expr::col((e, Alias::new("subject"))).is_in(later))
        .to_owned();
    let columns = &[ColumnKind::Text, ColumnKind::Uuid, ColumnKind::BigInt];
    let mut behind = HashSet::new();
    for row in transaction.rows(store.build(&select), columns).await? {
        if let Ok(
            [
                Value::String(Some(kind)),
                Value::Uuid(Some(subject)),
                Value::BigInt(Some(version)),
            ],
        ) = <[Value; 3]>::try_from(row)
        {
            let subject = (kind, subject);
            if first.get(&subject).is_some_and(|lowest| version < *lowest) {
                behind.insert(subject);
            }
        }
    }
    Ok(behind)
}

fn delete_pending(mut ids: Vec<Uuid>) -> DeleteStatement {
    // Padded to a power of two, so that few statement texts occur and the engine knows them.
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    Query::delete()
        .from_table(Alias::new("journal_pending"))
        .and_where(Expr::col(Alias::new("entry")).is_in(ids))
        .to_owned()
}

/// Pages of log above which the writer is held for the last part of a checkpoint (16 MiB).
const LONG_LOG: i64 = 4_096;

/// Copies SQLite's log back in the background, so that no commit has to; when the log grows all the
/// same, the writer waits once while the rest is copied, and the next commit starts the log anew.
pub(crate) async fn keep_log_short(store: Store, mut stopped: watch::Receiver<bool>) {
    if store.engine() == Engine::Postgres {
        return;
    }
    while !*stopped.borrow() {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(500)) => {}
            _ = stopped.changed() => {}
        }
        let result = store.shorten_log(LONG_LOG).await;
        if let Err(error) = result {
            tracing::warn!(%error, "copying the log back failed");
        }
    }
}
