//! Pages by keyset: the rows behind the last one, in an order that the id makes whole.
//!
//! There are several ways to a page, and the register's index says which is short:
//! * **among few**: the conditions leave few rows; all of them are looked at and put in order;
//! * **by marks**: they leave more, and the index knows the order: of its pieces those rows
//!   are looked at that the conditions may leave, until the page is full;
//! * **along the order**: they leave most rows, or the index knows nothing of them: rows are read in
//!   order, from the database's index on the ordered field;
//! * while a register is too small to be indexed, as the database likes.
//!
//! In an order by several fields, with C of N rows left and a page of L, the first looks at C rows and
//! the third at some L·N/C, so the border lies at √(L·N). Rows that fit may stand at the far end; a
//! walk that has looked at several times what it should goes back to the first way. Everything is
//! asked in one snapshot, so that a row whose number changes is not missed between two questions.

use base::Uuid;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};
use store::{Engine, Store};

use super::order::{Empties, Reach, branches, order, put_in_order};
use super::ways::Ways;
use super::{Cursor, Page, Query, QueryError, filter, places, search};
use crate::index::{self, Found};
use crate::{LedgerError, RegisterDef, Stored, check};

/// Rows of a page when nothing is said, and at most.
const USUAL: u64 = 50;
const MOST: u64 = 500;

/// So few rows are always all looked at.
const FEW: usize = 500;
/// How far beyond its due a walk along the order goes before it is given up.
const PATIENCE: u64 = 4;

/// Asks for one page.
pub(crate) async fn page(
    store: &Store,
    def: &'static RegisterDef,
    query: &Query,
) -> Result<Page, LedgerError> {
    let order = order(def, query)?;
    let conditions = conditions(store.engine(), def, query)?;
    let behind = query.after.as_ref().map(|after| after.read(&order));
    let behind = behind.transpose()?;
    let limit = if query.limit == 0 {
        USUAL
    } else {
        Ord::min(query.limit, MOST)
    };
    let snapshot = store.snapshot().await?;
    let ways = Ways {
        store,
        snapshot: &snapshot,
        def,
        query,
        order: &order,
        conditions: &conditions,
        behind: behind.as_ref(),
        // One more tells whether there is a next page.
        wanted: limit + 1,
    };
    let clauses = index::clauses(def, query);
    let found = index::look_up(&snapshot, store, def, &clauses).await?;
    let mut rows = match found {
        None => plain(&ways).await?,
        Some(found) => {
            store.prefer_indexes(&snapshot).await?;
            shortest(&ways, &found).await?
        }
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| Cursor::of(&order, row));
    Ok(Page { rows, next })
}

/// Takes the shortest way.
async fn shortest(ways: &Ways<'_>, found: &Found) -> Result<Vec<Stored>, LedgerError> {
    if let Some(among) = &ways.query.among {
        return ways.among_indexed(named(among), among.len()).await;
    }
    let all_found = async || {
        ways.among_numbers(&found.numbers(), ways.behind, ways.wanted)
            .await
    };
    let border = border(ways.wanted, found.of);
    let left = found.len();
    if left.is_some_and(|left| left <= FEW) {
        return all_found().await;
    }
    if let Some(driving) = ways.indexed_and_few(border).await? {
        return ways.among_indexed(driving, border).await;
    }
    let Some(left) = left else {
        return Ok(ways.along_order(None).await?.unwrap_or_default());
    };
    if let Some(rows) = ways.by_marks(found, border).await? {
        return Ok(rows);
    }
    if left > border {
        let patience = Some(PATIENCE * border as u64);
        if let Some(rows) = ways.along_order(patience).await? {
            return Ok(rows);
        }
    }
    all_found().await
}

/// How many rows may be looked at one by one before it is shorter to walk along the order.
fn border(wanted: u64, of: i64) -> usize {
    let product = wanted.saturating_mul(of.unsigned_abs());
    FEW.max(usize::try_from(product.isqrt()).unwrap_or(usize::MAX))
}

/// The page as the database finds it.
async fn plain(ways: &Ways<'_>) -> Result<Vec<Stored>, LedgerError> {
    let mut rows: Vec<Stored> = Vec::new();
    for branch in branches(ways.order, ways.behind, Reach::All) {
        let left = ways.wanted.saturating_sub(rows.len() as u64);
        if left == 0 {
            break;
        }
        let mut select = check::from(ways.def);
        select
            .columns(Stored::columns(ways.def).map(Alias::new))
            .cond_where(ways.conditions.clone())
            .cond_where(branch)
            .limit(left);
        put_in_order(&mut select, ways.store.engine(), ways.order, Empties::Apart);
        rows.extend(ways.read(&select).await?);
    }
    Ok(rows)
}

/// The rows of these ids.
fn named(ids: &[Uuid]) -> Condition {
    Condition::all().add(Expr::col(Alias::new("id")).is_in(ids.iter().copied()))
}

/// What every row of the answer fulfils.
pub(super) fn conditions(
    engine: Engine,
    def: &RegisterDef,
    query: &Query,
) -> Result<Condition, QueryError> {
    let mut all = Condition::all();
    if !query.retired {
        all = all.add(Expr::col(Alias::new("retired_at")).is_null());
    }
    for asked in &query.filters {
        all = all.add(filter::condition(engine, def, asked)?);
    }
    if let Some(words) = &query.search {
        all = all.add(search::condition(def, words)?);
    }
    if let Some(ids) = &query.among {
        all = all.add(named(ids));
    }
    if let Some(owners) = &query.owners {
        all = all.add(owners.condition(def));
    }
    if let Some(bounds) = &query.inside {
        all = all.add(places::inside(def, bounds));
    }
    let scope = def.scope.and_then(|name| def.field(name));
    if let (Some(regions), Some((_, field))) = (&query.scope, scope) {
        // Of no region nothing is seen.
        let nothing = Condition::any().add(Expr::value(1).eq(0));
        let seen = regions.iter().fold(nothing, |seen, region| {
            seen.add(filter::within(field, region))
        });
        all = all.add(seen);
    }
    Ok(all)
}
