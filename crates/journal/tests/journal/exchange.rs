//! Two nodes that part and meet again: what one changed is followed, what both changed is settled
//! once, nothing is lost, and both end up equal.

use std::time::{Duration, Instant};

use base::{Clock, IdSource, Uuid};
use journal::{
    Change, ChangeSet, Journal, Known, Lane, NewEpoch, Node, Parcel, ParcelError, ReceiveError,
    Received, Records, Settle, Trust, export_tables, known, pack, rebuild_into, receive, verify,
};
use sea_orm::EntityTrait;

use crate::database::{TestDatabase, on_both_engines, open_journal, open_store, records};
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
        let scratch = TestDatabase::sqlite();
        let target = scratch.store().await;
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
async fn centre_and_vehicle(url: &str, folder: &TestDatabase) -> (Journal, Journal, Vec<Uuid>) {
    let centre = open_journal(url).await;
    let vehicle = folder.journal().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn what_one_side_changed_is_followed_by_the_other() {
    on_both_engines(|url| async move {
        let folder = TestDatabase::sqlite();
        let (centre, vehicle, ids) = centre_and_vehicle(&url, &folder).await;
        for _ in 0..3 {
            change(&vehicle, ids[0], |counter| counter.value += 5).await;
            change(&centre, ids[1], |counter| counter.value += 7).await;
        }
        let own = new_counter(&vehicle, "made on the road").await;
        let received = send(&vehicle, &centre, Settle::Here).await;
        assert_eq!((received.new, received.merged), (4, 0));
        send(&centre, &vehicle, Settle::There).await;
        assert_eq!(row(&centre, ids[0]).await.value, 15);
        assert_eq!(row(&vehicle, ids[1]).await.value, 21);
        assert_eq!(row(&centre, own).await.name, "made on the road");
        equal_and_rebuilt(&centre, &vehicle).await;
        close([centre, vehicle]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_both_changed_is_settled_once_and_told() {
    on_both_engines(|url| async move {
        let folder = TestDatabase::sqlite();
        let (centre, vehicle, ids) = centre_and_vehicle(&url, &folder).await;
        // Different fields of one subject: both stay.
        change(&centre, ids[0], |counter| counter.value = 11).await;
        change(&vehicle, ids[0], |counter| {
            counter.name = "named on the road".to_owned()
        })
        .await;
        // The same field: the later event counts.
        change(&vehicle, ids[1], |counter| counter.value = 1).await;
        change(&vehicle, ids[1], |counter| counter.value = 2).await;
        change(&centre, ids[1], |counter| counter.value = 3).await;

        // The vehicle hears first: it does not settle, and keeps its own state.
        let heard = send(&centre, &vehicle, Settle::There).await;
        assert_eq!((heard.held, heard.merged), (2, 0));
        assert_eq!(row(&vehicle, ids[1]).await.value, 2);
        equal_to_rebuild(&vehicle).await;

        let settled = send(&vehicle, &centre, Settle::Here).await;
        assert_eq!((settled.held, settled.merged), (0, 2));
        let counter = row(&centre, ids[0]).await;
        assert_eq!(
            (counter.value, counter.name.as_str()),
            (11, "named on the road")
        );
        assert_eq!(row(&centre, ids[1]).await.value, 3);

        // The word comes back and is followed, not settled again.
        let back = send(&centre, &vehicle, Settle::There).await;
        assert_eq!((back.held, back.merged), (0, 0));
        assert_eq!(row(&vehicle, ids[1]).await.value, 3);
        equal_and_rebuilt(&centre, &vehicle).await;
        let merges = export_tables(centre.store(), &all_records(), |_| ())
            .await
            .unwrap();
        assert_eq!(merges.kinds["merge"].0, 2);

        // Life goes on from the merged state on both.
        change(&vehicle, ids[1], |counter| counter.value += 1).await;
        let onwards = send(&vehicle, &centre, Settle::Here).await;
        assert_eq!(onwards.merged, 0);
        assert_eq!(row(&centre, ids[1]).await.value, 4);
        close([centre, vehicle]).await;
    })
    .await;
}

async fn equal_to_rebuild(journal: &Journal) {
    let scratch = TestDatabase::sqlite();
    let target = scratch.store().await;
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

/// The vehicle goes on changing what it was not told about yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_on_top_of_an_unsettled_one_is_settled_too() {
    on_both_engines(|url| async move {
        let folder = TestDatabase::sqlite();
        let (centre, vehicle, ids) = centre_and_vehicle(&url, &folder).await;
        change(&centre, ids[0], |counter| counter.value = 1).await;
        change(&vehicle, ids[0], |counter| counter.value = 2).await;
        send(&vehicle, &centre, Settle::Here).await;
        change(&vehicle, ids[0], |counter| counter.value = 9).await;
        let told = send(&centre, &vehicle, Settle::There).await;
        assert_eq!(told.held, 1, "the merge does not know of the newest change");
        let second = send(&vehicle, &centre, Settle::Here).await;
        assert_eq!(second.merged, 1);
        send(&centre, &vehicle, Settle::There).await;
        assert_eq!(row(&centre, ids[0]).await.value, 9);
        equal_and_rebuilt(&centre, &vehicle).await;
        close([centre, vehicle]).await;
    })
    .await;
}

/// People go on working while a parcel comes in.
#[tokio::test(flavor = "multi_thread")]
async fn receiving_beside_people_who_change_the_same_subjects() {
    on_both_engines(|url| async move {
        let folder = TestDatabase::sqlite();
        let (centre, vehicle, ids) = centre_and_vehicle(&url, &folder).await;
        for id in &ids {
            change(&vehicle, *id, |counter| {
                counter.name.push_str(" by the crew")
            })
            .await;
        }
        let (busy, own) = (centre.clone(), ids.clone());
        let people = tokio::spawn(async move {
            for n in 0..10 {
                for id in &own {
                    let mut counter = row(&busy, *id).await;
                    counter.value = n;
                    // A conflict is theirs to repeat; here the next round does.
                    drop(busy.submit(counter.set(Lane::Dispatch)).await);
                }
            }
        });
        let received = send(&vehicle, &centre, Settle::Here).await;
        assert_eq!(received.new, ids.len());
        people.await.unwrap();
        send(&centre, &vehicle, Settle::There).await;
        for id in &ids {
            assert!(row(&centre, *id).await.name.ends_with(" by the crew"));
        }
        equal_and_rebuilt(&centre, &vehicle).await;
        close([centre, vehicle]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_that_are_not_exchanged_leave_their_places() {
    let (here, there) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    let (from, to) = (here.journal().await, there.journal().await);
    new_counter(&from, "secret").await;
    sealed(&from).await;
    let parcel = pack(
        from.store(),
        from.node(),
        &Known::new(),
        |_| false,
        (0, 100),
    )
    .await
    .unwrap();
    let text = parcel.to_text().unwrap();
    assert!(!text.contains("secret"));
    let parcel = Parcel::from_text(&text).unwrap();
    let received = receive(&to, &all_records(), &parcel, Settle::There)
        .await
        .unwrap();
    assert_eq!((received.new, received.omitted), (0, 1));
    // The next parcel has no hole before it.
    let id = new_counter(&from, "open").await;
    send(&from, &to, Settle::There).await;
    assert_eq!(row(&to, id).await.name, "open");
    close([from, to]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holes_forgeries_and_torn_parcels_are_refused() {
    let (here, there) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    let (from, to) = (here.journal().await, there.journal().await);
    for n in 0..5 {
        new_counter(&from, &format!("counter {n}")).await;
    }
    let whole = parcel(&from, &Known::new()).await;
    let mut torn = whole.clone();
    torn.items.remove(2);
    let refused = receive(&to, &all_records(), &torn, Settle::There).await;
    assert!(
        matches!(
            refused,
            Err(ReceiveError::Hole {
                first: 3,
                last: 3,
                ..
            })
        ),
        "{refused:?}"
    );

    let text = whole.to_text().unwrap();
    let forged = text.replace("counter 1", "counter X");
    assert!(matches!(
        Parcel::from_text(&forged),
        Err(ParcelError::Digest)
    ));
    let cut = &text[..text.len() / 2];
    assert!(Parcel::from_text(cut).is_err());
    for garbage in ["", "\n", "{}\n", "not a parcel\n{}\n"] {
        assert!(Parcel::from_text(garbage).is_err());
    }
    assert_eq!(Entity::find().all(to.store().reader()).await.unwrap(), []);
    close([from, to]).await;
}

/// A backup is restored: what was written after it comes home from the node that has it.
#[tokio::test(flavor = "multi_thread")]
async fn a_restored_node_gets_home_what_it_lost() {
    let (original, other) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    let centre = original.journal().await;
    let id = new_counter(&centre, "before the backup").await;
    sealed(&centre).await;
    centre.close().await;
    centre.store().close().await;
    let backup = TestDatabase::sqlite();
    copy(&original, &backup);

    let centre = original.journal().await;
    let vehicle = other.journal().await;
    change(&centre, id, |counter| counter.value = 5).await;
    send(&centre, &vehicle, Settle::There).await;
    centre.close().await;
    centre.store().close().await;

    // The disk is lost; the backup comes back without a new epoch, and goes on writing.
    let unaware = backup.journal().await;
    let parcel = parcel(&vehicle, &known(unaware.store()).await.unwrap()).await;
    let refused = receive(&unaware, &all_records(), &parcel, Settle::Here).await;
    assert!(
        matches!(refused, Err(ReceiveError::OwnLost(_))),
        "{refused:?}"
    );
    unaware.close().await;
    unaware.store().close().await;

    let store = open_store(&backup.url).await;
    let ids = IdSource::new(Clock::system());
    let node = Node::begin_epoch(&store, &ids, NewEpoch::Restored)
        .await
        .unwrap();
    assert_eq!(node.epoch, 2);
    store.close().await;
    let centre = backup.journal().await;
    change(&centre, id, |counter| {
        counter.name = "after the restore".to_owned()
    })
    .await;
    let received = send(&vehicle, &centre, Settle::Here).await;
    assert_eq!((received.new, received.merged), (1, 1));
    let counter = row(&centre, id).await;
    assert_eq!(
        (counter.value, counter.name.as_str()),
        (5, "after the restore")
    );
    send(&centre, &vehicle, Settle::There).await;
    equal_and_rebuilt(&centre, &vehicle).await;
    close([centre, vehicle]).await;
}

fn copy(from: &TestDatabase, to: &TestDatabase) {
    let path = |database: &TestDatabase| database.url.strip_prefix("sqlite:").unwrap().to_owned();
    std::fs::copy(path(from), path(to)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clone_becomes_another_node() {
    on_both_engines(|url| async move {
        let store = open_store(&url).await;
        let ids = IdSource::new(Clock::system());
        let before = Node::of(&store, &ids).await.unwrap();
        let clone = Node::begin_epoch(&store, &ids, NewEpoch::Cloned)
            .await
            .unwrap();
        assert_ne!(clone.id, before.id);
        assert_eq!(clone.epoch, before.epoch + 1);
        assert_eq!(Node::of(&store, &ids).await.unwrap(), clone);
        store.close().await;
    })
    .await;
}

/// Several subjects of one set stay one set's worth of truth at home; on the way they are one by one.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_history_travels_in_several_parcels() {
    let (here, there) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    let (from, to) = (here.journal().await, there.journal().await);
    let now = Clock::system().now();
    for n in 0..300 {
        let pair = [n, n + 1_000].map(|n| Model::new(from.new_id(), &format!("counter {n}")));
        let set = pair.iter().fold(
            ChangeSet::new(Lane::Import, journal::Actor::system("test")),
            |set, counter| set.with(Change::of(counter, "counted", now).unwrap()),
        );
        from.submit(set).await.unwrap();
    }
    sealed(&from).await;
    let mut rounds = 0;
    loop {
        let theirs = known(to.store()).await.unwrap();
        let parcel = pack(from.store(), from.node(), &theirs, |_| true, (0, 250))
            .await
            .unwrap();
        if parcel.items.is_empty() {
            break;
        }
        receive(&to, &all_records(), &parcel, Settle::There)
            .await
            .unwrap();
        rounds += 1;
    }
    assert_eq!(rounds, 3);
    sealed(&to).await;
    equal_and_rebuilt(&from, &to).await;
    close([from, to]).await;
}
