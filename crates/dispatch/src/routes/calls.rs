//! Calls: whether one is about what is known already, and adding it to that.

use api::{
    ApiLocation, Body, Caller, ChangeRefusals, PathOf, Problem, QueryOf, QueryRefusals, Tagged,
};
use axum::Json;
use axum::extract::State;
use base::Uuid;
use serde::Deserialize;
use utoipa::IntoParams;

use super::asked::FurtherCall;
use super::incidents::{no_such_place, tagged};
use super::view::{Incident, NearbyList};
use crate::desk::{Desk, Seat};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Place {
    /// East of Greenwich, degrees.
    longitude: f64,
    /// North of the equator, degrees.
    latitude: f64,
}

/// 重复报警提示 open incidents near a place that a new call may be about, the nearest first.
#[utoipa::path(
    get,
    path = "/api/v1/incidents/nearby",
    operation_id = "list_nearby_incidents",
    tag = "dispatch",
    params(Place),
    responses(
        (status = 200, body = NearbyList),
        QueryRefusals,
    )
)]
pub(crate) async fn list_nearby(
    State(desk): State<Desk>,
    caller: Caller,
    QueryOf(place): QueryOf<Place>,
) -> Result<Json<NearbyList>, Problem> {
    let told = ApiLocation {
        longitude: place.longitude,
        latitude: place.latitude,
    };
    let place = told.to_wgs84().ok_or_else(no_such_place)?;
    let found = desk.nearby(&Seat::from(&caller), place).await?;
    Ok(Json(NearbyList {
        items: found.into_iter().map(Into::into).collect(),
    }))
}

/// 补充报警 adds a further call to an incident that is not closed.
#[utoipa::path(
    post,
    path = "/api/v1/incidents/{id}/calls",
    operation_id = "add_call",
    tag = "dispatch",
    params(("id" = Uuid, Path)),
    request_body = FurtherCall,
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn add_call(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    Body(call): Body<FurtherCall>,
) -> Result<Tagged<Incident>, Problem> {
    let seat = Seat::from(&caller);
    let file = desk.add_call(&seat, id, call.into()).await?;
    Ok(tagged(file))
}
