//! The stretches of an ordered index that a question leaves: a walk along the order reads no others.
//!
//! Each end is named once. SQLite takes one lower and one upper end of a range and tests the others row
//! by row: told to begin behind the last page *and* at the first row of an area it may begin at either,
//! and read all that lies between.

use std::cmp::Ordering;
use std::ops::Bound;

use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, SimpleExpr};

use super::order::{OrderedBy, Position, Reach, branches};
use super::{Direction, Filter, Operator, Query, QueryError, filter};
use crate::row::to_columns;
use crate::{FieldDef, RegisterDef, Value};

/// The rows whose value in the order's first field lies between two ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stretch {
    from: Bound<Value>,
    to: Bound<Value>,
}

/// Where a row stands to what is read in some direction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    Inside,
    Past,
}

/// What the question leaves of the field that the order begins with, in the order, and which of its
/// rows. Areas stand apart in an order by region, and rows between them are many.
pub(super) fn of_order(
    def: &'static RegisterDef,
    query: &Query,
    order: &OrderedBy,
) -> Result<(Vec<Stretch>, Reach), QueryError> {
    let (mut stretches, mut reach) = (vec![Stretch::ALL], Reach::All);
    let Some((_, first, direction)) = order.first() else {
        return Ok((stretches, reach));
    };
    let scope = query.scope.as_ref();
    if let Some(areas) = scope.filter(|_| def.scope == Some(first.name)) {
        let codes = areas.iter().map(ToString::to_string).collect();
        stretches = shared(&stretches, &of_areas(codes));
    }
    for one in query.filters.iter().filter(|one| one.field == first.name) {
        let left = match one.operator {
            Operator::Empty => {
                reach = match one.value.as_bool() {
                    Some(true) => Reach::Empty,
                    _ => Reach::Filled,
                };
                continue;
            }
            Operator::Within => of_areas(filter::region_codes(first, &one.value)?),
            _ => match Stretch::of_range(first, one)? {
                Some(stretch) => vec![stretch],
                None => continue,
            },
        };
        stretches = shared(&stretches, &left);
    }
    stretches.sort_by(|one, other| lower(&one.from, &other.from));
    if *direction == Direction::Descending {
        stretches.reverse();
    }
    Ok((stretches, reach))
}

/// Where a value of the order's first field stands to all that a question leaves of it.
pub(super) fn side_of(
    (stretches, reach): &(Vec<Stretch>, Reach),
    value: &Value,
    direction: Direction,
) -> Side {
    let up = direction == Direction::Ascending;
    match (reach, value.is_empty()) {
        (Reach::Empty, false) if up => return Side::Past,
        (Reach::Empty, false) => return Side::Before,
        (Reach::Filled, true) if up => return Side::Before,
        (Reach::Filled, true) => return Side::Past,
        _ => {}
    }
    let side = |stretch: Option<&Stretch>| {
        let stretch = stretch.filter(|stretch| **stretch != Stretch::ALL);
        stretch.map_or(Side::Inside, |one| one.side_of(Some(value), direction))
    };
    match (side(stretches.first()), side(stretches.last())) {
        (Side::Before, _) => Side::Before,
        (_, Side::Past) => Side::Past,
        _ => Side::Inside,
    }
}

impl Stretch {
    const ALL: Self = Self {
        from: Bound::Unbounded,
        to: Bound::Unbounded,
    };

