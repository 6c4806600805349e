//! 全程留痕 the whole story of a case, read from the journal and from nothing else.

use std::collections::{BTreeMap, BTreeSet};

use access::{Role, account};
use base::{Language, Timestamp, Uuid};
use journal::Entry;
use register::{FieldChange, Value};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value as Json;

use super::{Cases, Person};
use crate::LoopError;
use crate::record::case::With;

/// One line.
#[derive(Clone, Debug)]
pub struct StoryItem {
    /// Its place in the journal; none for some milliseconds after it was written.
    pub position: Option<i64>,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it, for people; empty when the program did it by itself.
    pub who: String,
    /// An action of the loop, or `handed_over`, `reminded`, `overdue`, `escalated`, `commented`,
    /// `linked`, `unlinked`, `issued`.
    pub verb: String,
    /// The reason, the comment, the document's number, the link's note.
    pub text: Option<String>,
    /// Whom the case was with afterwards, for people.
    pub with: Option<String>,
    /// What it changed in the register's row.
    pub changes: Vec<FieldChange>,
}

impl Cases {
    /// The story of a case, the oldest first.
    ///
    /// # Errors
    /// [`LoopError::NotFound`]; the database's refusal.
    pub async fn story(
        &self,
        person: &Person,
        row: Uuid,
        language: Language,
    ) -> Result<Vec<StoryItem>, LoopError> {
        let (case, def) = self.seen(person, row).await?;
        let mut subjects = vec![case.id];
        subjects.extend(self.comments_of(row).await?.iter().map(|one| one.id));
        subjects.extend(self.documents_of(row).await?.iter().map(|one| one.id));
        subjects.extend(self.links_of(row).await?.iter().map(|one| one.id));
        let entries = journal::history(self.journal().store(), &subjects).await?;
        // Each opening and each action wrote one version of the row, in the order of both.
        let revisions = self.ledger(def.register).history(row).await?;
        let mut revisions = revisions.into_iter().filter(|one| one.verb != "sealed");
        let names = self
            .names(entries.iter().map(|(_, entry)| entry), language)
            .await?;
        let mut items = Vec::with_capacity(entries.len());
        for (position, entry) in entries {
            let body: Json = serde_json::from_slice(&entry.body).unwrap_or(Json::Null);
            let text = |name: &str| body.get(name).and_then(Json::as_str).map(str::to_owned);
            let mut item = StoryItem {
                position,
                at: entry.event_at,
                who: names.get(&entry.actor).cloned().unwrap_or_default(),
                text: None,
                with: None,
                changes: Vec::new(),
                verb: entry.verb.clone(),
            };
            match entry.kind.as_str() {
                "loop_case" => {
                    let holder = With::read(
                        body.get("holder_kind").and_then(Json::as_str).unwrap_or(""),
                        body.get("holder").and_then(Json::as_str).unwrap_or(""),
                    );
                    item.with = names.get(&spelled(&holder)).cloned();
                    if matches!(entry.verb.as_str(), "opened" | "acted" | "handed_over") {
                        item.text = text("reason");
                    }
                    if entry.verb == "escalated" {
                        let role = text("escalated_to").and_then(|role| role.parse::<Role>().ok());
                        item.with = role.map(|role| role.label().text(language).to_owned());
                    }
                    if matches!(entry.verb.as_str(), "opened" | "acted")
                        && let Some(revision) = revisions.next()
                    {
                        item.verb = revision.verb;
                        item.changes = revision.changes;
                    }
                }
                "case_comment" => item.text = text("text"),
                "case_document" => item.text = text("number"),
                _ => item.text = text("note"),
            }
            items.push(item);
        }
        items.retain(|item| item.verb != "scheduled");
        items.sort_by_key(|item| (item.position.unwrap_or(i64::MAX), item.at));
        Ok(items)
    }

    /// Names for people of the actors and holders in some entries.
    async fn names(
        &self,
        entries: impl Iterator<Item = &Entry>,
        language: Language,
    ) -> Result<BTreeMap<String, String>, LoopError> {
        let mut asked: BTreeSet<String> = BTreeSet::new();
        let mut held: Vec<With> = Vec::new();
        for entry in entries {
            asked.insert(entry.actor.clone());
            if let Ok(body) = serde_json::from_slice::<Json>(&entry.body) {
                let word = |name: &str| body.get(name).and_then(Json::as_str).unwrap_or_default();
                held.push(With::read(word("holder_kind"), word("holder")));
            }
        }
        held.extend(asked.iter().filter_map(|actor| {
            let id = actor.strip_prefix("account:")?;
            Uuid::parse_str(id).ok().map(With::Account)
        }));
        self.names_of(&held, language).await
    }

    /// What holders are called, by their spelling (`account:<id>`, `organisation:<id>`, `role:<word>`).
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn names_of(
        &self,
        held: &[With],
        language: Language,
    ) -> Result<BTreeMap<String, String>, LoopError> {
        let mut names = BTreeMap::new();
        let accounts: BTreeSet<Uuid> = held
            .iter()
            .filter_map(|with| match with {
                With::Account(id) => Some(*id),
                _ => None,
            })
            .collect();
        if !accounts.is_empty() {
            let found = account::Entity::find()
                .filter(account::Column::Id.is_in(accounts))
                .all(self.journal().store().reader())
                .await?;
            names.extend(
                found
                    .into_iter()
                    .map(|one| (format!("account:{}", one.id), one.display_name)),
            );
        }
        for with in held {
            match with {
                With::Role(role) => {
                    names.insert(spelled(with), role.label().text(language).to_owned());
                }
                With::Organisation(id) if !names.contains_key(&spelled(with)) => {
                    if let Some(register) = self.house().catalogue.get("organisation")
                        && let Some(row) = self.ledger(register).get(*id).await?
                    {
                        let title = row.value(register, register.title);
                        let title = title.and_then(Value::as_text).unwrap_or_default();
                        names.insert(spelled(with), title.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(names)
    }
}

/// A holder as one word.
pub(crate) fn spelled(with: &With) -> String {
    format!("{}:{}", with.kind(), with.key())
}
