//! 预计到场 when those on the way are there.

use api::{ApiTime, Caller, PathOf, Problem, ReadRefusals};
use axum::Json;
use axum::extract::State;
use base::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{self, Desk, Seat};

/// 预计到场 when those that were sent and are not there yet will be; to be asked again as they move.
#[utoipa::path(
    get,
    path = "/api/v1/incidents/{id}/arrivals",
    operation_id = "list_arrivals",
    tag = "dispatch",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ArrivalList), ReadRefusals)
)]
pub(crate) async fn list_arrivals(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<ArrivalList>, Problem> {
    let arrivals = desk.arrivals(&Seat::from(&caller), id).await?;
    let items = arrivals.into_iter().map(Arrival::from).collect();
    Ok(Json(ArrivalList { items }))
}

/// The first first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArrivalList {
    items: Vec<Arrival>,
}

/// One that is on the way, or about to be.
#[derive(Serialize, ToSchema)]
pub(crate) struct Arrival {
    assignment_id: Uuid,
    /// None where its place or the incident's is not known, or no road leads there.
    #[schema(required)]
    arrives_at: Option<ApiTime>,
    /// What lies before it, along roads or the straight line, metres.
    #[schema(required)]
    distance_metres: Option<f64>,
    /// The age of the position that this rests on; none where it is taken to be at its station.
    #[schema(required)]
    position_age_seconds: Option<u64>,
    /// Whether roads were not known, or do not lead there.
    straight_line: bool,
    /// Whether the roads are known and do not lead there as things are today.
    cut_off: bool,
}

impl From<desk::Arrival> for Arrival {
    fn from(one: desk::Arrival) -> Self {
        Self {
            assignment_id: one.assignment,
            arrives_at: one.arrives_at.map(Into::into),
            distance_metres: one.travel.map(|way| way.distance.0.round()),
            position_age_seconds: one.position_age.map(|age| age.as_secs()),
            straight_line: one.travel.is_none_or(|way| way.straight_line),
            cut_off: one.travel.is_some_and(|way| way.cut_off),
        }
    }
}
