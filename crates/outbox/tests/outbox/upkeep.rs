//! What was sent long ago is cleared; what waits or was given up stays.

use std::time::Duration;

use base::{Clock, Timestamp};
use outbox::{ChannelName, DeliveryError, Limits, LimitsError, Outbox};

use crate::database::{on_both_engines, open, schema};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, message, numbered, put, status, until};

const MAIL: ChannelName = ChannelName::Mail;
const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn sent_messages_are_cleared_after_their_days() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = Clock::manual(noon);
        let outbox = Outbox::new(store.clone(), clock.clone());
        let receiver = Receiver::new(MAIL, |message| match message.key() {
            "bad" => Answer::Refuse(DeliveryError::permanent("no such mailbox")),
            _ => Answer::Take,
        });
        put(&store, numbered(&clock, MAIL, 1_100)).await;
        put(&store, [message(&clock, MAIL, "bad")]).await;
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        until(&outbox, MAIL, |s| s.sent == 1_100 && s.given_up == 1).await;
        work.stop().await;

        clock.advance(DAY * 29);
        assert_eq!(outbox.purge(MAIL, DAY * 30).await.unwrap(), 0);
        clock.advance(DAY * 2);
        put(&store, [message(&clock, ChannelName::Sms, "other")]).await;
        assert_eq!(outbox.purge(ChannelName::Sms, DAY * 30).await.unwrap(), 0);
        assert_eq!(outbox.purge(MAIL, DAY * 30).await.unwrap(), 1_100);
        until(&outbox, MAIL, |s| s.sent == 0).await;
        let left = status(&outbox, MAIL).await;
        assert_eq!((left.waiting, left.given_up), (0, 1));
        assert_eq!(status(&outbox, ChannelName::Sms).await.waiting, 1);
        assert_eq!(receiver.calls().len(), 1_101);
        assert_eq!(schema().undeclared_tables(&store).await.unwrap(), [""; 0]);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn limits_that_do_not_fit_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("fengsui.db").display());
    let outbox = Outbox::new(open(&url).await, Clock::system());
    let receiver = Receiver::new(MAIL, |_| Answer::Take);
    let wrong = Limits {
        lease: limits().call,
        ..limits()
    };
    let refused = outbox::Deliverer::new(outbox).with(receiver, wrong).err();
    assert!(matches!(refused, Some(LimitsError::LeaseTooShort { .. })));
}
