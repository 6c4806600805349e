//! Housekeeping beside the writer and never inside a commit: SQLite's log is kept short, and batches
//! whose owners died are taken away.

use std::time::Duration;

use base::Clock;
use store::{Engine, Store};
use tokio::sync::watch;

/// Pages of log above which the writer is held for the last part of a checkpoint (64 MiB).
const LONG_LOG: i64 = 16_384;

/// Whether the journal is closed, or nobody holds it any more.
pub(crate) fn is_over(stopped: &watch::Receiver<bool>) -> bool {
    *stopped.borrow() || stopped.has_changed().is_err()
}

/// Copies SQLite's log back in the background, so that no commit has to; when the log grows all the
/// same, the writer waits once while the rest is copied, and the next commit starts the log anew.
pub(crate) async fn keep_log_short(store: Store, mut stopped: watch::Receiver<bool>) {
    if store.engine() == Engine::Postgres {
        return;
    }
    while !is_over(&stopped) {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(500)) => {}
            _ = stopped.changed() => {}
        }
        let result = store.shorten_log(LONG_LOG).await;
        if let Err(error) = result {
            tracing::warn!(%error, "copying the log back failed");
        }
    }
}

/// How often abandoned batches are looked for.
const MINUTE: Duration = Duration::from_secs(60);

/// Takes away the hidden rows of imports that nobody finishes.
pub(crate) async fn keep_batches(store: Store, clock: Clock, mut stopped: watch::Receiver<bool>) {
    while !is_over(&stopped) {
        if let Err(error) = crate::stage::take_away_abandoned(&store, clock.now()).await {
            tracing::warn!(%error, "unfinished imports were not taken away; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(MINUTE) => {}
            _ = stopped.changed() => {}
        }
    }
}
