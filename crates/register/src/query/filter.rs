//! One condition in the database's words.

use base::{RegionCode, Wgs84};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Func, SimpleExpr};
use serde_json::Value as Json;
use store::Engine;

use super::{Filter, Operator, QueryError};
use crate::row::to_columns;
use crate::table::{box_columns, point_columns};
use crate::{FieldDef, FieldKind, RegisterDef, Value, input};

/// The condition of a filter.
pub(crate) fn condition(
    engine: Engine,
    def: &RegisterDef,
    filter: &Filter,
) -> Result<Condition, QueryError> {
    let field = field(def, &filter.field)?;
    if !field.filter {
        return Err(QueryError::NotFiltered(field.name));
    }
    let asked = Asked {
        engine,
        field,
        operator: filter.operator,
        value: &filter.value,
    };
    asked.condition()
}

/// The field of this name.
pub(super) fn field(def: &RegisterDef, name: &str) -> Result<&'static FieldDef, QueryError> {
    let found = def.field(name).map(|(_, field)| field);
    found.ok_or_else(|| QueryError::UnknownField {
        register: def.key,
        field: name.to_owned(),
    })
}

/// The rows of a region and of those in it.
pub(crate) fn within(field: &FieldDef, region: &RegionCode) -> Condition {
    starts_with(field, region.as_str())
}

/// A value of the field's type to compare with; an empty one equals nothing.
pub(super) fn compared(field: &'static FieldDef, given: &Json) -> Result<Value, QueryError> {
    let no_value = |fault| QueryError::Value {
        field: field.name,
        fault,
    };
    match input::read_value(field, given) {
        Ok(Value::Empty) => Err(no_value(None)),
        Ok(value) => Ok(value),
        Err(fault) => Err(no_value(Some(fault))),
    }
}

/// The codes that a region is compared with: one, or a list that is not empty.
pub(crate) fn region_codes(
    field: &'static FieldDef,
    value: &Json,
) -> Result<Vec<String>, QueryError> {
    let one = |given: &Json| match compared(field, given)? {
        Value::Text(code) => Ok(code),
        _ => Err(QueryError::Value {
            field: field.name,
            fault: None,
        }),
    };
    match value.as_array().map(Vec::as_slice) {
        Some([]) => one(&Json::Null).map(|code| vec![code]),
        Some(many) => many.iter().map(one).collect(),
        None => one(value).map(|code| vec![code]),
    }
}

struct Asked<'a> {
    engine: Engine,
    field: &'static FieldDef,
    operator: Operator,
    value: &'a Json,
}

