//! `/api/v1/events`: what changed, as it changes, in the order of the journal.
//!
//! An event's id is its position. A client that comes back with the last id it saw
//! (`Last-Event-ID`) gets everything behind it, each entry once, from the journal itself; then it
//! joins the others on the shared feed.
//!
//! Invariants: positions in one stream ascend; an event is only sent to a role that may read its
//! subject and to an account that answers for its region; nothing is kept for a client that does
//! not read: one that falls behind the feed is cut off and comes back by its last id.
//!
//! It says that something changed and not what it is now: clients read the subject.

mod feed;
mod stream;

use std::convert::Infallible;
use std::time::Duration;

use access::Access;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use base::{Label, Uuid};
use futures_util::Stream;
use journal::Journal;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use utoipa::{IntoParams, ToSchema};

use crate::answer::ApiTime;
use crate::extract::{Caller, QueryOf};
use crate::guard::SessionToken;
use crate::problem::Problem;
pub(crate) use feed::Feed;

/// How often a quiet stream says that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// What the handler stands on.
#[derive(Clone)]
pub(crate) struct EventState {
    pub(crate) journal: Journal,
    pub(crate) access: Access,
    pub(crate) feed: Feed,
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
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let after = start_of(&headers, query.after)?;
    let events = stream::events(state, caller, token.0, after);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
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
