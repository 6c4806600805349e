//! Staging: new subjects that are written ahead, hidden, and become visible by one flip.
//!
//! An import of a hundred thousand rows must not hold the writer for seconds, and must not be seen
//! half done. Its new rows are committed in small sets with their entries, marked with their batch
//! in the column `staged`; readers leave them out ([`visible`]). The flip is one small change set:
//! it says that the batch counts now, and carries the changes of subjects that stood before. From
//! then on the rows are visible; the sequencer gives their entries positions and clears the marks.
//!
//! Invariants: a batch is wholly visible or not at all; a staged entry that was not flipped is no
//! part of the journal and has no position; a batch whose owner died is taken away.
//!
//! Staging is for new subjects only. A change of a subject that stands would have to hide a second
//! version of one row; such changes go with the flip, at most [`MOST_CHANGES`] of them.

use base::{Timestamp, Uuid};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Value};
use std::time::Duration;
use store::ddl::ColumnKind;
use store::{Row, RowMode, Store, StoreError, Table, TableShape, WriteBatch, WriteTransaction};

use crate::tables::{batch, entry, staged};
use crate::{Actor, Change, ChangeSet, CommitError, Committed, Journal, JournalError, Lane};

/// The column of a journalled table whose rows can be staged: an optional UUID, empty in ordinary rows.
pub const STAGED: &str = "staged";

/// The most changes of standing subjects that a flip carries, so that it stays a short transaction.
pub const MOST_CHANGES: usize = 2_000;

/// How long a batch lives without a sign of its owner.
const ALIVE: Duration = Duration::from_secs(600);

/// States of a batch, as stored.
const OPEN: &str = "open";
pub(crate) const FLIPPED: &str = "flipped";
const DISCARDED: &str = "discarded";

/// How many subjects one discarding transaction takes away.
const SLICE: u64 = 400;

/// A batch that is being filled. Dropped without a flip, it is taken away later.
pub struct Staging {
    journal: Journal,
    row: batch::Model,
    actor: Actor,
    shape: &'static TableShape,
}

/// What the readers of a table with staged rows add to their conditions.
#[must_use]
pub fn visible(table: &str) -> Condition {
    let mark = || Expr::col((Alias::new(table), Alias::new(STAGED)));
    let flipped = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("journal_batch"))
        .and_where(Expr::col(Alias::new("state")).eq(FLIPPED))
        .to_owned();
    Condition::any()
        .add(mark().is_null())
        .add(mark().in_subquery(flipped))
}

impl Journal {
    /// Opens a batch of new rows for one table.
    ///
    /// # Errors
    /// [`CommitError::Refused`] when the table has no column [`STAGED`]; otherwise as a submission.
    pub async fn stage(
        &self,
        shape: &'static TableShape,
        actor: Actor,
    ) -> Result<Staging, CommitError> {
        if !shape.columns.iter().any(|column| column == STAGED) {
            let reason = format!("rows of '{}' cannot be staged", shape.name);
            return Err(CommitError::Refused(reason));
        }
        let mut staging = Staging {
            journal: self.clone(),
            row: batch::Model {
                id: self.new_id(),
                table_name: shape.name.clone(),
                state: OPEN.to_owned(),
                alive_until: self.clock().now().into(),
            },
            actor,
            shape,
        };
        let sign = staging.sign_of_life(OPEN);
        staging.journal.submit(sign).await?;
        Ok(staging)
    }
}

