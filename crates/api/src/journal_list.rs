//! `/api/v1/journal`: the journal itself, for those who audit.

use access::names_of;
use axum::extract::State;
use base::{Label, Uuid};
use journal::{Journal, Mark, Question, Sealed, look_back};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::answer::{ApiTime, Freshness, Page};
use crate::extract::{Caller, PageQuery, QueryOf};
use crate::problem::Problem;
use crate::refusals::QueryRefusals;

/// An entry of the journal.
#[derive(Serialize, ToSchema)]
pub(crate) struct JournalEntry {
    /// The place, from 1, without gaps.
    position: i64,
    id: Uuid,
    /// The subject's kind.
    kind: String,
    subject: Uuid,
    /// The subject's version after this change.
    version: i64,
    /// What was done.
    verb: String,
    /// When it happened.
    event_at: ApiTime,
    /// When it was recorded.
    recorded_at: ApiTime,
    /// `account:<id>`, `token:<id>`, `device:<address>` or `system:<part>`.
    actor: String,
    /// What an account is called now.
    #[schema(nullable)]
    actor_name: Option<String>,
    #[schema(nullable)]
    region: Option<String>,
    /// SM3 of everything the entry says, hexadecimal.
    hash: String,
    /// The subject after the change.
    body: Value,
}

impl JournalEntry {
    fn of(sealed: Sealed, actor_name: Option<String>) -> Self {
        let entry = sealed.entry;
        Self {
            position: sealed.position,
            id: entry.id,
            hash: entry.hash().to_string(),
            // A body that is no JSON would be a finding of `verify`; the list still shows the rest.
            body: serde_json::from_slice(&entry.body).unwrap_or(Value::Null),
            kind: entry.kind,
            subject: entry.subject,
            version: entry.version,
            verb: entry.verb,
            event_at: entry.event_at.into(),
            recorded_at: entry.recorded_at.into(),
            actor: entry.actor,
            actor_name,
            region: entry.region,
        }
    }
}

/// In which order the journal is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JournalOrder {
    /// By position, from the first on.
    #[default]
    Oldest,
    /// Backwards.
    Newest,
}

/// Which entries. What narrows asks for `order=newest`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct JournalQuery {
    /// In which order.
    #[serde(default)]
    #[param(inline, required = false)]
    order: JournalOrder,
    /// Only subjects of this kind.
    #[serde(default)]
    kind: Option<String>,
    /// Only what this actor did, as entries write it.
    #[serde(default)]
    actor: Option<String>,
    /// Only this subject.
    #[serde(default)]
    subject: Option<Uuid>,
    /// Recorded then or later.
    #[serde(default)]
    from: Option<ApiTime>,
    /// Recorded before that.
    #[serde(default)]
    until: Option<ApiTime>,
}

impl From<JournalQuery> for Question {
    fn from(query: JournalQuery) -> Self {
        Self {
            kind: query.kind,
            actor: query.actor,
            subject: query.subject,
            from: query.from.map(Into::into),
            until: query.until.map(Into::into),
        }
    }
}

/// List entries of the journal
///
/// From the first on, `after` is a position, 0 to start with the first. Backwards it is the `next` of
/// the page before; each page looks at some thousand entries of an index at most, so a narrowed page
/// may be short or empty and still have a `next`.
#[utoipa::path(get, path = "/api/v1/journal", operation_id = "list_journal", tag = "journal",
    params(JournalQuery, PageQuery),
    responses((status = 200, description = "Entries", body = Page<JournalEntry>), QueryRefusals))]
pub(crate) async fn list_journal(
    State(journal): State<Journal>,
    caller: Caller,
    QueryOf(query): QueryOf<JournalQuery>,
    page: PageQuery,
) -> Result<Page<JournalEntry>, Problem> {
    let freshness = Freshness::of(&journal);
    let order = query.order;
    let question = Question::from(query);
    let (sealed, next) = match order {
        JournalOrder::Newest => backwards(&journal, &question, &page).await?,
        JournalOrder::Oldest if question == Question::default() => {
            onwards(&journal, freshness.position, &page).await?
        }
        JournalOrder::Oldest => {
            return Err(Problem::malformed(Label::new(
                "筛选日志须用 order=newest。",
                "Narrowing the journal needs order=newest.",
            )));
        }
    };
    let own: Vec<Sealed> = sealed
        .into_iter()
        .filter(|sealed| caller.covers(sealed.entry.region.as_deref()))
        .collect();
    let names = names_of(journal.store(), own.iter().filter_map(account_of)).await?;
    let items = own.into_iter().map(|sealed| {
        let name = account_of(&sealed).and_then(|id| names.get(&id).cloned());
        JournalEntry::of(sealed, name)
    });
    Ok(Page::new(freshness, items.collect(), next))
}

type Stretch = (Vec<Sealed>, Option<String>);

async fn onwards(journal: &Journal, head: i64, page: &PageQuery) -> Result<Stretch, Problem> {
    let after = page.after.as_deref().unwrap_or("0").parse::<i64>();
    let after = after.ok().filter(|after| *after >= 0);
    let after = after.ok_or_else(no_such_place)?;
    if head <= after {
        return Ok((Vec::new(), None));
    }
    // There are entries behind `after`, so this does not wait.
    let mut sealed = journal.follow(after).next().await?;
    sealed.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    let last = sealed.last().map_or(after, |sealed| sealed.position);
    Ok((sealed, (last < head).then(|| last.to_string())))
}

async fn backwards(
    journal: &Journal,
    question: &Question,
    page: &PageQuery,
) -> Result<Stretch, Problem> {
    let mark = page.after.as_deref().map(mark_of).transpose()?;
    let found = look_back(journal.store(), question, mark, page.limit).await?;
    let next = found.next.map(|mark| match mark {
        Mark::Position(position) => position.to_string(),
        Mark::Entry(id) => id.to_string(),
    });
    Ok((found.entries, next))
}

fn mark_of(text: &str) -> Result<Mark, Problem> {
    if let Ok(position) = text.parse() {
        return Ok(Mark::Position(position));
    }
    text.parse().map(Mark::Entry).map_err(|_| no_such_place())
}

fn no_such_place() -> Problem {
    Problem::malformed(Label::new(
        "after 应为流水位置，或上一页的 next。",
        "after has to be a position, or the next of the page before.",
    ))
}

fn account_of(sealed: &Sealed) -> Option<Uuid> {
    sealed.entry.actor.strip_prefix("account:")?.parse().ok()
}
