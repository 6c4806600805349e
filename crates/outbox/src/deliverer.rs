//! The reconciler: brings what waits to where it should be, again and again, until told to stop.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;
use tokio::sync::watch;

use crate::lane::Lane;
use crate::{Channel, ChannelName, Limits, LimitsError, Outbox};

/// Delivers the messages of the channels it was given; those of others wait. Several may run, in
/// one process or in many.
#[derive(Clone)]
pub struct Deliverer {
    outbox: Outbox,
    channels: BTreeMap<ChannelName, (Arc<dyn Channel>, Arc<Limits>)>,
}

impl Deliverer {
    /// A deliverer without channels.
    #[must_use]
    pub const fn new(outbox: Outbox) -> Self {
        Self {
            outbox,
            channels: BTreeMap::new(),
        }
    }

    /// Adds a channel under its limits; a later one of the same name takes the place of the earlier.
    ///
    /// # Errors
    /// [`LimitsError`] when the limits do not fit together.
    pub fn with(mut self, channel: Arc<dyn Channel>, limits: Limits) -> Result<Self, LimitsError> {
        limits.check()?;
        self.channels
            .insert(channel.name(), (channel, Arc::new(limits)));
        Ok(self)
    }

    /// Delivers until `stop` turns true, then lets calls in flight end within their limit.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let lanes = self.channels.into_values().map(|(channel, limits)| {
            let lane = Lane::new(self.outbox.clone(), channel, limits);
            tokio::spawn(lane.run(stop.clone()))
        });
        for ended in join_all(lanes.collect::<Vec<_>>()).await {
            if let Err(error) = ended {
                tracing::error!(%error, "a lane of the outbox ended badly");
            }
        }
    }
}
