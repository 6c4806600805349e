//! The operations of the loops. Handlers only translate: [`loops::Cases`] does the work.

use access::permission::CASE_ACT;
use api::{
    Body, Caller, ChangeRefusals, CreateRefusals, Created, Freshness, IfMatch, Lang, ListRefusals,
    Page, PageQuery, PathOf, Problem, QueryOf, QueryRefusals, ReadRefusals, Tagged,
};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Label, Uuid};
use loops::{Cases, Filter, Inbox, Input, Person};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::of_loop;
use crate::view::{self, CaseSummary, CaseView, HolderView, LoopInfo, LoopList, Story, StoryLine};

/// So many cases are taken in one request.
const MOST_AT_ONCE: usize = 100;

pub(crate) fn router(cases: Cases) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_loops))
        .routes(routes!(open_case))
        .routes(routes!(list_cases))
        .routes(routes!(count_cases))
        .routes(routes!(act_on_cases))
        .routes(routes!(get_case))
        .routes(routes!(get_case_story))
        .routes(routes!(act_on_case))
        .routes(routes!(comment_case))
        .routes(routes!(list_receivers))
        .routes(routes!(hand_over_case))
        .routes(routes!(link_case))
        .routes(routes!(unlink_case))
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

/// Which cases of the inbox.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum InboxWord {
    /// All that is asked of the caller.
    #[default]
    Asked,
    /// With the caller alone.
    Mine,
    /// With the caller's role.
    Role,
    /// With the caller's organisation.
    Organisation,
    /// Escalated to the caller's role.
    Escalated,
    /// Opened by the caller.
    Opened,
}

impl From<InboxWord> for Inbox {
    fn from(word: InboxWord) -> Self {
        match word {
            InboxWord::Asked => Self::Asked,
            InboxWord::Mine => Self::Mine,
            InboxWord::Role => Self::Role,
            InboxWord::Organisation => Self::Organisation,
            InboxWord::Escalated => Self::Escalated,
            InboxWord::Opened => Self::Opened,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct InboxQuery {
    /// Which cases.
    #[serde(default)]
    #[param(inline, required = false)]
    inbox: InboxWord,
    /// Of this loop alone.
    #[serde(default, rename = "loop")]
    #[param(required = false)]
    key: Option<String>,
    /// Overdue ones alone.
    #[serde(default)]
    #[param(required = false)]
    overdue: bool,
}

/// 待办 the inbox: what is asked of the caller, the most urgent first.
#[utoipa::path(get, path = "/api/v1/cases", operation_id = "list_cases", tag = "loop",
    params(InboxQuery, PageQuery),
    responses((status = 200, body = Page<CaseSummary>), QueryRefusals))]
async fn list_cases(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    QueryOf(query): QueryOf<InboxQuery>,
    page: PageQuery,
) -> Result<Page<CaseSummary>, Problem> {
    let freshness = Freshness::of(cases.journal());
    let after = page.after.as_deref().map(cursor).transpose()?;
    let filter = Filter {
        inbox: query.inbox.into(),
        key: query.key,
        overdue: query.overdue,
    };
    let found = cases
        .inbox(&person(&caller), &filter, page.limit, after)
        .await
        .map_err(of_loop)?;
    let held: Vec<_> = found.iter().map(loops::Case::with).collect();
    let names = cases.names_of(&held, language).await.map_err(of_loop)?;
    let page = Page::of_one_more(freshness, found, page.limit, |last| {
        format!("{}_{}", last.due_key, last.id)
    });
    Ok(page.map(|case| CaseSummary::of(&cases, &case, &names)))
}

fn cursor(text: &str) -> Result<(i64, Uuid), Problem> {
    let read = text.split_once('_').and_then(|(due, id)| {
        let due = due.parse().ok()?;
        Some((due, Uuid::parse_str(id).ok()?))
    });
    read.ok_or_else(|| {
        Problem::malformed(Label::new(
            "after 应为上一页的 next。",
            "after has to be the next of the page before.",
        ))
    })
}

/// How much is asked of the caller.
#[derive(Serialize, ToSchema)]
struct CaseCounts {
    asked: u64,
    overdue: u64,
}

/// How many cases are asked of the caller, and how many of them are overdue.
#[utoipa::path(get, path = "/api/v1/cases/counts", operation_id = "count_cases", tag = "loop",
    responses((status = 200, body = CaseCounts), ListRefusals))]
