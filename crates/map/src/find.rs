//! 地名地址查找 finding a place by characters, pinyin or initials, in everything that has a name and a
//! place: rows of registers, regions, streets, places of the map.
//!
//! Rows are found by their registers, so by permission and sets; the rest is the base map, which
//! whoever may look at the map sees anyway.

use std::sync::Arc;

use api::{ApiLocation, Caller, Problem, Text};
use base::{Uuid, Wgs84};
use register::{Fit, Ledger, Query, Stored, Value, Words, spelled};
use serde::{Deserialize, Serialize};
use tiles::{Bounds, Shape};
use utoipa::{IntoParams, ToSchema};

use crate::Inner;
use crate::county::{self, County};
use crate::gazetteer::{Entry, EntryKind};
use crate::layers::Layer;
use crate::places::shape_of;

/// Results when nothing is said, and at most.
const USUAL: usize = 12;
const MOST: usize = 50;
/// Characters of a question; a longer one is a pasted text.
const LONGEST: usize = 100;
/// How far around a place rows are looked for first, in degrees: some 20 km.
const AROUND: f64 = 0.2;

/// What is looked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceQuery {
    /// Characters, pinyin or initials; each word must be found.
    q: String,
    /// `longitude,latitude` in degrees: from there distances are told, and the nearer ones come first
    /// among equals.
    near: Option<String>,
    /// Results, up to 50; 12 when not said.
    limit: Option<usize>,
}

/// Places, the best fit first, the nearer one first among equals.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceList {
    items: Vec<FoundPlace>,
}

/// What a place is from.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceKind {
    /// A row of a register.
    Row,
    /// 道路
    Street,
    /// 地名
    Place,
}

/// Words in both languages.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct PlaceWords {
    zh: String,
    en: String,
}

/// A place that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundPlace {
    kind: PlaceKind,
    /// The layer, which is the register, of a row.
    #[schema(required)]
    layer: Option<&'static str>,
    /// The row.
    #[schema(required)]
    id: Option<Uuid>,
    /// What it is: 消防水源, 道路, 医院.
    what: PlaceWords,
    name: PlaceWords,
    /// Its address, where its register has one.
    #[schema(required)]
    address: Option<String>,
    /// In which region it lies, with what that lies in.
    #[schema(required)]
    region: Option<PlaceWords>,
    #[schema(required)]
    location: Option<ApiLocation>,
    /// Straight, from `near`, metres.
    #[schema(required)]
    distance_metres: Option<f64>,
}

/// A place with what it is ordered by.
struct Ranked {
    fit: Fit,
    place: Option<Wgs84>,
    found: FoundPlace,
}

/// `longitude,latitude` as a place.
pub(crate) fn place_of(name: &str, text: &str) -> Result<Wgs84, Problem> {
    let degrees = text.split_once(',').and_then(|(east, north)| {
        let number = |part: &str| part.trim().parse::<f64>().ok();
        Wgs84::from_degrees(number(east)?, number(north)?)
    });
    degrees.ok_or_else(|| {
        Problem::malformed(Text::new(
            format!("{name} 应为“经度,纬度”，十进制度数"),
            format!("{name} is longitude,latitude in decimal degrees"),
        ))
    })
}

pub(crate) async fn find(
    room: &Arc<Inner>,
    caller: &Caller,
    query: PlaceQuery,
) -> Result<PlaceList, Problem> {
    let near = query.near.as_deref();
    let near = near.map(|text| place_of("near", text)).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let asked: String = query.q.chars().take(LONGEST).collect();
    let words = Words::of(&asked);
    if words.is_empty() {
        return Ok(PlaceList { items: Vec::new() });
    }
    let mut all = Vec::new();
    for layer in room.layers.open_to(caller) {
        if let Layer::Register(ledger) = layer
            && ledger.def().fields.iter().any(|field| field.search)
        {
            let rows = rows_of(ledger, caller, &asked, near, limit).await?;
            all.extend(of_rows(room, ledger, &words, rows).await?);
        }
    }
    all.extend(of_names(room, words, &all).await?);
    let far = |one: &Ranked| match (near, one.place) {
        (Some(near), Some(place)) => near.distance(place).0,
        // What has no place on the map comes last among its equals.
        (_, None) => f64::INFINITY,
        (None, Some(_)) => 0.0,
    };
    all.sort_by(|a, b| a.fit.cmp(&b.fit).then(far(a).total_cmp(&far(b))));
    all.truncate(limit);
    let items = all.into_iter().map(|one| FoundPlace {
        distance_metres: near.zip(one.place).map(|(a, b)| a.distance(b).0.round()),
        ..one.found
    });
    Ok(PlaceList {
        items: items.collect(),
    })
}

/// The rows of a register that hold the words: those around the place first, then wherever.
async fn rows_of(
    ledger: &Ledger,
    caller: &Caller,
    asked: &str,
    near: Option<Wgs84>,
    limit: usize,
) -> Result<Vec<Stored>, Problem> {
    let pairs = || vec![("search".to_owned(), asked.to_owned())];
    let mut rows: Vec<Stored> = Vec::new();
    let boxes = [near.and_then(around), None];
    for inside in boxes.into_iter().skip(usize::from(near.is_none())) {
        let query = Query {
            inside,
            limit: limit as u64,
            ..register_api::question(ledger.def(), caller, pairs())?
        };
        let page = ledger
            .list(&query)
            .await
            .map_err(register_api::problem_of)?;
        let known: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        rows.extend(page.rows.into_iter().filter(|row| !known.contains(&row.id)));
        if rows.len() >= limit {
            break;
        }
    }
    Ok(rows)
}

