//! Many cases at once: the inbox, its counts, one action on several.

use api::{
    Body, Caller, CreateRefusals, Freshness, Lang, ListRefusals, Page, PageQuery, Problem, QueryOf,
    QueryRefusals,
};
use axum::Json;
use axum::extract::State;
use base::{Label, Uuid};
use loops::{Cases, Filter, Inbox, Input};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{ActionInput, person};
use crate::problem::of_loop;
use crate::view::CaseSummary;

/// So many cases are taken in one request.
const MOST_AT_ONCE: usize = 100;

/// Which cases of the inbox.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum InboxWord {
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
    /// Every open case that the caller may read.
    All,
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
            InboxWord::All => Self::All,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct InboxQuery {
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
pub(super) async fn list_cases(
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
pub(super) struct CaseCounts {
    asked: u64,
    overdue: u64,
    /// Of every open case that the caller may read, those that are overdue.
    all_overdue: u64,
}

/// How many cases are asked of the caller, and how many of them are overdue.
#[utoipa::path(get, path = "/api/v1/cases/counts", operation_id = "count_cases", tag = "loop",
    responses((status = 200, body = CaseCounts), ListRefusals))]
pub(super) async fn count_cases(
    State(cases): State<Cases>,
    caller: Caller,
) -> Result<Json<CaseCounts>, Problem> {
    let counts = cases.counts(&person(&caller)).await.map_err(of_loop)?;
    Ok(Json(CaseCounts {
        asked: counts.asked,
        overdue: counts.overdue,
        all_overdue: counts.all_overdue,
    }))
}

/// One action on many cases.
#[derive(Deserialize, ToSchema)]
pub(super) struct CasesAction {
    action: String,
    #[serde(flatten)]
    input: ActionInput,
    /// At most 100.
    cases: Vec<CaseAt>,
}

/// A case as it was seen.
#[derive(Deserialize, ToSchema)]
pub(super) struct CaseAt {
    id: Uuid,
    version: i64,
}

/// What became of each case.
#[derive(Serialize, ToSchema)]
pub(super) struct CasesDone {
    items: Vec<CaseDone>,
}

/// What became of one.
#[derive(Serialize, ToSchema)]
pub(super) struct CaseDone {
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
pub(super) async fn act_on_cases(
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
