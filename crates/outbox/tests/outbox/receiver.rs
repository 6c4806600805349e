//! A channel that does what the test says, and remembers what it saw.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use outbox::{Channel, ChannelName, DeliveryError, Message, Receipt};
use tokio::time::{Instant, sleep};

/// What the receiver does with a message.
pub enum Answer {
    Take,
    TakeAfter(Duration),
    Refuse(DeliveryError),
    Hang,
    Break,
}

type Script = Box<dyn Fn(&Message) -> Answer + Send + Sync>;

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    pub key: String,
    pub attempt: i32,
    pub at: Instant,
}

pub struct Receiver {
    name: ChannelName,
    script: Script,
    calls: Mutex<Vec<Call>>,
    under_way: Mutex<HashMap<String, usize>>,
    overlaps: Mutex<usize>,
    most: Mutex<usize>,
}

impl Receiver {
    pub fn new(
        name: ChannelName,
        script: impl Fn(&Message) -> Answer + Send + Sync + 'static,
    ) -> std::sync::Arc<Self> {
        std::sync::Arc::new(Self {
            name,
            script: Box::new(script),
            calls: Mutex::default(),
            under_way: Mutex::default(),
            overlaps: Mutex::default(),
            most: Mutex::default(),
        })
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    pub fn keys(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.key).collect()
    }

    /// How often a message was called out while a call with the same key was under way.
    pub fn overlaps(&self) -> usize {
        *self.overlaps.lock().unwrap()
    }

    /// The most calls at a time.
    pub fn most_at_a_time(&self) -> usize {
        *self.most.lock().unwrap()
    }
}

/// Counted down also when the call is dropped.
struct UnderWay<'a>(&'a Receiver, String);

impl<'a> UnderWay<'a> {
    fn begin(receiver: &'a Receiver, key: &str) -> Self {
        let mut under_way = receiver.under_way.lock().unwrap();
        let same = under_way.entry(key.to_owned()).or_default();
        *same += 1;
        if *same > 1 {
            *receiver.overlaps.lock().unwrap() += 1;
        }
        let now = under_way.values().sum();
        let mut most = receiver.most.lock().unwrap();
        *most = (*most).max(now);
        Self(receiver, key.to_owned())
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        *self.0.under_way.lock().unwrap().get_mut(&self.1).unwrap() -= 1;
    }
}

#[async_trait]
impl Channel for Receiver {
    fn name(&self) -> ChannelName {
        self.name
    }

    async fn deliver(&self, message: &Message) -> Result<Receipt, DeliveryError> {
        let _under_way = UnderWay::begin(self, message.key());
        self.calls.lock().unwrap().push(Call {
            key: message.key().to_owned(),
            attempt: message.attempt(),
            at: Instant::now(),
        });
        match (self.script)(message) {
            Answer::Take => {}
            Answer::TakeAfter(pause) => sleep(pause).await,
            Answer::Refuse(error) => return Err(error),
            Answer::Hang => std::future::pending().await,
            Answer::Break => panic!("a channel with a bug"),
        }
        let reference = Some(format!("taken {}", message.key()));
        Ok(Receipt { reference })
    }
}
