//! What comes from outside, read into values: every complaint at once, each at its field.
//!
//! The JSON parser has refused lone surrogates already; here texts are trimmed, and characters
//! that nobody can see are refused. Markup is text like any other: it is the screen that escapes.

use base::{Label, RegionCode, Timestamp, Uuid, Wgs84};
use serde_json::{Map, Value as Json};

use crate::form::{parse_scaled, show_scaled};
use crate::{Fault, FaultCode, Faults, FieldDef, FieldKind, Reference, RegisterDef, Value, shape};

/// Reads a whole row. A field that is wrong comes out empty.
pub(crate) fn read_row(
    def: &RegisterDef,
    input: &Map<String, Json>,
    faults: &mut Faults,
) -> Vec<Value> {
    read_fields(def, input, &[], faults)
}

/// Reads the fields of a row but for those that stay as they are.
pub(crate) fn read_fields(
    def: &RegisterDef,
    input: &Map<String, Json>,
    stay: &[&str],
    faults: &mut Faults,
) -> Vec<Value> {
    for name in input.keys().filter(|name| def.field(name).is_none()) {
        let message = Label::new("没有这个字段", "there is no such field");
        faults.add(Fault::new(name, FaultCode::UnknownField, message));
    }
    let values = def.fields.iter().map(|field| {
        if stay.contains(&field.name) {
            return Value::Empty;
        }
        let given = input.get(field.name).unwrap_or(&Json::Null);
        read_field(field, given).unwrap_or_else(|fault| {
            faults.add(fault);
            Value::Empty
        })
    });
    values.collect()
}

/// Reads one field, as the form of a row demands it.
fn read_field(field: &FieldDef, given: &Json) -> Result<Value, Fault> {
    let value = read_value(field, given)?;
    if value.is_empty() && field.required {
        let message = Label::new("此项必填", "this field is required");
        return Err(Fault::new(field.name, FaultCode::Required, message));
    }
    check_range(field, &value)?;
    check_text(field, &value)?;
    Ok(value)
}

/// Smallest units of a number that is written with its point, as a text or as a JSON number.
fn units(given: &Json, scale: u8) -> Option<i64> {
    match given {
        Json::String(text) => parse_scaled(text.trim(), scale),
        Json::Number(number) => parse_scaled(&number.to_string(), scale),
        _ => None,
    }
}

/// Reads one value of the field's type, whatever its bounds: filters ask for values that no row
/// may hold.
pub(crate) fn read_value(field: &FieldDef, given: &Json) -> Result<Value, Fault> {
    let wrong = || wrong_type(field);
    let text = || given.as_str().map(str::trim).ok_or_else(wrong);
    let empty = given.is_null() || given.as_str().is_some_and(|text| text.trim().is_empty());
    Ok(match field.kind {
        _ if empty => Value::Empty,
        FieldKind::Text | FieldKind::LongText => {
            let text = text()?;
            let unseen =
                |c: char| c.is_control() && !(field.kind == FieldKind::LongText && is_space(c));
            if text.contains(unseen) {
                let message = Label::new(
                    "含有不可见的控制字符，请删除",
                    "it holds control characters; take them out",
                );
                return Err(Fault::new(field.name, FaultCode::ControlCharacter, message));
            }
            Value::Text(text.to_owned())
        }
        FieldKind::Integer => Value::Integer(given.as_i64().ok_or_else(wrong)?),
        FieldKind::Decimal { scale } => Value::Integer(units(given, scale).ok_or_else(wrong)?),
        FieldKind::Money => Value::Integer(units(given, 2).ok_or_else(wrong)?),
        FieldKind::Boolean => Value::Boolean(given.as_bool().ok_or_else(wrong)?),
        FieldKind::Date => Value::Date(text()?.parse().map_err(|_| wrong())?),
        FieldKind::Time => Value::Time(text()?.parse::<Timestamp>().map_err(|_| wrong())?),
        FieldKind::Choice(_) => Value::Text(word(field, text()?)?),
        FieldKind::Choices(_) => {
            let keys = given.as_array().ok_or_else(wrong)?.iter();
            let keys = keys.map(|key| word(field, key.as_str().ok_or_else(wrong)?));
            Value::set(keys.collect::<Result<Vec<_>, _>>()?)
        }
        FieldKind::Reference(_) => {
            let id = Uuid::parse_str(text()?).map_err(|_| wrong())?;
            Value::Reference(Reference(id))
        }
        FieldKind::Region => {
            let code: RegionCode = text()?.parse().map_err(|_| wrong())?;
            Value::Text(code.into())
        }
        FieldKind::Point => {
            let degrees = |name| given.get(name).and_then(Json::as_f64);
            let both = degrees("longitude").zip(degrees("latitude"));
            let place = both.and_then(|(east, north)| Wgs84::from_degrees(east, north));
            Value::Point(place.ok_or_else(wrong)?)
        }
        FieldKind::Line | FieldKind::Polygon => shape::read(field, given)?,
    })
}

