//! The operations of studies. Lists, search, export and history are the register's.

use access::OperationRule;
use access::permission::{SITING_READ, SITING_WRITE};
use api::{
    Body, Caller, ChangeRefusals, CreateRefusals, Created, IfMatch, PathOf, Problem, ReadRefusals,
    Tagged,
};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::Uuid;
use register::Entered;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::asked::NewStudy;
use crate::desk::Desk;
use crate::findings::Findings;
use crate::report;
use crate::study::SitingStudy;
use crate::view::StudyView;

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}

/// Which permission each operation asks for; what a study counts asks for its layers' beside it.
pub(crate) const RULES: &[OperationRule] = &[
    rule("POST", "/api/v1/siting/studies", SITING_WRITE),
    rule("GET", "/api/v1/siting/studies/{id}", SITING_READ),
    rule(
        "POST",
        "/api/v1/siting/studies/{id}/cancellation",
        SITING_WRITE,
    ),
    rule("GET", "/api/v1/siting/studies/{id}/findings", SITING_READ),
    rule("GET", "/api/v1/siting/studies/{id}/report", SITING_READ),
];

pub(crate) fn router(desk: Desk) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(ask_study))
        .routes(routes!(get_study))
        .routes(routes!(cancel_study))
        .routes(routes!(get_findings))
        .routes(routes!(get_report))
        .with_state(desk)
}

fn tagged(desk: &Desk, study: &Entered<SitingStudy>) -> Tagged<StudyView> {
    let stage = desk.runs.get(study.id).map(|run| run.stage());
    Tagged(study.version, StudyView::of(study, stage))
}

/// 布点研究 asks for a study: what it counts is read at once, a job works it out.
#[utoipa::path(post, path = "/api/v1/siting/studies", operation_id = "ask_siting_study", tag = "siting",
    request_body = NewStudy,
    responses(
        (status = 201, body = StudyView, headers(("ETag" = String), ("Location" = String))),
        (status = 409, description = "There are no roads"),
        CreateRefusals,
    ))]
async fn ask_study(
    State(desk): State<Desk>,
    caller: Caller,
    Body(asked): Body<NewStudy>,
) -> Result<Created<StudyView>, Problem> {
    let study = desk.ask(&caller, &asked).await?;
    let location = format!("/api/v1/siting/studies/{}", study.id);
    Ok(Created {
        location,
        version: study.version,
        body: StudyView::of(&study, None),
    })
}

/// One study, and how far it is.
#[utoipa::path(get, path = "/api/v1/siting/studies/{id}", operation_id = "get_siting_study", tag = "siting",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = StudyView, headers(("ETag" = String))), ReadRefusals))]
async fn get_study(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<StudyView>, Problem> {
    let study = desk.study(&caller, id).await?;
    Ok(tagged(&desk, &study))
}

/// 取消 calls a study off that has not ended.
#[utoipa::path(post, path = "/api/v1/siting/studies/{id}/cancellation", operation_id = "cancel_siting_study",
    tag = "siting",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = StudyView, headers(("ETag" = String))), ChangeRefusals))]
async fn cancel_study(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<StudyView>, Problem> {
    let study = desk.cancel(&caller, id, version).await?;
    Ok(Tagged(study.version, StudyView::of(&study, None)))
}

/// 结果 what a study found.
#[utoipa::path(get, path = "/api/v1/siting/studies/{id}/findings", operation_id = "get_siting_findings",
    tag = "siting",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Findings),
        (status = 409, description = "The study is not done"),
        ReadRefusals,
    ))]
async fn get_findings(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<Findings>, Problem> {
    let (_, _, findings) = desk.found(&caller, id).await?;
    Ok(Json(findings))
}

/// 报告 the report as PDF/A, with maps.
#[utoipa::path(get, path = "/api/v1/siting/studies/{id}/report", operation_id = "get_siting_report",
    tag = "siting",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, content_type = "application/pdf", body = [u8]),
        (status = 409, description = "The study is not done, or the pack has no template"),
        ReadRefusals,
    ))]
async fn get_report(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Response, Problem> {
    let pdf = report::print(&desk, &caller, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, pdf).into_response())
}
