//! One follower of the journal for all streams of the process. What it reads goes out in batches,
//! written once and shared by all who may see the whole of one.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use access::{Access, account_touched_by};
use axum::body::Bytes;
use base::Uuid;
use journal::{Journal, Sealed};
use tokio::sync::broadcast;

use super::EventData;
use crate::parts::EventRule;

/// How many batches a stream may fall behind before it is cut off: six seconds at least.
const CAPACITY: usize = 128;

/// Between two batches: a thousand streams are written to twenty times a second at most, and one
/// event after a pause goes at once.
const GATHER: Duration = Duration::from_millis(50);

/// A page of so many entries says that more are waiting.
const FULL: usize = 512;

/// How long to wait after the database refused.
const PAUSE: Duration = Duration::from_millis(500);

/// An event before it is known who may see it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) rule: EventRule,
    pub(super) region: Option<String>,
    pub(super) position: i64,
    /// As it is sent.
    pub(super) frame: Bytes,
}

/// What a page of the journal means for streams.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Its events, by their positions.
    pub(super) items: Vec<Item>,
    /// All their frames, one after the other.
    pub(super) whole: Bytes,
    /// Accounts and tokens whose sessions may have ended or changed: their streams look before they
    /// send any of it.
    pub(super) touched: Vec<Uuid>,
}

/// The shared feed. Clones share it; it ends with the journal.
#[derive(Clone)]
pub(crate) struct Feed(Arc<Inner>);

struct Inner {
    rules: HashMap<&'static str, EventRule>,
    access: Access,
    /// Everything up to here was sent or has no rule. It is raised BEFORE its batch is sent, so
    /// whoever subscribes first and looks here second reads up to here from the journal and gets
    /// the rest live; what comes both ways is told by its position.
    position: AtomicI64,
    /// Not read from: new receivers are made of it. The sender lives in the task alone, so the
    /// streams see the end of the journal as the end of the feed.
    tail: broadcast::Receiver<Arc<Batch>>,
}

impl Feed {
    /// Starts the follower; inside a Tokio runtime.
    pub(crate) fn start(journal: &Journal, access: &Access, rules: &[EventRule]) -> Self {
        let head = *journal.head().borrow();
        let (sender, tail) = broadcast::channel(CAPACITY);
        let feed = Self(Arc::new(Inner {
            rules: rules.iter().map(|rule| (rule.kind, *rule)).collect(),
            access: access.clone(),
            position: AtomicI64::new(head),
            tail,
        }));
        tokio::spawn(run(feed.clone(), journal.clone(), head, sender));
        feed
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Arc<Batch>> {
        self.0.tail.resubscribe()
    }

    pub(super) fn position(&self) -> i64 {
        self.0.position.load(Ordering::SeqCst)
    }

    /// The batch of a page.
    pub(super) fn batch(&self, page: Vec<Sealed>) -> Batch {
        let touched = page
            .iter()
            .filter_map(|sealed| account_touched_by(&sealed.entry))
            .collect();
        let items: Vec<Item> = page
            .into_iter()
            .filter_map(|sealed| self.item(sealed))
            .collect();
        Batch {
            whole: joined(items.iter()),
            items,
            touched,
        }
    }

    /// The event of an entry, when its kind leaves the house.
    fn item(&self, sealed: Sealed) -> Option<Item> {
        let (position, entry) = (sealed.position, sealed.entry);
        let rule = *self.0.rules.get(&*entry.kind)?;
        let data = EventData {
            position,
            kind: rule.kind,
            id: entry.subject,
            version: entry.version,
            verb: entry.verb,
            at: entry.event_at.into(),
        };
        let data = serde_json::to_string(&data).ok()?;
        let frame = format!("id: {position}\nevent: {}\ndata: {data}\n\n", rule.name);
        Some(Item {
            rule,
            region: entry.region,
            position,
            frame: frame.into(),
        })
    }
}

/// Frames one after the other.
pub(super) fn joined<'a>(items: impl Iterator<Item = &'a Item>) -> Bytes {
    let mut bytes = Vec::new();
    items.for_each(|item| bytes.extend_from_slice(&item.frame));
    bytes.into()
}

async fn run(feed: Feed, journal: Journal, head: i64, sender: broadcast::Sender<Arc<Batch>>) {
    let mut follower = journal.follow(head);
    // The follower keeps the journal's database, not its committer: closing is not held up.
    drop(journal);
    loop {
        let page = match follower.next().await {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(%error, "the event feed waits for the database");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let Some(last) = page.last().map(|sealed| sealed.position) else {
            return;
        };
        let full = page.len() >= FULL;
        let batch = feed.batch(page);
        // What was ended by another process is forgotten here too.
        batch
            .touched
            .iter()
            .for_each(|account| feed.0.access.look_again(*account));
        feed.0.position.store(last, Ordering::SeqCst);
        let silent = batch.items.is_empty() && batch.touched.is_empty();
        if !silent {
            // Nobody listening is no failure; the tail keeps the channel open.
            drop(sender.send(Arc::new(batch)));
        }
        if !full && !silent {
            tokio::time::sleep(GATHER).await;
        }
    }
}