impl Asked<'_> {
    fn condition(&self) -> Result<Condition, QueryError> {
        let column = || column(self.field);
        let has_order = self.field.kind.is_number()
            || matches!(self.field.kind, FieldKind::Date | FieldKind::Time);
        let one_column = self.field.kind.is_ordered();
        let all = Condition::all();
        Ok(match (self.operator, self.field.kind) {
            (Operator::Empty, kind) => self.empty(kind)?,
            (Operator::Equal, _) if one_column => all.add(column().eq(self.bound(self.value)?)),
            (Operator::NotEqual, _) if one_column => Condition::any()
                .add(column().ne(self.bound(self.value)?))
                .add(column().is_null()),
            (Operator::In, _) if one_column => all.add(column().is_in(self.list()?)),
            (Operator::Less, _) if has_order => all.add(column().lt(self.bound(self.value)?)),
            (Operator::AtMost, _) if has_order => all.add(column().lte(self.bound(self.value)?)),
            (Operator::Greater, _) if has_order => all.add(column().gt(self.bound(self.value)?)),
            (Operator::AtLeast, _) if has_order => all.add(column().gte(self.bound(self.value)?)),
            (Operator::Between, _) if has_order => match self.list()?.as_slice() {
                [from, to] => all
                    .add(column().gte(from.clone()))
                    .add(column().lte(to.clone())),
                _ => return Err(self.no_value()),
            },
            (Operator::Contains, FieldKind::Choices(_)) => {
                let one = Json::Array(vec![self.value.clone()]);
                let set = self.read(&one)?;
                let held = to_columns(self.field, &set).into_iter().map(Expr::value);
                all.add(self.holds(held.last().ok_or_else(|| self.no_value())?))
            }
            (Operator::Contains, kind) if kind.is_text() => {
                all.add(self.holds(self.bound(self.value)?))
            }
            (Operator::Starts, kind) if kind.is_text() => {
                starts_with(self.field, self.text()?.as_str())
            }
            (Operator::AtLeastOrEmpty, _) if has_order => Condition::any()
                .add(column().gte(self.bound(self.value)?))
                .add(column().is_null()),
            (Operator::Within, FieldKind::Region) => {
                let codes = region_codes(self.field, self.value)?;
                let any = Condition::any();
                codes
                    .iter()
                    .fold(any, |any, code| any.add(starts_with(self.field, code)))
            }
            (Operator::Outside, FieldKind::Region) => {
                let codes = region_codes(self.field, self.value)?;
                let inside = codes.iter().fold(Condition::any(), |any, code| {
                    any.add(starts_with(self.field, code))
                });
                Condition::any().add(inside.not()).add(column().is_null())
            }
            (Operator::InBox, FieldKind::Point) => self.in_box()?,
            (Operator::InBox, kind) if kind.is_shape() => self.meets_box()?,
            _ => {
                return Err(QueryError::Operator {
                    field: self.field.name,
                    operator: self.operator,
                });
            }
        })
    }

    /// Reads a value of the field's type.
    fn read(&self, given: &Json) -> Result<Value, QueryError> {
        input::read_value(self.field, given).map_err(|fault| QueryError::Value {
            field: self.field.name,
            fault: Some(fault),
        })
    }

    /// A value to compare with; an empty one equals nothing.
    fn bound(&self, given: &Json) -> Result<SimpleExpr, QueryError> {
        let value = compared(self.field, given)?;
        let columns = to_columns(self.field, &value).into_iter();
        let mut exprs = columns.map(Expr::value);
        exprs.next().ok_or_else(|| self.no_value())
    }

    fn list(&self) -> Result<Vec<SimpleExpr>, QueryError> {
        let items = self.value.as_array().ok_or_else(|| self.no_value())?;
        items.iter().map(|item| self.bound(item)).collect()
    }

    fn text(&self) -> Result<String, QueryError> {
        match compared(self.field, self.value)? {
            Value::Text(text) => Ok(text),
            _ => Err(self.no_value()),
        }
    }

    fn empty(&self, kind: FieldKind) -> Result<Condition, QueryError> {
        let wanted = self.value.as_bool().ok_or_else(|| self.no_value())?;
        let name = match kind {
            FieldKind::Point => point_columns(self.field).0,
            _ => self.field.name.to_owned(),
        };
        let column = Expr::col(Alias::new(name));
        let all = Condition::all();
        Ok(all.add(if wanted {
            column.is_null()
        } else {
            column.is_not_null()
        }))
    }

    /// Whether the column's text holds this one; no pattern, so nothing in it has to be escaped.
    fn holds(&self, text: SimpleExpr) -> SimpleExpr {
        let place = match self.engine {
            Engine::Sqlite => "instr",
            Engine::Postgres => "strpos",
        };
        let call = Func::cust(Alias::new(place))
            .arg(column(self.field))
            .arg(text);
        Expr::from(call).gt(0)
    }

    fn in_box(&self) -> Result<Condition, QueryError> {
        let (low, high) = self.corners()?;
        let (longitude, latitude) = point_columns(self.field);
        let [longitude, latitude] = [longitude, latitude].map(|name| Expr::col(Alias::new(name)));
        Ok(Condition::all()
            .add(latitude.between(low.latitude_e7, high.latitude_e7))
            .add(if low.longitude_e7 <= high.longitude_e7 {
                longitude.between(low.longitude_e7, high.longitude_e7)
            } else {
                let east_of = longitude.clone().gte(low.longitude_e7);
                east_of.or(longitude.lte(high.longitude_e7))
            }))
    }

    /// The shapes whose own box shares a place with the box.
    fn meets_box(&self) -> Result<Condition, QueryError> {
        let (low, high) = self.corners()?;
        let [west, south, east, north] =
            box_columns(self.field).map(|name| Expr::col(Alias::new(name)));
        let left = west.lte(high.longitude_e7);
        let right = east.gte(low.longitude_e7);
        Ok(Condition::all()
            .add(south.lte(high.latitude_e7))
            .add(north.gte(low.latitude_e7))
            .add(if low.longitude_e7 <= high.longitude_e7 {
                left.and(right)
            } else {
                left.or(right)
            }))
    }

    /// The south-western and the north-eastern corner of the box that is asked for.
    fn corners(&self) -> Result<(Wgs84, Wgs84), QueryError> {
        let numbers = self.value.as_array().ok_or_else(|| self.no_value())?;
        let degrees: Vec<f64> = numbers.iter().filter_map(Json::as_f64).collect();
        let (4, [west, south, east, north]) = (numbers.len(), degrees.as_slice()) else {
            return Err(self.no_value());
        };
        let corner = |east: &f64, north: &f64| {
            Wgs84::from_degrees(*east, *north).ok_or_else(|| self.no_value())
        };
        Ok((corner(west, south)?, corner(east, north)?))
    }

    fn no_value(&self) -> QueryError {
        QueryError::Value {
            field: self.field.name,
            fault: None,
        }
    }
}

fn column(field: &FieldDef) -> SimpleExpr {
    Expr::col(Alias::new(field.name))
}

/// A prefix as a range, which an index serves on both engines.
pub(super) fn starts_with(field: &FieldDef, prefix: &str) -> Condition {
    let all = Condition::all().add(column(field).gte(prefix));
    match successor(prefix) {
        Some(end) => all.add(column(field).lt(end)),
        None => all,
    }
}

/// The least text behind all that start with `prefix`, in the order of code points.
pub(super) fn successor(prefix: &str) -> Option<String> {
    let mut letters: Vec<char> = prefix.chars().collect();
    while let Some(last) = letters.pop() {
        let next = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            char::MAX => None,
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(next) = next {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::successor;

    #[test]
    fn the_successor_stands_right_behind_the_prefix() {
        assert_eq!(successor("1408").as_deref(), Some("1409"));
        assert_eq!(successor("火\u{10FFFF}").as_deref(), Some("灬"));
        assert_eq!(successor("\u{D7FF}").as_deref(), Some("\u{E000}"));
        assert_eq!(successor("\u{10FFFF}"), None);
        assert_eq!(successor(""), None);
    }
}
