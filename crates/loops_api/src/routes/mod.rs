//! The operations of the loops. Handlers only translate: [`loops::Cases`] does the work.

mod around;
mod many;

use access::permission::CASE_ACT;
use api::{
    Body, Caller, ChangeRefusals, CreateRefusals, Created, IfMatch, Lang, ListRefusals, PathOf,
    Problem, ReadRefusals, Tagged,
};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::Uuid;
use loops::{Cases, Input, Person};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::info::{LoopInfo, LoopList};
use crate::problem::of_loop;
use crate::view::{self, CaseView, Story, StoryLine};

pub(crate) fn router(cases: Cases) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_loops))
        .routes(routes!(open_case))
        .routes(routes!(many::list_cases))
        .routes(routes!(many::count_cases))
        .routes(routes!(many::act_on_cases))
        .routes(routes!(get_case))
        .routes(routes!(get_case_story))
        .routes(routes!(act_on_case))
        .routes(routes!(around::comment_case))
        .routes(routes!(around::list_receivers))
        .routes(routes!(around::hand_over_case))
        .routes(routes!(around::link_case))
        .routes(routes!(around::unlink_case))
        .routes(routes!(get_case_document))
        .with_state(cases)
}

fn person(caller: &Caller) -> Person {
    Person {
        pass: caller.pass.clone(),
        role: caller.role,
    }
}

/// 闭环 all loops whose cases the caller may read: states, actions and what each asks for.
#[utoipa::path(get, path = "/api/v1/loops", operation_id = "list_loops", tag = "loop",
    responses((status = 200, body = LoopList), ListRefusals))]
async fn list_loops(State(cases): State<Cases>, caller: Caller) -> Json<LoopList> {
    let person = person(&caller);
    let readable = cases
        .loops()
        .filter(|def| caller.permits(def.register.read_permission));
    let items = readable.map(|def| LoopInfo::of(def, &person, caller.permits(CASE_ACT)));
    Json(LoopList {
        items: items.collect(),
    })
}

/// What an action is given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ActionInput {
    /// Fields of the register, as its forms send them.
    #[serde(default)]
    values: Map<String, Value>,
    /// Why, in words.
    #[serde(default)]
    reason: Option<String>,
}

/// Opens a case.
#[utoipa::path(post, path = "/api/v1/loops/{key}/cases", operation_id = "open_case", tag = "loop",
    params(("key" = String, Path)),
    request_body = ActionInput,
    responses((status = 201, body = CaseView, headers(("ETag" = String), ("Location" = String))),
        CreateRefusals))]
async fn open_case(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(key): PathOf<String>,
    Body(input): Body<ActionInput>,
) -> Result<Created<CaseView>, Problem> {
    let person = person(&caller);
    let input = Input {
        values: input.values,
        reason: input.reason,
    };
    let file = cases.open(&person, &key, &input).await.map_err(of_loop)?;
    let version = file.case.step;
    let body = view::case(&cases, &person, file, language).await?;
    Ok(Created {
        location: format!("/api/v1/cases/{}", body.summary.id),
        version,
        body,
    })
}

/// A case with all that belongs to it, but its row (the register's) and its story.
#[utoipa::path(get, path = "/api/v1/cases/{id}", operation_id = "get_case", tag = "loop",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = CaseView, headers(("ETag" = String))), ReadRefusals))]
async fn get_case(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<CaseView>, Problem> {
    let person = person(&caller);
    let file = cases.case(&person, id).await.map_err(of_loop)?;
    tagged(&cases, &person, file, language).await
}

async fn tagged(
    cases: &Cases,
    person: &Person,
    file: loops::CaseFile,
    language: base::Language,
) -> Result<Tagged<CaseView>, Problem> {
    let version = file.case.step;
    let body = view::case(cases, person, file, language).await?;
    Ok(Tagged(version, body))
}

/// 全程留痕 everything that was ever done to a case, the oldest first.
#[utoipa::path(get, path = "/api/v1/cases/{id}/story", operation_id = "get_case_story", tag = "loop",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Story), ReadRefusals))]
async fn get_case_story(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<Story>, Problem> {
    let person = person(&caller);
    let case = cases.case(&person, id).await.map_err(of_loop)?.case;
    let items = cases.story(&person, id, language).await.map_err(of_loop)?;
    let def = *cases
        .of_key(&case.loop_key)
        .ok_or_else(Problem::not_found)?;
    let lines = items.into_iter().map(|item| StoryLine::of(&def, item));
    Ok(Json(Story {
        items: lines.collect(),
    }))
}

/// An action on a case.
#[derive(Deserialize, ToSchema)]
struct CaseAction {
    action: String,
    #[serde(flatten)]
    input: ActionInput,
}

/// Takes an action.
#[utoipa::path(post, path = "/api/v1/cases/{id}/actions", operation_id = "act_on_case", tag = "loop",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "The ETag that was read.")),
    request_body = CaseAction,
    responses((status = 200, body = CaseView, headers(("ETag" = String))), ChangeRefusals))]
async fn act_on_case(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(act): Body<CaseAction>,
) -> Result<Tagged<CaseView>, Problem> {
    let person = person(&caller);
    let input = Input {
        values: act.input.values,
        reason: act.input.reason,
    };
    let done = cases.act(&person, id, version, &act.action, &input).await;
    tagged(&cases, &person, done.map_err(of_loop)?, language).await
}

/// A document as PDF/A, the same bytes every time.
#[utoipa::path(get, path = "/api/v1/cases/{id}/documents/{document}", operation_id = "get_case_document",
    tag = "loop",
    params(("id" = Uuid, Path), ("document" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf", body = [u8]), ReadRefusals))]
async fn get_case_document(
    State(cases): State<Cases>,
    caller: Caller,
    PathOf((id, document)): PathOf<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let (_, pdf) = cases
        .pdf(&person(&caller), id, document)
        .await
        .map_err(of_loop)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, pdf).into_response())
}