impl Staging {
    /// The batch's id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.row.id
    }

    /// Writes new subjects, hidden. Some hundreds at a time keep the other lanes quick.
    ///
    /// # Errors
    /// [`CommitError::Refused`] for a subject that is not new or of another table; otherwise as a
    /// submission.
    pub async fn add(&mut self, changes: Vec<Change>) -> Result<(), CommitError> {
        self.add_beside(changes, Vec::new()).await
    }

    /// As [`Staging::add`], with operational rows in the same transaction. They are not hidden, and
    /// a batch that is taken away leaves them: they must mean nothing without their subjects.
    ///
    /// # Errors
    /// As [`Staging::add`].
    pub async fn add_beside(
        &mut self,
        changes: Vec<Change>,
        beside: Vec<Row>,
    ) -> Result<(), CommitError> {
        let fits =
            |change: &Change| change.version == 1 && std::ptr::eq(change.row.shape, self.shape);
        if !changes.iter().all(fits) {
            let reason = "only new subjects of the batch's own table are staged";
            return Err(CommitError::Refused(reason.to_owned()));
        }
        let mut set = self.sign_of_life(OPEN);
        set.changes = changes;
        set.beside.extend(beside);
        self.journal.submit_staged(set, self.row.id).await?;
        Ok(())
    }

    /// Makes the batch visible, together with `changes` of subjects that stood before.
    ///
    /// # Errors
    /// [`CommitError::Refused`] for more than [`MOST_CHANGES`] changes; otherwise as a submission.
    /// Nothing is visible then, and the flip can be tried again.
    pub async fn flip(&mut self, changes: Vec<Change>) -> Result<Committed, CommitError> {
        self.flip_beside(changes, Vec::new()).await
    }

    /// As [`Staging::flip`], with operational rows in the same transaction.
    ///
    /// # Errors
    /// As [`Staging::flip`].
    pub async fn flip_beside(
        &mut self,
        changes: Vec<Change>,
        beside: Vec<Row>,
    ) -> Result<Committed, CommitError> {
        if changes.len() > MOST_CHANGES {
            let reason = format!("a flip carries at most {MOST_CHANGES} changes");
            return Err(CommitError::Refused(reason));
        }
        let mut set = self.sign_of_life(FLIPPED);
        set.changes = changes;
        set.beside.extend(beside);
        self.journal.submit(set).await
    }

    /// Takes the batch away.
    ///
    /// # Errors
    /// The database's refusal; what is left is taken away later.
    pub async fn discard(mut self) -> Result<(), JournalError> {
        let sign = self.sign_of_life(DISCARDED);
        let mut rows = WriteBatch::default();
        sign.beside.into_iter().for_each(|row| rows.push(row));
        self.journal.store().write(rows).await?;
        take_away(self.journal.store(), &self.row).await
    }

    /// A set that says that the batch is in this state and its owner lives.
    fn sign_of_life(&mut self, state: &str) -> ChangeSet {
        state.clone_into(&mut self.row.state);
        self.row.alive_until = self.journal.clock().now().plus(ALIVE).into();
        let row = Row::of(&self.row, RowMode::Upsert);
        ChangeSet::new(Lane::Import, self.actor.clone()).beside(row)
    }
}

/// Takes away the batches whose owners gave no sign of life: after a crash, by any process.
///
/// # Errors
/// The database's refusal.
pub(crate) async fn take_away_abandoned(store: &Store, now: Timestamp) -> Result<(), JournalError> {
    let dead = batch::Entity::find()
        .filter(batch::Column::State.ne(FLIPPED))
        .filter(batch::Column::AliveUntil.lt(store::Time::from(now)))
        .all(store.reader())
        .await?;
    for batch in dead {
        tracing::warn!(batch = %batch.id, table = batch.table_name, "an unfinished import is taken away");
        take_away(store, &batch).await?;
    }
    Ok(())
}

async fn take_away(store: &Store, batch: &batch::Model) -> Result<(), JournalError> {
    loop {
        let entries: Vec<Uuid> = staged::Entity::find()
            .select_only()
            .column(staged::Column::Entry)
            .filter(staged::Column::Batch.eq(batch.id))
            .limit(SLICE)
            .into_tuple()
            .all(store.reader())
            .await?;
        let subjects: Vec<Uuid> = entry::Entity::find()
            .select_only()
            .column(entry::Column::Subject)
            .filter(entry::Column::Id.is_in(entries.iter().copied()))
            .into_tuple()
            .all(store.reader())
            .await?;
        let mut transaction = store.begin().await?;
        let last = entries.is_empty();
        let keys: [(&str, &str, Vec<Uuid>); 3] = [
            (&batch.table_name, "id", subjects),
            ("journal_entry", "id", entries.clone()),
            ("journal_staged", "entry", entries),
        ];
        for (table, key, ids) in keys {
            delete(store, &mut transaction, table, key, ids).await?;
        }
        if last {
            delete(
                store,
                &mut transaction,
                "journal_batch",
                "id",
                vec![batch.id],
            )
            .await?;
        }
        transaction
            .commit(WriteBatch::default())
            .await
            .map_err(StoreError::from)?;
        if last {
            return Ok(());
        }
    }
}

async fn delete(
    store: &Store,
    transaction: &mut WriteTransaction,
    table: &str,
    key: &str,
    ids: Vec<Uuid>,
) -> Result<(), StoreError> {
    let delete = Query::delete()
        .from_table(Alias::new(table))
        .and_where(Expr::col(Alias::new(key)).is_in(ids))
        .to_owned();
    transaction.execute(store.build(&delete)).await?;
    Ok(())
}

