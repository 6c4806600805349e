//! The words of the base map: who reads its files leaves out silently what it cannot use, so each
//! outline and each place is looked at here.

use serde_json::Value as Json;

use super::Findings;
use crate::pack::{OUTLINES, PLACES, Pack};

/// Ranks of places: city, county, town.
const RANKS: std::ops::RangeInclusive<u64> = 1..=3;

/// Looks for sources, names and places that are not there. Files that cannot be read are told of
/// elsewhere.
pub(super) fn check(pack: &Pack, findings: &mut Findings) {
    let read = |name: &str| -> Option<Json> {
        let text = pack.text(name).ok()?;
        serde_json::from_str(&text).ok()
    };
    if let Some(file) = read(OUTLINES) {
        source(OUTLINES, &file, findings);
        for (feature, number) in list(&file, "features").zip(1..) {
            let properties = feature.get("properties").unwrap_or(&Json::Null);
            let place = format!("{OUTLINES}, feature {number}");
            both(&place, properties, "the outline", findings);
            if !is_place(properties.get("centre")) {
                findings.error(place, "'centre' is [longitude, latitude] in degrees");
            }
        }
    }
    if let Some(file) = read(PLACES) {
        source(PLACES, &file, findings);
        for (of, number) in list(&file, "places").zip(1..) {
            let place = format!("{PLACES}, place {number}");
            both(&place, of, "the place", findings);
            let rank = of.get("rank").and_then(Json::as_u64);
            if !rank.is_some_and(|rank| RANKS.contains(&rank)) {
                findings.error(place.clone(), "'rank' is 1 (city), 2 (county) or 3 (town)");
            }
            if !is_on_earth(of.get("longitude"), of.get("latitude")) {
                findings.error(place, "'longitude' and 'latitude' are degrees");
            }
        }
    }
}

fn list<'a>(file: &'a Json, name: &str) -> impl Iterator<Item = &'a Json> {
    let items = file.get(name).and_then(Json::as_array);
    items.into_iter().flatten()
}

fn source(name: &str, file: &Json, findings: &mut Findings) {
    let source = file.get("source").unwrap_or(&Json::Null);
    both(name, source, "the source", findings);
}

/// Both languages, neither of them empty.
fn both(place: &str, of: &Json, what: &str, findings: &mut Findings) {
    for language in ["zh", "en"] {
        let text = of.get(language).and_then(Json::as_str).unwrap_or_default();
        if text.trim().is_empty() {
            findings.error(place, format!("{what} says nothing in '{language}'"));
        }
    }
}

fn is_place(value: Option<&Json>) -> bool {
    match value.and_then(Json::as_array).map(Vec::as_slice) {
        Some([longitude, latitude]) => is_on_earth(Some(longitude), Some(latitude)),
        _ => false,
    }
}

fn is_on_earth(longitude: Option<&Json>, latitude: Option<&Json>) -> bool {
    let within = |value: Option<&Json>, most: f64| {
        let degrees = value.and_then(Json::as_f64);
        degrees.is_some_and(|degrees| degrees.abs() <= most)
    };
    within(longitude, 180.0) && within(latitude, 90.0)
}
