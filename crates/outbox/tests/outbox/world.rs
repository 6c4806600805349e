//! Messages put in, deliverers started and stopped.

use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Uuid};
use outbox::{Channel, ChannelName, ChannelStatus, Deliverer, Limits, Message, Outbox};
use serde_json::json;
use store::{Store, WriteBatch};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// Short enough for tests; the lease is the longest wait.
pub fn limits() -> Limits {
    Limits {
        period: Duration::from_millis(25),
        parallel: 8,
        call: Duration::from_secs(1),
        lease: Duration::from_millis(1_600),
        first_pause: Duration::from_millis(40),
        longest_pause: Duration::from_millis(400),
        attempts: 5,
        stop: Duration::from_secs(2),
        ..Limits::default()
    }
}

pub fn message(clock: &Clock, channel: ChannelName, key: &str) -> Message {
    let made = (Uuid::now_v7(), clock.now());
    Message::new(made, channel, key, "13812345678", &json!({"text": "火警"}))
        .unwrap()
        .about("alarm:1")
}

/// Puts messages in without a change beside them.
pub async fn put(store: &Store, messages: impl IntoIterator<Item = Message>) {
    let mut batch = WriteBatch::default();
    messages
        .into_iter()
        .for_each(|message| batch.push(message.row()));
    store.write(batch).await.unwrap();
}

pub fn numbered(clock: &Clock, channel: ChannelName, count: usize) -> Vec<Message> {
    (0..count)
        .map(|n| message(clock, channel, &format!("{channel}:{n}")))
        .collect()
}

/// A deliverer at work.
pub struct AtWork {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl AtWork {
    pub fn with(outbox: &Outbox, channel: Arc<dyn Channel>, limits: &Limits) -> Self {
        Self::start(outbox, &[channel], limits)
    }

    pub fn start(outbox: &Outbox, channels: &[Arc<dyn Channel>], limits: &Limits) -> Self {
        let mut deliverer = Deliverer::new(outbox.clone());
        for channel in channels {
            deliverer = deliverer.with(Arc::clone(channel), limits.clone()).unwrap();
        }
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(deliverer.run(stopped));
        Self { stop, task }
    }

    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }
}

pub async fn status(outbox: &Outbox, channel: ChannelName) -> ChannelStatus {
    let all = outbox.status().await.unwrap();
    all.into_iter().find(|s| s.channel == channel).unwrap()
}

/// Waits until the status of a channel is as wanted.
pub async fn until(
    outbox: &Outbox,
    channel: ChannelName,
    wanted: impl Fn(&ChannelStatus) -> bool,
) -> ChannelStatus {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        // After an outage a read may still meet a broken connection.
        let all = outbox.status().await.unwrap_or_default();
        let found = all.into_iter().find(|s| s.channel == channel);
        if let Some(found) = found.clone().filter(|found| wanted(found)) {
            return found;
        }
        assert!(Instant::now() < deadline, "still {found:?}");
        sleep(Duration::from_millis(10)).await;
    }
}
