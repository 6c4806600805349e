//! Two nodes that part and meet again: what one changed is followed, what both changed is settled
//! once, nothing is lost, and both end up equal.

mod returned;
mod settled;

use std::time::{Duration, Instant};

use base::Uuid;
use journal::{
    Journal, Known, Lane, Parcel, Received, Records, Settle, Trust, export_tables, known, pack,
    rebuild_into, receive, verify,
};
use sea_orm::EntityTrait;

use crate::database::{Database, open_journal, open_store, records};
use crate::subject::{Entity, Model};

fn all_records() -> Records {
    let mut all = records();
    all.extend([journal::merge_record_def()]);
    all
}

async fn sealed(journal: &Journal) {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let report = verify(journal.store(), &Trust::default()).await.unwrap();
        assert_eq!(report.findings, []);
        if report.waiting == 0 {
            return;
        }
        assert!(Instant::now() < deadline, "not sealed");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// What `from` has and `to` lacks, as it travels: by text.
async fn parcel(from: &Journal, to: &Known) -> Parcel {
    sealed(from).await;
    let packed = pack(from.store(), from.node(), to, |_| true, (0, 10_000))
        .await
        .unwrap();
    let text = packed.to_text().unwrap();
    let read = Parcel::from_text(&text).unwrap();
    assert_eq!(read, packed);
    read
}

async fn send(from: &Journal, to: &Journal, settle: Settle) -> Received {
    let theirs = known(to.store()).await.unwrap();
    let parcel = parcel(from, &theirs).await;
    let first = receive(to, &all_records(), &parcel, settle).await.unwrap();
    // By whatever road: the same parcel twice changes nothing.
    let again = receive(to, &all_records(), &parcel, settle).await.unwrap();
    assert_eq!((again.new, again.merged, again.held), (0, 0, 0));
    sealed(to).await;
    first
}

async fn row(journal: &Journal, id: Uuid) -> Model {
    let found = Entity::find_by_id(id).one(journal.store().reader()).await;
    found.unwrap().unwrap()
}

async fn change(journal: &Journal, id: Uuid, change: impl FnOnce(&mut Model)) {
    let mut counter = row(journal, id).await;
    change(&mut counter);
    journal.submit(counter.set(Lane::Dispatch)).await.unwrap();
}

async fn new_counter(journal: &Journal, name: &str) -> Uuid {
    let counter = Model::new(journal.new_id(), name);
    journal.submit(counter.set(Lane::Dispatch)).await.unwrap();
    counter.id
}

async fn equal_and_rebuilt(centre: &Journal, vehicle: &Journal) {
    let mut exports = Vec::new();
    for journal in [centre, vehicle] {
        let export = export_tables(journal.store(), &all_records(), |_| ())
            .await
            .unwrap();
        let scratch = Database::sqlite();
        let target = open_store(scratch.url()).await;
        rebuild_into(journal.store(), &all_records(), &target)
            .await
            .unwrap();
        let rebuilt = export_tables(&target, &all_records(), |_| ())
            .await
            .unwrap();
        assert_eq!(export, rebuilt);
        exports.push(export);
    }
    assert_eq!(exports[0], exports[1]);
}

/// A centre on the engine under test and a vehicle on SQLite, with some counters in common.
async fn centre_and_vehicle(url: &str, folder: &Database) -> (Journal, Journal, Vec<Uuid>) {
    let centre = open_journal(url).await;
    let vehicle = open_journal(folder.url()).await;
    let mut ids = Vec::new();
    for n in 0..20 {
        ids.push(new_counter(&centre, &format!("counter {n}")).await);
    }
    let received = send(&centre, &vehicle, Settle::There).await;
    assert_eq!((received.new, received.held), (20, 0));
    (centre, vehicle, ids)
}

async fn close(journals: [Journal; 2]) {
    for journal in journals {
        journal.close().await;
        journal.store().close().await;
    }
}

async fn equal_to_rebuild(journal: &Journal) {
    let scratch = Database::sqlite();
    let target = open_store(scratch.url()).await;
    rebuild_into(journal.store(), &all_records(), &target)
        .await
        .unwrap();
    assert_eq!(
        export_tables(journal.store(), &all_records(), |_| ())
            .await
            .unwrap(),
        export_tables(&target, &all_records(), |_| ())
            .await
            .unwrap()
    );
}
