//! Sending responders and following each of them.

use api::{
    Body, Caller, ChangeRefusals, IfMatch, PathOf, Problem, QueryOf, QueryRefusals, ReadRefusals,
    Tagged,
};
use axum::Json;
use axum::extract::State;
use base::Uuid;
use serde::Deserialize;
use utoipa::IntoParams;

use super::asked::{AssignmentProgress, NewAssignments};
use super::incidents::tagged;
use super::view::{Assignment, Incident, OrderList};
use crate::desk::{Desk, Seat};

/// 调派 orders responders: all of them or none; If-Match is the incident's.
#[utoipa::path(
    post,
    path = "/api/v1/incidents/{id}/assignments",
    operation_id = "create_assignments",
    tag = "dispatch",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = NewAssignments,
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn create_assignments(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(body): Body<NewAssignments>,
) -> Result<Tagged<Incident>, Problem> {
    let seat = Seat::from(&caller);
    let file = desk.order(&seat, id, version, &body.responder_ids).await?;
    Ok(tagged(file))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfStation {
    /// The station.
    station: Uuid,
}

/// 出动指令 what a station has to do: orders that are not returned or cancelled, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/orders",
    operation_id = "list_orders",
    tag = "dispatch",
    params(OfStation),
    responses(
        (status = 200, body = OrderList),
        QueryRefusals,
    )
)]
pub(crate) async fn list_orders(
    State(desk): State<Desk>,
    caller: Caller,
    QueryOf(of): QueryOf<OfStation>,
) -> Result<Json<OrderList>, Problem> {
    let as_of = desk.journal().clock().now();
    let orders = desk.orders(&Seat::from(&caller), of.station).await?;
    Ok(Json(OrderList {
        items: orders.into_iter().map(Into::into).collect(),
        as_of: as_of.into(),
    }))
}

/// One assignment.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/{id}",
    operation_id = "get_assignment",
    tag = "dispatch",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Assignment, headers(("ETag" = String))),
        ReadRefusals,
    )
)]
pub(crate) async fn get_assignment(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<Assignment>, Problem> {
    let (assignment, _) = desk.assignment(&Seat::from(&caller), id).await?;
    Ok(Tagged(assignment.version, assignment.into()))
}

/// A crew's step; If-Match is the assignment's.
#[utoipa::path(
    post,
    path = "/api/v1/assignments/{id}/progress",
    operation_id = "progress_assignment",
    tag = "dispatch",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = AssignmentProgress,
    responses(
        (status = 200, body = Assignment, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn progress_assignment(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(body): Body<AssignmentProgress>,
) -> Result<Tagged<Assignment>, Problem> {
    let seat = Seat::from(&caller);
    let assignment = desk
        .progress_assignment(&seat, id, version, body.step, body.reason)
        .await?;
    Ok(Tagged(assignment.version, assignment.into()))
}
