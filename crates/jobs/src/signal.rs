//! "Look now": a cheap handle that anybody may poke, as often as they like.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;

/// Pokes a job; clones share it. Losing a poke with the process loses nothing, because every job
/// looks by itself too.
#[derive(Clone, Debug, Default)]
pub struct Signal(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    wants: AtomicU8,
    bell: Notify,
}

/// Somebody wrote what the job looks for.
const POKED: u8 = 1;
/// A person wants it now.
const ASKED: u8 = 2;

impl Signal {
    /// Says that there is something to do; it never waits. While the job fails, its pause goes on:
    /// a flood of pokes does not make it try more often.
    pub fn poke(&self) {
        self.want(POKED);
    }

    /// A person wants a run now, pause or not.
    pub fn ask(&self) {
        self.want(ASKED);
    }

    fn want(&self, what: u8) {
        self.0.wants.fetch_or(what, Ordering::SeqCst);
        self.0.bell.notify_one();
    }

    /// Waits until a run is wanted; `in_pause` listens to persons alone.
    pub(crate) async fn wanted(&self, in_pause: InPause) {
        let heard = match in_pause {
            InPause::No => POKED | ASKED,
            InPause::Yes => ASKED,
        };
        while self.0.wants.load(Ordering::SeqCst) & heard == 0 {
            self.0.bell.notified().await;
        }
    }

    /// A run begins: all pokes up to here are answered by it.
    pub(crate) fn answer(&self) {
        self.0.wants.store(0, Ordering::SeqCst);
    }
}

/// Whether a job is in the pause after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InPause {
    No,
    Yes,
}