fn around(place: Wgs84) -> Option<Bounds> {
    let (x, y) = (place.longitude(), place.latitude());
    Bounds::from_degrees([
        (x - AROUND).max(-180.0),
        (y - AROUND).max(-90.0),
        (x + AROUND).min(180.0),
        (y + AROUND).min(90.0),
    ])
}

/// Rows as places: named, with the region that each lies in.
async fn of_rows(
    room: &Inner,
    ledger: &Ledger,
    words: &Words,
    rows: Vec<Stored>,
) -> Result<Vec<Ranked>, Problem> {
    let def = ledger.def();
    let is_region = def
        .fields
        .iter()
        .any(|one| one.unique && def.scope == Some(one.name));
    let codes: Vec<Option<String>> = rows
        .iter()
        .map(|row| lies_in(row.region(def)?, is_region))
        .collect();
    let known: Vec<&str> = codes.iter().flatten().map(String::as_str).collect();
    let names = ledger.names_of_regions(&known).await;
    let names = names.map_err(register_api::problem_of)?;
    let ranked = rows.iter().zip(codes).map(|(row, code)| {
        let text = |field: &str| row.value(def, field)?.as_text().map(str::to_owned);
        let name = text(def.title).unwrap_or_default();
        let place = match def.geometry.and_then(|field| row.value(def, field)) {
            Some(value) if !value.is_empty() => middle_of(value),
            // A region's seat is rarely entered; the pack may know where its name stands.
            _ if is_region => row.region(def).and_then(|own| seat_of(room, &own, &name)),
            _ => None,
        };
        let shown = def.field("address").filter(|(_, field)| !field.personal);
        let region = code.and_then(|code| names.get(&code).cloned());
        Ranked {
            // Found by another field than its name, an address or remarks.
            fit: words.fit(&spelled(&name)).unwrap_or(Fit::Within),
            place,
            found: FoundPlace {
                kind: PlaceKind::Row,
                layer: Some(def.key),
                id: Some(row.id),
                what: both(def.label.zh, def.label.en),
                name: both(&name, &name),
                address: shown.and_then(|_| text("address")),
                region: region.map(|name| both(&name, &name)),
                location: place.map(Into::into),
                distance_metres: None,
            },
        }
    });
    Ok(ranked.collect())
}

/// Digits of a township's code; a village has more.
pub(crate) const TOWNSHIP: usize = 9;
/// Digits of the codes of a township and a county.
const STEPS: [usize; 2] = [TOWNSHIP, 6];

/// The region that a row lies in; of a region itself the one above it.
fn lies_in(own: String, is_region: bool) -> Option<String> {
    if !is_region {
        return Some(own);
    }
    let above = STEPS.into_iter().find(|digits| *digits < own.len())?;
    own.get(..above).map(str::to_owned)
}

/// Where the pack says that a region is: by a place of its name, a county by its outline else.
fn seat_of(room: &Inner, code: &str, name: &str) -> Option<Wgs84> {
    let county = room
        .base
        .counties
        .iter()
        .find(|one| code.starts_with(&one.region))?;
    let mut places = room.base.places.iter();
    let there = places.find(|place| place.zh == name && county.holds(place.position));
    let centre = county.centre.filter(|_| code == county.region);
    there.map(|place| place.position).or(centre)
}

fn middle_of(value: &Value) -> Option<Wgs84> {
    let places = match shape_of(value)? {
        Shape::Point(place) => return Some(place),
        Shape::Line(places) => places,
        Shape::Polygon(rings) => rings.into_iter().next()?,
    };
    let middle = |of: fn(&Wgs84) -> i32| {
        let low = places.iter().map(of).min()?;
        let high = places.iter().map(of).max()?;
        i32::try_from((i64::from(low) + i64::from(high)) / 2).ok()
    };
    Some(Wgs84 {
        longitude_e7: middle(|place| place.longitude_e7)?,
        latitude_e7: middle(|place| place.latitude_e7)?,
    })
}

/// Streets and places of the map; a place that was found as a region is not told twice.
async fn of_names(
    room: &Arc<Inner>,
    words: Words,
    rows: &[Ranked],
) -> Result<Vec<Ranked>, Problem> {
    let known: Vec<(String, Wgs84)> = rows
        .iter()
        .filter_map(|row| Some((row.found.name.zh.clone(), row.place?)))
        .collect();
    let room = Arc::clone(room);
    let found = tokio::task::spawn_blocking(move || {
        let roads = room.platform.roads.current();
        let gazetteer = room.names.of(&room.base, roads.as_deref());
        let counties = &room.base.counties;
        let told = |entry: &Entry| {
            known
                .iter()
                .any(|(name, place)| *name == entry.name && *place == entry.position)
        };
        let new = gazetteer.find(&words).filter(|(_, entry)| !told(entry));
        new.map(|(fit, entry)| of_entry(counties, fit, entry))
            .collect()
    });
    found.await.map_err(Problem::internal)
}

fn of_entry(counties: &[County], fit: Fit, entry: &Entry) -> Ranked {
    let county = county::of(counties, entry.position);
    Ranked {
        fit,
        place: Some(entry.position),
        found: FoundPlace {
            kind: match entry.kind {
                EntryKind::Street => PlaceKind::Street,
                EntryKind::Place => PlaceKind::Place,
            },
            layer: None,
            id: None,
            what: both(entry.what.zh, entry.what.en),
            name: both(&entry.name, entry.en.as_deref().unwrap_or(&entry.name)),
            address: None,
            region: county.map(|county| both(&county.zh, &county.en)),
            location: Some(entry.position.into()),
            distance_metres: None,
        },
    }
}

fn both(zh: &str, en: &str) -> PlaceWords {
    PlaceWords {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}
