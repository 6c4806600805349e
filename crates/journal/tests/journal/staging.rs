//! Staged rows: hidden until one flip, gone when discarded or abandoned, no part of the journal before.

use std::time::{Duration, Instant};

use base::{Clock, Uuid};
use journal::{
    Actor, Change, CommitError, Journal, JournalConfig, Lane, Trust, export_tables, rebuild_into,
    verify, visible,
};
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter};
use store::{Store, shape_of};

use crate::database::{Database, on_both_engines, open_journal, open_store, records};
use crate::subject::{Entity, Model};

fn changes(journal: &Journal, count: usize) -> Vec<Change> {
    let counters = (0..count).map(|n| Model::new(journal.new_id(), &format!("staged {n}")));
    let now = Clock::system().now();
    counters
        .map(|counter| Change::of(&counter, "imported", now).unwrap())
        .collect()
}

async fn seen(store: &Store) -> u64 {
    let rows = Entity::find().filter(visible("counter"));
    rows.count(store.reader()).await.unwrap()
}

async fn everything_sealed(journal: &Journal, entries: i64) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while *journal.head().borrow() < entries {
        assert!(Instant::now() < deadline, "the batch is not sealed");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn rebuilt_equal(store: &Store) {
    let scratch = Database::sqlite();
    let target = open_store(scratch.url()).await;
    rebuild_into(store, &records(), &target).await.unwrap();
    assert_eq!(
        export_tables(store, &records(), |_| ()).await.unwrap(),
        export_tables(&target, &records(), |_| ()).await.unwrap()
    );
}

fn importer() -> Actor {
    Actor::system("import")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_becomes_visible_by_one_flip() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let store = journal.store().clone();
        let stood = Model::new(journal.new_id(), "stood before");
        journal.submit(stood.set(Lane::Import)).await.unwrap();

        let mut staging = journal
            .stage(shape_of::<Entity>(), importer())
            .await
            .unwrap();
        for _ in 0..10 {
            staging.add(changes(&journal, 100)).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(seen(&store).await, 1, "staged rows are hidden");
        assert_eq!(
            *journal.head().borrow(),
            1,
            "staged entries have no position"
        );
        let hidden = verify(&store, &Trust::default()).await.unwrap();
        assert_eq!(hidden.findings, []);
        rebuilt_equal(&store).await;

        let mut changed = stood.clone();
        (changed.version, changed.value) = (1, 7);
        let with_flip = Change::of(&changed, "imported", Clock::system().now()).unwrap();
        staging.flip(vec![with_flip]).await.unwrap();
        assert_eq!(seen(&store).await, 1_001, "visible at once");
        rebuilt_equal(&store).await;

        everything_sealed(&journal, 1_002).await;
        assert_eq!(seen(&store).await, 1_001);
        let marked = Entity::find().all(store.reader()).await.unwrap();
        assert!(
            marked.iter().all(|row| row.staged.is_none()),
            "marks are cleared"
        );
        let report = verify(&store, &Trust::default()).await.unwrap();
        assert_eq!((report.findings, report.waiting), (vec![], 0));
        rebuilt_equal(&store).await;
        journal.close().await;
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_may_be_changed_while_its_batch_is_settling() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let store = journal.store().clone();
        let mut staging = journal
            .stage(shape_of::<Entity>(), importer())
            .await
            .unwrap();
        let mut last = Uuid::nil();
        for _ in 0..20 {
            let counters = changes(&journal, 100);
            staging.add(counters).await.unwrap();
            last = journal.new_id();
            let counter = Model::new(last, "changed while settling");
            let change = Change::of(&counter, "imported", Clock::system().now()).unwrap();
            staging.add(vec![change]).await.unwrap();
        }
        staging.flip(Vec::new()).await.unwrap();
        // Read while the mark may still stand, changed at once.
        let mut row = Entity::find_by_id(last)
            .one(store.reader())
            .await
            .unwrap()
            .unwrap();
        row.value = 99;
        journal.submit(row.set(Lane::Dispatch)).await.unwrap();
        everything_sealed(&journal, 2_021).await;
        assert_eq!(seen(&store).await, 2_020);
        let row = Entity::find_by_id(last)
            .one(store.reader())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.version, row.value, row.staged), (2, 99, None));
        let report = verify(&store, &Trust::default()).await.unwrap();
        assert_eq!(report.findings, []);
        rebuilt_equal(&store).await;
        journal.close().await;
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discarded_batch_leaves_nothing() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let store = journal.store().clone();
        let mut staging = journal
            .stage(shape_of::<Entity>(), importer())
            .await
            .unwrap();
        staging.add(changes(&journal, 900)).await.unwrap();
        staging.discard().await.unwrap();
        assert_eq!(Entity::find().count(store.reader()).await.unwrap(), 0);
        let report = verify(&store, &Trust::default()).await.unwrap();
        assert_eq!(
            (report.findings, report.waiting, report.head.position),
            (vec![], 0, 0)
        );
        journal.close().await;
        store.close().await;
    })
    .await;
}

