//! A value is found by an equal one, by who holds the keys, and nowhere stands in the clear.

use journal::CommitError;
use seal::{Lookup, MasterKey, MasterKeys, Normal, SealError, Subject};

use crate::house::{House, on_both_engines};

async fn put(house: &House, id: base::Uuid, value: Option<&str>) -> Result<(), CommitError> {
    let subject = Subject::new("person", id);
    let row = house
        .seal
        .lookup_row(subject, "phone", value, Lookup::Unique, Normal::Phone);
    let row = row.await.unwrap();
    let text = format!("{:?}", row.values);
    assert!(!text.contains("13812345678"), "{text}");
    house.write(vec![row]).await
}

#[tokio::test]
async fn a_phone_is_found_however_it_is_written_and_stands_once() {
    on_both_engines(|house| async move {
        let (one, other) = (house.person(), house.person());
        for id in [one, other] {
            house.sealed(id, "phone", "13812345678").await;
        }
        put(&house, one, Some("138-1234-5678")).await.unwrap();
        let find = |value: &'static str| {
            let seal = house.seal.clone();
            async move {
                seal.find("person", "phone", value, Normal::Phone)
                    .await
                    .unwrap()
            }
        };
        assert_eq!(find("+86 13812345678").await, [one]);
        assert!(find("13812345679").await.is_empty());
        let kin = house
            .seal
            .find("unit", "phone", "13812345678", Normal::Phone);
        assert!(
            kin.await.unwrap().is_empty(),
            "another kind is another value"
        );

        let taken = put(&house, other, Some("13812345678")).await;
        assert!(matches!(taken, Err(CommitError::Duplicate)));
        // Saying the same again is no second one; giving it up frees it.
        put(&house, one, Some("13812345678")).await.unwrap();
        put(&house, one, None).await.unwrap();
        put(&house, other, Some("13812345678")).await.unwrap();
        assert_eq!(find("13812345678").await, [other]);
    })
    .await;
}

#[tokio::test]
async fn shared_values_find_all_and_processes_agree_on_the_key() {
    on_both_engines(|house| async move {
        let seals = [
            house.with_keys(house.keys.clone()),
            house.with_keys(house.keys.clone()),
        ];
        let mut ids = [house.person(), house.person()];
        ids.sort_unstable();
        let rows = |at: usize| {
            let (seal, id) = (seals[at].clone(), ids[at]);
            tokio::spawn(async move {
                let subject = Subject::new("person", id);
                let row =
                    seal.lookup_row(subject, "name", Some("王力"), Lookup::Shared, Normal::Exact);
                row.await.unwrap()
            })
        };
        let (one, other) = (rows(0), rows(1));
        let rows = vec![one.await.unwrap(), other.await.unwrap()];
        house.write(rows).await.unwrap();
        for id in ids {
            house.sealed(id, "name", "王力").await;
        }
        let found = house
            .seal
            .find("person", "name", " 王力", Normal::Exact)
            .await;
        assert_eq!(found.unwrap(), ids);
    })
    .await;
}

#[tokio::test]
async fn without_the_master_key_nothing_can_be_tried_out() {
    on_both_engines(|house| async move {
        put(&house, house.person(), Some("13812345678"))
            .await
            .unwrap();
        let thief = house.with_keys(MasterKeys::new(MasterKey::generate().unwrap()));
        let tried = thief
            .find("person", "phone", "13812345678", Normal::Phone)
            .await;
        assert!(matches!(tried, Err(SealError::MasterMissing(_))));
    })
    .await;
}
