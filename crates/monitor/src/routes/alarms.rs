//! Reading alarms, verifying them, making incidents of them.

use api::{
    ApiTime, Body, Caller, ChangeRefusals, Created, Freshness, IfMatch, ListRefusals, Page,
    PageQuery, PathOf, Problem, QueryOf, QueryRefusals, ReadRefusals, Tagged,
};
use axum::Json;
use axum::extract::State;
use base::{Label, Uuid};
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::{Alarm, AlarmCounts, Escalation, IncidentOfAlarm, Verification};
use crate::alarm::{AlarmDesk, AlarmFilter, AlarmNarrowing, State as AlarmState};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Which alarms.
    #[serde(default)]
    #[param(inline, required = false)]
    state: AlarmFilter,
    /// Of these, only those that stand there.
    #[serde(default)]
    only: Option<AlarmState>,
    /// Of these, only those that came then or later.
    #[serde(default)]
    since: Option<ApiTime>,
}

/// Alarms, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/alarms",
    operation_id = "list_alarms",
    tag = "monitor",
    params(ListQuery, PageQuery),
    responses(
        (status = 200, body = Page<Alarm>),
        QueryRefusals,
    )
)]
pub(crate) async fn list_alarms(
    State(desk): State<AlarmDesk>,
    caller: Caller,
    QueryOf(query): QueryOf<ListQuery>,
    page: PageQuery,
) -> Result<Page<Alarm>, Problem> {
    let freshness = Freshness::of(desk.journal());
    let after = page.after.as_deref().map(key).transpose()?;
    let narrowing = AlarmNarrowing {
        only: query.only,
        since: query.since.map(Into::into),
    };
    let files = desk.alarms(&caller, query.state, narrowing, page.limit, after);
    let files = files.await?;
    let rows = files.into_iter().map(Alarm::from).collect();
    let key = |last: &Alarm| last.id().to_string();
    Ok(Page::of_one_more(freshness, rows, page.limit, key))
}

fn key(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| {
        Problem::malformed(Label::new(
            "after 应为上一页的 next。",
            "after has to be the next of the page before.",
        ))
    })
}

/// Today's alarms counted by where they stand, and what waits.
///
/// Today began at 00:00 by China's clock.
#[utoipa::path(
    get,
    path = "/api/v1/alarms/counts",
    operation_id = "count_alarms",
    tag = "monitor",
    responses(
        (status = 200, body = AlarmCounts),
        ListRefusals,
    )
)]
pub(crate) async fn count_alarms(
    State(desk): State<AlarmDesk>,
    caller: Caller,
) -> Result<Json<AlarmCounts>, Problem> {
    let freshness = Freshness::of(desk.journal());
    let counts = desk.counts(&caller).await?;
    Ok(Json(AlarmCounts::of(counts, freshness)))
}

/// One alarm.
#[utoipa::path(
    get,
    path = "/api/v1/alarms/{id}",
    operation_id = "get_alarm",
    tag = "monitor",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Alarm, headers(("ETag" = String))),
        ReadRefusals,
    )
)]
pub(crate) async fn get_alarm(
    State(desk): State<AlarmDesk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<Alarm>, Problem> {
    let alarm = Alarm::from(desk.alarm(&caller, id).await?);
    Ok(Tagged(alarm.version(), alarm))
}

/// 核警 judges an alarm; If-Match is the alarm's.
#[utoipa::path(
    post,
    path = "/api/v1/alarms/{id}/verification",
    operation_id = "verify_alarm",
    tag = "monitor",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = Verification,
    responses(
        (status = 200, body = Alarm, headers(("ETag" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn verify_alarm(
    State(desk): State<AlarmDesk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(Verification { outcome, note }): Body<Verification>,
) -> Result<Tagged<Alarm>, Problem> {
    let file = desk.verify(&caller, id, version, outcome, note).await?;
    let alarm = Alarm::from(file);
    Ok(Tagged(alarm.version(), alarm))
}

/// 转警情 makes an incident of an alarm; If-Match is the alarm's.
#[utoipa::path(
    post,
    path = "/api/v1/alarms/{id}/incident",
    operation_id = "create_incident_of_alarm",
    tag = "monitor",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = Escalation,
    responses(
        (status = 201, body = IncidentOfAlarm, headers(("ETag" = String), ("Location" = String))),
        ChangeRefusals,
    )
)]
pub(crate) async fn create_incident_of_alarm(
    State(desk): State<AlarmDesk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(Escalation { note }): Body<Escalation>,
) -> Result<Created<IncidentOfAlarm>, Problem> {
    let incident = desk.escalate(&caller, id, version, note).await?;
    Ok(Created {
        location: format!("/api/v1/incidents/{}", incident.id),
        version: 1,
        body: IncidentOfAlarm {
            id: incident.id,
            number: incident.number,
        },
    })
}
