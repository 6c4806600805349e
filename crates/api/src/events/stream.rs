//! One client's stream: first from the journal, then from the feed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast;
use tokio::time::{Instant, MissedTickBehavior};

use super::EventState;
use super::feed::Item;
use crate::extract::Caller;

/// How often a quiet stream looks whether its session still stands. An open stream counts as use:
/// a duty screen that only watches must not go dark before the alarm it waits for.
const CHECK: Duration = Duration::from_secs(10);

/// Before an event is sent the session is looked at again when the last look is older than this.
const TRUST: Duration = Duration::from_secs(1);

/// How long a client should wait before it comes back.
const COME_BACK: Duration = Duration::from_secs(2);

struct Follow {
    state: EventState,
    caller: Caller,
    token: String,
    /// Everything up to here was sent or is not for this client.
    cursor: i64,
    waiting: VecDeque<Arc<Item>>,
    live: Option<broadcast::Receiver<Arc<Item>>>,
    checks: tokio::time::Interval,
    checked: Instant,
    greeting: Option<Event>,
}

/// The events behind `after`, or behind what stands now, as long as the session stands.
pub(super) fn events(
    state: EventState,
    caller: Caller,
    token: String,
    after: Option<i64>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let head = *state.journal.head().borrow();
    let opening = Event::default().retry(COME_BACK).comment("open");
    let (cursor, greeting) = match after {
        // From another history: what the client knows is not what stands here.
        Some(after) if after > head => {
            let reset = opening.event("reset").id(head.to_string());
            (head, reset.data(format!("{{\"position\":{head}}}")))
        }
        Some(after) => (after, opening),
        None => (head, opening),
    };
    let mut checks = tokio::time::interval(CHECK);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let follow = Follow {
        state,
        caller,
        token,
        cursor,
        waiting: VecDeque::new(),
        live: None,
        checks,
        checked: Instant::now(),
        greeting: Some(greeting),
    };
    stream::unfold(follow, |mut follow| async move {
        let event = follow.next().await?;
        Some((Ok(event), follow))
    })
}

impl Follow {
    async fn next(&mut self) -> Option<Event> {
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        loop {
            if *self.state.stop.borrow() {
                return None;
            }
            if let Some(item) = self.waiting.pop_front() {
                if self.checked.elapsed() >= TRUST && !self.session_stands().await {
                    return None;
                }
                return event_of(&item);
            }
            match self.live.take() {
                Some(live) => self.wait(live).await?,
                None => self.catch_up().await?,
            }
        }
    }

    /// Reads one page from the journal, or joins the feed when nothing is missing before it.
    async fn catch_up(&mut self) -> Option<()> {
        let live = self.state.feed.subscribe();
        if self.cursor >= self.state.feed.position() {
            self.live = Some(live);
            return Some(());
        }
        drop(live);
        let mut follower = self.state.journal.follow(self.cursor);
        let page = match follower.next().await {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(%error, "an event stream ends; its client will come back");
                return None;
            }
        };
        // An empty page means that the journal was closed.
        self.cursor = page.last()?.position;
        for sealed in page {
            if let Some(item) = self.state.feed.item(sealed) {
                self.keep(Arc::new(item));
            }
        }
        Some(())
    }

    /// Waits for one event of the feed; `None` ends the stream.
    async fn wait(&mut self, mut live: broadcast::Receiver<Arc<Item>>) -> Option<()> {
        let session_due = tokio::select! {
            received = live.recv() => {
                // Lagged: the client reads too slowly. It comes back by its last id.
                let item = received.ok()?;
                if item.position() > self.cursor {
                    self.cursor = item.position();
                    self.keep(item);
                }
                false
            }
            _ = self.checks.tick() => true,
            changed = self.state.stop.changed() => {
                changed.ok()?;
                false
            }
        };
        if session_due && !self.session_stands().await {
            return None;
        }
        self.live = Some(live);
        Some(())
    }

    fn keep(&mut self, item: Arc<Item>) {
        let may = self.caller.permits(item.rule.permission);
        if may && self.caller.covers(item.region.as_deref()) {
            self.waiting.push_back(item);
        }
    }

    async fn session_stands(&mut self) -> bool {
        self.checked = Instant::now();
        match self.state.access.session(&self.token).await {
            // A changed role or area takes a new stream.
            Ok(Some(session)) => session.who.pass == self.caller.pass,
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "an event stream's session cannot be looked up");
                false
            }
        }
    }
}

fn event_of(item: &Item) -> Option<Event> {
    let event = Event::default()
        .id(item.position().to_string())
        .event(item.rule.name);
    event.json_data(&item.data).ok()
}
