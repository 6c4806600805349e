//! The map's operations on roads: ways, tables of times, circles, streets, closures.

use api::{Body, Caller, PathOf, Problem, QueryOf, QueryRefusals, ReadRefusals};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tiles::Tile;

use super::{is_known, tagged};
use crate::CityMap;
use crate::closure::{self, ClosureAnswer, ClosureQuestion};
use crate::reach::{self, GapQuery, ReachAnswer, ReachGaps, ReachQuery};
use crate::roads::{self, RoadsInfo, UnderMap};
use crate::streets::{self, BareAnswer, BareQuery, StreetsAnswer, StreetsQuery};
use crate::table::{self, TableAnswer, TableQuestion};
use crate::way::{self, WayAnswer, WayQuery};

/// 路网 the roads under the map, if any were brought in: by what tag their tiles go, and where they are
/// from.
#[utoipa::path(
    get,
    path = "/api/v1/map/roads",
    operation_id = "read_map_roads",
    tag = "map",
    responses((status = 200, body = RoadsInfo), ReadRefusals)
)]
pub(crate) async fn read_roads(State(CityMap(room)): State<CityMap>) -> Json<RoadsInfo> {
    Json(RoadsInfo {
        roads: room
            .platform
            .roads
            .current()
            .map(|roads| UnderMap::of(&roads)),
    })
}

/// A vector tile of roads: the layer `roads` with `rank` (0 motorways, 1 trunk roads, 2 main roads, 3 minor
/// ones, 4 lanes) and `name`. Without roads it is empty; an unchanged tile is 304 to who shows its ETag.
#[utoipa::path(
    get,
    path = "/api/v1/map/roads/{z}/{x}/{y}",
    operation_id = "read_road_tile",
    tag = "map",
    params(
        ("z" = u8, Path, description = "Zoom, 0 to 22"),
        ("x" = u32, Path, description = "Column from the west"),
        ("y" = u32, Path, description = "Row from the north"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the tile at hand"),
    ),
    responses(
        (status = 200, content_type = "application/vnd.mapbox-vector-tile", body = Vec<u8>),
        (status = 304, description = "Unchanged"),
        ReadRefusals,
    )
)]
pub(crate) async fn read_road_tile(
    State(CityMap(room)): State<CityMap>,
    headers: HeaderMap,
    PathOf((z, x, y)): PathOf<(u8, u32, u32)>,
) -> Result<Response, Problem> {
    let tile = Tile::new(z, x, y).ok_or_else(Problem::not_found)?;
    let media = (header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile");
    let Some(roads) = room.platform.roads.current() else {
        return Ok(([media], Bytes::new()).into_response());
    };
    let tag = format!("\"{}-{z}-{x}-{y}\"", roads.tag());
    if is_known(&headers, &tag) {
        return Ok(tagged(Some(tag), StatusCode::NOT_MODIFIED.into_response()));
    }
    let question = format!("roads {tag}");
    let bytes = match room.cache.get(&question, 0) {
        Some(bytes) => bytes,
        None => {
            // A tile of a whole city takes the processor for some milliseconds.
            let drawn = tokio::task::spawn_blocking(move || roads::draw(&roads, tile));
            let drawn = Bytes::from(drawn.await.map_err(Problem::internal)?);
            room.cache.put(question, 0, drawn.clone());
            drawn
        }
    };
    Ok(tagged(Some(tag), ([media], bytes).into_response()))
}

/// 沿路路线 the quickest way for an engine from one place to another, or why there is none.
#[utoipa::path(
    get,
    path = "/api/v1/map/way",
    operation_id = "find_way",
    tag = "map",
    params(WayQuery),
    responses((status = 200, body = WayAnswer), QueryRefusals)
)]
pub(crate) async fn find_way(
    State(CityMap(room)): State<CityMap>,
    QueryOf(query): QueryOf<WayQuery>,
) -> Result<Json<WayAnswer>, Problem> {
    Ok(Json(way::along(&room.platform.roads, query).await?))
}

/// 行车时间表 how long it takes from each of many places to each of many others.
#[utoipa::path(
    post,
    path = "/api/v1/map/table",
    operation_id = "read_travel_table",
    tag = "map",
    request_body = TableQuestion,
    responses((status = 200, body = TableAnswer), QueryRefusals)
)]
pub(crate) async fn read_table(
    State(CityMap(room)): State<CityMap>,
    Body(question): Body<TableQuestion>,
) -> Result<Json<TableAnswer>, Problem> {
    Ok(Json(table::table(&room.platform.roads, question).await?))
}

/// 道路与水源 how dense the streets of each county are, and how many of them a hydrant serves.
#[utoipa::path(
    get,
    path = "/api/v1/map/streets",
    operation_id = "read_streets",
    tag = "map",
    params(StreetsQuery),
    responses((status = 200, body = StreetsAnswer), QueryRefusals)
)]
pub(crate) async fn read_streets(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    QueryOf(query): QueryOf<StreetsQuery>,
) -> Result<Json<StreetsAnswer>, Problem> {
    Ok(Json(streets::surveyed(&room, &caller, query).await?))
}

/// 未覆盖路段 the pieces of street in a box that no hydrant serves.
#[utoipa::path(
    get,
    path = "/api/v1/map/streets/bare",
    operation_id = "read_bare_streets",
    tag = "map",
    params(BareQuery),
    responses((status = 200, body = BareAnswer), QueryRefusals)
)]
pub(crate) async fn read_bare_streets(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    QueryOf(query): QueryOf<BareQuery>,
) -> Result<Json<BareAnswer>, Problem> {
    Ok(Json(streets::bare(&room, &caller, query).await?))
}

/// 管制影响 what a closure would do, or does, before anybody enters it: the roads that it takes, and who is
/// reached later by whom.
#[utoipa::path(
    post,
    path = "/api/v1/map/closure-effect",
    operation_id = "read_closure_effect",
    tag = "map",
    request_body = ClosureQuestion,
    responses((status = 200, body = ClosureAnswer), QueryRefusals)
)]
pub(crate) async fn read_closure_effect(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    Body(question): Body<ClosureQuestion>,
) -> Result<Json<ClosureAnswer>, Problem> {
    Ok(Json(closure::effect(&room, &caller, question).await?))
}

/// 可达圈 what is reached in time, from the order to the arrival, from places or from all rows of a layer:
/// 五分钟救援圈, 三分钟微型站圈, 一小时与半小时物资圈.
#[utoipa::path(
    get,
    path = "/api/v1/map/reach",
    operation_id = "read_reach",
    tag = "map",
    params(ReachQuery),
    responses((status = 200, body = ReachAnswer), QueryRefusals)
)]
pub(crate) async fn read_reach(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    QueryOf(query): QueryOf<ReachQuery>,
) -> Result<Json<ReachAnswer>, Problem> {
    Ok(Json(reach::circle(&room, &caller, query).await?))
}

/// 覆盖缺口 which rows of a layer are reached in time and which are not, by township.
#[utoipa::path(
    get,
    path = "/api/v1/map/reach/gaps",
    operation_id = "read_reach_gaps",
    tag = "map",
    params(GapQuery),
    responses((status = 200, body = ReachGaps), QueryRefusals)
)]
pub(crate) async fn read_reach_gaps(
    State(CityMap(room)): State<CityMap>,
    caller: Caller,
    QueryOf(query): QueryOf<GapQuery>,
) -> Result<Json<ReachGaps>, Problem> {
    Ok(Json(reach::gaps(&room, &caller, query).await?))
}
