//! The map's operations: layers, tiles, places, the base map.

pub(crate) mod roads;

use api::{Caller, Freshness, ListRefusals, PathOf, Problem, QueryOf, QueryRefusals, ReadRefusals};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::sm3;
use capability::LayerQuestion;
use tiles::Tile;

use crate::feature::{self, FeatureCollection};
use crate::find::{self, PlaceList, PlaceQuery};
use crate::info::{LayerInfo, LayerList};
use crate::layers::Layer;
use crate::places::asked;
use crate::{CityMap, tile};

/// 图层 the layers that the caller may see, with what their legends say.
#[utoipa::path(
    get,
    path = "/api/v1/map/layers",
    operation_id = "list_map_layers",
    tag = "map",
    responses((status = 200, body = LayerList), ListRefusals)
)]
pub(crate) async fn list_layers(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
) -> Json<LayerList> {
    let layers = room.layers.open_to(&caller);
    Json(LayerList {
        items: layers.map(LayerInfo::of).collect(),
    })
}

/// A layer as GeoJSON, in a box; a register's layer takes the filters and words of its list.
#[utoipa::path(
    get,
    path = "/api/v1/map/layers/{key}",
    operation_id = "read_map_layer",
    tag = "map",
    params(
        ("key" = String, Path, description = "The layer's key"),
        ("bbox" = Option<String>, Query, description = "west,south,east,north in degrees; west is greater than east over the date line"),
        ("limit" = Option<u64>, Query, description = "Features, up to 5000; 1000 when not said"),
        ("search" = Option<String>, Query, description = "Of a register: words, pinyin or initials"),
    ),
    responses((status = 200, body = FeatureCollection), QueryRefusals)
)]
pub(crate) async fn read_layer(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    PathOf(key): PathOf<String>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let layer = room.layers.get(&key, &caller)?;
    let freshness = Freshness::of(&room.platform.journal);
    let asked = asked(pairs)?;
    let features = match layer {
        Layer::Register(ledger) => {
            feature::of_register(ledger, &caller, asked.bounds, asked.rest, asked.limit).await?
        }
        Layer::Declared(_, source) => {
            let question = LayerQuestion {
                caller: &caller,
                bounds: asked.bounds,
                limit: asked.limit,
                parameters: &asked.rest,
            };
            feature::of_source(&**source, question).await?
        }
    };
    let body = FeatureCollection::new(features, asked.limit, freshness);
    let media = (header::CONTENT_TYPE, "application/geo+json");
    let text = serde_json::to_string(&body).map_err(Problem::internal)?;
    Ok(([media], text).into_response())
}

/// What a tile is tagged with, and where it is kept.
struct Tag {
    position: Option<i64>,
    question: String,
}

impl Tag {
    fn text(&self) -> Option<String> {
        let digest = sm3(&[self.question.as_bytes()]).to_string();
        let position = self.position?;
        Some(format!("\"{position}-{digest:.12}\""))
    }
}

/// 矢量瓦片 a Mapbox vector tile of a layer; a register's layer takes the filters and words of its list.
///
/// Layers of the tile: `places` with `id`, `word` and `title`, `groups` with `count`, `shapes` for
/// lines and areas. An unchanged tile is 304 to who shows its ETag.
#[utoipa::path(
    get,
    path = "/api/v1/map/tiles/{key}/{z}/{x}/{y}",
    operation_id = "read_map_tile",
    tag = "map",
    params(
        ("key" = String, Path, description = "The layer's key"),
        ("z" = u8, Path, description = "Zoom, 0 to 22"),
        ("x" = u32, Path, description = "Column from the west"),
        ("y" = u32, Path, description = "Row from the north"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the tile at hand"),
    ),
    responses(
        (status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
        (status = 304, description = "Unchanged"),
        QueryRefusals,
    )
)]
pub(crate) async fn read_tile(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    headers: HeaderMap,
    PathOf((key, z, x, y)): PathOf<(String, u8, u32, u32)>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let layer = room.layers.get(&key, &caller)?;
    let tile = Tile::new(z, x, y).ok_or_else(Problem::not_found)?;
    let kinds = layer.kinds();
    let tag = Tag {
        // Before the rows are read, so that a tile is never tagged newer than it is.
        position: if kinds.is_empty() {
            None
        } else {
            room.changes.of(&kinds).await
        },
        question: format!("{key} {tile:?} {pairs:?} {:?}", caller.pass.scope()),
    };
    let text = tag.text();
    if text.as_deref().is_some_and(|text| is_known(&headers, text)) {
        return Ok(tagged(text, StatusCode::NOT_MODIFIED.into_response()));
    }
    let kept = tag
        .position
        .and_then(|at| room.cache.get(&tag.question, at));
    let bytes = match kept {
        Some(bytes) => bytes,
        None => {
            let made = match layer {
                Layer::Register(ledger) => tile::of_register(ledger, &caller, tile, pairs).await?,
                Layer::Declared(_, source) => {
                    tile::of_source(&**source, &caller, tile, &pairs).await?
                }
            };
            let made = Bytes::from(made);
            if let Some(position) = tag.position {
                room.cache.put(tag.question, position, made.clone());
            }
            made
        }
    };
    let media = (header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile");
    Ok(tagged(text, ([media], bytes).into_response()))
}

/// Whether the asker has what this tag names; packed on the way, a tag may have become a weak one.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok());
    let mut tags = known.flat_map(|value| value.split(','));
    tags.any(|one| one.trim().trim_start_matches("W/") == tag)
}

/// Kept by the browser of whoever asked, and asked after each time.
fn tagged(tag: Option<String>, response: Response) -> Response {
    let Some(tag) = tag else { return response };
    let headers = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::VARY, "Cookie, Authorization".to_owned()),
    ];
    (headers, response).into_response()
}

/// 地名地址查找 places by characters, pinyin or initials: rows of registers that the caller may read,
/// regions, streets, places of the map; the best fit first.
#[utoipa::path(
    get,
    path = "/api/v1/map/places",
    operation_id = "find_places",
    tag = "map",
    params(PlaceQuery),
    responses((status = 200, body = PlaceList), QueryRefusals)
)]
pub(crate) async fn find_places(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    QueryOf(query): QueryOf<PlaceQuery>,
) -> Result<Json<PlaceList>, Problem> {
    Ok(Json(find::find(&room, &caller, query).await?))
}

/// 底图 the base map of the pack: outlines and names of places, with their sources.
#[utoipa::path(
    get,
    path = "/api/v1/map/base",
    operation_id = "read_map_base",
    tag = "map",
    responses(
        (status = 200, content_type = "application/json", body = serde_json::Value),
        (status = 304, description = "Unchanged"),
        ReadRefusals,
    )
)]
pub(crate) async fn read_base(
    State(CityMap(room)): State<CityMap>,
    headers: HeaderMap,
) -> Response {
    let tag = &room.base.tag;
    if is_known(&headers, tag) {
        return tagged(Some(tag.clone()), StatusCode::NOT_MODIFIED.into_response());
    }
    let media = (header::CONTENT_TYPE, "application/json");
    tagged(
        Some(tag.clone()),
        ([media], room.base.text.clone()).into_response(),
    )
}
