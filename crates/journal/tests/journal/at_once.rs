//! On SQLite a change that is answered has its position, with no sealing after it; whatever had to
//! wait in the queue keeps the changes behind it in order.

use std::time::Duration;

use base::Clock;
use journal::{Journal, JournalConfig, Lane, Trust, verify};
use store::Store;

use crate::database::{Database, open_journal, open_store};
use crate::subject::Model;

/// A journal whose sequencer comes to nothing but what stands there when it is opened and closed.
async fn without_sealings(store: Store) -> Journal {
    let day = Duration::from_secs(86_400);
    let config = JournalConfig {
        seal_pause: day,
        poll: day,
        ..JournalConfig::default()
    };
    Journal::open(store, Clock::system(), config).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_its_position() {
    let database = Database::sqlite();
    let first = open_journal(database.url()).await;
    let mut counter = Model::new(first.new_id(), "counted");
    first.submit(counter.set(Lane::Device)).await.unwrap();
    first.close().await;

    let journal = without_sealings(open_store(database.url()).await).await;
    for version in 1..20 {
        (counter.version, counter.value) = (version, version * 3);
        journal.submit(counter.set(Lane::Device)).await.unwrap();
        assert_eq!(*journal.head().borrow(), version + 1);
    }
    let report = verify(journal.store(), &Trust::default()).await.unwrap();
    assert_eq!(
        (report.findings, report.waiting, report.head.position),
        (vec![], 0, 20)
    );
}

/// The first entry of a chain has nothing to go on from and waits; the second stands behind it.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_behind_the_queue_waits_too() {
    let database = Database::sqlite();
    let journal = without_sealings(open_store(database.url()).await).await;
    // The sequencer looks once when it starts, and then rests.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut counter = Model::new(journal.new_id(), "counted");
    for version in 0..5 {
        counter.version = version;
        journal.submit(counter.set(Lane::Device)).await.unwrap();
    }
    assert_eq!(*journal.head().borrow(), 0);
    let report = verify(journal.store(), &Trust::default()).await.unwrap();
    assert_eq!((report.findings, report.waiting), (vec![], 5));
    drop(journal);

    let journal = open_journal(database.url()).await;
    let mut head = journal.head();
    head.wait_for(|head| *head == 5).await.unwrap();
    counter.version = 5;
    journal.submit(counter.set(Lane::Device)).await.unwrap();
    assert_eq!(*journal.head().borrow(), 6);
    let report = verify(journal.store(), &Trust::default()).await.unwrap();
    assert_eq!((report.findings, report.waiting), (vec![], 0));
    journal.close().await;
}
