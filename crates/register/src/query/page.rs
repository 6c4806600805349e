//! Pages by keyset: the rows behind the last one, in an order that the id makes whole.

use base::Uuid;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, NullOrdering, Order, SelectStatement, SimpleExpr,
};
use store::{Engine, Store};

use super::{Cursor, Direction, Page, Query, QueryError, filter, places, search};
use crate::row::to_columns;
use crate::{FieldDef, LedgerError, RegisterDef, Stored, Value, check};

/// Rows of a page when nothing is said, and at most.
const USUAL: u64 = 50;
const MOST: u64 = 500;

type OrderedBy = Vec<(usize, &'static FieldDef, Direction)>;

/// Asks for one page.
pub(crate) async fn page(
    store: &Store,
    def: &'static RegisterDef,
    query: &Query,
) -> Result<Page, LedgerError> {
    let order = order(def, query)?;
    let mut select = check::from(def);
    select.columns(Stored::columns(def).map(Alias::new));
    narrow(&mut select, store.engine(), def, query)?;
    if let Some(after) = &query.after {
        let (values, id) = after.read(&order)?;
        go_on_behind(&mut select, &order, &values, id);
    }
    put_in_order(&mut select, store.engine(), &order);
    let limit = if query.limit == 0 {
        USUAL
    } else {
        Ord::min(query.limit, MOST)
    };
    // One more tells whether there is a next page.
    select.limit(limit + 1);
    let found = store.reader().query_all_raw(store.build(&select)).await?;
    let rows = found.iter().map(|row| Stored::read(def, row));
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| Cursor::of(&order, row));
    Ok(Page { rows, next })
}

/// The fields of the order; a field that is named again says nothing new.
fn order(def: &RegisterDef, query: &Query) -> Result<OrderedBy, QueryError> {
    let mut order = OrderedBy::new();
    for (name, direction) in &query.sort {
        let field = filter::field(def, name)?;
        if !field.sort {
            return Err(QueryError::NotSorted(field.name));
        }
        let at = def.field(name).map_or(0, |(at, _)| at);
        if order.iter().all(|(known, _, _)| *known != at) {
            order.push((at, field, *direction));
        }
    }
    Ok(order)
}

/// Leaves the rows that a question asks for and its asker may see.
pub(super) fn narrow(
    select: &mut SelectStatement,
    engine: Engine,
    def: &RegisterDef,
    query: &Query,
) -> Result<(), QueryError> {
    if !query.retired {
        select.and_where(Expr::col(Alias::new("retired_at")).is_null());
    }
    for asked in &query.filters {
        select.cond_where(filter::condition(engine, def, asked)?);
    }
    if let Some(words) = &query.search {
        select.cond_where(search::condition(def, words)?);
    }
    if let Some(owners) = &query.owners {
        select.cond_where(owners.condition(def));
    }
    if let Some(bounds) = &query.inside {
        select.cond_where(places::inside(def, bounds));
    }
    let scope = def.scope.and_then(|name| def.field(name));
    if let (Some(regions), Some((_, field))) = (&query.scope, scope) {
        // Of no region nothing is seen.
        let nothing = Condition::any().add(Expr::value(1).eq(0));
        let seen = regions.iter().fold(nothing, |seen, region| {
            seen.add(filter::within(field, region))
        });
        select.cond_where(seen);
    }
    Ok(())
}

/// The id goes with the last field, so that an index over both is read in one direction.
fn id_direction(order: &OrderedBy) -> Direction {
    order
        .last()
        .map_or(Direction::Ascending, |(_, _, last)| *last)
}

fn put_in_order(select: &mut SelectStatement, engine: Engine, order: &OrderedBy) {
    for (_, field, direction) in order {
        let column = Alias::new(field.name);
        // SQLite orders empty values so by itself, and loses its index when told.
        if field.optional && engine == Engine::Postgres {
            let empty = match direction {
                Direction::Ascending => NullOrdering::First,
                Direction::Descending => NullOrdering::Last,
            };
            select.order_by_with_nulls(column, word(*direction), empty);
        } else {
            select.order_by(column, word(*direction));
        }
    }
    select.order_by(Alias::new("id"), word(id_direction(order)));
}

const fn word(direction: Direction) -> Order {
    match direction {
        Direction::Ascending => Order::Asc,
        Direction::Descending => Order::Desc,
    }
}

/// The rows behind these values: behind in the first field, or equal there and behind in the
/// second, and so on; the id last.
fn go_on_behind(select: &mut SelectStatement, order: &OrderedBy, values: &[Value], id: Uuid) {
    let mut behind = Condition::any();
    let mut equal = Condition::all();
    for ((_, field, direction), value) in order.iter().zip(values) {
        let place = Place::of(field, value);
        if let Some(further) = place.behind(*direction) {
            behind = behind.add(equal.clone().add(further));
        }
        equal = equal.add(place.equal());
    }
    let column = Expr::col(Alias::new("id"));
    let further = match id_direction(order) {
        Direction::Ascending => column.gt(id),
        Direction::Descending => column.lt(id),
    };
    select.cond_where(behind.add(equal.add(further)));
}

/// A column and the value that a page ended at.
struct Place {
    column: SimpleExpr,
    optional: bool,
    value: Option<SimpleExpr>,
}

impl Place {
    fn of(field: &FieldDef, value: &Value) -> Self {
        let stored = to_columns(field, value).into_iter().next();
        Self {
            column: Expr::col(Alias::new(field.name)),
            optional: field.optional,
            value: stored.filter(|_| !value.is_empty()).map(Expr::value),
        }
    }

    fn equal(&self) -> SimpleExpr {
        let column = self.column.clone();
        match &self.value {
            Some(value) => column.eq(value.clone()),
            None => column.is_null(),
        }
    }

    /// What lies further on; nothing does behind the empty values going down.
    fn behind(&self, direction: Direction) -> Option<SimpleExpr> {
        let column = self.column.clone();
        match (&self.value, direction) {
            (Some(value), Direction::Ascending) => Some(column.gt(value.clone())),
            (Some(value), Direction::Descending) if self.optional => {
                Some(column.clone().lt(value.clone()).or(column.is_null()))
            }
            (Some(value), Direction::Descending) => Some(column.lt(value.clone())),
            (None, Direction::Ascending) => Some(column.is_not_null()),
            (None, Direction::Descending) => None,
        }
    }
}
