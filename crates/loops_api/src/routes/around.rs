//! What is said about a case, with whom it is, and which others belong to it.

use api::{
    Body, Caller, ChangeRefusals, CreateRefusals, IfMatch, Lang, PathOf, Problem, QueryOf,
    ReadRefusals, Tagged,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base::Uuid;
use loops::Cases;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{person, tagged};
use crate::problem::of_loop;
use crate::view::{CaseView, HolderView};

/// A comment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewComment {
    text: String,
}

/// 留言 says something about a case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/comments", operation_id = "comment_case", tag = "loop",
    params(("id" = Uuid, Path)),
    request_body = NewComment,
    responses((status = 204), CreateRefusals))]
pub(super) async fn comment_case(
    State(cases): State<Cases>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    Body(comment): Body<NewComment>,
) -> Result<StatusCode, Problem> {
    let said = cases.comment(&person(&caller), id, &comment.text).await;
    said.map_err(of_loop)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReceiverQuery {
    /// A part of the name.
    #[serde(default)]
    #[param(required = false)]
    search: Option<String>,
}

/// Who can be handed a case.
#[derive(Serialize, ToSchema)]
pub(super) struct ReceiverList {
    items: Vec<ReceiverView>,
}

/// Somebody who can be handed a case.
#[derive(Serialize, ToSchema)]
pub(super) struct ReceiverView {
    #[serde(flatten)]
    holder: HolderView,
    /// The role of an account.
    #[schema(required)]
    role: Option<&'static str>,
}

/// Who can be handed a case: roles, people and organisations.
#[utoipa::path(get, path = "/api/v1/cases/{id}/receivers", operation_id = "list_receivers", tag = "loop",
    params(("id" = Uuid, Path), ReceiverQuery),
    responses((status = 200, body = ReceiverList), ReadRefusals))]
pub(super) async fn list_receivers(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
    QueryOf(query): QueryOf<ReceiverQuery>,
) -> Result<Json<ReceiverList>, Problem> {
    let found = cases
        .receivers(&person(&caller), id, query.search.as_deref(), language)
        .await
        .map_err(of_loop)?;
    let items = found.into_iter().map(|one| ReceiverView {
        holder: HolderView::named(&one.with, one.name),
        role: one.role.map(access::Role::as_str),
    });
    Ok(Json(ReceiverList {
        items: items.collect(),
    }))
}

/// To whom, and why.
#[derive(Deserialize, ToSchema)]
pub(super) struct HandOver {
    to: HolderView,
    reason: String,
}

/// 移交 hands a case over.
#[utoipa::path(post, path = "/api/v1/cases/{id}/handover", operation_id = "hand_over_case", tag = "loop",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "The ETag that was read.")),
    request_body = HandOver,
    responses((status = 200, body = CaseView, headers(("ETag" = String))), ChangeRefusals))]
pub(super) async fn hand_over_case(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(hand): Body<HandOver>,
) -> Result<Tagged<CaseView>, Problem> {
    let person = person(&caller);
    let to = hand.to.read();
    let done = cases
        .hand_over(&person, id, version, &to, &hand.reason)
        .await;
    tagged(&cases, &person, done.map_err(of_loop)?, language).await
}

/// A link to another case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLink {
    other: Uuid,
    #[serde(default)]
    note: Option<String>,
}

/// 关联 links a case with another.
#[utoipa::path(post, path = "/api/v1/cases/{id}/links", operation_id = "link_case", tag = "loop",
    params(("id" = Uuid, Path)),
    request_body = NewLink,
    responses((status = 204), CreateRefusals))]
pub(super) async fn link_case(
    State(cases): State<Cases>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    Body(link): Body<NewLink>,
) -> Result<StatusCode, Problem> {
    cases
        .link(&person(&caller), id, link.other, link.note.as_deref())
        .await
        .map_err(of_loop)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a link away.
#[utoipa::path(delete, path = "/api/v1/cases/{id}/links/{link}", operation_id = "unlink_case", tag = "loop",
    params(("id" = Uuid, Path), ("link" = Uuid, Path)),
    responses((status = 204), ReadRefusals))]
pub(super) async fn unlink_case(
    State(cases): State<Cases>,
    caller: Caller,
    PathOf((id, link)): PathOf<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    let gone = cases.unlink(&person(&caller), id, link).await;
    gone.map_err(of_loop)?;
    Ok(StatusCode::NO_CONTENT)
}
