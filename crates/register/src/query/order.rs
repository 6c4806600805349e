//! The order of a list, and how pages go on in it.
//!
//! What lies behind a row is said in branches, one after the other: equal in the first field and
//! behind in the rest; behind in the first field; empty there. Each branch is one range of the index
//! (field, id) in the order in which it is read; joined by OR they would be none on either engine.

use base::Uuid;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, NullOrdering, Order, SelectStatement, SimpleExpr,
};
use store::Engine;

use super::{Direction, Query, QueryError, filter};
use crate::row::to_columns;
use crate::{FieldDef, RegisterDef, Stored, Value};

/// The fields of an order, each with its place among the register's.
pub(super) type OrderedBy = Vec<(usize, &'static FieldDef, Direction)>;

/// A row's place in an order: its values there and its id.
pub(crate) type Position = (Vec<Value>, Uuid);

/// The fields of the order; a field that is named again says nothing new.
pub(super) fn order(def: &RegisterDef, query: &Query) -> Result<OrderedBy, QueryError> {
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

/// Where a row stands.
pub(super) fn position(order: &OrderedBy, row: &Stored) -> Position {
    let values = order.iter().filter_map(|(at, _, _)| row.values.get(*at));
    (values.cloned().collect(), row.id)
}

/// The id goes with the last field, so that an index over both is read in one direction.
pub(super) fn id_direction(order: &OrderedBy) -> Direction {
    order
        .last()
        .map_or(Direction::Ascending, |(_, _, last)| *last)
}

/// Whether the first field's empty values stand in a branch of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Empties {
    /// They do, or there are none: the database need not be told where they belong.
    Apart,
    /// They are among the others.
    Among,
}

/// Orders a question, the empty values first going up.
pub(super) fn put_in_order(
    select: &mut SelectStatement,
    engine: Engine,
    order: &OrderedBy,
    empties: Empties,
) {
    for (place, (_, field, direction)) in order.iter().enumerate() {
        let column = Alias::new(field.name);
        let told = field.optional && (place > 0 || empties == Empties::Among);
        // SQLite orders empty values so by itself, and loses its index when told.
        if told && engine == Engine::Postgres {
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

/// Which rows of an order's first field are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    All,
    Filled,
    Empty,
}

/// All rows, or those behind a place, in branches whose rows follow each other.
pub(super) fn branches(
    order: &OrderedBy,
    behind: Option<&Position>,
    reach: Reach,
) -> Vec<Condition> {
    let all = Condition::all;
    let Some((_, first, direction)) = order.first() else {
        let Some((_, id)) = behind else {
            return vec![all()];
        };
        return vec![all().add(id_behind(order, *id))];
    };
    let column = || Expr::col(Alias::new(first.name));
    let (empty, full) = (
        all().add(column().is_null()),
        all().add(column().is_not_null()),
    );
    let Some((values, id)) = behind else {
        return match direction {
            _ if reach == Reach::Empty => vec![empty],
            _ if !first.optional => vec![all()],
            _ if reach == Reach::Filled => vec![full],
            Direction::Ascending => vec![empty, full],
            Direction::Descending => vec![full, empty],
        };
    };
    let places: Vec<Place> = order
        .iter()
        .zip(values)
        .map(|((_, field, direction), value)| Place::of(field, *direction, value))
        .collect();
    let Some((place, rest)) = places.split_first() else {
        return Vec::new();
    };
    let equal = all().add(place.equal()).add(rest_behind(order, rest, *id));
    let further = match (&place.value, direction) {
        _ if reach == Reach::Empty => Vec::new(),
        (Some(value), Direction::Ascending) => vec![all().add(column().gt(value.clone()))],
        (Some(value), Direction::Descending) => {
            let less = all().add(column().lt(value.clone()));
            let empty = (first.optional && reach == Reach::All).then_some(empty);
            std::iter::once(less).chain(empty).collect()
        }
        (None, Direction::Ascending) => vec![full],
        (None, Direction::Descending) => Vec::new(),
    };
    std::iter::once(equal).chain(further).collect()
}

/// Behind in one of these fields and equal in those before it, or behind by the id.
fn rest_behind(order: &OrderedBy, rest: &[Place], id: Uuid) -> Condition {
    let mut behind = Condition::any();
    let mut equal = Condition::all();
    for place in rest {
        if let Some(further) = place.behind() {
            behind = behind.add(equal.clone().add(further));
        }
        equal = equal.add(place.equal());
    }
    behind.add(equal.add(id_behind(order, id)))
}

fn id_behind(order: &OrderedBy, id: Uuid) -> SimpleExpr {
    let column = Expr::col(Alias::new("id"));
    match id_direction(order) {
        Direction::Ascending => column.gt(id),
        Direction::Descending => column.lt(id),
    }
}

/// A column and the value that a page ended at.
struct Place {
    column: SimpleExpr,
    direction: Direction,
    optional: bool,
    value: Option<SimpleExpr>,
}

impl Place {
    fn of(field: &FieldDef, direction: Direction, value: &Value) -> Self {
        let stored = to_columns(field, value).into_iter().next();
        Self {
            column: Expr::col(Alias::new(field.name)),
            direction,
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
    fn behind(&self) -> Option<SimpleExpr> {
        let column = self.column.clone();
        match (&self.value, self.direction) {
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
