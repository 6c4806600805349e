//! Failing again and again: pauses grow, the reason is kept, an administrator asks again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base::Clock;
use outbox::{ChannelName, DeliveryError, Limits, Outbox};

use crate::database::{on_both_engines, open};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, message, numbered, put, status, until};

const SMS: ChannelName = ChannelName::Sms;

#[tokio::test(flavor = "multi_thread")]
async fn pauses_grow_until_it_is_given_up_and_an_administrator_asks_again() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let clock = Clock::system();
        let outbox = Outbox::new(store.clone(), clock.clone());
        let mended = Arc::new(AtomicBool::new(false));
        let is_mended = Arc::clone(&mended);
        let receiver = Receiver::new(SMS, move |_| {
            if is_mended.load(Ordering::SeqCst) {
                Answer::Take
            } else {
                let reason = "the gateway refuses 13812345678: no money left";
                Answer::Refuse(DeliveryError::temporary(reason))
            }
        });
        put(&store, [message(&clock, SMS, "k")]).await;
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        let failed = until(&outbox, SMS, |s| s.given_up == 1).await;
        let reason = failed.last_error.unwrap().reason;
        assert_eq!(reason, "the gateway refuses 138****5678: no money left");
        assert_eq!((failed.waiting, failed.last_success), (0, None));

        let calls = receiver.calls();
        assert_eq!(calls.len(), 5, "as many attempts as allowed");
        let attempts: Vec<_> = calls.iter().map(|call| call.attempt).collect();
        assert_eq!(attempts, [1, 2, 3, 4, 5]);
        for (pair, full) in calls.windows(2).zip([40, 80, 160, 320]) {
            let pause = pair[1].at - pair[0].at;
            assert!(
                pause >= Duration::from_millis(full / 2),
                "{pause:?} of {full}"
            );
        }

        let list = outbox.given_up(SMS, 10).await.unwrap();
        assert_eq!((list.len(), list[0].attempts), (1, 5));
        assert_eq!(
            (&*list[0].recipient, &*list[0].reason),
            ("138****5678", &*reason)
        );
        mended.store(true, Ordering::SeqCst);
        assert!(outbox.retry(list[0].id).await.unwrap());
        until(&outbox, SMS, |s| s.sent == 1).await;
        assert!(
            !outbox.retry(list[0].id).await.unwrap(),
            "a sent message is not sent again"
        );
        work.stop().await;
        assert_eq!(receiver.keys(), ["k"; 6], "under its old key");
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_is_not_repeated_and_all_are_asked_for_again() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let receiver = Receiver::new(SMS, |_| {
            Answer::Refuse(DeliveryError::permanent("no such template"))
        });
        put(&store, numbered(&Clock::system(), SMS, 30)).await;
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        until(&outbox, SMS, |s| s.given_up == 30).await;
        assert_eq!(receiver.calls().len(), 30, "one attempt each");
        assert_eq!(outbox.retry_all(SMS).await.unwrap(), 30);
        until(&outbox, SMS, |s| s.given_up == 30).await;
        work.stop().await;
        assert_eq!(receiver.calls().len(), 60);
        assert_eq!(outbox.retry_all(ChannelName::Mail).await.unwrap(), 0);
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_message_is_given_up_at_its_next_failure() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let clock = Clock::system();
        let outbox = Outbox::new(store.clone(), clock.clone());
        let receiver = Receiver::new(SMS, |_| Answer::Refuse(DeliveryError::temporary("busy")));
        put(&store, [message(&clock, SMS, "k")]).await;
        let limits = Limits {
            age: Duration::from_millis(500),
            attempts: 1_000,
            ..limits()
        };
        let work = AtWork::with(&outbox, receiver.clone(), &limits);
        until(&outbox, SMS, |s| s.given_up == 1).await;
        work.stop().await;
        assert!((1..100).contains(&receiver.calls().len()));
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receivers_wish_to_be_left_alone_is_kept() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let wish = Duration::from_millis(350);
        let receiver = Receiver::new(SMS, move |message| match message.attempt() {
            1 => Answer::Refuse(DeliveryError::Temporary {
                reason: "slow down".to_owned(),
                retry_after: Some(wish),
            }),
            _ => Answer::Take,
        });
        put(&store, numbered(&Clock::system(), SMS, 1)).await;
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        until(&outbox, SMS, |s| s.sent == 1).await;
        work.stop().await;
        let calls = receiver.calls();
        assert!(calls[1].at - calls[0].at >= wish);
        assert_eq!(
            status(&outbox, SMS).await.last_error.unwrap().reason,
            "slow down"
        );
        store.close().await;
    })
    .await;
}

/// Stopped in the middle of its call, again and again, as a process that dies of a message would be.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_kills_whoever_delivers_it_is_given_up() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let deadly = Receiver::new(SMS, |_| Answer::Hang);
        put(&store, numbered(&Clock::system(), SMS, 1)).await;
        let limits = Limits {
            attempts: 2,
            stop: Duration::ZERO,
            ..limits()
        };
        for attempt in 1..=2 {
            let work = AtWork::with(&outbox, deadly.clone(), &limits);
            until(&outbox, SMS, |_| deadly.calls().len() == attempt).await;
            work.stop().await;
        }
        let work = AtWork::with(&outbox, deadly.clone(), &limits);
        let after = until(&outbox, SMS, |s| s.given_up == 1).await;
        work.stop().await;
        assert_eq!(deadly.calls().len(), 2);
        let reason = after.last_error.unwrap().reason;
        assert_eq!(reason, "whoever delivered it died, each time");
        store.close().await;
    })
    .await;
}
