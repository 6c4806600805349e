//! Reading: a page of rows, one row, what was done to it.

use api::{ApiTime, Caller, Freshness, Page, PathOf, Problem, QueryOf, Tagged};
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use base::Uuid;
use register::{Revision, value_to_json};
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
    let (query, _) = question::read(room.def, &caller, pairs)?;
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
    /// Who did it, as the journal names them: `account:<id>` or `system:<name>`.
    actor: String,
    at: ApiTime,
    recorded_at: ApiTime,
    changes: Vec<FieldChangeView>,
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
    let items = revisions.into_iter().map(|revision| shown(&room, revision));
    Ok(Json(RegisterHistory {
        items: items.collect(),
    }))
}

fn shown(room: &Room, revision: Revision) -> RevisionView {
    let changes = revision.changes.iter().filter_map(|change| {
        let (_, field) = room.def.field(change.field)?;
        let covered = |value| {
            let value = value_to_json(field, value);
            if field.personal {
                register::cover(&value)
            } else {
                value
            }
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
        actor: revision.actor,
        at: revision.event_at.into(),
        recorded_at: revision.recorded_at.into(),
    }
}
