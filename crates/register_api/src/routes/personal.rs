//! 个人信息 personal fields of one row: read for a reason that the journal keeps, erased for good.

use api::{Body, Caller, PathOf, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use base::Uuid;
use journal::Lane;
use seal::Opened;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Answer, Asks, Operation};
use crate::Room;
use crate::problem::{of_ledger, reason};

pub(super) const UNCOVER: Operation = Operation {
    method: "POST",
    tail: "/{id}/personal",
    writes: false,
    name: "uncover",
    summary: "Personal fields in the clear; who reads which of whom and why is journalled first.",
    asks: Asks::Reason,
    parameters: &[],
    answer: Answer::Uncovered,
    serve: || post(uncover),
};

pub(super) const ERASE: Operation = Operation {
    method: "POST",
    tail: "/{id}/erasure",
    writes: true,
    name: "erase",
    summary: "Destroys the key of a row's personal values: nobody reads them any more, nowhere.",
    asks: Asks::Reason,
    parameters: &[],
    answer: Answer::Nothing,
    serve: || post(erase),
};

/// Why personal values are read or erased.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalReason {
    /// 2 to 200 characters.
    reason: String,
    /// The fields to read; all personal ones when not said.
    #[serde(default)]
    fields: Option<Vec<String>>,
}

/// Personal values in the clear.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalValues {
    /// By field; null for one that is empty or erased.
    values: Map<String, Value>,
    /// The fields whose values were erased for good.
    erased: Vec<&'static str>,
}

async fn uncover(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    Body(asked): Body<PersonalReason>,
) -> Result<Json<PersonalValues>, Problem> {
    let row = room.seen(&caller, id).await?;
    let personal = room.def.fields.iter().filter(|field| field.personal);
    let wanted = personal.filter(|field| {
        let fields = asked.fields.as_ref();
        fields.is_none_or(|names| names.iter().any(|name| name == field.name))
    });
    let wanted: Vec<&'static str> = wanted.map(|field| field.name).collect();
    if asked
        .fields
        .is_some_and(|names| names.len() != wanted.len())
    {
        return Err(Problem::malformed(base::Label::new(
            "fields 中有不是个人信息的字段",
            "fields names what is no personal field",
        )));
    }
    let rows = std::slice::from_ref(&row);
    let read = room
        .ledger
        .uncover(caller.actor(), Lane::Dispatch, &asked.reason, rows, &wanted);
    let read = read.await.map_err(of_ledger)?.pop().unwrap_or_default();
    let value = |name: &&'static str| {
        let text = read.value(name).map(str::to_owned);
        ((*name).to_owned(), text.map_or(Value::Null, Value::String))
    };
    let gone = |name: &&'static str| read.get(name) == Some(&Opened::Erased);
    Ok(Json(PersonalValues {
        values: wanted.iter().map(value).collect(),
        erased: wanted.iter().copied().filter(gone).collect(),
    }))
}

async fn erase(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    asked: Result<Body<PersonalReason>, Problem>,
) -> Result<StatusCode, Problem> {
    // Who may not is told so before what is wrong with the request.
    if !caller.permits(room.def.personal_permission) {
        return Err(Problem::denied());
    }
    let Body(asked) = asked?;
    room.seen(&caller, id).await?;
    if asked.fields.is_some() {
        return Err(reason());
    }
    let erased = room.ledger.erase(caller.actor(), id, &asked.reason).await;
    erased.map_err(of_ledger)?;
    Ok(StatusCode::NO_CONTENT)
}
