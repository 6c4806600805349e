//! Reading leaves its record before it gives anything; masks leave none.

use journal::CommitError;
use seal::{Mask, Reading, SealError, Shown, Subject};

use crate::house::{clerk, on_both_engines};

#[tokio::test]
async fn a_reading_is_journalled_before_the_value_is_given() {
    on_both_engines(|house| async move {
        let id = house.person();
        let text = house.sealed(id, "phone", "13812345678").await;
        let fields = [("phone", &*text)];
        let reading = |reason| Reading {
            subject: Subject::new("person", id),
            fields: &fields,
            reason,
            region: Some("140802".to_owned()),
        };
        let long = "x".repeat(201);
        for wrong in ["", " ", "急", &long] {
            let refused = house.seal.open_with_reason(clerk(), reading(wrong)).await;
            assert!(matches!(refused, Err(SealError::Reason)));
        }
        assert_eq!(house.number("SELECT count(*) FROM personal_read").await, 0);
        let read = house
            .seal
            .open_with_reason(clerk(), reading(" 回访报警人 "));
        assert_eq!(read.await.unwrap()[0].as_str(), "13812345678");

        let told = house.journal_text(1).await;
        for part in ["回访报警人", "phone", &id.to_string(), "account:", "140802"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("13812345678"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn an_attempt_on_what_does_not_open_is_on_record_too() {
    on_both_engines(|house| async move {
        let reading = Reading {
            subject: Subject::new("person", house.person()),
            fields: &[("phone", "s1.00")],
            reason: "核对",
            region: None,
        };
        let refused = house.seal.open_with_reason(clerk(), reading).await;
        assert!(matches!(refused, Err(SealError::NoKey { .. })));
        assert_eq!(house.number("SELECT count(*) FROM personal_read").await, 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_given_when_the_record_cannot_be_written() {
    on_both_engines(|house| async move {
        let id = house.person();
        let text = house.sealed(id, "phone", "13812345678").await;
        house.journal.close().await;
        let reading = Reading {
            subject: Subject::new("person", id),
            fields: &[("phone", &*text)],
            reason: "核对",
            region: None,
        };
        let refused = house.seal.open_with_reason(clerk(), reading).await;
        assert!(matches!(
            refused,
            Err(SealError::Commit(CommitError::Closed))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_list_shows_masks_and_leaves_no_record() {
    on_both_engines(|house| async move {
        let (one, other) = (house.person(), house.person());
        let name = house.sealed(one, "name", "张三").await;
        let phone = house.sealed(one, "phone", "13812345678").await;
        let card = house.sealed(other, "card", "140802199001011234").await;
        let shown = |id, field, sealed, mask| Shown {
            id,
            field,
            sealed,
            mask,
        };
        let list = [
            shown(one, "name", &*name, Mask::Name),
            shown(one, "phone", &*phone, Mask::Phone),
            shown(other, "card", &*card, Mask::IdNumber),
            // Of somebody else: no mask of it either.
            shown(other, "name", &*name, Mask::Name),
            shown(house.person(), "name", &*name, Mask::Name),
        ];
        let masks = house.seal.masks("person", &list).await.unwrap();
        assert_eq!(
            masks,
            ["张**", "138****5678", "140***********1234", "***", "***"]
        );
        assert_eq!(house.number("SELECT count(*) FROM personal_read").await, 0);
    })
    .await;
}
