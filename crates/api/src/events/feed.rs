//! One follower of the journal for all streams of the process.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use journal::{Journal, Sealed};
use tokio::sync::broadcast;

use super::EventData;
use crate::parts::EventRule;

/// How many events a stream may fall behind before it is cut off.
const CAPACITY: usize = 1024;

/// How long to wait after the database refused.
const PAUSE: Duration = Duration::from_millis(500);

/// An event before it is known who may see it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) rule: EventRule,
    pub(super) region: Option<String>,
    pub(super) data: EventData,
}

impl Item {
    pub(super) const fn position(&self) -> i64 {
        self.data.position
    }
}

/// The shared feed. Clones share it; it ends with the journal.
#[derive(Clone)]
pub(crate) struct Feed(Arc<Inner>);

struct Inner {
    rules: HashMap<&'static str, EventRule>,
    /// Everything up to here was sent or has no rule. It is raised BEFORE its event is sent, so
    /// whoever subscribes first and looks here second reads up to here from the journal and gets
    /// the rest live; what comes both ways is told by its position.
    position: AtomicI64,
    /// Not read from: new receivers are made of it. The sender lives in the task alone, so the
    /// streams see the end of the journal as the end of the feed.
    tail: broadcast::Receiver<Arc<Item>>,
}

impl Feed {
    /// Starts the follower; inside a Tokio runtime.
    pub(crate) fn start(journal: &Journal, rules: &[EventRule]) -> Self {
        let head = *journal.head().borrow();
        let (sender, tail) = broadcast::channel(CAPACITY);
        let feed = Self(Arc::new(Inner {
            rules: rules.iter().map(|rule| (rule.kind, *rule)).collect(),
            position: AtomicI64::new(head),
            tail,
        }));
        tokio::spawn(run(feed.clone(), journal.clone(), head, sender));
        feed
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Arc<Item>> {
        self.0.tail.resubscribe()
    }

    pub(super) fn position(&self) -> i64 {
        self.0.position.load(Ordering::SeqCst)
    }

    /// The event of an entry, when its kind leaves the house.
    pub(super) fn item(&self, sealed: Sealed) -> Option<Item> {
        let entry = sealed.entry;
        let rule = *self.0.rules.get(&*entry.kind)?;
        let data = EventData {
            position: sealed.position,
            kind: rule.kind,
            id: entry.subject,
            version: entry.version,
            verb: entry.verb,
            at: entry.event_at.into(),
        };
        Some(Item {
            rule,
            region: entry.region,
            data,
        })
    }
}

async fn run(feed: Feed, journal: Journal, head: i64, sender: broadcast::Sender<Arc<Item>>) {
    let mut follower = journal.follow(head);
    // The follower keeps the journal's database, not its committer: closing is not held up.
    drop(journal);
    loop {
        match follower.next().await {
            Ok(page) if page.is_empty() => return,
            Ok(page) => page.into_iter().for_each(|sealed| {
                feed.0.position.store(sealed.position, Ordering::SeqCst);
                if let Some(item) = feed.item(sealed) {
                    // Nobody listening is no failure; the tail keeps the channel open.
                    drop(sender.send(Arc::new(item)));
                }
            }),
            Err(error) => {
                tracing::warn!(%error, "the event feed waits for the database");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
