//! Lines and areas from outside: WKT as people paste it, GeoJSON as programs send it.

use base::{Label, Line, Polygon, ShapeError, Wgs84};
use serde_json::Value as Json;

use crate::{Fault, FaultCode, FieldDef, FieldKind, Value, input};

/// Reads a shape of the field's kind.
pub(crate) fn read(field: &FieldDef, given: &Json) -> Result<Value, Fault> {
    let wrong = || input::wrong_type(field);
    let pasted = given.as_str().map(str::trim);
    let parsed = pasted
        .filter(|text| text.starts_with('{'))
        .map(serde_json::from_str);
    let parsed: Option<Json> = parsed.transpose().map_err(|_| wrong())?;
    let shape = match (parsed.as_ref().unwrap_or(given), pasted) {
        (Json::Object(_), _) => from_geojson(field, parsed.as_ref().unwrap_or(given)),
        (_, Some(text)) => from_wkt(field, text),
        _ => return Err(wrong()),
    };
    shape.map_err(|error| said(field, &error))
}

fn from_wkt(field: &FieldDef, text: &str) -> Result<Value, ShapeError> {
    match field.kind {
        FieldKind::Line => Line::from_wkt(text).map(Value::Line),
        _ => Polygon::from_wkt(text).map(Value::Polygon),
    }
}

fn from_geojson(field: &FieldDef, given: &Json) -> Result<Value, ShapeError> {
    let named = given.get("type").and_then(Json::as_str);
    let inside = given.get("coordinates").and_then(Json::as_array);
    match (field.kind, named, inside) {
        (FieldKind::Line, Some("LineString"), Some(inside)) => {
            Line::new(places(inside, "LineString")?).map(Value::Line)
        }
        (FieldKind::Polygon, Some("Polygon"), Some(inside)) => {
            let ring = |ring: &Json| places(ring.as_array()?, "Polygon").ok();
            let rings: Option<Vec<_>> = inside.iter().map(ring).collect();
            Polygon::new(rings.ok_or(ShapeError::Text("Polygon"))?).map(Value::Polygon)
        }
        (FieldKind::Line, ..) => Err(ShapeError::Text("LineString")),
        _ => Err(ShapeError::Text("Polygon")),
    }
}

/// Positions; a height behind longitude and latitude is left out.
fn places(inside: &[Json], name: &'static str) -> Result<Vec<Wgs84>, ShapeError> {
    if inside.len() > base::MOST_PLACES {
        return Err(ShapeError::TooMany);
    }
    let place = |pair: &Json| {
        let numbers = pair.as_array().map(Vec::as_slice);
        let (east, north) = match numbers {
            Some([east, north] | [east, north, _]) => (east.as_f64(), north.as_f64()),
            _ => (None, None),
        };
        let (east, north) = east.zip(north).ok_or(ShapeError::Text(name))?;
        Wgs84::from_degrees(east, north).ok_or(ShapeError::Place)
    };
    inside.iter().map(place).collect()
}

/// What is wrong, in words of whoever drew it.
fn said(field: &FieldDef, error: &ShapeError) -> Fault {
    let of = |message| Fault::new(field.name, FaultCode::Shape, message);
    match error {
        ShapeError::Text(_) => input::wrong_type(field),
        ShapeError::Place => of(Label::new(
            "有的点不在经度±180、纬度±90度之内；经度在前",
            "a place lies outside of ±180 and ±90 degrees; the longitude comes first",
        )),
        ShapeError::TooMany => of(Label::new(
            "最多{places}个点、{rings}个环，请简化",
            "at most {places} places and {rings} rings; simplify it",
        ))
        .with("places", base::MOST_PLACES)
        .with("rings", base::MOST_RINGS),
        ShapeError::TooShort => of(Label::new(
            "线至少要有两个不同的点",
            "a line has at least two different places",
        )),
        ShapeError::RingTooShort(ring) => of(Label::new(
            "第{ring}个环不足三个不同的点",
            "ring {ring} has fewer than three different places",
        ))
        .with("ring", *ring),
        ShapeError::Open(ring) => of(Label::new(
            "第{ring}个环没有闭合：最后一点应与第一点相同",
            "ring {ring} is not closed: its last place is to be its first",
        ))
        .with("ring", *ring),
        ShapeError::Crossing {
            ring,
            side,
            other_ring,
            other_side,
        } => of(Label::new(
            "第{ring}个环的第{side}条边与第{other_ring}个环的第{other_side}条边相交或重叠",
            "side {side} of ring {ring} crosses or touches side {other_side} of ring {other_ring}",
        ))
        .with("ring", *ring)
        .with("side", *side)
        .with("other_ring", *other_ring)
        .with("other_side", *other_side),
        ShapeError::HoleOutside(ring) => of(Label::new(
            "第{ring}个环不在外环之内，或在另一个洞中",
            "ring {ring} does not lie inside the outer ring, or lies in another hole",
        ))
        .with("ring", *ring),
    }
}
