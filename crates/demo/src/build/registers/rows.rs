//! What rows are put together from.

use std::collections::HashMap;
use std::time::Duration;

use base::{Date, Uuid};
use serde_json::{Map, Value as Json, json};

use super::super::Site;
use crate::made::{City, Spot, as_json};

pub(crate) type Row = Map<String, Json>;

pub(super) fn today(site: &Site) -> jiff::civil::Date {
    let now = site.journal.clock().now().as_micros();
    let now = jiff::Timestamp::from_microsecond(now).unwrap_or_default();
    site.offset.to_datetime(now).date()
}

/// So many days ago.
pub(super) fn ago(today: jiff::civil::Date, days: usize) -> String {
    let days = u64::try_from(days).unwrap_or_default();
    let day = today.saturating_sub(Duration::from_secs(days * 24 * 3600));
    Date::from(day).to_string()
}

/// The fields that have something in them.
pub(crate) fn row<const N: usize>(fields: [(&str, Json); N]) -> Row {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn place(city: &City, spot: &Spot) -> [(&'static str, Json); 3] {
    [
        (
            "region",
            city.region(spot)
                .map_or(Json::Null, |region| json!(region.as_str())),
        ),
        ("address", json!(city.address(spot))),
        ("position", as_json(spot.position)),
    ]
}

/// A row of a thing that stands somewhere.
pub(crate) fn placed<const N: usize>(city: &City, spot: &Spot, fields: [(&str, Json); N]) -> Row {
    let mut all = row(fields);
    all.extend(row(place(city, spot)));
    all
}

pub(crate) fn id(ids: &HashMap<String, Uuid>, name: &str) -> Json {
    ids.get(name).map_or(Json::Null, |id| json!(id.to_string()))
}
