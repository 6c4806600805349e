//! Master keys: lost, changed, and changed in the middle of the work.

use seal::{Lookup, MasterKey, MasterKeys, Normal, SealError, Subject};

use crate::house::on_both_engines;

#[tokio::test]
async fn a_lost_master_key_is_told_at_the_start_and_opens_nothing() {
    on_both_engines(|house| async move {
        let id = house.person();
        assert!(!seal::is_in_use(house.journal.store()).await.unwrap());
        let text = house.sealed(id, "phone", "13812345678").await;
        house.seal.check().await.unwrap();
        assert!(seal::is_in_use(house.journal.store()).await.unwrap());
        let without = house.with_keys(MasterKeys::new(MasterKey::generate().unwrap()));
        let told = without.check().await.unwrap_err();
        assert!(
            matches!(&told, SealError::MasterMissing(lost) if lost == house.keys.current().id()),
            "{told}"
        );
        let shut = house.open_text(&without, id, &text).await;
        assert!(matches!(shut, Err(SealError::MasterMissing(_))));
        let refused = without.rewrap().await;
        assert!(matches!(refused, Err(SealError::MasterMissing(_))));
        assert_eq!(
            house.open_text(&house.seal, id, &text).await.unwrap(),
            "13812345678"
        );
    })
    .await;
}

#[tokio::test]
async fn a_changed_master_key_leaves_texts_and_digests_alone() {
    on_both_engines(|house| async move {
        let mut kept = Vec::new();
        for at in 0..450 {
            let id = house.person();
            let sealed = house
                .seal
                .seal_new(Subject::new("person", id), &[("phone", &at.to_string())]);
            let sealed = sealed.unwrap();
            kept.push((id, sealed.texts[0].clone(), at.to_string()));
            house.write(sealed.beside).await.unwrap();
        }
        let person = Subject::new("person", kept[7].0);
        let row = house
            .seal
            .lookup_row(person, "phone", Some("7"), Lookup::Unique, Normal::Exact);
        house.write(vec![row.await.unwrap()]).await.unwrap();

        let new = MasterKey::generate().unwrap();
        let both = house.with_keys(house.keys.clone().led_by(new.clone()));
        both.check().await.unwrap();
        // In the middle: while keys are wrapped anew, both processes read and write.
        let wrapping = tokio::spawn({
            let both = both.clone();
            async move { both.rewrap().await.unwrap() }
        });
        let late = house.person();
        let late_text = house.sealed(late, "phone", "late").await;
        for (id, text, value) in &kept {
            assert_eq!(house.open_text(&both, *id, text).await.unwrap(), *value);
        }
        assert!(
            wrapping.await.unwrap() >= 451,
            "all subjects and the digests' key"
        );
        // What the old process wrote meanwhile is found by the next round.
        both.rewrap().await.unwrap();
        assert_eq!(both.rewrap().await.unwrap(), 0, "nothing is left to do");

        // Now the old key may go.
        let only = house.with_keys(MasterKeys::new(new));
        only.check().await.unwrap();
        for (id, text, value) in &kept {
            assert_eq!(house.open_text(&only, *id, text).await.unwrap(), *value);
        }
        assert_eq!(
            house.open_text(&only, late, &late_text).await.unwrap(),
            "late"
        );
        let found = only
            .find("person", "phone", "7", Normal::Exact)
            .await
            .unwrap();
        assert_eq!(found, [kept[7].0]);
    })
    .await;
}