const fn is_space(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\r')
}

fn word(field: &FieldDef, key: &str) -> Result<String, Fault> {
    if field.choices().iter().any(|word| word.key == key) {
        return Ok(key.to_owned());
    }
    let known: Vec<&str> = field.choices().iter().map(|word| word.key).collect();
    let message = Label::new(
        "不在可选范围内，可选：{choices}",
        "this is none of the choices: {choices}",
    );
    Err(Fault::new(field.name, FaultCode::NotAChoice, message).with("choices", known.join(", ")))
}

fn check_range(field: &FieldDef, value: &Value) -> Result<(), Fault> {
    let Value::Integer(number) = value else {
        return Ok(());
    };
    let (least, most) = (field.min.unwrap_or(i64::MIN), field.max.unwrap_or(i64::MAX));
    if (least..=most).contains(number) {
        return Ok(());
    }
    let message = match (field.min, field.max) {
        (Some(_), Some(_)) => Label::new("应在{min}与{max}之间", "it must be from {min} to {max}"),
        (Some(_), None) => Label::new("不得小于{min}", "it must be at least {min}"),
        _ => Label::new("不得大于{max}", "it must be at most {max}"),
    };
    let shown = |limit| show_scaled(limit, field.kind.scale().unwrap_or(0));
    Err(Fault::new(field.name, FaultCode::OutOfRange, message)
        .with("min", shown(least))
        .with("max", shown(most)))
}

fn check_text(field: &FieldDef, value: &Value) -> Result<(), Fault> {
    let (Value::Text(text), true) = (value, field.kind.is_text()) else {
        return Ok(());
    };
    let length = text.chars().count();
    if length > field.max_chars {
        let message = Label::new(
            "最多{max}个字，现为{length}个",
            "at most {max} characters; it has {length}",
        );
        return Err(Fault::new(field.name, FaultCode::TooLong, message)
            .with("max", field.max_chars)
            .with("length", length));
    }
    match field.pattern {
        Some(pattern) if !pattern.fits(text) => {
            Err(Fault::new(field.name, FaultCode::Pattern, pattern.hint()))
        }
        _ => Ok(()),
    }
}

pub(crate) fn wrong_type(field: &FieldDef) -> Fault {
    let message = match field.kind {
        FieldKind::Text | FieldKind::LongText => Label::new("应为文本", "write a text"),
        FieldKind::Integer => Label::new("应为整数", "write a whole number"),
        FieldKind::Decimal { .. } => Label::new(
            "应为小数，例如12.5，小数位数不超过规定",
            "write a number as 12.5, with no more digits behind the point than the field has",
        ),
        FieldKind::Money => Label::new("应为金额，例如12.50元", "write an amount of yuan as 12.50"),
        FieldKind::Boolean => Label::new("应为是或否", "write true or false"),
        FieldKind::Date => Label::new("应为日期，例如2026-11-23", "write a day as 2026-11-23"),
        FieldKind::Time => Label::new(
            "应为时间，例如2026-11-23T08:00:00Z",
            "write a time as 2026-11-23T08:00:00Z",
        ),
        FieldKind::Choice(_) => Label::new("应为一个选项", "write one of the choices"),
        FieldKind::Choices(_) => Label::new("应为若干选项的列表", "write a list of choices"),
        FieldKind::Reference(_) => Label::new("应为所引用记录的编号", "write the id of a row"),
        FieldKind::Region => Label::new(
            "应为区划代码：4、6、9或12位数字，不补零",
            "write a region code of 4, 6, 9 or 12 digits without padding",
        ),
        FieldKind::Point => Label::new(
            "应为经纬度，例如 {\"longitude\": 111.0, \"latitude\": 35.0}",
            "write a place as {\"longitude\": 111.0, \"latitude\": 35.0}",
        ),
        FieldKind::Line => Label::new(
            "应为线，例如 LINESTRING (111.0 35.0, 111.1 35.1)，或 GeoJSON",
            "write a line as LINESTRING (111.0 35.0, 111.1 35.1), or as GeoJSON",
        ),
        FieldKind::Polygon => Label::new(
            "应为面，例如 POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35))，或 GeoJSON",
            "write an area as POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35)), or as GeoJSON",
        ),
    };
    Fault::new(field.name, FaultCode::WrongType, message)
}
