//! The engine of one reconciler: wait, take the lease, run, note, again.

use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Timestamp};
use store::StoreError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use crate::board::{Ended, Entry, JobState};
use crate::guard::guarded;
use crate::lease::{LOOK, Lease};
use crate::plan::Plan;
use crate::{Failure, Outcome, Reconcile};

pub(crate) struct Reconciler {
    pub(crate) job: Arc<dyn Reconcile>,
    pub(crate) entry: Arc<Entry>,
    pub(crate) clock: Clock,
    /// None: it may run beside itself in another process.
    pub(crate) lease: Option<Lease>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// The house stops.
struct Stopped;

impl Reconciler {
    /// Runs until it is told to stop; a run that is under way is given its time by the caller.
    pub(crate) async fn run(mut self) {
        let mut plan = Plan::new(Instant::now(), self.job.period());
        while self.wait(&plan).await.is_ok() {
            let (started_at, began) = (self.clock.now(), Instant::now());
            let ended = match self.take_lease().await {
                Ok(Some(Stopped)) => break,
                Ok(None) => self.once().await,
                Err(error) => Err(error.into()),
            };
            let now = Instant::now();
            match &ended {
                Ok(_) => plan.done(now),
                Err(_) => plan.failed(now),
            }
            let ended = ended.map_or_else(Ended::Failed, Ended::Done);
            self.entry.ended(started_at, now - began, ended);
        }
        self.entry.is(JobState::Stopped);
    }

    /// Until it is due or wanted.
    async fn wait(&mut self, plan: &Plan) -> Result<(), Stopped> {
        let state = if plan.failures() == 0 {
            JobState::Waiting
        } else {
            JobState::Pausing
        };
        let due = plan.due();
        self.entry.waits(state, at(&self.clock, due));
        let stopped = tokio::select! {
            biased;
            _ = self.stop.wait_for(|stop| *stop) => true,
            () = self.entry.signal.wanted(plan.in_pause()) => false,
            () = sleep_until(due) => false,
        };
        if stopped { Err(Stopped) } else { Ok(()) }
    }

    /// Until no other process runs the same job.
    async fn take_lease(&mut self) -> Result<Option<Stopped>, StoreError> {
        let Some(lease) = &mut self.lease else {
            return Ok(None);
        };
        while !lease.take().await? {
            self.entry.is(JobState::Elsewhere);
            tokio::select! {
                _ = self.stop.wait_for(|stop| *stop) => return Ok(Some(Stopped)),
                () = sleep(LOOK) => {}
            }
        }
        Ok(None)
    }

    async fn once(&mut self) -> Result<Outcome, Failure> {
        self.entry.signal.answer();
        let since = self.clock.now();
        self.entry.is(JobState::Running { since });
        let work = guarded(self.job.reconcile());
        let Some(lease) = &mut self.lease else {
            return work.await;
        };
        let ended = tokio::select! {
            ended = work => ended,
            () = lease.keep() => Err(Failure::new("the lease ended")),
        };
        lease.give_back().await;
        ended
    }
}

/// A point of the monotonic clock, as people read it now.
pub(crate) fn at(clock: &Clock, due: Instant) -> Timestamp {
    let left: Duration = due.saturating_duration_since(Instant::now());
    clock.now().plus(left)
}
