//! The parts of an ordered index that a question leaves: a walk along the order reads no others.

use sea_orm::sea_query::Condition;
use store::Engine;

use super::order::{OrderedBy, Reach};
use super::{Direction, Operator, Query, QueryError, filter};
use crate::RegisterDef;

/// What the question leaves of the field that the order begins with: the parts of its index one after
/// the other in the order, and which of its rows. Areas stand apart in an order by region, and rows
/// between them are many.
pub(super) fn of_order(
    engine: Engine,
    def: &'static RegisterDef,
    query: &Query,
    order: &OrderedBy,
) -> Result<(Vec<Condition>, Reach), QueryError> {
    let Some((_, first, direction)) = order.first() else {
        return Ok((vec![Condition::all()], Reach::All));
    };
    let (mut bounds, mut reach) = (Condition::all(), Reach::All);
    let scope = query.scope.as_ref();
    let scope = scope.filter(|_| def.scope == Some(first.name));
    let mut areas: Option<Vec<String>> =
        scope.map(|areas| areas.iter().map(ToString::to_string).collect());
    for one in query.filters.iter().filter(|one| one.field == first.name) {
        match one.operator {
            Operator::Empty if one.value.as_bool() == Some(true) => reach = Reach::Empty,
            Operator::Empty => reach = Reach::Filled,
            Operator::Within => {
                let codes = filter::region_codes(first, &one.value)?;
                areas = Some(match areas {
                    Some(areas) => shared(&areas, &codes),
                    None => codes,
                });
            }
            operator if is_range(operator) => {
                bounds = bounds.add(filter::condition(engine, def, one)?);
                reach = Reach::Filled;
            }
            _ => {}
        }
    }
    let Some(areas) = areas else {
        return Ok((vec![bounds], reach));
    };
    let mut areas = outermost(areas);
    if *direction == Direction::Descending {
        areas.reverse();
    }
    let part = |area: &String| {
        Condition::all()
            .add(bounds.clone())
            .add(filter::starts_with(first, area))
    };
    Ok((areas.iter().map(part).collect(), Reach::Filled))
}

/// Whether an operator leaves one range of an ordered index.
const fn is_range(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Equal
            | Operator::Less
            | Operator::AtMost
            | Operator::Greater
            | Operator::AtLeast
            | Operator::Between
    )
}

/// The regions that lie in both: a region lies in another when its code begins with that one's.
fn shared(areas: &[String], codes: &[String]) -> Vec<String> {
    let inner = |area: &String, code: &String| {
        if area.starts_with(code.as_str()) {
            Some(area.clone())
        } else {
            code.starts_with(area.as_str()).then(|| code.clone())
        }
    };
    let pairs = areas
        .iter()
        .flat_map(|area| codes.iter().map(move |code| (area, code)));
    pairs.filter_map(|(area, code)| inner(area, code)).collect()
}

/// In ascending order, without those that lie in another.
fn outermost(mut areas: Vec<String>) -> Vec<String> {
    areas.sort();
    let mut kept: Vec<String> = Vec::new();
    for area in areas {
        if !kept
            .last()
            .is_some_and(|last| area.starts_with(last.as_str()))
        {
            kept.push(area);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn areas_of_a_caller_and_of_a_filter_meet() {
        let met = |areas, filter| outermost(shared(&codes(areas), &codes(filter)));
        assert_eq!(met("140802 140821001", "1408"), codes("140802 140821001"));
        assert_eq!(met("140802", "140802001 140821"), codes("140802001"));
        assert_eq!(met("140802", "140821"), codes(""));
        assert_eq!(
            outermost(codes("140821 140802001 140802")),
            codes("140802 140821")
        );
    }
}
