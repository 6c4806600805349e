//! `/api/v1/positions/live`: where everybody is now, then who moved.
//!
//! Invariants: the first event holds all that the caller may see; later ones hold the latest of each
//! that moved, at most some two a second, and never an earlier one than was told; nothing is kept for a client that reads too slowly, it is
//! told where everybody is anew. The stream ends with the session and with the server.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use api::{ApiTime, Caller, Problem, Standing};
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use base::{Timestamp, Uuid};
use futures_util::{Stream, stream};
use serde::Serialize;
use tiles::Bounds;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use utoipa::ToSchema;

use super::PositionKind;
use super::last::{Last, last_positions, sees};
use super::room::Room;

/// How often a quiet stream says that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(10);
/// How long a session is trusted between two looks.
const TRUST: Duration = Duration::from_secs(10);
/// The most positions of the first event.
const MOST: u64 = 10_000;

/// 实时位置 positions, as a stream's event carries them.
#[derive(Serialize, ToSchema)]
pub(super) struct LivePositions {
    /// Whether these are all that there are; otherwise those that moved.
    whole: bool,
    items: Vec<LivePosition>,
    /// The server's time.
    as_of: ApiTime,
}

/// 实时位置
#[derive(Serialize, ToSchema)]
pub(super) struct LivePosition {
    kind: PositionKind,
    id: Uuid,
    title: String,
    longitude: f64,
    latitude: f64,
    /// When it was measured.
    measured_at: ApiTime,
    /// The sender's clock was ahead, so that the time is that of receipt.
    clock_wrong: bool,
    /// Centimetres a second.
    #[schema(required)]
    speed: Option<i32>,
    /// Degrees from north, clockwise.
    #[schema(required)]
    heading: Option<i32>,
    /// Radius of uncertainty, metres.
    #[schema(required)]
    accuracy: Option<i32>,
}

impl From<&Last> for LivePosition {
    fn from(one: &Last) -> Self {
        Self {
            kind: one.kind,
            id: one.subject,
            title: one.title.clone(),
            longitude: one.place.longitude(),
            latitude: one.place.latitude(),
            measured_at: one.measured_at.into(),
            clock_wrong: one.clock_wrong,
            speed: one.speed,
            heading: one.heading,
            accuracy: one.accuracy,
        }
    }
}

/// Follow positions
///
/// Server-sent events named `positions`: all that the caller may see first, then those that moved.
#[utoipa::path(get, path = "/api/v1/positions/live", operation_id = "follow_positions", tag = "city",
    responses((status = 200, description = "A stream of events", body = LivePositions,
        content_type = "text/event-stream")))]
pub(super) async fn follow_positions(
    State(room): State<Room>,
    caller: Caller,
    standing: Standing,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let follow = Follow {
        // Before the table is read, so that nothing falls between.
        moved: room.hub.follow(),
        room,
        caller,
        standing,
        trusted: Instant::now(),
        whole: true,
        told: HashMap::new(),
    };
    let events = stream::unfold(follow, |mut follow| async move {
        let event = follow.next().await?;
        Some((Ok(event), follow))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// What an event tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Where everybody is.
    Whole,
    /// Who moved.
    Moved,
}

struct Follow {
    moved: Receiver<Arc<Vec<Last>>>,
    room: Room,
    caller: Caller,
    standing: Standing,
    trusted: Instant,
    /// Whether all of it is to be told next.
    whole: bool,
    /// When what was told of each was measured.
    told: HashMap<(PositionKind, Uuid), Timestamp>,
}

impl Follow {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.trusted.elapsed() >= TRUST {
                if !self.standing.holds().await {
                    return None;
                }
                self.trusted = Instant::now();
            }
            if std::mem::take(&mut self.whole) {
                let store = self.room.platform.journal.store();
                let all = last_positions(store, &self.caller, Bounds::EARTH, MOST).await;
                let all =
                    all.inspect_err(|error| tracing::warn!(%error, "a stream of positions ends"));
                let all = all.ok()?;
                self.told = all.iter().map(Self::noted).collect();
                return self.event(all.iter(), Extent::Whole);
            }
            let patience = TRUST.saturating_sub(self.trusted.elapsed());
            let received = tokio::select! {
                received = self.moved.recv() => received,
                () = self.standing.ended() => return None,
                () = tokio::time::sleep(patience) => continue,
            };
            match received {
                Ok(moved) => {
                    let moved: Vec<&Last> = moved.iter().filter(|one| self.is_news(one)).collect();
                    if !moved.is_empty() {
                        self.told.extend(moved.iter().map(|one| Self::noted(one)));
                        return self.event(moved.into_iter(), Extent::Moved);
                    }
                }
                Err(RecvError::Lagged(_)) => self.whole = true,
                Err(RecvError::Closed) => return None,
            }
        }
    }

    fn noted(one: &Last) -> ((PositionKind, Uuid), Timestamp) {
        ((one.kind, one.subject), one.measured_at)
    }

    /// Whether the caller may see it and was not told of it or of a later one.
    fn is_news(&self, one: &Last) -> bool {
        let told = self.told.get(&(one.kind, one.subject));
        sees(&self.caller, one) && told.is_none_or(|told| *told < one.measured_at)
    }

    fn event<'a>(&self, all: impl Iterator<Item = &'a Last>, extent: Extent) -> Option<Event> {
        let body = LivePositions {
            whole: extent == Extent::Whole,
            items: all.map(LivePosition::from).collect(),
            as_of: self.room.platform.clock.now().into(),
        };
        Event::default().event("positions").json_data(&body).ok()
    }
}
