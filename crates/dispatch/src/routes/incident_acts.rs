//! What is done to an incident itself: its steps, its level, its end.

use api::{Body, Caller, ChangeRefusals, IfMatch, PathOf, Problem, Tagged};
use axum::extract::State;
use base::Uuid;

use super::asked::{Closure, IncidentProgress, NewLevel, Reopening};
use super::incidents::tagged;
use super::view::Incident;
use crate::desk::{self, Desk, Seat};

/// 控制、熄灭 reports an incident under control or extinguished.
#[utoipa::path(
    post,
    path = "/api/v1/incidents/{id}/progress",
    operation_id = "progress_incident",
    tag = "dispatch",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = IncidentProgress,
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn progress_incident(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(body): Body<IncidentProgress>,
) -> Result<Tagged<Incident>, Problem> {
    let seat = Seat::from(&caller);
    let file = desk
        .progress_incident(&seat, id, version, body.step)
        .await?;
    Ok(tagged(file))
}

/// 提升等级 raises the alarm level; it is never lowered.
#[utoipa::path(
    post,
    path = "/api/v1/incidents/{id}/level",
    operation_id = "raise_incident_level",
    tag = "dispatch",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = NewLevel,
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn raise_incident_level(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(body): Body<NewLevel>,
) -> Result<Tagged<Incident>, Problem> {
    let seat = Seat::from(&caller);
    let file = desk
        .raise_level(&seat, id, version, body.level, &body.reason)
        .await?;
    Ok(tagged(file))
}

/// 结案 closes an incident with its outcome; all force must be released or cancelled.
#[utoipa::path(
    post,
    path = "/api/v1/incidents/{id}/closure",
    operation_id = "close_incident",
    tag = "dispatch",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = Closure,
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn close_incident(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(body): Body<Closure>,
) -> Result<Tagged<Incident>, Problem> {
    let seat = Seat::from(&caller);
    let closure = desk::Closure {
        outcome_kind: body.outcome_kind,
        summary: body.summary,
        people_rescued: body.people_rescued,
        property_saved_fen: body.property_saved_fen,
    };
    let file = desk.close(&seat, id, version, closure).await?;
    Ok(tagged(file))
}

/// 重新开启 opens a closed incident again.
#[utoipa::path(
    post,
    path = "/api/v1/incidents/{id}/reopening",
    operation_id = "reopen_incident",
    tag = "dispatch",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = Reopening,
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn reopen_incident(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(body): Body<Reopening>,
) -> Result<Tagged<Incident>, Problem> {
    let seat = Seat::from(&caller);
    let file = desk.reopen(&seat, id, version, &body.reason).await?;
    Ok(tagged(file))
}
