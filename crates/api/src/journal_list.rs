//! `/api/v1/journal`: the journal itself, for those who audit.

use axum::extract::State;
use base::{Label, Uuid};
use journal::{Journal, Sealed};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::answer::{ApiTime, Freshness, Page};
use crate::extract::{Caller, PageQuery};
use crate::problem::Problem;

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
    #[schema(nullable)]
    region: Option<String>,
    /// SM3 of everything the entry says, hexadecimal.
    hash: String,
    /// The subject after the change.
    body: Value,
}

impl From<Sealed> for JournalEntry {
    fn from(sealed: Sealed) -> Self {
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
            region: entry.region,
        }
    }
}

/// List entries of the journal
///
/// In the order of their positions; `after` is a position, 0 to start with the first.
#[utoipa::path(get, path = "/api/v1/journal", operation_id = "list_journal", tag = "journal",
    params(PageQuery),
    responses((status = 200, description = "Entries", body = Page<JournalEntry>)))]
pub(crate) async fn list_journal(
    State(journal): State<Journal>,
    caller: Caller,
    page: PageQuery,
) -> Result<Page<JournalEntry>, Problem> {
    let after = page.after.as_deref().unwrap_or("0").parse::<i64>();
    let after = after.ok().filter(|after| *after >= 0).ok_or_else(|| {
        let detail = Label::new("after 应为流水位置。", "after has to be a position.");
        Problem::malformed(detail)
    })?;
    let freshness = Freshness::of(&journal);
    if freshness.position <= after {
        return Ok(Page::new(freshness, Vec::new(), None));
    }
    // There are entries behind `after`, so this does not wait.
    let mut sealed = journal.follow(after).next().await?;
    sealed.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    let last = sealed.last().map_or(after, |sealed| sealed.position);
    let next = (last < freshness.position).then(|| last.to_string());
    let own = sealed
        .into_iter()
        .filter(|sealed| caller.covers(sealed.entry.region.as_deref()));
    Ok(Page::new(freshness, own.map(Into::into).collect(), next))
}
