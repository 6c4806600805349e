//! `/api/v1/events`: what changed, as it changes, in the order of the journal.
//!
//! An event's id is its position. A client that comes back with the last id it saw
//! (`Last-Event-ID`) gets everything behind it, each entry once, from the journal itself; then it
//! joins the others on the shared feed.
//!
//! Invariants: positions in one stream ascend; an event is only sent to a role that may read its
//! subject and to an account that answers for its region; behind the end of a session in the journal
//! nothing is sent to it; nothing is kept for a client that does not read: one that falls behind the
//! feed is cut off and comes back by its last id, and the connection of one that takes no byte is
//! closed by [`crate::Doorway`].
//!
//! It says that something changed and not what it is now: clients read the subject.

mod feed;
mod stream;

use std::sync::Arc;

use access::Access;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base::{Label, Uuid};
use journal::Journal;
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, watch};
use utoipa::{IntoParams, ToSchema};

use crate::answer::ApiTime;
use crate::extract::{Caller, QueryOf};
use crate::guard::SessionToken;
use crate::problem::Problem;
pub(crate) use feed::Feed;

/// How many streams read the journal at a time to catch up; half of the connections for reading.
pub(crate) const CATCHING_UP: usize = 2;

/// What the handler stands on.
#[derive(Clone)]
pub(crate) struct EventState {
    pub(crate) journal: Journal,
    pub(crate) access: Access,
    pub(crate) feed: Feed,
    /// Turns of those who catch up.
    pub(crate) turns: Arc<Semaphore>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// The data of an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct EventData {
    /// The entry's position; the event's id.
    position: i64,
    /// The subject's kind in the journal.
    kind: &'static str,
    /// The subject.
    id: Uuid,
    /// The subject's version after the change.
    version: i64,
    /// What was done.
    verb: String,
    /// When it happened.
    at: ApiTime,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventQuery {
    /// The position behind which to start; without it, behind what stands now. A `Last-Event-ID`
    /// header goes before it.
    #[serde(default)]
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// Follow what changes
///
/// Server-sent events named `alarm`, `incident`, `assignment` and so on. `reset` says that the
/// position asked for does not exist (the database was restored): read everything again.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "follow_events", tag = "events",
    params(EventQuery, ("Last-Event-ID" = Option<i64>, Header, description = "The last position seen")),
    responses((status = 200, description = "A stream of events", body = EventData,
        content_type = "text/event-stream")))]
pub(crate) async fn follow_events(
    State(state): State<EventState>,
    caller: Caller,
    Extension(token): Extension<SessionToken>,
    headers: HeaderMap,
    QueryOf(query): QueryOf<EventQuery>,
) -> Result<Response, Problem> {
    let after = start_of(&headers, query.after)?;
    let events = stream::events(state, caller, token.0, after);
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, Body::from_stream(events)).into_response())
}

fn start_of(headers: &HeaderMap, after: Option<i64>) -> Result<Option<i64>, Problem> {
    let wrong = || {
        let detail = Label::new(
            "起始位置应为非负整数。",
            "A position is a whole number from 0.",
        );
        Problem::malformed(detail)
    };
    let start = match headers.get("last-event-id") {
        Some(value) => {
            let text = value.to_str().map_err(|_| wrong())?;
            Some(text.trim().parse::<i64>().map_err(|_| wrong())?)
        }
        None => after,
    };
    if start.is_some_and(|start| start < 0) {
        return Err(wrong());
    }
    Ok(start)
}
