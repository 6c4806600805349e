//! Filters asked of a row in memory: what [`super::condition`] asks of the table, without it.
//!
//! Invariant: a filter takes the same rows here and there; a test holds them against each other.
//! It is for who follows the journal and has the row at hand; a list asks the database.

use serde_json::Value as Json;

use super::filter::{field, region_codes};
use super::{Filter, Operator, QueryError};
use crate::{FieldDef, FieldKind, RegisterDef, Stored, Value, input};

/// Filters that were read once and are asked of many rows.
#[derive(Clone, Debug)]
pub struct Matcher(Vec<(usize, Test)>);

#[derive(Clone, Debug)]
enum Test {
    Equal(Value),
    NotEqual(Value),
    In(Vec<Value>),
    Holds(String),
    Word(Value),
    Starts(Vec<String>),
    Outside(Vec<String>),
    /// Between these, each where it is given; the flag tells whether the bound itself is inside.
    Range(Option<(Value, Edge)>, Option<(Value, Edge)>),
    AtLeastOrEmpty(Value),
    Empty(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    In,
    Out,
}

impl Matcher {
    /// Reads the filters.
    ///
    /// # Errors
    /// [`QueryError`] as a list says it; boxes of places are for the database alone.
    pub fn of(def: &RegisterDef, filters: &[Filter]) -> Result<Self, QueryError> {
        let tests = filters.iter().map(|filter| {
            let (at, _) = def
                .field(&filter.field)
                .ok_or_else(|| unknown(def, filter))?;
            Ok((at, test(field(def, &filter.field)?, filter)?))
        });
        Ok(Self(tests.collect::<Result<_, QueryError>>()?))
    }

    /// Whether the row fulfils all of them, whatever became of it: a retired row too.
    #[must_use]
    pub fn takes(&self, row: &Stored) -> bool {
        let held = |at: &usize| row.values.get(*at).unwrap_or(&Value::Empty);
        self.0.iter().all(|(at, test)| test.takes(held(at)))
    }
}

fn unknown(def: &RegisterDef, filter: &Filter) -> QueryError {
    QueryError::UnknownField {
        register: def.key,
        field: filter.field.clone(),
    }
}

fn test(field: &'static FieldDef, filter: &Filter) -> Result<Test, QueryError> {
    if !field.filter {
        return Err(QueryError::NotFiltered(field.name));
    }
    let has_order =
        field.kind.is_number() || matches!(field.kind, FieldKind::Date | FieldKind::Time);
    let one = || value(field, &filter.value);
    Ok(match (filter.operator, field.kind) {
        (Operator::Empty, _) => Test::Empty(filter.value.as_bool().ok_or_else(|| no_value(field))?),
        (Operator::Equal, kind) if kind.is_ordered() => Test::Equal(one()?),
        (Operator::NotEqual, kind) if kind.is_ordered() => Test::NotEqual(one()?),
        (Operator::In, kind) if kind.is_ordered() => Test::In(list(field, &filter.value)?),
        (Operator::Less, _) if has_order => Test::Range(None, Some((one()?, Edge::Out))),
        (Operator::AtMost, _) if has_order => Test::Range(None, Some((one()?, Edge::In))),
        (Operator::Greater, _) if has_order => Test::Range(Some((one()?, Edge::Out)), None),
        (Operator::AtLeast, _) if has_order => Test::Range(Some((one()?, Edge::In)), None),
        (Operator::Between, _) if has_order => {
            match <[Value; 2]>::try_from(list(field, &filter.value)?) {
                Ok([from, to]) => Test::Range(Some((from, Edge::In)), Some((to, Edge::In))),
                Err(_) => return Err(no_value(field)),
            }
        }
        (Operator::AtLeastOrEmpty, _) if has_order => Test::AtLeastOrEmpty(one()?),
        (Operator::Contains, FieldKind::Choices(_)) => {
            Test::Word(value(field, &Json::Array(vec![filter.value.clone()]))?)
        }
        (Operator::Contains, kind) if kind.is_text() => Test::Holds(text(field, one()?)?),
        (Operator::Starts, kind) if kind.is_text() => Test::Starts(vec![text(field, one()?)?]),
        (Operator::Within, FieldKind::Region) => Test::Starts(region_codes(field, &filter.value)?),
        (Operator::Outside, FieldKind::Region) => {
            Test::Outside(region_codes(field, &filter.value)?)
        }
        (operator, _) => {
            return Err(QueryError::Operator {
                field: field.name,
                operator,
            });
        }
    })
}

const fn no_value(field: &FieldDef) -> QueryError {
    QueryError::Value {
        field: field.name,
        fault: None,
    }
}

fn value(field: &'static FieldDef, given: &Json) -> Result<Value, QueryError> {
    match input::read_value(field, given) {
        Ok(Value::Empty) => Err(no_value(field)),
        Ok(value) => Ok(value),
        Err(fault) => Err(QueryError::Value {
            field: field.name,
            fault: Some(fault),
        }),
    }
}

fn list(field: &'static FieldDef, given: &Json) -> Result<Vec<Value>, QueryError> {
    let items = given.as_array().ok_or_else(|| no_value(field))?;
    items.iter().map(|item| value(field, item)).collect()
}

fn text(field: &FieldDef, value: Value) -> Result<String, QueryError> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err(no_value(field)),
    }
}

impl Test {
    fn takes(&self, held: &Value) -> bool {
        let starts = |codes: &[String]| {
            let text = held.as_text();
            text.is_some_and(|text| codes.iter().any(|code| text.starts_with(code.as_str())))
        };
        match self {
            Self::Empty(wanted) => held.is_empty() == *wanted,
            Self::NotEqual(value) => held != value,
            Self::AtLeastOrEmpty(value) => held.is_empty() || not_less(held, value, Edge::In),
            Self::Outside(codes) => !starts(codes),
            _ if held.is_empty() => false,
            Self::Equal(value) => held == value,
            Self::In(values) => values.contains(held),
            Self::Holds(part) => held
                .as_text()
                .is_some_and(|text| text.contains(part.as_str())),
            Self::Word(word) => match (held, word) {
                (Value::Set(held), Value::Set(word)) => word.iter().all(|one| held.contains(one)),
                _ => false,
            },
            Self::Starts(codes) => starts(codes),
            Self::Range(from, to) => {
                let above = |(value, edge): &(Value, Edge)| not_less(held, value, *edge);
                let below = |(value, edge): &(Value, Edge)| not_less(value, held, *edge);
                from.as_ref().is_none_or(above) && to.as_ref().is_none_or(below)
            }
        }
    }
}

/// Whether `a` is at least `b`, or greater where the edge is out.
fn not_less(a: &Value, b: &Value, edge: Edge) -> bool {
    let order = match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        _ => return false,
    };
    order.is_gt() || (order.is_eq() && edge == Edge::In)
}
