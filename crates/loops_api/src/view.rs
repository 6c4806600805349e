//! Cases as the API shows them.

use std::collections::BTreeMap;

use api::{ApiTime, Problem};
use base::{Language, Timestamp, Uuid};
use loops::record::{comment, document};
use loops::{Case, CaseFile, Cases, LoopDef, Person, StoryItem, With};
use register::{Value, mask_of, value_to_json};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::info::Words;
use crate::problem::of_loop;

/// Whom a case is with.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct HolderView {
    /// nobody, account, role or organisation.
    kind: String,
    /// The id, or the role's word.
    key: String,
    /// What they are called.
    #[serde(default)]
    name: String,
}

impl HolderView {
    pub(crate) fn of(with: &With, names: &BTreeMap<String, String>) -> Self {
        let spelled = format!("{}:{}", with.kind(), with.key());
        Self {
            kind: with.kind().to_owned(),
            key: with.key(),
            name: names.get(&spelled).cloned().unwrap_or_default(),
        }
    }

    pub(crate) fn named(with: &With, name: String) -> Self {
        Self {
            kind: with.kind().to_owned(),
            key: with.key(),
            name,
        }
    }

    pub(crate) fn read(&self) -> With {
        With::read(&self.kind, &self.key)
    }
}

/// A case in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseSummary {
    /// Its row in the register.
    pub(crate) id: Uuid,
    /// Counts actions and hand-overs; the ETag.
    pub(crate) version: i64,
    /// The loop, which is the register's key.
    #[serde(rename = "loop")]
    key: String,
    title: String,
    #[schema(required)]
    region: Option<String>,
    state: String,
    holder: HolderView,
    opened_at: ApiTime,
    #[schema(required)]
    closed_at: Option<ApiTime>,
    /// The running term's name.
    #[schema(required)]
    term: Option<String>,
    /// What the running term is called.
    #[schema(required)]
    term_label: Option<Words>,
    #[schema(required)]
    due_at: Option<ApiTime>,
    /// Working days left until the last day; negative when it is over, none when unknown.
    #[schema(required)]
    days_left: Option<i32>,
    /// Since when it is known to be overdue.
    #[schema(required)]
    overdue_at: Option<ApiTime>,
    /// How often it was escalated in this term.
    escalation: i32,
    /// The role that heard of it last.
    #[schema(required)]
    escalated_to: Option<String>,
}

impl CaseSummary {
    pub(crate) fn of(cases: &Cases, case: &Case, names: &BTreeMap<String, String>) -> Self {
        Self {
            id: case.row,
            version: case.step,
            key: case.loop_key.clone(),
            title: case.title.clone(),
            region: case.region.clone(),
            state: case.state.clone(),
            holder: HolderView::of(&case.with(), names),
            opened_at: case.opened_at.into(),
            closed_at: case.closed_at.map(Into::into),
            term: case.term.clone(),
            term_label: cases.term_label(case).map(|words| Words {
                zh: words.zh.clone(),
                en: words.en.clone(),
            }),
            due_at: case.due_at.map(Into::into),
            days_left: cases.days_left(case),
            overdue_at: case.overdue_at.map(Into::into),
            escalation: case.escalation,
            escalated_to: case.escalated_to.clone(),
        }
    }
}

/// Where a case stands, for who was not first.
#[derive(Serialize)]
pub(crate) struct Standing {
    id: Uuid,
    version: i64,
    state: String,
}

impl Standing {
    pub(crate) fn of(file: &CaseFile) -> Self {
        Self {
            id: file.case.row,
            version: file.case.step,
            state: file.case.state.clone(),
        }
    }
}

/// A case with all that belongs to it, but its row and its story.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseView {
    #[serde(flatten)]
    pub(crate) summary: CaseSummary,
    opened_by: String,
    /// The version of the rules that it opened under.
    rule: String,
    /// What the caller may do now.
    offers: Vec<OfferView>,
    /// Whether the caller may hand it over.
    hands_over: bool,
    comments: Vec<CommentView>,
    links: Vec<LinkView>,
    documents: Vec<DocumentView>,
}

/// An action that can be taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfferView {
    action: &'static str,
    /// What stands against it now.
    #[schema(required)]
    refusal: Option<Words>,
}

