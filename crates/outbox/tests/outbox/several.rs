//! Two deliverers over one database: everything goes, and nothing goes twice at a time.

use std::collections::HashSet;
use std::time::Duration;

use base::Clock;
use outbox::{ChannelName, Outbox};
use tokio::time::Instant;

use crate::database::{on_both_engines, open};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, numbered, put, until};

const COUNT: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn two_deliverers_share_a_thousand_messages() {
    on_both_engines(async |url| {
        let hook = ChannelName::Webhook;
        let receiver = Receiver::new(hook, |message| {
            let (_, number) = message.key().split_once(':').unwrap();
            // Every seventh fails at first, so that claims come and go.
            match (message.attempt(), number.parse::<usize>().unwrap()) {
                (1, n) if n % 7 == 0 => Answer::Refuse(outbox::DeliveryError::temporary("busy")),
                _ => Answer::TakeAfter(Duration::from_millis(3)),
            }
        });
        // Each over connections of its own, as two processes would be.
        let (one, two) = (open(&url).await, open(&url).await);
        put(&one, numbered(&Clock::system(), hook, COUNT)).await;
        let first = Outbox::new(one.clone(), Clock::system());
        let second = Outbox::new(two.clone(), Clock::system());
        let begun = Instant::now();
        let work = [
            AtWork::with(&first, receiver.clone(), &limits()),
            AtWork::with(&second, receiver.clone(), &limits()),
        ];
        let count = u64::try_from(COUNT).unwrap();
        until(&first, hook, |s| s.sent == count).await;
        let engine = one.engine();
        eprintln!("{engine:?}: {COUNT} messages in {:?}", begun.elapsed());
        for work in work {
            work.stop().await;
        }
        let calls = receiver.calls();
        let keys: HashSet<_> = calls.iter().map(|call| &call.key).collect();
        assert_eq!(keys.len(), COUNT);
        assert_eq!(receiver.overlaps(), 0);
        // Nobody died, so each key was called once an attempt.
        let attempts: HashSet<_> = calls.iter().map(|c| (&c.key, c.attempt)).collect();
        assert_eq!(attempts.len(), calls.len());
        assert!(calls.len() > COUNT && receiver.most_at_a_time() <= 2 * limits().parallel);
        one.close().await;
        two.close().await;
    })
    .await;
}
