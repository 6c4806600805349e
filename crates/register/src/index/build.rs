//! Giving rows their numbers: postings first, numbers afterwards.

use std::time::Duration;

use base::{Clock, Uuid};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, Value as Column};
use store::{Row, RowMode, Store, StoreError, WriteBatch};

use super::bits::PLACES;
use super::gathered::Gathered;
use super::segments::{self, Segment, State};
use super::tables::posting_shape;
use super::tokens;
use crate::table::NUMBER;
use crate::{LedgerError, RegisterDef, Stored};

/// Rows without a number that are worth a segment; fewer are quickly looked at one by one.
pub(crate) const WORTH_A_SEGMENT: usize = 4_096;
/// Postings that one transaction writes: some milliseconds, so that nobody waits behind them.
const POSTINGS_AT_ONCE: usize = 256;
/// Rows that one transaction gives their numbers.
const ROWS_AT_ONCE: usize = 256;
/// Rows that are held whole at a time: of the others stay words, places and what orders them.
pub(super) const READ_AT_ONCE: usize = 1_024;
/// How long somebody may be at building a segment before it counts as given up.
const PATIENCE: Duration = Duration::from_secs(600);

/// Keeps the index of registers. Several may be at work on one database: they disturb each other
/// by double work only.
#[derive(Clone)]
pub struct Indexer {
    pub(super) store: Store,
    pub(super) clock: Clock,
}

/// Which rows to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Take {
    /// When they are worth a segment.
    Worthwhile,
    /// However few they are.
    Any,
}

impl Indexer {
    /// An indexer over a database.
    #[must_use]
    pub const fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// Does what there is to do for one register: rows that are many enough get their numbers,
    /// segments that have become small or belong to earlier fields are put together anew. Idempotent.
    ///
    /// # Errors
    /// The database's refusal; the index stays whole.
    pub async fn tend(&self, def: &'static RegisterDef) -> Result<(), LedgerError> {
        let outdated = self.clear_given_up(def).await?;
        // Rows that are being written ahead may yet be taken away, and whoever writes them does so
        // beside people at work.
        if journal::is_being_staged(&self.store, def.key, self.clock.now()).await? {
            return Ok(());
        }
        if !self.number_new_rows(def, Take::Worthwhile).await? && !outdated {
            return Ok(());
        }
        while self.number_new_rows(def, Take::Worthwhile).await? {}
        self.compact(def).await
    }

    /// Indexes all rows, however few they are.
    ///
    /// # Errors
    /// As [`Indexer::tend`].
    pub async fn index_all(&self, def: &'static RegisterDef) -> Result<(), LedgerError> {
        self.clear_given_up(def).await?;
        while self.number_new_rows(def, Take::Any).await? {}
        self.compact(def).await
    }

    /// Makes a segment of rows without a number; `false` when there was nothing to do.
    async fn number_new_rows(
        &self,
        def: &'static RegisterDef,
        take: Take,
    ) -> Result<bool, LedgerError> {
        let without = || {
            let mut select = Query::select();
            select
                .from(Alias::new(def.key))
                .and_where(Expr::col(Alias::new(NUMBER)).is_null());
            select
        };
        if take == Take::Worthwhile {
            let mut last = without();
            last.column(Alias::new("id"))
                .limit(1)
                .offset(WORTH_A_SEGMENT as u64 - 1);
            let reader = self.store.reader();
            let found = reader.query_one_raw(self.store.build(&last)).await?;
            if found.is_none() {
                return Ok(false);
            }
        }
        let mut select = without();
        select
            .column(Alias::new("id"))
            .order_by(Alias::new("id"), Order::Asc)
            .limit(PLACES as u64);
        let reader = self.store.reader();
        let found = reader.query_all_raw(self.store.build(&select)).await?;
        let ids = found.iter().map(|row| row.try_get("", "id"));
        let ids: Vec<Uuid> = ids.collect::<Result<_, _>>()?;
        let mut gathered = Gathered::default();
        for slice in ids.chunks(READ_AT_ONCE) {
            let mut select = without();
            select
                .and_where(Expr::col(Alias::new("id")).is_in(slice.iter().copied()))
                .order_by(Alias::new("id"), Order::Asc);
            gathered = self.gather(def, select, gathered).await?;
        }
        self.index(def, gathered).await
    }

