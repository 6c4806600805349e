//! One client's stream: first from the journal, then from the feed.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast;
use tokio::time::{Instant, MissedTickBehavior};

use super::EventState;
use super::feed::{Batch, Item, joined};
use crate::extract::Caller;

/// How often a stream looks whether its session still stands, when nothing says that it ended. An
/// open stream counts as use: a duty screen that only watches must not go dark before the alarm it
/// waits for. A stream that was quiet since says then that it is there.
const CHECK: Duration = Duration::from_secs(10);

/// While it catches up the session is looked at again when the last look is older than this.
const TRUST: Duration = Duration::from_secs(1);

/// How long a client should wait before it comes back, milliseconds.
const COME_BACK: u32 = 2_000;

/// What a quiet stream sends.
const STILL_HERE: Bytes = Bytes::from_static(b":\n\n");

struct Follow {
    state: EventState,
    caller: Caller,
    token: String,
    /// Everything up to here was sent or is not for this client.
    cursor: i64,
    live: Option<broadcast::Receiver<Arc<Batch>>>,
    checks: tokio::time::Interval,
    checked: Instant,
    /// Whether something was sent since the last check.
    spoke: bool,
    greeting: Option<Bytes>,
}

/// The stream has ended; its client may come back.
struct Ended;

/// The events behind `after`, or behind what stands now, as long as the session stands.
pub(super) fn events(
    state: EventState,
    caller: Caller,
    token: String,
    after: Option<i64>,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let head = *state.journal.head().borrow();
    let (cursor, reset) = match after {
        // From another history: what the client knows is not what stands here.
        Some(after) if after > head => {
            let reset = format!("event: reset\nid: {head}\ndata: {{\"position\":{head}}}\n");
            (head, reset)
        }
        Some(after) => (after, String::new()),
        None => (head, String::new()),
    };
    let greeting = format!("retry: {COME_BACK}\n: open\n{reset}\n");
    let mut checks = tokio::time::interval(CHECK);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    checks.reset();
    let follow = Follow {
        state,
        caller,
        token,
        cursor,
        live: None,
        checks,
        checked: Instant::now(),
        spoke: true,
        greeting: Some(greeting.into()),
    };
    stream::unfold(follow, |mut follow| async move {
        let bytes = follow.next().await.ok()?;
        Some((Ok(bytes), follow))
    })
}

impl Follow {
    /// What is to be sent next.
    async fn next(&mut self) -> Result<Bytes, Ended> {
        if let Some(greeting) = self.greeting.take() {
            return Ok(greeting);
        }
        loop {
            if *self.state.stop.borrow() {
                return Err(Ended);
            }
            let bytes = match self.live.take() {
                Some(live) => self.wait(live).await?,
                None => self.catch_up().await?,
            };
            if !bytes.is_empty() {
                self.spoke = true;
                return Ok(bytes);
            }
        }
    }

    /// Reads one page from the journal, or joins the feed when nothing is missing before it.
    async fn catch_up(&mut self) -> Result<Bytes, Ended> {
        let live = self.state.feed.subscribe();
        if self.cursor >= self.state.feed.position() {
            self.live = Some(live);
            return Ok(Bytes::new());
        }
        drop(live);
        if self.checked.elapsed() >= TRUST {
            self.look_at_session().await?;
        }
        // Many who come back at once take turns, so that those who are here are not held up.
        let _turn = self.state.turns.acquire().await.map_err(|_| Ended)?;
        let mut follower = self.state.journal.follow(self.cursor);
        let page = follower.next().await.map_err(|error| {
            tracing::warn!(%error, "an event stream ends; its client will come back");
            Ended
        })?;
        // An empty page means that the journal was closed.
        let last = page.last().ok_or(Ended)?.position;
        let batch = self.state.feed.batch(page);
        let bytes = self.share_of(&batch);
        self.cursor = last;
        Ok(bytes)
    }

    /// Waits for one batch of the feed.
    async fn wait(&mut self, mut live: broadcast::Receiver<Arc<Batch>>) -> Result<Bytes, Ended> {
        let heard = tokio::select! {
            // Lagged: the client reads too slowly. It comes back by its last id.
            received = live.recv() => Some(received.map_err(|_| Ended)?),
            _ = self.checks.tick() => None,
            changed = self.state.stop.changed() => {
                changed.map_err(|_| Ended)?;
                self.live = Some(live);
                return Ok(Bytes::new());
            }
        };
        self.live = Some(live);
        let Some(batch) = heard else {
            self.look_at_session().await?;
            let quiet = !std::mem::take(&mut self.spoke);
            return Ok(if quiet { STILL_HERE } else { Bytes::new() });
        };
        if batch.touched.contains(&self.caller.account) {
            self.look_at_session().await?;
        }
        let bytes = self.share_of(&batch);
        if let Some(last) = batch.items.last() {
            self.cursor = self.cursor.max(last.position);
        }
        Ok(bytes)
    }

    /// What of a batch is new to this client and for it: the shared bytes when it is all of them.
    fn share_of(&self, batch: &Batch) -> Bytes {
        let is_for_us = |item: &&Item| {
            item.position > self.cursor
                && self.caller.permits(item.rule.permission)
                && self.caller.covers(item.region.as_deref())
        };
        let ours = batch.items.iter().filter(is_for_us);
        if ours.clone().count() == batch.items.len() {
            return batch.whole.clone();
        }
        joined(ours)
    }

    /// Goes on only while the session stands as it was.
    async fn look_at_session(&mut self) -> Result<(), Ended> {
        self.checked = Instant::now();
        match self.state.access.session(&self.token).await {
            // A changed role or area takes a new stream.
            Ok(Some(session)) if session.who.pass == self.caller.pass => Ok(()),
            Ok(_) => Err(Ended),
            Err(error) => {
                tracing::warn!(%error, "an event stream's session cannot be looked up");
                Err(Ended)
            }
        }
    }
}
