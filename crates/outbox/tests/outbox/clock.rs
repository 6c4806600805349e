//! A clock that is wrong: an hour ahead, an hour behind, different in two processes.

use std::time::Duration;

use base::{Clock, Timestamp};
use outbox::{ChannelName, DeliveryError, Limits, Outbox};
use tokio::time::sleep;

use crate::database::{on_both_engines, open};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, message, numbered, put, status, until};

const SMS: ChannelName = ChannelName::Sms;
const HOUR: Duration = Duration::from_secs(3600);

fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_message_goes_at_once_though_the_clock_was_set_back() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        // Written at noon; whoever delivers believes it is eleven, or half a minute to noon.
        for (n, channel) in [SMS, ChannelName::Mail].into_iter().enumerate() {
            let back = [HOUR, Duration::from_secs(30)][n];
            put(&store, numbered(&Clock::manual(noon()), channel, 10)).await;
            let outbox = Outbox::new(store.clone(), Clock::manual(noon().minus(back)));
            let receiver = Receiver::new(channel, |_| Answer::Take);
            let work = AtWork::with(&outbox, receiver.clone(), &limits());
            until(&outbox, channel, |s| s.sent == 10).await;
            work.stop().await;
        }
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_outlives_no_step_of_the_clock() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let receiver = Receiver::new(SMS, |message| match message.attempt() {
            1 => Answer::Refuse(DeliveryError::temporary("busy")),
            _ => Answer::Take,
        });
        let limits = Limits {
            first_pause: Duration::from_secs(20),
            longest_pause: Duration::from_secs(20),
            ..limits()
        };
        let noon_clock = Clock::manual(noon());
        let before = Outbox::new(store.clone(), noon_clock.clone());
        put(
            &store,
            [
                message(&noon_clock, SMS, "back"),
                message(&noon_clock, SMS, "on"),
            ],
        )
        .await;
        let work = AtWork::with(&before, receiver.clone(), &limits);
        until(&before, SMS, |s| s.last_error.is_some() && s.under_way == 0).await;
        sleep(Duration::from_millis(200)).await;
        assert_eq!(
            receiver.calls().len(),
            2,
            "the clock stands, so the pause lasts"
        );
        work.stop().await;

        // An hour back: no pause is that long, so it was written by a clock that ran ahead.
        let after = Outbox::new(store.clone(), Clock::manual(noon().minus(HOUR)));
        let work = AtWork::with(&after, receiver.clone(), &limits);
        until(&after, SMS, |s| s.sent == 2).await;
        work.stop().await;

        // An hour on: the pause is over early, and that is all.
        put(&store, [message(&noon_clock, SMS, "ahead")]).await;
        let work = AtWork::with(&before, receiver.clone(), &limits);
        until(&before, SMS, |s| {
            s.waiting == 1 && receiver.calls().len() == 5
        })
        .await;
        noon_clock.advance(HOUR);
        until(&before, SMS, |s| s.sent == 3).await;
        work.stop().await;
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_keeps_others_away_whatever_their_clocks_say() {
    on_both_engines(async |url| {
        let (one, two) = (open(&url).await, open(&url).await);
        let receiver = Receiver::new(SMS, |_| Answer::TakeAfter(Duration::from_millis(300)));
        let own = Clock::manual(noon());
        let others = Clock::manual(noon().plus(HOUR));
        let (first, second) = (
            Outbox::new(one.clone(), own.clone()),
            Outbox::new(two.clone(), others.clone()),
        );
        put(&one, numbered(&own, SMS, 40)).await;
        let work = [
            AtWork::with(&first, receiver.clone(), &limits()),
            AtWork::with(&second, receiver.clone(), &limits()),
        ];
        for _ in 0..6 {
            sleep(Duration::from_millis(70)).await;
            own.advance(HOUR);
            others.advance(HOUR / 2);
        }
        until(&first, SMS, |s| s.sent == 40).await;
        for work in work {
            work.stop().await;
        }
        assert_eq!((receiver.calls().len(), receiver.overlaps()), (40, 0));
        one.close().await;
        two.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_far_ahead_gives_nothing_up_untried() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        put(&store, numbered(&Clock::manual(noon()), SMS, 5)).await;
        let outbox = Outbox::new(store.clone(), Clock::manual(noon().plus(HOUR * 24 * 3650)));
        let receiver = Receiver::new(SMS, |_| Answer::Take);
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        until(&outbox, SMS, |s| s.sent == 5).await;
        work.stop().await;
        assert_eq!(status(&outbox, SMS).await.given_up, 0);
        store.close().await;
    })
    .await;
}
