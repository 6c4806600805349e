//! Lists of stations, responders and devices for maps and forms. A city has some hundreds of each,
//! so a list is whole and not paged; it says how fresh it is.

mod view;

use access::OperationRule;
use access::permission::INCIDENT_READ;
use api::{Caller, Freshness, ListRefusals, Problem};
use axum::Json;
use axum::extract::State;
use capability::Platform;
use journal::Journal;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::view::{Device, DeviceList, FireStation, FireStationList, Responder, ResponderList};
use crate::{CityError, position};

const fn read(path: &'static str) -> OperationRule {
    OperationRule {
        method: "GET",
        path,
        permission: INCIDENT_READ,
    }
}

/// Which permission each operation asks for.
pub(crate) const RULES: &[OperationRule] = &[
    read("/api/v1/stations"),
    read("/api/v1/responders"),
    read("/api/v1/devices"),
    position::REPORT,
    position::FOLLOW,
];

pub(crate) fn router(platform: &Platform, hub: &position::Hub) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_stations))
        .routes(routes!(list_responders))
        .routes(routes!(list_devices))
        .with_state(platform.journal.clone())
        .merge(position::router(platform, hub))
}

pub(crate) fn problem(error: CityError) -> Problem {
    match error {
        CityError::Store(error) => error.into(),
        CityError::Commit(error) => error.into(),
        other => Problem::internal(other),
    }
}

/// 消防救援站 all fire stations of the caller's areas.
#[utoipa::path(
    get,
    path = "/api/v1/stations",
    operation_id = "list_stations",
    tag = "city",
    responses(
        (status = 200, body = FireStationList),
        ListRefusals,
    )
)]
async fn list_stations(
    State(journal): State<Journal>,
    caller: Caller,
) -> Result<Json<FireStationList>, Problem> {
    let freshness = Freshness::of(&journal);
    let all = crate::stations(journal.store()).await.map_err(problem)?;
    let seen = all
        .into_iter()
        .filter(|one| caller.covers(Some(&one.region)));
    Ok(Json(FireStationList {
        items: seen.map(FireStation::from).collect(),
        as_of: freshness.as_of.into(),
        position: freshness.position,
    }))
}

/// 出动力量 all responders of the caller's areas.
#[utoipa::path(
    get,
    path = "/api/v1/responders",
    operation_id = "list_responders",
    tag = "city",
    responses(
        (status = 200, body = ResponderList),
        ListRefusals,
    )
)]
async fn list_responders(
    State(journal): State<Journal>,
    caller: Caller,
) -> Result<Json<ResponderList>, Problem> {
    let freshness = Freshness::of(&journal);
    let all = crate::responders(journal.store()).await.map_err(problem)?;
    let seen = all
        .into_iter()
        .filter(|one| caller.covers(Some(&one.region)));
    Ok(Json(ResponderList {
        items: seen.map(Responder::from).collect(),
        as_of: freshness.as_of.into(),
        position: freshness.position,
    }))
}

/// 用户信息传输装置 all devices of the caller's areas.
#[utoipa::path(
    get,
    path = "/api/v1/devices",
    operation_id = "list_devices",
    tag = "city",
    responses(
        (status = 200, body = DeviceList),
        ListRefusals,
    )
)]
async fn list_devices(
    State(journal): State<Journal>,
    caller: Caller,
) -> Result<Json<DeviceList>, Problem> {
    let freshness = Freshness::of(&journal);
    let all = crate::devices(journal.store()).await.map_err(problem)?;
    let seen = all
        .into_iter()
        .filter(|one| caller.covers(Some(&one.region)));
    Ok(Json(DeviceList {
        items: seen.map(Device::from).collect(),
        as_of: freshness.as_of.into(),
        position: freshness.position,
    }))
}