    /// The range that a filter leaves of an ordered index, when it leaves one.
    fn of_range(field: &'static FieldDef, filter: &Filter) -> Result<Option<Self>, QueryError> {
        let one = || filter::compared(field, &filter.value);
        let (from, to) = match filter.operator {
            Operator::Equal => (Bound::Included(one()?), Bound::Included(one()?)),
            Operator::Less => (Bound::Unbounded, Bound::Excluded(one()?)),
            Operator::AtMost => (Bound::Unbounded, Bound::Included(one()?)),
            Operator::Greater => (Bound::Excluded(one()?), Bound::Unbounded),
            Operator::AtLeast => (Bound::Included(one()?), Bound::Unbounded),
            Operator::Between => match filter.value.as_array().map(Vec::as_slice) {
                Some([from, to]) => (
                    Bound::Included(filter::compared(field, from)?),
                    Bound::Included(filter::compared(field, to)?),
                ),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(Self { from, to }))
    }

    /// The conditions of its rows behind a place, one range of the index after the other.
    pub(super) fn behind(
        &self,
        order: &OrderedBy,
        place: Option<&Position>,
        reach: Reach,
    ) -> Vec<Condition> {
        let Some((_, field, direction)) = order.first().filter(|_| *self != Self::ALL) else {
            return branches(order, place, reach);
        };
        let side = place.map(|(values, _)| self.side_of(values.first(), *direction));
        let (place, from, to) = match (side.unwrap_or(Side::Before), direction) {
            (Side::Past, _) => return Vec::new(),
            (Side::Before, _) => (None, &self.from, &self.to),
            (Side::Inside, Direction::Ascending) => (place, &Bound::Unbounded, &self.to),
            (Side::Inside, Direction::Descending) => (place, &self.from, &Bound::Unbounded),
        };
        let ends = [at_least(field, from), at_most(field, to)];
        let ends = ends
            .into_iter()
            .flatten()
            .fold(Condition::all(), Condition::add);
        let branches = branches(order, place, Reach::Filled).into_iter();
        branches.map(|branch| branch.add(ends.clone())).collect()
    }

    fn side_of(&self, value: Option<&Value>, direction: Direction) -> Side {
        let value = value.unwrap_or(&Value::Empty);
        // Empty values stand before all others going up, and behind them going down.
        let below = value.is_empty() || is_below(value, &self.from);
        let above = !value.is_empty() && is_above(value, &self.to);
        match (below, above, direction) {
            (false, false, _) => Side::Inside,
            (true, _, Direction::Ascending) | (_, true, Direction::Descending) => Side::Before,
            _ => Side::Past,
        }
    }
}

/// The stretches of areas, none in another: a region lies in another when its code begins with that
/// one's.
fn of_areas(mut codes: Vec<String>) -> Vec<Stretch> {
    codes.sort();
    let mut outermost: Vec<String> = Vec::new();
    for code in codes {
        let outer = outermost.last();
        if !outer.is_some_and(|outer| code.starts_with(outer.as_str())) {
            outermost.push(code);
        }
    }
    let stretch = |code: String| Stretch {
        to: match filter::successor(&code) {
            Some(end) => Bound::Excluded(Value::Text(end)),
            None => Bound::Unbounded,
        },
        from: Bound::Included(Value::Text(code)),
    };
    outermost.into_iter().map(stretch).collect()
}

/// What lies in a stretch of each.
fn shared(some: &[Stretch], others: &[Stretch]) -> Vec<Stretch> {
    let pairs = some
        .iter()
        .flat_map(|one| others.iter().map(move |other| (one, other)));
    let meet = |(one, other): (&Stretch, &Stretch)| {
        let from = std::cmp::max_by(&one.from, &other.from, |a, b| lower(a, b)).clone();
        let to = std::cmp::min_by(&one.to, &other.to, |a, b| upper(a, b)).clone();
        let is_some = match &from {
            Bound::Included(first) | Bound::Excluded(first) => !is_above(first, &to),
            Bound::Unbounded => true,
        };
        is_some.then_some(Stretch { from, to })
    };
    pairs.filter_map(meet).collect()
}

fn is_below(value: &Value, from: &Bound<Value>) -> bool {
    match from {
        Bound::Unbounded => false,
        Bound::Included(first) => value.compare(first) == Ordering::Less,
        Bound::Excluded(first) => value.compare(first) != Ordering::Greater,
    }
}

fn is_above(value: &Value, to: &Bound<Value>) -> bool {
    match to {
        Bound::Unbounded => false,
        Bound::Included(last) => value.compare(last) == Ordering::Greater,
        Bound::Excluded(last) => value.compare(last) != Ordering::Less,
    }
}

/// The order of lower ends.
fn lower(one: &Bound<Value>, other: &Bound<Value>) -> Ordering {
    end(one, Ordering::Less, Ordering::Greater, other)
}

/// The order of upper ends.
fn upper(one: &Bound<Value>, other: &Bound<Value>) -> Ordering {
    end(one, Ordering::Greater, Ordering::Less, other)
}

/// The order of ends, of which an open one is `open` beside any other, and one without its value
/// `without` beside one with the same.
fn end(one: &Bound<Value>, open: Ordering, without: Ordering, other: &Bound<Value>) -> Ordering {
    match (one, other) {
        (Bound::Unbounded, Bound::Unbounded) => Ordering::Equal,
        (Bound::Unbounded, _) => open,
        (_, Bound::Unbounded) => open.reverse(),
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            a.compare(b).then_with(|| match (one, other) {
                (Bound::Excluded(_), Bound::Included(_)) => without,
                (Bound::Included(_), Bound::Excluded(_)) => without.reverse(),
                _ => Ordering::Equal,
            })
        }
    }
}