/// A conflict at the flip leaves everything hidden; the flip can be tried again.
#[tokio::test(flavor = "multi_thread")]
async fn a_flip_with_a_conflict_shows_nothing() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let store = journal.store().clone();
        let mut stood = Model::new(journal.new_id(), "stood before");
        journal.submit(stood.set(Lane::Import)).await.unwrap();
        stood.version = 1;
        journal.submit(stood.set(Lane::Dispatch)).await.unwrap();

        let mut staging = journal
            .stage(shape_of::<Entity>(), importer())
            .await
            .unwrap();
        staging.add(changes(&journal, 50)).await.unwrap();
        let now = Clock::system().now();
        let late = Change::of(&stood, "imported", now).unwrap();
        let refused = staging.flip(vec![late]).await;
        assert!(
            matches!(refused, Err(CommitError::Conflict { found: 2, .. })),
            "{refused:?}"
        );
        assert_eq!(seen(&store).await, 1);
        stood.version = 2;
        staging
            .flip(vec![Change::of(&stood, "imported", now).unwrap()])
            .await
            .unwrap();
        assert_eq!(seen(&store).await, 51);
        journal.close().await;
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_new_or_not_of_the_table_is_refused() {
    let database = Database::sqlite();
    let journal = open_journal(database.url()).await;
    let mut staging = journal
        .stage(shape_of::<Entity>(), importer())
        .await
        .unwrap();
    let mut stood = Model::new(journal.new_id(), "version 2");
    stood.version = 1;
    let second = Change::of(&stood, "imported", Clock::system().now()).unwrap();
    let refused = staging.add(vec![second]).await;
    assert!(
        matches!(refused, Err(CommitError::Refused(_))),
        "{refused:?}"
    );
    journal.close().await;
}

/// The owner dies: its process is gone and its clock stands still. Another process cleans up.
#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_batch_is_taken_away_and_a_flipped_one_is_finished() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let mut abandoned = journal
            .stage(shape_of::<Entity>(), importer())
            .await
            .unwrap();
        abandoned.add(changes(&journal, 500)).await.unwrap();
        let mut flipped = journal
            .stage(shape_of::<Entity>(), importer())
            .await
            .unwrap();
        flipped.add(changes(&journal, 500)).await.unwrap();
        flipped.flip(Vec::new()).await.unwrap();
        journal.close().await;
        journal.store().close().await;

        let store = open_store(&url).await;
        let later = Clock::manual(Clock::system().now().plus(Duration::from_secs(3_600)));
        let config = JournalConfig::default();
        let next = Journal::open(store.clone(), later, config).await.unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while Entity::find().count(store.reader()).await.unwrap() > 500 {
            assert!(Instant::now() < deadline, "the abandoned batch stays");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        everything_sealed(&next, 500).await;
        assert_eq!(seen(&store).await, 500);
        let report = verify(&store, &Trust::default()).await.unwrap();
        assert_eq!(report.findings, []);
        next.close().await;
        store.close().await;
    })
    .await;
}
