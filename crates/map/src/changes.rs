//! At which journal position each kind of subject last changed, as far as this process has seen.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use journal::Journal;
use tokio::sync::watch;

/// How long a question waits until everything sealed has been seen.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long to wait after the database refused.
const PAUSE: Duration = Duration::from_millis(500);

/// What changed when. Clones share it; it ends with the journal.
#[derive(Clone)]
pub(crate) struct Changes {
    head: watch::Receiver<i64>,
    seen: watch::Receiver<i64>,
    start: i64,
    last: Arc<RwLock<HashMap<String, i64>>>,
}

impl Changes {
    /// Starts to follow, from what stands now: what changed before counts as changed then.
    pub(crate) fn start(journal: &Journal) -> Self {
        let head = journal.head();
        let start = *head.borrow();
        let (seen, watching) = watch::channel(start);
        let last = Arc::new(RwLock::new(HashMap::new()));
        let mut follower = journal.follow(start);
        let noted = Arc::clone(&last);
        tokio::spawn(async move {
            loop {
                match follower.next().await {
                    Ok(page) if page.is_empty() => return,
                    Ok(page) => {
                        let mut all = noted.write().unwrap_or_else(PoisonError::into_inner);
                        for sealed in page {
                            all.insert(sealed.entry.kind, sealed.position);
                        }
                        drop(all);
                        seen.send_replace(follower.position());
                    }
                    Err(error) => {
                        tracing::warn!(%error, "the map does not see what changes; trying again");
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            }
        });
        Self {
            head,
            seen: watching,
            start,
            last,
        }
    }

    /// The last position at which one of these kinds changed; `None` when that is not known, since
    /// the following is behind. Whoever asks after having heard of a change is told of that change.
    pub(crate) async fn of(&self, kinds: &[&str]) -> Option<i64> {
        let head = *self.head.borrow();
        let mut seen = self.seen.clone();
        let caught_up = seen.wait_for(|position| *position >= head);
        tokio::time::timeout(PATIENCE, caught_up).await.ok()?.ok()?;
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let positions = kinds.iter().filter_map(|kind| last.get(*kind).copied());
        Some(positions.max().unwrap_or(self.start))
    }
}