fn at_least(field: &FieldDef, from: &Bound<Value>) -> Option<SimpleExpr> {
    match from {
        Bound::Unbounded => None,
        Bound::Included(first) => Some(column(field).gte(stored(field, first)?)),
        Bound::Excluded(first) => Some(column(field).gt(stored(field, first)?)),
    }
}

fn at_most(field: &FieldDef, to: &Bound<Value>) -> Option<SimpleExpr> {
    match to {
        Bound::Unbounded => None,
        Bound::Included(last) => Some(column(field).lte(stored(field, last)?)),
        Bound::Excluded(last) => Some(column(field).lt(stored(field, last)?)),
    }
}

fn column(field: &FieldDef) -> SimpleExpr {
    Expr::col(Alias::new(field.name))
}

fn stored(field: &FieldDef, value: &Value) -> Option<SimpleExpr> {
    to_columns(field, value).into_iter().next().map(Expr::value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(text: &str) -> Vec<Stretch> {
        of_areas(text.split_whitespace().map(str::to_owned).collect())
    }

    fn day(text: &str) -> Value {
        Value::Date(text.parse().unwrap())
    }

    fn days(from: Bound<&str>, to: Bound<&str>) -> Stretch {
        Stretch {
            from: from.map(day),
            to: to.map(day),
        }
    }

    #[test]
    fn areas_of_a_caller_and_of_a_filter_meet() {
        let met = |some, others| shared(&areas(some), &areas(others));
        assert_eq!(met("140802 140821001", "1408"), areas("140802 140821001"));
        assert_eq!(met("140802", "140802001 140821"), areas("140802001"));
        assert_eq!(met("140802", "140821"), Vec::new());
        assert_eq!(
            areas("140821 140802001 140802"),
            areas("140802 140821"),
            "none stands in another"
        );
    }

    #[test]
    fn ranges_meet_at_their_nearest_ends() {
        let (old, new) = ("2019-01-01", "2024-01-01");
        let since = days(Bound::Included(old), Bound::Unbounded);
        let after = days(Bound::Excluded(old), Bound::Unbounded);
        let before = days(Bound::Unbounded, Bound::Excluded(new));
        let until = days(Bound::Unbounded, Bound::Included(new));
        let meet = |one: &Stretch, other: &Stretch| {
            shared(std::slice::from_ref(one), std::slice::from_ref(other))
        };
        let both = days(Bound::Included(old), Bound::Excluded(new));
        assert_eq!(meet(&since, &before), [both]);
        assert_eq!(meet(&since, &after), std::slice::from_ref(&after));
        assert_eq!(meet(&until, &before), std::slice::from_ref(&before));
        let at_once = days(Bound::Included(new), Bound::Unbounded);
        assert_eq!(meet(&before, &at_once), Vec::new());
        assert_eq!(meet(&until, &at_once).len(), 1);
    }

    #[test]
    fn a_place_is_before_inside_or_past_a_stretch() {
        let stretch = days(Bound::Included("2019-01-01"), Bound::Excluded("2024-01-01"));
        let up = |text| stretch.side_of(Some(&day(text)), Direction::Ascending);
        let down = |text| stretch.side_of(Some(&day(text)), Direction::Descending);
        assert!(up("2018-12-31") == Side::Before && down("2018-12-31") == Side::Past);
        assert!(up("2019-01-01") == Side::Inside && down("2023-12-31") == Side::Inside);
        assert!(up("2024-01-01") == Side::Past && down("2024-01-01") == Side::Before);
        let empty = |direction| stretch.side_of(Some(&Value::Empty), direction);
        assert!(empty(Direction::Ascending) == Side::Before);
        assert!(empty(Direction::Descending) == Side::Past);
    }
}
