//! A channel that hangs, or breaks, holds nobody up but itself.

use std::time::Duration;

use base::Clock;
use outbox::{ChannelName, Limits, Outbox};
use tokio::time::Instant;

use crate::database::{on_both_engines, open};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, message, numbered, put, status, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_hangs_does_not_hold_another() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let clock = Clock::system();
        let outbox = Outbox::new(store.clone(), clock.clone());
        let hanging = Receiver::new(ChannelName::Sms, |_| Answer::Hang);
        let working = Receiver::new(ChannelName::Mail, |_| Answer::Take);
        put(&store, numbered(&clock, ChannelName::Sms, 50)).await;
        let limits = Limits {
            call: Duration::from_secs(20),
            lease: Duration::from_secs(40),
            stop: Duration::from_millis(100),
            ..limits()
        };
        let work = AtWork::start(&outbox, &[hanging.clone(), working.clone()], &limits);
        until(&outbox, ChannelName::Sms, |s| s.under_way == 8).await;
        let begun = Instant::now();
        put(&store, numbered(&clock, ChannelName::Mail, 100)).await;
        outbox.bell().ring();
        until(&outbox, ChannelName::Mail, |s| s.sent == 100).await;
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
        let stuck = status(&outbox, ChannelName::Sms).await;
        assert_eq!((stuck.waiting, stuck.under_way, stuck.sent), (50, 8, 0));
        assert!(stuck.oldest_waiting.is_some());
        assert_eq!(hanging.most_at_a_time(), 8, "bounded");
        work.stop().await;
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_answer_ends_at_its_limit_and_a_broken_channel_goes_on() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let clock = Clock::system();
        let outbox = Outbox::new(store.clone(), clock.clone());
        let receiver = Receiver::new(ChannelName::Sms, |message| {
            match (message.key(), message.attempt()) {
                ("hangs", 1) => Answer::Hang,
                ("breaks", 1) => Answer::Break,
                _ => Answer::Take,
            }
        });
        let keys = ["hangs", "breaks", "works"];
        put(
            &store,
            keys.map(|key| message(&clock, ChannelName::Sms, key)),
        )
        .await;
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        until(&outbox, ChannelName::Sms, |s| s.sent == 3).await;
        work.stop().await;
        assert_eq!(receiver.calls().len(), 5);
        let error = status(&outbox, ChannelName::Sms).await.last_error.unwrap();
        assert_eq!(error.reason, "no answer within 1s");
        store.close().await;
    })
    .await;
}
