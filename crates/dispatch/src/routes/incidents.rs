//! Reading incidents, and opening one from a call.

use api::{
    ApiTime, Body, Caller, CreateRefusals, Created, FieldError, Freshness, Page, PageQuery, PathOf,
    Problem, QueryOf, QueryRefusals, ReadRefusals, Tagged,
};
use axum::Json;
use axum::extract::State;
use base::{Label, Uuid};
use serde::Deserialize;
use utoipa::IntoParams;

use super::asked::NewIncident;
use super::view::{Incident, Timeline};
use crate::desk::{Desk, IncidentFilter, IncidentNarrowing, NewCall, Seat, Told};
use crate::machine::incident::IncidentState;
use crate::record::IncidentKind;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Which incidents.
    #[serde(default)]
    #[param(inline, required = false)]
    state: IncidentFilter,
    /// Of these, only those that stand there.
    #[serde(default)]
    only: Option<IncidentState>,
    /// Of these, only those of this kind.
    #[serde(default)]
    kind: Option<IncidentKind>,
    /// Of these, only those of this level.
    #[serde(default)]
    level: Option<i32>,
    /// Of these, only those that were opened then or later.
    #[serde(default)]
    since: Option<ApiTime>,
}

/// Incidents, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/incidents",
    operation_id = "list_incidents",
    tag = "dispatch",
    params(ListQuery, PageQuery),
    responses(
        (status = 200, body = Page<Incident>),
        QueryRefusals,
    )
)]
pub(crate) async fn list_incidents(
    State(desk): State<Desk>,
    caller: Caller,
    QueryOf(query): QueryOf<ListQuery>,
    page: PageQuery,
) -> Result<Page<Incident>, Problem> {
    let freshness = Freshness::of(desk.journal());
    let after = page.after.as_deref().map(key).transpose()?;
    let seat = Seat::from(&caller);
    let narrowing = IncidentNarrowing {
        only: query.only,
        kind: query.kind,
        level: query.level,
        since: query.since.map(Into::into),
    };
    let found = desk.incidents(&seat, query.state, narrowing, page.limit, after);
    let found = found.await?;
    let items = found.items.into_iter().map(Incident::from).collect();
    Ok(Page::new(
        freshness,
        items,
        found.next.map(|id| id.to_string()),
    ))
}

fn key(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| {
        Problem::malformed(Label::new(
            "after 应为上一页的 next。",
            "after has to be the next of the page before.",
        ))
    })
}

/// 立警 opens an incident from a call.
#[utoipa::path(
    post,
    path = "/api/v1/incidents",
    operation_id = "create_incident",
    tag = "dispatch",
    request_body = NewIncident,
    responses(
        (status = 201, body = Incident, headers(("ETag" = String), ("Location" = String))),
        CreateRefusals,
    )
)]
pub(crate) async fn create_incident(
    State(desk): State<Desk>,
    caller: Caller,
    Body(new): Body<NewIncident>,
) -> Result<Created<Incident>, Problem> {
    let place = new
        .location
        .map(|told| told.to_wgs84().ok_or_else(no_such_place));
    let call = NewCall {
        kind: new.kind,
        level: new.level,
        address: new.address,
        location: place.transpose()?,
        unit: new.unit_id,
        told: Told {
            trapped: new.trapped,
            storey: new.storey,
            burning: new.burning,
            said: new.note,
            phone: new.caller_phone,
            name: new.caller_name,
        },
    };
    let file = desk.open_from_call(&Seat::from(&caller), call).await?;
    Ok(Created {
        location: format!("/api/v1/incidents/{}", file.incident.id),
        version: file.incident.version,
        body: file.into(),
    })
}

pub(super) fn no_such_place() -> Problem {
    let message = Label::new(
        "经度应在 ±180 之间，纬度应在 ±90 之间。",
        "Longitude lies within ±180, latitude within ±90.",
    );
    Problem::invalid([FieldError::new("location", message)])
}

/// One incident with everything that was sent to it.
#[utoipa::path(
    get,
    path = "/api/v1/incidents/{id}",
    operation_id = "get_incident",
    tag = "dispatch",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Incident, headers(("ETag" = String))),
        ReadRefusals,
    )
)]
pub(crate) async fn get_incident(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<Incident>, Problem> {
    let file = desk.incident(&Seat::from(&caller), id).await?;
    Ok(tagged(file))
}

pub(super) fn tagged(file: crate::desk::IncidentFile) -> Tagged<Incident> {
    Tagged(file.incident.version, file.into())
}

/// 时间线 everything that was ever written about the incident, its alarm and its assignments.
#[utoipa::path(
    get,
    path = "/api/v1/incidents/{id}/timeline",
    operation_id = "get_timeline",
    tag = "dispatch",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Timeline),
        ReadRefusals,
    )
)]
pub(crate) async fn get_timeline(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<Timeline>, Problem> {
    let items = desk.timeline(&Seat::from(&caller), id).await?;
    Ok(Json(Timeline {
        items: items.into_iter().map(Into::into).collect(),
    }))
}
