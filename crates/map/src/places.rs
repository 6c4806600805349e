//! What an address asks of a layer beside its filters: the box and the number of features.

use api::{Caller, Problem, Text};
use base::Wgs84;
use register::{Ledger, Query, Value};
use tiles::{Bounds, Shape};

use crate::feature::{MOST, USUAL};

/// The parts of a question that every layer has.
pub(crate) struct Asked {
    pub(crate) bounds: Bounds,
    pub(crate) limit: usize,
    /// The rest: a register's filters and words, a source's parameters.
    pub(crate) rest: Vec<(String, String)>,
}

/// Takes `bbox` and `limit` out of an address.
pub(crate) fn asked(pairs: Vec<(String, String)>) -> Result<Asked, Problem> {
    let mut asked = Asked {
        bounds: Bounds::EARTH,
        limit: USUAL,
        rest: Vec::new(),
    };
    for (name, value) in pairs {
        match name.as_str() {
            "bbox" => asked.bounds = bounds(&value)?,
            "limit" => asked.limit = limit(&value)?,
            _ => asked.rest.push((name, value)),
        }
    }
    Ok(asked)
}

/// A box as an address says it.
pub(crate) fn bounds(text: &str) -> Result<Bounds, Problem> {
    let numbers: Vec<f64> = text
        .split(',')
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    let read = <[f64; 4]>::try_from(numbers).ok();
    let fits = text.split(',').count() == 4;
    let found = read.filter(|_| fits).and_then(Bounds::from_degrees);
    found.ok_or_else(|| {
        Problem::malformed(Text::new(
            "bbox 应为“西,南,东,北”四个十进制度数",
            "bbox is west,south,east,north in decimal degrees",
        ))
    })
}

fn limit(text: &str) -> Result<usize, Problem> {
    let number = text.parse().ok().filter(|n| (1..=MOST).contains(n));
    number.ok_or_else(|| {
        Problem::malformed(Text::new(
            format!("limit 应在 1 到 {MOST} 之间"),
            format!("limit lies between 1 and {MOST}"),
        ))
    })
}

/// The register's question of an address, in a box.
pub(crate) fn register_question(
    ledger: &Ledger,
    caller: &Caller,
    bounds: Bounds,
    pairs: Vec<(String, String)>,
) -> Result<Query, Problem> {
    // Pages and order are the list's own affair.
    let mut pairs = pairs;
    pairs.retain(|(name, _)| !matches!(name.as_str(), "sort" | "after"));
    Ok(Query {
        inside: Some(bounds),
        ..register_api::question(ledger.def(), caller, pairs)?
    })
}

/// What a value is on the map; none of a value that is no geometry.
pub(crate) fn shape_of(value: &Value) -> Option<Shape> {
    // A stored ring says its first place again at its end.
    let open = |ring: &Vec<Wgs84>| match ring.split_last() {
        Some((_, open)) => open.to_vec(),
        None => Vec::new(),
    };
    match value {
        Value::Point(place) => Some(Shape::Point(*place)),
        Value::Line(line) => Some(Shape::Line(line.places().to_vec())),
        Value::Polygon(polygon) => Some(Shape::Polygon(polygon.rings().iter().map(open).collect())),
        _ => None,
    }
}