async fn count_cases(
    State(cases): State<Cases>,
    caller: Caller,
) -> Result<Json<CaseCounts>, Problem> {
    let counts = cases.counts(&person(&caller)).await.map_err(of_loop)?;
    Ok(Json(CaseCounts {
        asked: counts.asked,
        overdue: counts.overdue,
    }))
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

/// One action on many cases.
#[derive(Deserialize, ToSchema)]
struct CasesAction {
    action: String,
    #[serde(flatten)]
    input: ActionInput,
    /// At most 100.
    cases: Vec<CaseAt>,
}

/// A case as it was seen.
#[derive(Deserialize, ToSchema)]
struct CaseAt {
    id: Uuid,
    version: i64,
}

/// What became of each case.
#[derive(Serialize, ToSchema)]
struct CasesDone {
    items: Vec<CaseDone>,
}

/// What became of one.
#[derive(Serialize, ToSchema)]
struct CaseDone {
    id: Uuid,
    /// Whether the action was taken.
    done: bool,
    /// Its version now, where it was.
    #[schema(required)]
    version: Option<i64>,
    /// The refusal, where it was not.
    #[schema(required, value_type = Option<Object>)]
    problem: Option<Value>,
}

/// 批量办理 takes one action on many cases, each by itself: one that is refused holds up no other.
#[utoipa::path(post, path = "/api/v1/cases/actions", operation_id = "act_on_cases", tag = "loop",
    request_body = CasesAction,
    responses((status = 200, body = CasesDone), CreateRefusals))]
async fn act_on_cases(
    State(cases): State<Cases>,
    caller: Caller,
    Lang(language): Lang,
    Body(act): Body<CasesAction>,
) -> Result<Json<CasesDone>, Problem> {
    if act.cases.len() > MOST_AT_ONCE {
        return Err(Problem::malformed(Label::new(
            "一次最多办理100项。",
            "At most 100 cases at once.",
        )));
    }
    let input = Input {
        values: act.input.values,
        reason: act.input.reason,
    };
    let asked: Vec<(Uuid, i64)> = act.cases.iter().map(|one| (one.id, one.version)).collect();
    let done = cases
        .act_on_all(&person(&caller), &asked, &act.action, &input)
        .await;
    let items = asked.iter().zip(done).map(|((id, _), done)| match done {
        Ok(file) => CaseDone {
            id: *id,
            done: true,
            version: Some(file.case.step),
            problem: None,
        },
        Err(error) => CaseDone {
            id: *id,
            done: false,
            version: None,
            problem: serde_json::to_value(of_loop(error).body(language)).ok(),
        },
    });
    Ok(Json(CasesDone {
        items: items.collect(),
    }))
}

/// A comment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewComment {
    text: String,
}

/// 留言 says something about a case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/comments", operation_id = "comment_case", tag = "loop",
    params(("id" = Uuid, Path)),
    request_body = NewComment,
    responses((status = 204), CreateRefusals))]
async fn comment_case(
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
struct ReceiverQuery {
    /// A part of the name.
    #[serde(default)]
    #[param(required = false)]
    search: Option<String>,
}

/// Who can be handed a case.
#[derive(Serialize, ToSchema)]
struct ReceiverList {
    items: Vec<ReceiverView>,
}

/// Somebody who can be handed a case.
#[derive(Serialize, ToSchema)]
struct ReceiverView {
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
async fn list_receivers(
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
struct HandOver {
    to: HolderView,
    reason: String,
}

/// 移交 hands a case over.
#[utoipa::path(post, path = "/api/v1/cases/{id}/handover", operation_id = "hand_over_case", tag = "loop",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "The ETag that was read.")),
    request_body = HandOver,
    responses((status = 200, body = CaseView, headers(("ETag" = String))), ChangeRefusals))]
async fn hand_over_case(
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
struct NewLink {
    other: Uuid,
    #[serde(default)]
    note: Option<String>,
}

/// 关联 links a case with another.
#[utoipa::path(post, path = "/api/v1/cases/{id}/links", operation_id = "link_case", tag = "loop",
    params(("id" = Uuid, Path)),
    request_body = NewLink,
    responses((status = 204), CreateRefusals))]
async fn link_case(
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
async fn unlink_case(
    State(cases): State<Cases>,
    caller: Caller,
    PathOf((id, link)): PathOf<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    let gone = cases.unlink(&person(&caller), id, link).await;
    gone.map_err(of_loop)?;
    Ok(StatusCode::NO_CONTENT)
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
