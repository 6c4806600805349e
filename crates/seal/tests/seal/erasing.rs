//! Erasure: the act stays, the values are gone, and nothing brings them back.

use seal::{Lookup, MasterKey, Normal, SealError, Subject};
use store::{Store, StoreConfig};

use crate::house::{clerk, on_both_engines, records, schema};

#[tokio::test]
async fn an_erased_subject_reads_nothing_is_found_by_nothing_and_is_sealed_no_more() {
    on_both_engines(|house| async move {
        let (id, neighbour) = (house.person(), house.person());
        let person = Subject::new("person", id);
        let text = house.sealed(id, "phone", "13812345678").await;
        let other = house.sealed(neighbour, "phone", "13900000000").await;
        let row = house.seal.lookup_row(
            person,
            "phone",
            Some("13812345678"),
            Lookup::Unique,
            Normal::Phone,
        );
        house.write(vec![row.await.unwrap()]).await.unwrap();

        let unsaid = house.seal.erase(clerk(), person, " ", None).await;
        assert!(matches!(unsaid, Err(SealError::Reason)));
        for _ in 0..2 {
            let erased = house.seal.erase(clerk(), person, "本人要求删除", None);
            erased.await.unwrap();
        }
        assert_eq!(house.number("SELECT count(*) FROM erasure").await, 1);

        let gone = house.open_text(&house.seal, id, &text).await;
        assert!(matches!(gone, Err(SealError::Erased { .. })));
        let again = house.seal.seal(person, &[("phone", "1")]).await;
        assert!(matches!(again, Err(SealError::Erased { .. })));
        // Who did not look and brings a new key meets the mark.
        let unseen = house.seal.seal_new(person, &[("phone", "1")]).unwrap();
        assert!(house.write(unseen.beside).await.is_err());
        let found = house
            .seal
            .find("person", "phone", "13812345678", Normal::Phone);
        assert!(found.await.unwrap().is_empty());
        let left =
            "SELECT count(*) FROM personal_lookup WHERE digest IS NOT NULL OR sole IS NOT NULL";
        assert_eq!(house.number(left).await, 0);
        let kept = house.open_text(&house.seal, neighbour, &other).await;
        assert_eq!(kept.unwrap(), "13900000000");
        assert!(house.journal_text(1).await.contains("本人要求删除"));
    })
    .await;
}

#[tokio::test]
async fn a_change_of_the_master_key_does_not_bring_an_erased_key_back() {
    on_both_engines(|house| async move {
        let id = house.person();
        let text = house.sealed(id, "phone", "13812345678").await;
        let person = Subject::new("person", id);
        let keys = house.keys.clone().led_by(MasterKey::generate().unwrap());
        let rotated = house.with_keys(keys);
        let (wrapped, erased) = tokio::join!(
            rotated.rewrap(),
            house.seal.erase(clerk(), person, "本人要求删除", None)
        );
        assert!(wrapped.unwrap() <= 1);
        erased.unwrap();
        rotated.rewrap().await.unwrap();
        let gone = house.open_text(&rotated, id, &text).await;
        assert!(matches!(gone, Err(SealError::Erased { .. })), "{gone:?}");
    })
    .await;
}

#[tokio::test]
async fn a_rebuild_gives_the_acts_again_and_no_keys() {
    on_both_engines(|house| async move {
        let id = house.person();
        house.sealed(id, "phone", "13812345678").await;
        let person = Subject::new("person", id);
        house
            .seal
            .erase(clerk(), person, "本人要求删除", Some("140802".into()))
            .await
            .unwrap();
        house.journal_text(1).await;

        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("again.db").display());
        let again = Store::open(&StoreConfig::new(url)).await.unwrap();
        schema().migrate(&again).await.unwrap();
        let records = records();
        let rebuilt = journal::rebuild_into(house.journal.store(), &records, &again);
        rebuilt.await.unwrap();
        let lines = async |store: &Store| {
            let mut lines = Vec::new();
            let line = |line: &[u8]| lines.push(line.to_vec());
            journal::export_tables(store, &records, line).await.unwrap();
            lines
        };
        let here = lines(house.journal.store()).await;
        assert_eq!(here.len(), 1);
        assert_eq!(here, lines(&again).await);
        again.close().await;
    })
    .await;
}