    /// Adds rows of the register, with what is needed to index them, to those gathered before.
    pub(super) async fn gather(
        &self,
        def: &'static RegisterDef,
        mut select: SelectStatement,
        mut gathered: Gathered,
    ) -> Result<Gathered, LedgerError> {
        let columns = Stored::columns(def).chain(["search"]);
        select.columns(columns.map(Alias::new));
        let reader = self.store.reader();
        let found = reader.query_all_raw(self.store.build(&select)).await?;
        let put_down = move || {
            for row in &found {
                gathered.add(
                    def,
                    Stored::read(def, row)?,
                    &row.try_get::<String>("", "search")?,
                );
            }
            Ok(gathered)
        };
        aside(put_down).await?
    }

    /// Writes a segment of these rows and gives them its numbers. A row that is changed meanwhile
    /// stays without one. `false` when there was nothing to do, or somebody else is at it.
    pub(super) async fn index(
        &self,
        def: &'static RegisterDef,
        mut gathered: Gathered,
    ) -> Result<bool, LedgerError> {
        if gathered.versions.is_empty() {
            return Ok(false);
        }
        let Some(mut segment) = self.reserve(def, gathered.versions.len()).await? else {
            return Ok(false);
        };
        let versions = std::mem::take(&mut gathered.versions);
        let postings = aside(move || gathered.into_postings(def)).await?;
        for slice in postings.chunks(POSTINGS_AT_ONCE) {
            let mut batch = WriteBatch::default();
            for (token, bytes) in slice {
                let values: Vec<Column> = vec![
                    def.key.into(),
                    segment.first.into(),
                    token.clone().into(),
                    bytes.clone().into(),
                ];
                batch.push(Row {
                    shape: posting_shape(),
                    mode: RowMode::Insert,
                    values,
                });
            }
            self.store.write(batch).await?;
        }
        segment.state = State::Active;
        segment.note(&self.store, def, RowMode::Upsert).await?;
        let numbered = versions.into_iter().zip(segment.first..);
        let numbered: Vec<(Uuid, i64, i64)> = numbered
            .map(|((id, version), number)| (id, version, number))
            .collect();
        for slice in numbered.chunks(ROWS_AT_ONCE) {
            let mut slice = slice.to_vec();
            // In the order in which writers lock rows, so that none waits for the other in a ring.
            slice.sort_unstable();
            let mut transaction = self.store.begin().await?;
            transaction.fill(def.key, NUMBER, slice).await?;
            let done = transaction.commit(WriteBatch::default()).await;
            done.map_err(StoreError::from)?;
        }
        Ok(true)
    }

    /// Numbers for so many rows; `None` while somebody else builds a segment of this register.
    async fn reserve(
        &self,
        def: &RegisterDef,
        rows: usize,
    ) -> Result<Option<Segment>, LedgerError> {
        let standing = segments::of_register(self.store.reader(), &self.store, def).await?;
        if standing.iter().any(|one| one.state == State::Building) {
            return Ok(None);
        }
        let segment = Segment {
            first: standing.last().map_or(0, Segment::end),
            size: i64::try_from(rows).unwrap_or(i64::MAX),
            state: State::Building,
            made_for: tokens::made_for(def),
            built_at: self.clock.now(),
        };
        match segment.note(&self.store, def, RowMode::Insert).await {
            Ok(()) => Ok(Some(segment)),
            Err(StoreError::Duplicate(_)) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// Takes away what a process that died left half built or half taken away; `true` when a
    /// segment was made for other fields than today's.
    async fn clear_given_up(&self, def: &RegisterDef) -> Result<bool, LedgerError> {
        let limit = self.clock.now().minus(PATIENCE);
        let made_for = tokens::made_for(def);
        let mut outdated = false;
        let standing = segments::of_register(self.store.reader(), &self.store, def).await?;
        for segment in standing {
            let given_up = segment.state == State::Building && segment.built_at < limit;
            if given_up || segment.state == State::Leaving {
                self.take_away(def, segment).await?;
            } else if segment.state == State::Active {
                outdated |= segment.made_for != made_for;
            }
        }
        Ok(outdated)
    }
}

/// What takes the processor for long, beside those that answer people.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::Refused(error.into()))
}
