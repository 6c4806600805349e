//! Forms of values: JSON towards the API, JSON in the journal's bodies, and scaled numbers.
//!
//! The two kinds of JSON differ in three places: the API says times as RFC 3339, places in degrees
//! and decimals and amounts as texts with their point (`"1.25"`), a body keeps integers, because it
//! is hashed. The form towards the API is what `input` reads.

use base::{Line, Polygon, Timestamp, Uuid, Wgs84};
use serde_json::{Map, Value as Json, json};

use crate::mask::NOTHING;
use crate::{FieldDef, FieldKind, Reference, RegisterDef, Value};

/// A row's values as the API says them: every field by name, `null` for an empty one.
#[must_use]
pub fn to_json(def: &RegisterDef, values: &[Value]) -> Map<String, Json> {
    let pairs = def.fields.iter().zip(values);
    pairs
        .map(|(field, value)| (field.name.to_owned(), value_to_json(field, value)))
        .collect()
}

/// One value as the API says it; of a sealed one nothing.
#[must_use]
pub fn value_to_json(field: &FieldDef, value: &Value) -> Json {
    match value {
        Value::Integer(units) => match field.kind.scale() {
            Some(scale) => Json::String(show_scaled(*units, scale)),
            None => Json::from(*units),
        },
        Value::Time(time) => Json::String(time.to_string()),
        Value::Point(place) => {
            json!({"longitude": place.longitude(), "latitude": place.latitude()})
        }
        Value::Line(line) => {
            json!({"type": "LineString", "coordinates": in_degrees(line.places())})
        }
        Value::Polygon(polygon) => {
            let rings: Vec<Json> = polygon
                .rings()
                .iter()
                .map(|ring| in_degrees(ring))
                .collect();
            json!({"type": "Polygon", "coordinates": rings})
        }
        Value::Sealed(_) => Json::String(NOTHING.to_owned()),
        other => value_to_body(other),
    }
}

/// How a body says that a value is sealed: an object where an older body has the text itself.
const SEALED: &str = "sealed";

/// A value as it stands in the journal.
pub(crate) fn value_to_body(value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Text(text) => Json::String(text.clone()),
        Value::Integer(number) => Json::from(*number),
        Value::Boolean(yes) => Json::Bool(*yes),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Time(time) => Json::from(time.as_micros()),
        Value::Set(keys) => Json::from(keys.clone()),
        Value::Reference(Reference(id)) => Json::String(id.to_string()),
        Value::Point(place) => {
            json!({"longitude_e7": place.longitude_e7, "latitude_e7": place.latitude_e7})
        }
        Value::Line(line) => in_units(line.places()),
        Value::Polygon(polygon) => polygon.rings().iter().map(|ring| in_units(ring)).collect(),
        Value::Sealed(text) => json!({ SEALED: text }),
    }
}

/// Positions as RFC 7946 has them: longitude first, in degrees.
fn in_degrees(places: &[Wgs84]) -> Json {
    let pairs = places
        .iter()
        .map(|place| json!([place.longitude(), place.latitude()]));
    pairs.collect()
}

/// Positions in 1e-7 degrees.
fn in_units(places: &[Wgs84]) -> Json {
    let pairs = places
        .iter()
        .map(|place| json!([place.longitude_e7, place.latitude_e7]));
    pairs.collect()
}

fn from_units(stored: &Json) -> Option<Vec<Wgs84>> {
    let place = |pair: &Json| {
        let [east, north] = pair.as_array()?.as_slice() else {
            return None;
        };
        Some(Wgs84 {
            longitude_e7: i32::try_from(east.as_i64()?).ok()?,
            latitude_e7: i32::try_from(north.as_i64()?).ok()?,
        })
    };
    stored.as_array()?.iter().map(place).collect()
}

/// A value from the journal; `None` for one that is not of the field's kind.
pub(crate) fn value_from_body(field: &FieldDef, stored: &Json) -> Option<Value> {
    let text = || stored.as_str();
    Some(match field.kind {
        _ if stored.is_null() => Value::Empty,
        _ if field.personal && stored.is_object() => {
            Value::Sealed(stored.get(SEALED)?.as_str()?.to_owned())
        }
        FieldKind::Text | FieldKind::LongText | FieldKind::Choice(_) | FieldKind::Region => {
            Value::Text(text()?.to_owned())
        }
        FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::Money => {
            Value::Integer(stored.as_i64()?)
        }
        FieldKind::Boolean => Value::Boolean(stored.as_bool()?),
        FieldKind::Date => Value::Date(text()?.parse().ok()?),
        FieldKind::Time => Value::Time(Timestamp::from_micros(stored.as_i64()?)),
        FieldKind::Choices(_) => {
            let keys = stored.as_array()?.iter();
            let keys: Option<Vec<String>> =
                keys.map(|key| key.as_str().map(str::to_owned)).collect();
            Value::set(keys?)
        }
        FieldKind::Reference(_) => Value::Reference(Reference(Uuid::parse_str(text()?).ok()?)),
        FieldKind::Point => Value::Point(Wgs84 {
            longitude_e7: i32::try_from(stored.get("longitude_e7")?.as_i64()?).ok()?,
            latitude_e7: i32::try_from(stored.get("latitude_e7")?.as_i64()?).ok()?,
        }),
        FieldKind::Line => Value::Line(Line::new(from_units(stored)?).ok()?),
        FieldKind::Polygon => {
            let rings = stored.as_array()?.iter().map(from_units);
            Value::Polygon(Polygon::new(rings.collect::<Option<_>>()?).ok()?)
        }
    })
}

/// Smallest units as a decimal number: 125 with scale 2 is `1.25`.
#[must_use]
pub fn show_scaled(units: i64, scale: u8) -> String {
    let scale = usize::from(scale);
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = scale + 1);
    let sign = if units < 0 { "-" } else { "" };
    let (whole, rest) = digits.split_at(digits.len() - scale);
    if rest.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    }
}

/// A decimal number in smallest units; `None` for what is no number, is finer than the scale or
/// does not fit.
#[must_use]
pub fn parse_scaled(text: &str, scale: u8) -> Option<i64> {
    let text = text.trim();
    let (sign, bare) = match text.strip_prefix('-') {
        Some(bare) => ("-", bare),
        None => ("", text),
    };
    let (whole, rest) = bare.split_once('.').unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let scale = usize::from(scale);
    if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > scale {
        return None;
    }
    format!("{sign}{whole}{rest:0<scale$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_numbers_there_and_back() {
        for (units, scale, shown) in [
            (125, 2, "1.25"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (0, 3, "0.000"),
            (7, 0, "7"),
            (i64::MIN, 4, "-922337203685477.5808"),
        ] {
            assert_eq!(show_scaled(units, scale), shown);
            assert_eq!(parse_scaled(shown, scale), Some(units));
        }
        assert_eq!(parse_scaled("1.5", 2), Some(150));
        for wrong in [
            "",
            ".5",
            "1.255",
            "1e3",
            "99999999999999999999",
            "1.2.3",
            "--1",
        ] {
            assert_eq!(parse_scaled(wrong, 2), None, "{wrong}");
        }
    }
}
