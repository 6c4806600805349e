//! One look at the table for all who follow: what is new goes out to each of them.
//!
//! The table is what is true and not a queue: reports of another process are seen by looking, those
//! of this one at once. A follower that is too slow misses steps and reads where everything is now.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base::{Timestamp, Uuid};
use store::{Store, Time};
use tokio::sync::{Notify, broadcast};

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
pub(super) struct Hub {
    sender: broadcast::Sender<Arc<Vec<Last>>>,
    news: Arc<Notify>,
}

impl Hub {
    /// Starts to look; inside a Tokio runtime. It rests while nobody follows and ends with the last
    /// handle.
    pub(super) fn start(store: Store, start: Timestamp) -> Self {
        let (sender, _) = broadcast::channel(CAPACITY);
        let news = Arc::new(Notify::new());
        let hub = Self {
            sender: sender.clone(),
            news: Arc::clone(&news),
        };
        tokio::spawn(look(store, start, sender.downgrade(), news));
        hub
    }

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

async fn look(
    store: Store,
    start: Timestamp,
    sender: broadcast::WeakSender<Arc<Vec<Last>>>,
    news: Arc<Notify>,
) {
    let mut latest = start;
    let mut shown: HashMap<(PositionKind, Uuid), Timestamp> = HashMap::new();
    loop {
        tokio::select! {
            () = news.notified() => {}
            () = tokio::time::sleep(LONGEST) => {}
        }
        let Some(sender) = sender.upgrade() else {
            return;
        };
        if sender.receiver_count() == 0 {
            continue;
        }
        match received_since(&store, Time::from(latest.minus(OVERLAP))).await {
            Ok(found) => {
                let is_new = |one: &Last| {
                    let before = shown.insert((one.kind, one.subject), one.measured_at);
                    before.is_none_or(|before| before < one.measured_at)
                };
                let fresh: Vec<Last> = found.into_iter().filter(is_new).collect();
                let newest = fresh.iter().map(|one| one.received_at).max();
                latest = Ord::max(latest, newest.unwrap_or(latest));
                if !fresh.is_empty() {
                    // Nobody listening any more is no failure.
                    drop(sender.send(Arc::new(fresh)));
                }
            }
            Err(error) => tracing::warn!(%error, "positions cannot be read; looking again"),
        }
        drop(sender);
        tokio::time::sleep(SHORTEST).await;
    }
}
