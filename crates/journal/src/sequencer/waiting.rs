//! Which entries wait for a position, and in which order they get one.
//!
//! Two places hold waiting entries: the pending table, which every commit fills, and the batches
//! that were flipped (see [`crate::stage`]). Pending entries go first; a pending entry whose
//! earlier version still lies in a flipped batch takes that one along.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::Uuid;
use sea_orm::Value;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement};
use store::ddl::ColumnKind;
use store::{Store, StoreError, WriteTransaction};

use super::most_entries;
use crate::stage::flipped_batches;

/// A waiting entry, without its body.
pub(super) struct Waiting {
    pub(super) id: Uuid,
    pub(super) origin: (String, i32),
    pub(super) subject: (String, Uuid),
    pub(super) version: i64,
    pub(super) hash: Vec<u8>,
    /// The table of its hidden row, when it comes from a flipped batch.
    pub(super) staged_in: Option<String>,
}

/// The oldest waiting entries, in an order in which each subject's versions ascend.
pub(super) async fn in_order(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<Vec<Waiting>, StoreError> {
    let most = most_entries(store.engine());
    let mut waiting = oldest_pending(store, transaction, most).await?;
    if waiting.len() == most {
        // More may wait behind these: an entry whose predecessor is still among them stays back.
        let behind = predecessors_behind(store, transaction, &waiting).await?;
        waiting.retain(|entry| !behind.contains(&entry.subject));
    }
    add_flipped(store, transaction, &mut waiting, most).await?;
    Ok(versions_ascending(waiting))
}

/// Ids follow the clocks of their processes; where those disagree, the versions decide. The places
/// of one subject are dealt out anew among its own entries, so others do not move.
fn versions_ascending(waiting: Vec<Waiting>) -> Vec<Waiting> {
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
    slots.into_iter().flatten().collect()
}

async fn oldest_pending(
    store: &Store,
    transaction: &mut WriteTransaction,
    most: usize,
) -> Result<Vec<Waiting>, StoreError> {
    let mut select = select_from("journal_pending");
    select
        .order_by(
            (Alias::new("journal_pending"), Alias::new("entry")),
            sea_orm::Order::Asc,
        )
        .limit(most as u64);
    read(store, transaction, &select, None).await
}

/// Adds entries of flipped batches: first those that a pending entry stands on, then the oldest,
/// as many as there is room for.
async fn add_flipped(
    store: &Store,
    transaction: &mut WriteTransaction,
    waiting: &mut Vec<Waiting>,
    most: usize,
) -> Result<(), StoreError> {
    for (batch, table) in flipped_batches(store, transaction).await? {
        let of_batch = Expr::col((Alias::new("journal_staged"), Alias::new("batch"))).eq(batch);
        let later = waiting.iter().filter(|entry| entry.version > 1);
        let subjects: Vec<Uuid> = later.map(|entry| entry.subject.1).collect();
        if !subjects.is_empty() {
            let subject = Expr::col((Alias::new("journal_entry"), Alias::new("subject")));
            let mut select = select_from("journal_staged");
            select
                .and_where(of_batch.clone())
                .and_where(subject.is_in(subjects));
            waiting.extend(read(store, transaction, &select, Some(&table)).await?);
        }
        let room = most.saturating_sub(waiting.len());
        if room > 0 {
            let known: HashSet<Uuid> = waiting.iter().map(|entry| entry.id).collect();
            let mut select = select_from("journal_staged");
            select
                .and_where(of_batch)
                .order_by(
                    (Alias::new("journal_staged"), Alias::new("entry")),
                    sea_orm::Order::Asc,
                )
                .limit(room as u64);
            let oldest = read(store, transaction, &select, Some(&table)).await?;
            waiting.extend(
                oldest
                    .into_iter()
                    .filter(|entry| !known.contains(&entry.id)),
            );
        }
    }
    Ok(())
}

fn select_from(queue: &str) -> SelectStatement {
    let (q, e) = (Alias::new(queue), Alias::new("journal_entry"));
    let columns = ["id", "node", "epoch", "kind", "subject", "version", "hash"];
    Query::select()
        .columns(columns.map(|column| (e.clone(), Alias::new(column))))
        .from(q.clone())
        .join(
            JoinType::InnerJoin,
            e.clone(),
            Expr::col((e, Alias::new("id"))).equals((q, Alias::new("entry"))),
        )
        .to_owned()
}

async fn read(
    store: &Store,
    transaction: &mut WriteTransaction,
    select: &SelectStatement,
    staged_in: Option<&str>,
) -> Result<Vec<Waiting>, StoreError> {
    const COLUMNS: &[ColumnKind] = &[
        ColumnKind::Uuid,
        ColumnKind::Text,
        ColumnKind::Int,
        ColumnKind::Text,
        ColumnKind::Uuid,
        ColumnKind::BigInt,
        ColumnKind::Bytes,
    ];
    let rows = transaction.rows(store.build(select), COLUMNS).await?;
    let waiting = rows
        .into_iter()
        .filter_map(|row| match <[Value; 7]>::try_from(row) {
            Ok(
                [
                    Value::Uuid(Some(id)),
                    Value::String(Some(node)),
                    Value::Int(Some(epoch)),
                    Value::String(Some(kind)),
                    Value::Uuid(Some(subject)),
                    Value::BigInt(Some(version)),
                    Value::Bytes(Some(hash)),
                ],
            ) => Some(Waiting {
                id,
                origin: (node, epoch),
                subject: (kind, subject),
                version,
                hash,
                staged_in: staged_in.map(str::to_owned),
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