/// The flipped batches whose entries are not all sealed, with the tables of their rows.
pub(crate) async fn flipped_batches(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let select = Query::select()
        .columns(["id", "table_name"].map(Alias::new))
        .from(Alias::new("journal_batch"))
        .and_where(Expr::col(Alias::new("state")).eq(FLIPPED))
        .order_by(Alias::new("id"), sea_orm::Order::Asc)
        .to_owned();
    let columns = &[ColumnKind::Uuid, ColumnKind::Text];
    let rows = transaction.rows(store.build(&select), columns).await?;
    let batches = rows
        .into_iter()
        .filter_map(|row| match <[Value; 2]>::try_from(row) {
            Ok([Value::Uuid(Some(id)), Value::String(Some(table))]) => Some((id, table)),
            _ => None,
        });
    Ok(batches.collect())
}

/// Whether rows of a table are being written ahead, by an owner who lives.
///
/// # Errors
/// The database's refusal.
pub async fn is_being_staged(
    store: &Store,
    table: &str,
    now: Timestamp,
) -> Result<bool, JournalError> {
    let open = batch::Entity::find()
        .filter(batch::Column::TableName.eq(table))
        .filter(batch::Column::State.eq(OPEN))
        .filter(batch::Column::AliveUntil.gte(store::Time::from(now)));
    Ok(open.one(store.reader()).await?.is_some())
}

/// Whether rows of a table may be hidden: of a batch that is being filled or taken away.
///
/// # Errors
/// The database's refusal.
pub async fn hides_rows(
    connection: &impl ConnectionTrait,
    table: &str,
) -> Result<bool, JournalError> {
    let hiding = batch::Entity::find()
        .filter(batch::Column::TableName.eq(table))
        .filter(batch::Column::State.ne(FLIPPED));
    Ok(hiding.one(connection).await?.is_some())
}

/// Whether a flipped batch waits for the sequencer.
pub(crate) async fn anything_flipped(store: &Store) -> Result<bool, JournalError> {
    let first = batch::Entity::find().filter(batch::Column::State.eq(FLIPPED));
    Ok(first.one(store.reader()).await?.is_some())
}

/// Clears the marks of rows whose entries are sealed now.
pub(crate) async fn clear_marks(
    store: &Store,
    transaction: &mut WriteTransaction,
    table: &str,
    mut subjects: Vec<Uuid>,
) -> Result<(), StoreError> {
    // In the order in which the committer locks rows, so that the two never wait for each other.
    subjects.sort_unstable();
    let of_these = Expr::col(Alias::new("id")).is_in(subjects);
    if store.engine() == store::Engine::Postgres {
        let lock = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new(table))
            .and_where(of_these.clone())
            .order_by(Alias::new("id"), sea_orm::Order::Asc)
            .lock(sea_orm::sea_query::LockType::Update)
            .to_owned();
        transaction
            .rows(store.build(&lock), &[ColumnKind::Uuid])
            .await?;
    }
    let update = Query::update()
        .table(Alias::new(table))
        .value(Alias::new(STAGED), Option::<Uuid>::None)
        .and_where(of_these)
        .to_owned();
    transaction.execute(store.build(&update)).await?;
    Ok(())
}

/// Forgets the flipped batches whose entries are all sealed.
pub(crate) async fn forget_finished(
    store: &Store,
    transaction: &mut WriteTransaction,
) -> Result<(), StoreError> {
    let waiting = Query::select()
        .column(Alias::new("batch"))
        .from(Alias::new("journal_staged"))
        .to_owned();
    let delete = Query::delete()
        .from_table(Alias::new("journal_batch"))
        .and_where(Expr::col(Alias::new("state")).eq(FLIPPED))
        .and_where(Expr::col(Alias::new("id")).in_subquery(waiting).not())
        .to_owned();
    transaction.execute(store.build(&delete)).await?;
    Ok(())
}

/// Entries that belong to a batch which was not flipped: no part of the journal.
pub(crate) fn not_flipped(entry_column: SimpleExpr) -> SimpleExpr {
    let flipped = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("journal_batch"))
        .and_where(Expr::col(Alias::new("state")).eq(FLIPPED))
        .to_owned();
    let hidden = Query::select()
        .column(Alias::new("entry"))
        .from(Alias::new("journal_staged"))
        .and_where(Expr::col(Alias::new("batch")).in_subquery(flipped).not())
        .to_owned();
    entry_column.in_subquery(hidden)
}

/// Where the mark stands in the rows of a table, when it has one.
pub(crate) fn mark_index(shape: &TableShape) -> Option<usize> {
    shape.columns.iter().position(|column| column == STAGED)
}

/// The row of the queue of staged entries.
pub(crate) fn staged_row(entry: Uuid, batch: Uuid) -> Row
where
    staged::Entity: Table,
{
    Row::of(&staged::Model { entry, batch }, RowMode::Insert)
}
