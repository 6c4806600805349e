//! A sealed text opens for its subject and its field, untouched, and for nothing else.

use seal::{SealError, Subject};

use crate::house::on_both_engines;

#[tokio::test]
async fn what_was_sealed_opens_again_and_looks_like_nothing() {
    on_both_engines(|house| async move {
        let id = house.person();
        let person = Subject::new("person", id);
        let fields = [("name", "张三"), ("phone", "13812345678"), ("note", "")];
        let sealed = house.seal.seal(person, &fields).await.unwrap();
        house.write(sealed.beside).await.unwrap();
        for ((field, value), text) in fields.iter().zip(&sealed.texts) {
            assert!(text.starts_with("s1."), "{text}");
            assert!(value.is_empty() || !text.contains(value));
            let opened = house.seal.open(person, field, text).await.unwrap();
            assert_eq!(opened.as_str(), *value);
        }
        // The next value of the same subject needs no further key.
        let more = house.seal.seal(person, &[("phone", "1")]).await.unwrap();
        assert!(more.beside.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_text_moved_to_another_field_subject_or_kind_does_not_open() {
    on_both_engines(|house| async move {
        let (one, other) = (house.person(), house.person());
        let text = house.sealed(one, "phone", "13812345678").await;
        house.sealed(other, "phone", "13900000000").await;
        let person = Subject::new("person", one);
        for (subject, field) in [(person, "name"), (Subject::new("person", other), "phone")] {
            let refused = house.seal.open(subject, field, &text).await;
            assert!(
                matches!(refused, Err(SealError::Damaged { .. })),
                "{refused:?}"
            );
        }
        let elsewhere = house
            .seal
            .open(Subject::new("unit", one), "phone", &text)
            .await;
        assert!(matches!(elsewhere, Err(SealError::NoKey { .. })));
        let mut altered = text.clone();
        let last = if altered.pop() == Some('0') { '1' } else { '0' };
        altered.push(last);
        let refused = house
            .seal
            .open(person, "phone", &altered)
            .await
            .unwrap_err();
        assert!(matches!(refused, SealError::Damaged { .. }));
        assert!(!refused.to_string().contains(&altered));
    })
    .await;
}

#[tokio::test]
async fn two_first_keys_of_one_subject_never_both_stand() {
    on_both_engines(|house| async move {
        let id = house.person();
        let person = Subject::new("person", id);
        let one = house.seal.seal(person, &[("phone", "1")]).await.unwrap();
        let other = house.seal.seal(person, &[("phone", "2")]).await.unwrap();
        house.write(one.beside).await.unwrap();
        assert!(house.write(other.beside).await.is_err());
        let opened = house.open_text(&house.seal, id, &one.texts[0]).await;
        assert_eq!(opened.unwrap(), "1");
        let lost = house.open_text(&house.seal, id, &other.texts[0]).await;
        assert!(matches!(lost, Err(SealError::Damaged { .. })));
    })
    .await;
}
