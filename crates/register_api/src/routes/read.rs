//! Reading: a page of rows, one row, what was done to it.

use std::collections::HashMap;

use api::{ApiTime, Caller, Freshness, Page, PathOf, Problem, QueryOf, Tagged};
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use base::Uuid;
use register::{Revision, Value as Held, mask_of, value_to_json};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Answer, Asks, Operation};
use crate::view::{self, RegisterRow};
use crate::{Room, problem, question};

pub(super) const LIST: Operation = Operation {
    method: "GET",
    tail: "",
    writes: false,
    name: "list",
    summary: "A page of rows, filtered, searched and ordered.",
    asks: Asks::Question,
    parameters: &[],
    answer: Answer::Rows,
    serve: || get(list),
};

pub(super) const READ: Operation = Operation {
    method: "GET",
    tail: "/{id}",
    writes: false,
    name: "read",
    summary: "One row, in use or not.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Row,
    serve: || get(read),
};

pub(super) const HISTORY: Operation = Operation {
    method: "GET",
    tail: "/{id}/history",
    writes: false,
    name: "history",
    summary: "What was done to a row, the oldest first, read from the journal.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::History,
    serve: || get(history),
};

async fn list(
    State(room): State<Room>,
    caller: Caller,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Page<RegisterRow>, Problem> {
    let freshness = Freshness::of(&room.platform.journal);
    let (query, extras) = question::read(room.def, &caller, pairs)?;
    let query = room.found(&caller, query, &extras).await?;
    let page = room.ledger.list(&query).await.map_err(problem::of_ledger)?;
    let next = page.next.map(|cursor| cursor.to_string());
    let rows = view::rows(&room.ledger, page.rows).await?;
    Ok(Page::new(freshness, rows, next))
}

async fn read(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<RegisterRow>, Problem> {
    let stored = room.seen(&caller, id).await?;
    let row = view::row(&room.ledger, stored).await?;
    Ok(Tagged(row.version, row))
}

/// What was done to a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterHistory {
    items: Vec<RevisionView>,
}

/// One change of a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevisionView {
    /// Its place in the journal; none for some milliseconds after it was written.
    #[schema(required)]
    position: Option<i64>,
    version: i64,
    /// created, updated, retired, restored, imported or a merge's word.
    verb: String,
    /// Who did it.
    actor: ActorView,
    at: ApiTime,
    recorded_at: ApiTime,
    changes: Vec<FieldChangeView>,
}

/// Who did something.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ActorView {
    /// account, token, device or system.
    kind: String,
    /// The account's id, the device's address, the part of the program.
    id: String,
    /// An account's name for people; empty for others.
    name: String,
}

/// What happened to one field.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldChangeView {
    field: &'static str,
    /// What it held.
    before: Value,
    /// What it holds now.
    after: Value,
}

async fn history(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<RegisterHistory>, Problem> {
    room.seen(&caller, id).await?;
    let revisions = room.ledger.history(id).await.map_err(problem::of_ledger)?;
    let actors = revisions.iter().map(|revision| revision.actor.as_str());
    let names = room.names(actors).await?;
    let items = revisions
        .into_iter()
        .map(|revision| shown(&room, revision, &names));
    Ok(Json(RegisterHistory {
        items: items.collect(),
    }))
}

/// The names of accounts, by the journal's word for them.
pub(crate) type Names = HashMap<Uuid, String>;

impl Room {
    /// What the accounts among these actors are called.
    pub(crate) async fn names<'a>(
        &self,
        actors: impl Iterator<Item = &'a str>,
    ) -> Result<Names, Problem> {
        let accounts = actors.filter_map(account_of);
        let store = self.platform.journal.store();
        Ok(access::names_of(store, accounts).await?)
    }
}

fn account_of(actor: &str) -> Option<Uuid> {
    Uuid::parse_str(actor.strip_prefix("account:")?).ok()
}

/// An actor with its name.
pub(crate) fn actor_view(actor: &str, names: &Names) -> ActorView {
    let (kind, id) = actor.split_once(':').unwrap_or(("system", actor));
    let name = account_of(actor).and_then(|id| names.get(&id).cloned());
    ActorView {
        kind: kind.to_owned(),
        id: id.to_owned(),
        name: name.unwrap_or_default(),
    }
}

fn shown(room: &Room, revision: Revision, names: &Names) -> RevisionView {
    let changes = revision.changes.iter().filter_map(|change| {
        let (_, field) = room.def.field(change.field)?;
        let covered = |value: &Held| match value {
            Held::Text(text) if field.personal => Value::from(mask_of(field).of(text)),
            value => value_to_json(field, value),
        };
        Some(FieldChangeView {
            field: field.name,
            before: covered(&change.old),
            after: covered(&change.new),
        })
    });
    RevisionView {
        position: revision.position,
        version: revision.version,
        changes: changes.collect(),
        verb: revision.verb,
        actor: actor_view(&revision.actor, names),
        at: revision.event_at.into(),
        recorded_at: revision.recorded_at.into(),
    }
}
