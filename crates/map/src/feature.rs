//! GeoJSON (RFC 7946): what stands on a layer, with what a card says of it.

use api::{ApiTime, Caller, Problem};
use base::{Uuid, Wgs84};
use capability::{LayerFeature, LayerQuestion, LayerSource};
use register::{Ledger, Query};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use tiles::{Bounds, Shape};
use utoipa::ToSchema;

use crate::places::{register_question, shape_of};

/// The most features of an answer.
pub(crate) const MOST: usize = 5_000;
/// Features when nothing is said.
pub(crate) const USUAL: usize = 1_000;

/// 图层要素 a GeoJSON collection of features.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeatureCollection {
    /// `FeatureCollection`.
    r#type: &'static str,
    features: Vec<Feature>,
    /// Whether there are more features than these: zoom in, narrow the question or ask for tiles.
    more: bool,
    /// When they were read.
    as_of: ApiTime,
    /// The journal's position when they were read.
    position: i64,
}

/// A GeoJSON feature.
#[derive(Serialize, ToSchema)]
pub(crate) struct Feature {
    /// `Feature`.
    r#type: &'static str,
    id: Uuid,
    /// A GeoJSON geometry, WGS-84.
    geometry: Json,
    /// `title`; `word` that colours it; of a register `values` and `titles` of the fields that its
    /// list shows, otherwise `facts` and `measured_at`.
    properties: Map<String, Json>,
}

impl FeatureCollection {
    pub(crate) fn new(mut features: Vec<Feature>, limit: usize, freshness: api::Freshness) -> Self {
        let more = features.len() > limit;
        features.truncate(limit);
        Self {
            r#type: "FeatureCollection",
            features,
            more,
            as_of: freshness.as_of.into(),
            position: freshness.position,
        }
    }
}

/// Up to `limit` rows of a register and one more, as features.
pub(crate) async fn of_register(
    ledger: &Ledger,
    caller: &Caller,
    bounds: Bounds,
    pairs: Vec<(String, String)>,
    limit: usize,
) -> Result<Vec<Feature>, Problem> {
    let mut query = Query {
        limit: 500,
        ..register_question(ledger, caller, bounds, pairs)?
    };
    let mut features = Vec::new();
    while features.len() <= limit {
        let page = ledger.list(&query).await;
        let page = page.map_err(register_api::problem_of)?;
        features.extend(rows(ledger, page.rows).await?);
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    Ok(features)
}

async fn rows(ledger: &Ledger, rows: Vec<register::Stored>) -> Result<Vec<Feature>, Problem> {
    let def = ledger.def();
    let shape = |row: &register::Stored| shape_of(row.value(def, def.geometry?)?);
    let shaped = rows.into_iter().filter_map(|row| Some((shape(&row)?, row)));
    let (shapes, rows): (Vec<Shape>, Vec<_>) = shaped.unzip();
    let shown = register_api::shown(ledger, rows).await?;
    let features = shapes.into_iter().zip(shown).map(|(shape, row)| {
        let value = |field: &str| row.values.get(field).cloned().unwrap_or(Json::Null);
        let mut properties = Map::new();
        properties.insert("title".to_owned(), value(def.title));
        if let Some(colour) = def.colour {
            properties.insert("word".to_owned(), value(colour));
        }
        let listed = def.fields.iter().filter(|field| field.list);
        let listed: Map<String, Json> = listed
            .map(|field| (field.name.to_owned(), value(field.name)))
            .collect();
        properties.insert("values".to_owned(), Json::Object(listed));
        properties.insert("titles".to_owned(), json!(row.titles));
        Feature {
            r#type: "Feature",
            id: row.id,
            geometry: geometry(&shape),
            properties,
        }
    });
    Ok(features.collect())
}

/// What a room answers, as features.
pub(crate) async fn of_source(
    source: &dyn LayerSource,
    question: LayerQuestion<'_>,
) -> Result<Vec<Feature>, Problem> {
    let seen = source.features(question).await?;
    Ok(seen.into_iter().map(feature).collect())
}

fn feature(one: LayerFeature) -> Feature {
    let mut properties = Map::new();
    let facts: Vec<Json> = one
        .facts
        .iter()
        .map(|fact| {
            json!({
                "label": {"zh": fact.label.zh, "en": fact.label.en},
                "text": {"zh": fact.zh, "en": fact.en},
            })
        })
        .collect();
    properties.insert("title".to_owned(), one.title.into());
    properties.insert("word".to_owned(), one.word.into());
    properties.insert("facts".to_owned(), facts.into());
    let measured = one.measured_at.map(|at| at.to_string());
    properties.insert("measured_at".to_owned(), measured.into());
    Feature {
        r#type: "Feature",
        id: one.id,
        geometry: geometry(&one.shape),
        properties,
    }
}

fn geometry(shape: &Shape) -> Json {
    let at = |place: &Wgs84| json!([place.longitude(), place.latitude()]);
    match shape {
        Shape::Point(place) => json!({"type": "Point", "coordinates": at(place)}),
        Shape::Line(places) => {
            let line: Vec<Json> = places.iter().map(at).collect();
            json!({"type": "LineString", "coordinates": line})
        }
        Shape::Polygon(rings) => {
            // GeoJSON says the first place of a ring again at its end.
            let closed = |ring: &Vec<Wgs84>| -> Vec<Json> {
                ring.iter().chain(ring.first()).map(at).collect()
            };
            let rings: Vec<Vec<Json>> = rings.iter().map(closed).collect();
            json!({"type": "Polygon", "coordinates": rings})
        }
    }
}
