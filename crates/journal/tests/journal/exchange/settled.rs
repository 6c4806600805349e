//! What one side or both changed while they were apart.

use crate::database::{Database, on_both_engines, open_journal};
use journal::{Known, Lane, Parcel, Settle, export_tables, pack, receive};

use super::{
    all_records, centre_and_vehicle, change, close, equal_and_rebuilt, equal_to_rebuild,
    new_counter, row, sealed, send,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_side_changed_is_followed_by_the_other() {
    on_both_engines(|url| async move {
        let folder = Database::sqlite();
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
        let folder = Database::sqlite();
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

/// The vehicle goes on changing what it was not told about yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_on_top_of_an_unsettled_one_is_settled_too() {
    on_both_engines(|url| async move {
        let folder = Database::sqlite();
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
        let folder = Database::sqlite();
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
    let (here, there) = (Database::sqlite(), Database::sqlite());
    let (from, to) = (
        open_journal(here.url()).await,
        open_journal(there.url()).await,
    );
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
