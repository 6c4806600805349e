//! The engine of one standing task: start it, and again when it ends too early.

use std::sync::Arc;

use base::Clock;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::board::{Ended, Entry, JobState};
use crate::guard::guarded;
use crate::plan::pause;
use crate::signal::InPause;
use crate::{Failure, Stand};

/// A task that stood for so long failed for a new reason.
const STOOD: std::time::Duration = std::time::Duration::from_secs(300);

pub(crate) struct Standing {
    pub(crate) job: Arc<dyn Stand>,
    pub(crate) entry: Arc<Entry>,
    pub(crate) clock: Clock,
    pub(crate) stop: watch::Receiver<bool>,
}

impl Standing {
    /// Runs until it is told to stop, which the task itself obeys.
    pub(crate) async fn run(mut self) {
        let mut failures = 0;
        while !*self.stop.borrow() {
            let (started_at, began) = (self.clock.now(), Instant::now());
            self.entry.is(JobState::Running { since: started_at });
            let ended = guarded(self.job.stand(self.stop.clone())).await;
            if *self.stop.borrow() {
                break;
            }
            let failure = ended.err();
            let failure = failure.unwrap_or_else(|| Failure::new("it ended by itself"));
            if began.elapsed() >= STOOD {
                failures = 0;
            }
            self.entry
                .ended(started_at, began.elapsed(), Ended::Failed(failure));
            let pause = pause(failures);
            failures = failures.saturating_add(1);
            self.entry
                .waits(JobState::Pausing, self.clock.now().plus(pause));
            tokio::select! {
                _ = self.stop.wait_for(|stop| *stop) => break,
                () = self.entry.signal.wanted(InPause::Yes) => self.entry.signal.answer(),
                () = sleep(pause) => {}
            }
        }
        self.entry.is(JobState::Stopped);
    }
}
