//! Writing: entering, changing, taking out of use and back.

use api::{Body, Caller, Created, IfMatch, PathOf, Problem, Tagged};
use axum::extract::State;
use axum::routing::{delete, post, put};
use base::Uuid;
use register::{Author, LedgerError, Stored};
use serde_json::{Map, Value as Json};

use super::{Answer, Asks, Operation};
use crate::view::{self, RegisterRow};
use crate::{Room, scope};

pub(super) const CREATE: Operation = Operation {
    method: "POST",
    tail: "",
    writes: true,
    name: "create",
    summary: "Enters a row.",
    asks: Asks::Values,
    parameters: &[],
    answer: Answer::Created,
    serve: || post(create),
};

pub(super) const UPDATE: Operation = Operation {
    method: "PUT",
    tail: "/{id}",
    writes: true,
    name: "update",
    summary: "Writes all fields of a row anew; covered fields that come back as they are stay.",
    asks: Asks::Values,
    parameters: &[],
    answer: Answer::Row,
    serve: || put(update),
};

pub(super) const RETIRE: Operation = Operation {
    method: "PUT",
    tail: "/{id}/retirement",
    writes: true,
    name: "retire",
    summary: "Takes a row out of use.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Row,
    serve: || put(retire),
};

pub(super) const RESTORE: Operation = Operation {
    method: "DELETE",
    tail: "/{id}/retirement",
    writes: true,
    name: "restore",
    summary: "Takes a retired row into use again.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Row,
    serve: || delete(restore),
};

type Input = Body<Map<String, Json>>;

async fn create(
    State(room): State<Room>,
    caller: Caller,
    Body(input): Input,
) -> Result<Created<RegisterRow>, Problem> {
    room.may_place(&caller, None, &input)?;
    let author = Author::person(caller.actor());
    let created = room.ledger.create(&author, &input).await;
    let row = room.shown(created).await?;
    Ok(Created {
        location: format!("/api/v1/registers/{}/{}", room.def.key, row.id),
        version: row.version,
        body: row,
    })
}

async fn update(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(input): Input,
) -> Result<Tagged<RegisterRow>, Problem> {
    let current = room.seen(&caller, id).await?;
    room.may_place(&caller, Some(id), &input)?;
    let kept = room.ledger.keeping_covered(&current, input).await;
    let input = kept.map_err(crate::problem::of_ledger)?;
    let author = Author::person(caller.actor());
    let updated = room.ledger.update(&author, id, version, &input).await;
    room.tagged(updated).await
}

async fn retire(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<RegisterRow>, Problem> {
    room.seen(&caller, id).await?;
    let author = Author::person(caller.actor());
    let retired = room.ledger.retire(&author, id, version).await;
    room.tagged(retired).await
}

async fn restore(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<RegisterRow>, Problem> {
    room.seen(&caller, id).await?;
    let author = Author::person(caller.actor());
    let restored = room.ledger.restore(&author, id, version).await;
    room.tagged(restored).await
}

impl Room {
    /// Whether the caller answers for the place that a row is to stand in.
    fn may_place(
        &self,
        caller: &Caller,
        own: Option<Uuid>,
        input: &Map<String, Json>,
    ) -> Result<(), Problem> {
        if scope::admits_input(caller, self.def, own, input) {
            return Ok(());
        }
        Err(crate::problem::outside_areas(
            self.def.scope.unwrap_or(self.def.title),
        ))
    }

    async fn shown(&self, done: Result<Stored, LedgerError>) -> Result<RegisterRow, Problem> {
        match done {
            Ok(stored) => view::row(&self.ledger, stored).await,
            Err(error) => Err(self.refusal(error).await),
        }
    }

    async fn tagged(
        &self,
        done: Result<Stored, LedgerError>,
    ) -> Result<Tagged<RegisterRow>, Problem> {
        let row = self.shown(done).await?;
        Ok(Tagged(row.version, row))
    }
}
