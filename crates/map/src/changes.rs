//! At which journal position each kind of subject last changed, as far as this process has seen.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use journal::{Journal, JournalError};
use tokio::sync::watch;

/// How long a question waits until everything sealed has been seen.
const PATIENCE: Duration = Duration::from_millis(250);

/// What changed when; it is followed by [`Changes::follow`].
pub(crate) struct Changes {
    journal: Journal,
    seen: watch::Sender<i64>,
    start: i64,
    last: RwLock<HashMap<String, i64>>,
}

impl Changes {
    /// From what stands now: what changed before counts as changed then.
    pub(crate) fn new(journal: &Journal) -> Self {
        let start = *journal.head().borrow();
        Self {
            journal: journal.clone(),
            seen: watch::Sender::new(start),
            start,
            last: RwLock::default(),
        }
    }

    /// Follows the journal until it is told to stop or the journal ends; started again, it goes on
    /// from where it was.
    pub(crate) async fn follow(&self, mut stop: watch::Receiver<bool>) -> Result<(), JournalError> {
        let mut follower = self.journal.follow(*self.seen.borrow());
        loop {
            let page = tokio::select! {
                page = follower.next() => page?,
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            };
            if page.is_empty() {
                return Ok(());
            }
            let mut all = self.last.write().unwrap_or_else(PoisonError::into_inner);
            for sealed in page {
                all.insert(sealed.entry.kind, sealed.position);
            }
            drop(all);
            self.seen.send_replace(follower.position());
        }
    }

    /// The last position at which one of these kinds changed; `None` when that is not known, since
    /// the following is behind. Whoever asks after having heard of a change is told of that change.
    pub(crate) async fn of(&self, kinds: &[&str]) -> Option<i64> {
        let head = *self.journal.head().borrow();
        let mut seen = self.seen.subscribe();
        let caught_up = seen.wait_for(|position| *position >= head);
        tokio::time::timeout(PATIENCE, caught_up).await.ok()?.ok()?;
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let positions = kinds.iter().filter_map(|kind| last.get(*kind).copied());
        Some(positions.max().unwrap_or(self.start))
    }
}
