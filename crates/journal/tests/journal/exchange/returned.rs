//! What comes back from outside: torn and forged parcels, restored nodes, clones, long histories.

use crate::database::{Database, on_both_engines, open_journal, open_store};
use crate::subject::{Entity, Model};
use base::{Clock, IdSource};
use journal::{
    Change, ChangeSet, Known, Lane, NewEpoch, Node, Parcel, ParcelError, ReceiveError, Settle,
    known, pack, receive,
};
use sea_orm::EntityTrait;

use super::{
    all_records, change, close, equal_and_rebuilt, new_counter, parcel, row, sealed, send,
};

#[tokio::test(flavor = "multi_thread")]
async fn holes_forgeries_and_torn_parcels_are_refused() {
    let (here, there) = (Database::sqlite(), Database::sqlite());
    let (from, to) = (
        open_journal(here.url()).await,
        open_journal(there.url()).await,
    );
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
    let (original, other) = (Database::sqlite(), Database::sqlite());
    let centre = open_journal(original.url()).await;
    let id = new_counter(&centre, "before the backup").await;
    sealed(&centre).await;
    centre.close().await;
    centre.store().close().await;
    let backup = Database::sqlite();
    copy(&original, &backup);

    let centre = open_journal(original.url()).await;
    let vehicle = open_journal(other.url()).await;
    change(&centre, id, |counter| counter.value = 5).await;
    send(&centre, &vehicle, Settle::There).await;
    centre.close().await;
    centre.store().close().await;

    // The disk is lost; the backup comes back without a new epoch, and goes on writing.
    let unaware = open_journal(backup.url()).await;
    let parcel = parcel(&vehicle, &known(unaware.store()).await.unwrap()).await;
    let refused = receive(&unaware, &all_records(), &parcel, Settle::Here).await;
    assert!(
        matches!(refused, Err(ReceiveError::OwnLost(_))),
        "{refused:?}"
    );
    unaware.close().await;
    unaware.store().close().await;

    let store = open_store(backup.url()).await;
    let ids = IdSource::new(Clock::system());
    let node = Node::begin_epoch(&store, &ids, NewEpoch::Restored)
        .await
        .unwrap();
    assert_eq!(node.epoch, 2);
    store.close().await;
    let centre = open_journal(backup.url()).await;
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

fn copy(from: &Database, to: &Database) {
    let path = |database: &Database| database.url().strip_prefix("sqlite:").unwrap().to_owned();
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
    let (here, there) = (Database::sqlite(), Database::sqlite());
    let (from, to) = (
        open_journal(here.url()).await,
        open_journal(there.url()).await,
    );
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
