//! Putting segments together: a change gives a row a new number and leaves a gap, and an import's
//! rows come in small segments. Rows of small, thinned-out or outdated segments are indexed anew
//! into one.

use std::ops::Range;

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use store::{StoreError, WriteBatch};

use super::bits::PLACES;
use super::build::{Indexer, READ_AT_ONCE};
use super::gathered::Gathered;
use super::segments::{self, Segment, State};
use super::tables::{POSTING, SEGMENT};
use super::tokens;
use crate::table::NUMBER;
use crate::{LedgerError, RegisterDef};

/// A segment with fewer rows in use than this is small.
const SMALL: i64 = PLACES as i64 / 2;
/// So many small segments are put together.
const MANY: usize = 8;
/// Postings that one transaction takes away.
const TAKEN_AT_ONCE: u64 = 500;

impl Indexer {
    pub(super) async fn compact(&self, def: &'static RegisterDef) -> Result<(), LedgerError> {
        let made_for = tokens::made_for(def);
        let standing = segments::of_register(self.store.reader(), &self.store, def).await?;
        let (mut outdated, mut small) = (Vec::new(), Vec::new());
        for segment in standing {
            if segment.state != State::Active {
                continue;
            }
            if segment.made_for != made_for {
                outdated.push(segment);
                continue;
            }
            let rows = self.rows_of(def, &segment).await?;
            if rows < SMALL {
                small.push((rows, segment));
            }
        }
        for segment in outdated {
            self.put_together(def, vec![segment]).await?;
        }
        if small.len() < MANY {
            return Ok(());
        }
        small.sort_by_key(|(rows, _)| *rows);
        let mut room = PLACES as i64;
        let fits = small.into_iter().take_while(|(rows, _)| {
            room -= rows;
            room >= 0
        });
        let fits = fits.map(|(_, segment)| segment).collect();
        self.put_together(def, fits).await
    }

    /// Indexes the rows of these segments anew; together they are at most one segment's.
    async fn put_together(
        &self,
        def: &'static RegisterDef,
        old: Vec<Segment>,
    ) -> Result<(), LedgerError> {
        let mut gathered = Gathered::default();
        for segment in &old {
            for first in (segment.first..segment.end()).step_by(READ_AT_ONCE) {
                let end = Ord::min(segment.end(), first + READ_AT_ONCE as i64);
                let mut select = Query::select();
                select
                    .from(Alias::new(def.key))
                    .and_where(numbered(first..end))
                    .order_by(Alias::new(NUMBER), Order::Asc);
                gathered = self.gather(def, select, gathered).await?;
            }
        }
        self.index(def, gathered).await?;
        for mut segment in old {
            // Rows that got no number, because somebody else was building, keep the old one.
            if self.rows_of(def, &segment).await? == 0 {
                segment.state = State::Leaving;
                segment
                    .note(&self.store, def, store::RowMode::Upsert)
                    .await?;
                self.take_away(def, segment).await?;
            }
        }
        Ok(())
    }

    /// How many rows have a number of this segment.
    async fn rows_of(&self, def: &RegisterDef, segment: &Segment) -> Result<i64, LedgerError> {
        let select = Query::select()
            .expr_as(Expr::col(Alias::new(NUMBER)).count(), Alias::new("rows"))
            .from(Alias::new(def.key))
            .and_where(numbered(segment.first..segment.end()))
            .to_owned();
        let reader = self.store.reader();
        let found = reader.query_one_raw(self.store.build(&select)).await?;
        Ok(found.map_or(Ok(0), |row| row.try_get("", "rows"))?)
    }

    /// Takes a segment's postings away, and then itself.
    pub(super) async fn take_away(
        &self,
        def: &RegisterDef,
        segment: Segment,
    ) -> Result<(), LedgerError> {
        let column = |name| Expr::col(Alias::new(name));
        loop {
            let tokens = Query::select()
                .column(Alias::new("token"))
                .from(Alias::new(POSTING))
                .and_where(column("register").eq(def.key))
                .and_where(column("first").eq(segment.first))
                .order_by(Alias::new("token"), Order::Asc)
                .limit(TAKEN_AT_ONCE)
                .to_owned();
            let delete = Query::delete()
                .from_table(Alias::new(POSTING))
                .and_where(column("register").eq(def.key))
                .and_where(column("first").eq(segment.first))
                .and_where(column("token").in_subquery(tokens))
                .to_owned();
            let mut transaction = self.store.begin().await?;
            let taken = transaction.execute(self.store.build(&delete)).await?;
            if taken == 0 {
                let delete = Query::delete()
                    .from_table(Alias::new(SEGMENT))
                    .and_where(column("register").eq(def.key))
                    .and_where(column("first").eq(segment.first))
                    .to_owned();
                transaction.execute(self.store.build(&delete)).await?;
            }
            let done = transaction.commit(WriteBatch::default()).await;
            done.map_err(StoreError::from)?;
            if taken == 0 {
                return Ok(());
            }
        }
    }
}

/// Whether a row has one of these numbers.
fn numbered(numbers: Range<i64>) -> sea_orm::sea_query::SimpleExpr {
    let number = || Expr::col(Alias::new(NUMBER));
    number().gte(numbers.start).and(number().lt(numbers.end))
}
