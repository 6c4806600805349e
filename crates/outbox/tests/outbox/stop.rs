//! The sign to stop while calls are in flight.

use std::time::Duration;

use base::Clock;
use outbox::{ChannelName, Limits, Outbox};
use tokio::time::{Instant, sleep};

use crate::database::{on_both_engines, open};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, message, numbered, put, status, until};

const MAIL: ChannelName = ChannelName::Mail;

#[tokio::test(flavor = "multi_thread")]
async fn calls_in_flight_end_and_are_noted_and_nothing_new_begins() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let receiver = Receiver::new(MAIL, |_| Answer::TakeAfter(Duration::from_millis(300)));
        put(&store, numbered(&Clock::system(), MAIL, 20)).await;
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        until(&outbox, MAIL, |s| s.under_way == 8).await;
        work.stop().await;
        let after = status(&outbox, MAIL).await;
        assert_eq!((after.sent, after.waiting, after.under_way), (8, 12, 0));
        assert_eq!(receiver.calls().len(), 8);
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_does_not_end_is_left_and_repeated_after_its_lease() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let hanging = Receiver::new(MAIL, |_| Answer::Hang);
        put(&store, [message(&Clock::system(), MAIL, "k")]).await;
        let patient = Limits {
            stop: Duration::from_millis(150),
            call: Duration::from_secs(60),
            lease: Duration::from_secs(120),
            ..limits()
        };
        let work = AtWork::with(&outbox, hanging.clone(), &patient);
        until(&outbox, MAIL, |s| s.under_way == 1).await;
        let begun = Instant::now();
        work.stop().await;
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "{:?}",
            begun.elapsed()
        );
        // Another process keeps away for a lease by its own watch, then takes over.
        let taking = Receiver::new(MAIL, |_| Answer::Take);
        let work = AtWork::with(&outbox, taking.clone(), &limits());
        sleep(limits().lease / 2).await;
        assert_eq!(taking.calls().len(), 0);
        until(&outbox, MAIL, |s| s.sent == 1).await;
        work.stop().await;
        assert_eq!(taking.calls()[0].attempt, 2);
        store.close().await;
    })
    .await;
}
