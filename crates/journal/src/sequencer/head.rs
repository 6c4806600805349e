//! The last position that this process knows to be on disk.

use std::sync::Arc;

use tokio::sync::watch;

/// Shared by those who give positions; followers watch it.
#[derive(Clone)]
pub(crate) struct Head(Arc<watch::Sender<i64>>);

impl Head {
    pub(crate) fn at(position: i64) -> Self {
        Self(Arc::new(watch::Sender::new(position)))
    }

    /// It never goes back.
    pub(crate) fn reach(&self, position: i64) {
        self.0.send_if_modified(|head| {
            let moved = position > *head;
            *head = Ord::max(position, *head);
            moved
        });
    }

    pub(crate) fn watch(&self) -> watch::Receiver<i64> {
        self.0.subscribe()
    }
}
