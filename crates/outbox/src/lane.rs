//! One channel's own loop: look, claim, call, and sleep until rung.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base::Uuid;
use store::StoreError;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout};

use crate::attempt::Attempt;
use crate::lease::LeaseWatch;
use crate::queue::{self, Wanted};
use crate::{Channel, Limits, Outbox};

pub(crate) struct Lane {
    outbox: Outbox,
    channel: Arc<dyn Channel>,
    limits: Arc<Limits>,
    watch: LeaseWatch,
    calls: JoinSet<()>,
    in_flight: HashMap<Id, Uuid>,
    answering: bool,
}

/// Rings and ended calls that come close together are served by one claim.
const GATHER: Duration = Duration::from_millis(5);

impl Lane {
    pub(crate) fn new(outbox: Outbox, channel: Arc<dyn Channel>, limits: Arc<Limits>) -> Self {
        Self {
            outbox,
            channel,
            limits,
            watch: LeaseWatch::default(),
            calls: JoinSet::new(),
            in_flight: HashMap::new(),
            answering: true,
        }
    }

    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut bell = self.outbox.listen();
        while !*stop.borrow() {
            bell.mark_unchanged();
            let looked = self.look().await;
            self.tell_of_outage(looked);
            tokio::select! {
                stopped = stop.changed() => if stopped.is_err() { break },
                rung = bell.changed() => if rung.is_ok() { sleep(GATHER).await },
                Some(ended) = self.calls.join_next_with_id() => {
                    self.forget(ended);
                    sleep(GATHER).await;
                }
                () = sleep(self.limits.period) => {}
            }
            while let Some(ended) = self.calls.try_join_next_with_id() {
                self.forget(ended);
            }
        }
        self.drain().await;
    }

    /// Claims as much as there is room for and starts the calls.
    async fn look(&mut self) -> Result<(), StoreError> {
        let room = self.limits.parallel.saturating_sub(self.calls.len());
        if room == 0 {
            return Ok(());
        }
        let (store, channel) = (self.outbox.store(), self.channel.name());
        let now = self.outbox.clock().now();
        let mut standing = queue::standing(store, channel).await?;
        standing.retain(|claim| !self.in_flight.values().any(|own| *own == claim.id));
        let dead = self
            .watch
            .dead(&standing, Instant::now(), self.limits.lease);
        if dead.is_empty() && !queue::anything_due(store, channel, now, &self.limits).await? {
            return Ok(());
        }
        let wanted = Wanted {
            channel,
            limits: &self.limits,
            now,
            room,
            dead: &dead,
        };
        let begun = Instant::now();
        for claimed in queue::claim(store, &wanted).await? {
            let id = claimed.claim.id;
            let attempt = Attempt {
                outbox: self.outbox.clone(),
                channel: Arc::clone(&self.channel),
                limits: Arc::clone(&self.limits),
                claimed,
                begun,
            };
            let call = self.calls.spawn(attempt.run());
            self.in_flight.insert(call.id(), id);
        }
        Ok(())
    }

    fn forget(&mut self, ended: Result<(Id, ()), JoinError>) {
        let task = match ended {
            Ok((task, ())) => task,
            Err(error) => {
                tracing::error!(%error, "an attempt ended badly; its lease will lapse");
                error.id()
            }
        };
        self.in_flight.remove(&task);
    }

    /// Once when it goes and once when it is back. Claims seen before an outage prove nothing:
    /// their holders could not note how they ended.
    fn tell_of_outage(&mut self, looked: Result<(), StoreError>) {
        let channel = self.channel.name();
        match looked {
            Err(error) => {
                self.watch.forget();
                if self.answering {
                    tracing::warn!(%channel, %error, "the database does not serve the outbox");
                }
                self.answering = false;
            }
            Ok(()) if !self.answering => {
                tracing::info!(%channel, "the database serves the outbox again");
                self.answering = true;
            }
            Ok(()) => {}
        }
    }

    /// Lets calls in flight end; the leases of those that do not are left to lapse, because nobody
    /// knows whether they arrived.
    async fn drain(&mut self) {
        let calls = &mut self.calls;
        let ended = timeout(self.limits.stop, async {
            while calls.join_next().await.is_some() {}
        });
        if ended.await.is_err() {
            let (channel, left) = (self.channel.name(), self.calls.len());
            tracing::warn!(%channel, left, "stopping over calls in flight; they will be repeated");
            self.calls.shutdown().await;
        }
    }
}