/// What somebody said.
#[derive(Serialize, ToSchema)]
pub(crate) struct CommentView {
    id: Uuid,
    who: String,
    at: ApiTime,
    text: String,
}

/// A case that belongs to this one.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkView {
    id: Uuid,
    other: CaseSummary,
    #[schema(required)]
    note: Option<String>,
}

/// A document 文书 that was issued.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentView {
    id: Uuid,
    title: String,
    /// 文号
    number: String,
    issued_at: ApiTime,
    who: String,
}

/// One line of a case's story.
#[derive(Serialize, ToSchema)]
pub(crate) struct StoryLine {
    #[schema(required)]
    position: Option<i64>,
    at: ApiTime,
    /// Who did it; empty when the program did.
    who: String,
    /// An action of the loop, or handed_over, reminded, overdue, escalated, commented, linked,
    /// unlinked, issued.
    verb: String,
    #[schema(required)]
    text: Option<String>,
    /// Whom the case was with afterwards.
    #[schema(required)]
    with: Option<String>,
    changes: Vec<StoryChange>,
}

/// A field that an action changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct StoryChange {
    field: &'static str,
    before: Json,
    after: Json,
}

/// The story of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Story {
    pub(crate) items: Vec<StoryLine>,
}

impl StoryLine {
    pub(crate) fn of(def: &LoopDef, item: StoryItem) -> Self {
        let changes = item.changes.iter().filter_map(|change| {
            let (_, field) = def.register.field(change.field)?;
            let covered = |value: &Value| match value {
                Value::Text(text) if field.personal => Json::from(mask_of(field).of(text)),
                value => value_to_json(field, value),
            };
            Some(StoryChange {
                field: field.name,
                before: covered(&change.old),
                after: covered(&change.new),
            })
        });
        Self {
            position: item.position,
            at: item.at.into(),
            changes: changes.collect(),
            who: item.who,
            verb: item.verb,
            text: item.text,
            with: item.with,
        }
    }
}

/// A case with what hangs on it.
pub(crate) async fn case(
    cases: &Cases,
    person: &Person,
    file: CaseFile,
    language: Language,
) -> Result<CaseView, Problem> {
    let row = file.case.row;
    let comments = cases.comments(person, row).await.map_err(of_loop)?;
    let links = cases.links(person, row).await.map_err(of_loop)?;
    let documents = cases.documents(person, row).await.map_err(of_loop)?;
    let mut held = vec![file.case.with()];
    held.extend(links.iter().map(|link| link.other.with()));
    held.extend(account(&file.case.opened_by));
    held.extend(comments.iter().filter_map(|one| account(&one.said_by)));
    held.extend(documents.iter().filter_map(|one| account(&one.issued_by)));
    let names = cases.names_of(&held, language).await.map_err(of_loop)?;
    let name = |actor: &str| names.get(actor).cloned().unwrap_or_default();
    let offer = |offer: &loops::Offer| OfferView {
        action: offer.action,
        refusal: offer.refusal.map(Into::into),
    };
    Ok(CaseView {
        summary: CaseSummary::of(cases, &file.case, &names),
        opened_by: name(&file.case.opened_by),
        rule: file.case.rule.clone(),
        offers: file.offers.iter().map(offer).collect(),
        hands_over: file.hands_over,
        comments: comments
            .iter()
            .map(|one: &comment::Model| CommentView {
                id: one.id,
                who: name(&one.said_by),
                at: Timestamp::from(one.said_at).into(),
                text: one.text.clone(),
            })
            .collect(),
        links: links
            .iter()
            .map(|link| LinkView {
                id: link.link.id,
                other: CaseSummary::of(cases, &link.other, &names),
                note: link.link.note.clone(),
            })
            .collect(),
        documents: documents
            .iter()
            .map(|one: &document::Model| DocumentView {
                id: one.id,
                title: one.title.clone(),
                number: one.number.clone(),
                issued_at: one.issued_at.into(),
                who: name(&one.issued_by),
            })
            .collect(),
    })
}

/// The account among the journal's actors.
fn account(actor: &str) -> Option<With> {
    let id = actor.strip_prefix("account:")?;
    Uuid::parse_str(id).ok().map(With::Account)
}
