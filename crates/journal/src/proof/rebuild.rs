//! Building every journalled table again from the journal, and canonical exports to compare.

use std::collections::{BTreeMap, HashSet};

use base::{Digest, Uuid, sm3};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use store::{Store, WriteBatch};

use crate::follow::{PAGE, read_after};
use crate::stage::{mark_index, not_flipped, visible};
use crate::tables::{entry, received};
use crate::{Entry, JournalError, Records};

/// What a rebuild did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RebuildReport {
    /// Entries applied.
    pub entries: u64,
    /// Of them, entries that had no position yet.
    pub unsealed: u64,
}

/// Applies every entry of `source` to the migrated, empty tables of `target`.
///
/// # Errors
/// A body that cannot be read, a kind nobody declares, or a database's refusal.
pub async fn rebuild_into(
    source: &Store,
    records: &Records,
    target: &Store,
) -> Result<RebuildReport, JournalError> {
    let mut report = RebuildReport::default();
    // Read before the sealed ones: what is sealed meanwhile is found there, and not missed by both.
    let mut waiting = unsealed(source).await?;
    let mut position = 0;
    loop {
        let page = read_after(source, position, PAGE).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        report.entries += page.len() as u64;
        waiting.retain(|entry| page.iter().all(|sealed| sealed.entry.id != entry.id));
        let entries: Vec<&Entry> = page.iter().map(|sealed| &sealed.entry).collect();
        apply(source, records, target, &entries).await?;
    }
    report.unsealed = waiting.len() as u64;
    report.entries += report.unsealed;
    let waiting: Vec<&Entry> = waiting.iter().collect();
    apply(source, records, target, &waiting).await?;
    Ok(report)
}

/// Entries of the journal without a position: the pending, and those of flipped batches.
async fn unsealed(source: &Store) -> Result<Vec<Entry>, JournalError> {
    let id = || Expr::col((Alias::new("journal_entry"), Alias::new("id")));
    let queue = |table: &str| {
        Query::select()
            .column(Alias::new("entry"))
            .from(Alias::new(table))
            .to_owned()
    };
    let staged = id().in_subquery(queue("journal_staged"));
    let rows = entry::Entity::find()
        .filter(
            Condition::any()
                .add(id().in_subquery(queue("journal_pending")))
                .add(staged.and(not_flipped(id()).not())),
        )
        .order_by_asc(entry::Column::Version)
        .all(source.reader())
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

async fn apply(
    source: &Store,
    records: &Records,
    target: &Store,
    entries: &[&Entry],
) -> Result<(), JournalError> {
    // What another node changed while this one did too made no row here; a merge entry did.
    let ids = entries.iter().map(|entry| entry.id);
    let aside: HashSet<Uuid> = received::Entity::find()
        .filter(received::Column::Followed.eq(false))
        .filter(received::Column::Entry.is_in(ids))
        .all(source.reader())
        .await?
        .into_iter()
        .map(|row| row.entry)
        .collect();
    let mut batch = WriteBatch::default();
    for entry in entries.iter().filter(|entry| !aside.contains(&entry.id)) {
        batch.push((records.get(&entry.kind)?.row_of)(entry)?);
    }
    Ok(target.write(batch).await?)
}

/// The canonical export of the journalled tables: for every kind, the number of rows and a digest
/// over their lines in the order of their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// Rows and digest by kind.
    pub kinds: BTreeMap<String, (u64, Digest)>,
}

/// Exports every journalled table, ordered by key; `line` receives each row's canonical bytes.
///
/// # Errors
/// A row that cannot be read, or the database's refusal.
pub async fn export_tables(
    store: &Store,
    records: &Records,
    mut line: impl FnMut(&[u8]),
) -> Result<Export, JournalError> {
    let mut export = Export::default();
    let connection = store.reader();
    let backend = connection.get_database_backend();
    for def in records.iter() {
        let (mut rows_seen, mut digest) = (0, Digest::ZERO);
        let mut after: Option<Uuid> = None;
        loop {
            let mut select = Query::select();
            select
                .columns(def.shape.columns.iter().map(Alias::new))
                .from(Alias::new(&def.shape.name))
                .order_by(Alias::new("id"), sea_orm::Order::Asc)
                .limit(PAGE);
            if mark_index(def.shape).is_some() {
                select.cond_where(visible(&def.shape.name));
            }
            if let Some(after) = after {
                select.and_where(Expr::col(Alias::new("id")).gt(after));
            }
            let rows = connection.query_all_raw(backend.build(&select)).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.try_get("", "id")?);
            for row in &rows {
                let bytes = (def.export)(row)?;
                digest = sm3(&[digest.as_bytes(), &bytes]);
                line(&bytes);
                rows_seen += 1;
            }
        }
        export
            .kinds
            .insert(def.kind.to_owned(), (rows_seen, digest));
    }
    Ok(export)
}
