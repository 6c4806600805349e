//! Effect and change are one transaction: a refused change leaves no message, a committed one is
//! delivered, and two changes that ask for one effect both succeed.

use base::Clock;
use journal::{CommitError, Journal, JournalConfig, Lane};
use outbox::{ChannelName, Outbox};

use crate::database::{on_both_engines, open};
use crate::receiver::{Answer, Receiver};
use crate::subject::Model;
use crate::world::{AtWork, limits, message, status, until};

const SMS: ChannelName = ChannelName::Sms;

async fn journal(url: &str) -> Journal {
    let config = JournalConfig::default();
    Journal::open(open(url).await, Clock::system(), config)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_leaves_no_message_and_a_committed_one_is_delivered_once() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let clock = journal.clock().clone();
        let outbox = Outbox::new(journal.store().clone(), clock.clone());
        let receiver = Receiver::new(SMS, |_| Answer::Take);
        let work = AtWork::with(&outbox, receiver.clone(), &limits());

        let counter = Model::new(journal.new_id(), "hydrant");
        let set = counter.set(Lane::Dispatch);
        let committed = set.beside(message(&clock, SMS, "first").row());
        journal.submit(committed).await.unwrap();
        outbox.bell().ring();

        // The same version again: the change is refused, and its message with it.
        let refused = counter.set(Lane::Dispatch);
        let refused = refused.beside(message(&clock, SMS, "second").row());
        let refusal = journal.submit(refused).await.unwrap_err();
        assert!(
            matches!(refusal, CommitError::Conflict { .. }),
            "{refusal:?}"
        );

        until(&outbox, SMS, |s| s.sent == 1).await;
        work.stop().await;
        assert_eq!(receiver.keys(), ["first"]);
        let after = status(&outbox, SMS).await;
        assert_eq!((after.waiting, after.sent, after.given_up), (0, 1, 0));
        assert!(after.last_success.is_some() && after.last_error.is_none());
        journal.close().await;
        journal.store().close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_with_one_key_both_succeed_and_one_message_goes() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let clock = journal.clock().clone();
        let outbox = Outbox::new(journal.store().clone(), clock.clone());
        let receiver = Receiver::new(SMS, |_| Answer::Take);
        let work = AtWork::with(&outbox, receiver.clone(), &limits());
        // Together, so that they meet in one group of the committer and in one statement…
        let sets = (0..20).map(|n| {
            let counter = Model::new(journal.new_id(), &format!("unit {n}"));
            let set = counter.set(Lane::Dispatch);
            journal.submit(set.beside(message(&clock, SMS, "evacuate").row()))
        });
        for written in futures_util::future::join_all(sets).await {
            written.unwrap();
        }
        until(&outbox, SMS, |s| s.sent == 1 && s.waiting == 0).await;
        // …and once more when the message is long sent.
        let late = Model::new(journal.new_id(), "late").set(Lane::Dispatch);
        let late = late.beside(message(&clock, SMS, "evacuate").row());
        journal.submit(late).await.unwrap();
        tokio::time::sleep(limits().period * 4).await;
        work.stop().await;
        assert_eq!(receiver.keys(), ["evacuate"]);
        assert_eq!(journal.stats().sets, 21);
        journal.close().await;
        journal.store().close().await;
    })
    .await;
}
