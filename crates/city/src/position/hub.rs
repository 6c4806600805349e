//! One look at the table for all who follow: what is new goes out to each of them.
//!
//! The table is what is true and not a queue: reports of another process are seen by looking, those
//! of this one at once. A follower that is too slow misses steps and reads where everything is now.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base::{Clock, Label, Timestamp, Uuid};
use jobs::{About, Failure, Stand};
use store::{Store, Time};
use tokio::sync::{Notify, broadcast, watch};

use super::PositionKind;
use super::last::{Last, received_since};

/// The shortest time between two looks: the eye asks for no more.
const SHORTEST: Duration = Duration::from_millis(400);
/// How long to wait for reports of this process before looking for others'.
const LONGEST: Duration = Duration::from_secs(1);
/// How far a look reaches back behind the latest that was seen: a transaction that was stamped
/// before another may come after it.
const OVERLAP: Duration = Duration::from_secs(5);
/// Steps that a follower may fall behind.
const CAPACITY: usize = 32;

/// What is new, for all followers of this process.
#[derive(Clone)]
pub(crate) struct Hub {
    sender: broadcast::Sender<Arc<Vec<Last>>>,
    news: Arc<Notify>,
}

impl Default for Hub {
    fn default() -> Self {
        let (sender, _) = broadcast::channel(CAPACITY);
        let news = Arc::default();
        Self { sender, news }
    }
}

impl Hub {
    /// Says that this process wrote something.
    pub(super) fn tell(&self) {
        self.news.notify_one();
    }

    /// What comes from now on.
    pub(super) fn follow(&self) -> broadcast::Receiver<Arc<Vec<Last>>> {
        let receiver = self.sender.subscribe();
        self.news.notify_one();
        receiver
    }
}

/// The looking, as a job: it rests while nobody follows.
pub(crate) struct Lookout {
    pub(crate) hub: Hub,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

#[async_trait]
impl Stand for Lookout {
    fn about(&self) -> About {
        let label = Label::new("实时位置分发", "Live positions told to who follows");
        About::new("live_positions", label)
    }

    async fn stand(&self, mut stop: watch::Receiver<bool>) -> Result<(), Failure> {
        let mut latest = self.clock.now();
        let mut shown: HashMap<(PositionKind, Uuid), Timestamp> = HashMap::new();
        loop {
            tokio::select! {
                () = self.hub.news.notified() => {}
                () = tokio::time::sleep(LONGEST) => {}
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            }
            if self.hub.sender.receiver_count() == 0 {
                continue;
            }
            let found = received_since(&self.store, Time::from(latest.minus(OVERLAP))).await?;
            let is_new = |one: &Last| {
                let before = shown.insert((one.kind, one.subject), one.measured_at);
                before.is_none_or(|before| before < one.measured_at)
            };
            let fresh: Vec<Last> = found.into_iter().filter(is_new).collect();
            let newest = fresh.iter().map(|one| one.received_at).max();
            latest = Ord::max(latest, newest.unwrap_or(latest));
            if !fresh.is_empty() {
                // Nobody listening any more is no failure.
                drop(self.hub.sender.send(Arc::new(fresh)));
            }
            tokio::time::sleep(SHORTEST).await;
        }
    }
}
