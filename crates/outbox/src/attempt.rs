//! One attempt: call out under a time limit, then note the outcome until it is noted.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, sleep, timeout};

use crate::queue::{self, Claimed, Outcome};
use crate::{Channel, DeliveryError, Limits, Outbox, Receipt, backoff, mask};

pub(crate) struct Attempt {
    pub(crate) outbox: Outbox,
    pub(crate) channel: Arc<dyn Channel>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) claimed: Claimed,
    /// When claiming began: the lease counts from here.
    pub(crate) begun: Instant,
}

/// Between two tries to note an outcome that the database did not take.
const FIRST_REST: Duration = Duration::from_millis(50);
const LONGEST_REST: Duration = Duration::from_secs(2);

impl Attempt {
    pub(crate) async fn run(self) {
        let answer = self.call().await;
        let outcome = self.judge(answer);
        self.note(&outcome).await;
    }

    async fn call(&self) -> Result<Receipt, DeliveryError> {
        let left = self.limits.lease.saturating_sub(self.begun.elapsed());
        let limit = self.limits.call.min(left);
        // A channel that breaks must not take its lane along.
        let call = AssertUnwindSafe(self.channel.deliver(&self.claimed.message)).catch_unwind();
        match timeout(limit, call).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(DeliveryError::temporary("the channel itself broke")),
            Err(_) => Err(DeliveryError::temporary(format!(
                "no answer within {limit:?}"
            ))),
        }
    }

    fn judge(&self, answer: Result<Receipt, DeliveryError>) -> Outcome {
        let (channel, message) = (self.channel.name(), &self.claimed.message);
        let error = match answer {
            Ok(receipt) => {
                let receipt = receipt.reference;
                tracing::debug!(%channel, key = message.key(), "delivered");
                return Outcome::Sent { receipt };
            }
            Err(error) => error,
        };
        let reason = mask::reason(channel, message.recipient(), error.reason());
        let attempt = message.attempt();
        let now = self.outbox.clock().now();
        let often = u32::try_from(attempt).is_ok_and(|attempt| attempt >= self.limits.attempts);
        let long = now.since(self.claimed.asked_at) >= self.limits.age;
        match error {
            DeliveryError::Temporary { retry_after, .. } if !often && !long => {
                tracing::info!(%channel, key = message.key(), attempt, reason, "failed for now");
                let pause = backoff::pause(&self.limits, message.id(), attempt, retry_after);
                let due_at = now.plus(pause);
                Outcome::Again { due_at, reason }
            }
            _ => {
                tracing::warn!(%channel, key = message.key(), attempt, reason, "given up");
                Outcome::GivenUp { reason }
            }
        }
    }

    /// Until it is on disk, or whoever stops us loses patience: then the lease lapses and the
    /// message is delivered again under the same key.
    async fn note(&self, outcome: &Outcome) {
        let mut rest = FIRST_REST;
        loop {
            let now = self.outbox.clock().now();
            match queue::note(self.outbox.store(), &self.claimed.claim, outcome, now).await {
                Ok(()) => return,
                Err(error) => {
                    let key = self.claimed.message.key();
                    tracing::warn!(%error, key, "the outcome could not be noted; trying again");
                }
            }
            sleep(rest).await;
            rest = (rest * 2).min(LONGEST_REST);
        }
    }
}
