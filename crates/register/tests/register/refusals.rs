//! What is refused when a row is entered: everything at once, each at its field.

use base::{Language, Uuid};
use register::{FaultCode, Faults, LedgerError};
use serde_json::{Value as Json, json};

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::{Hydrant, Organisation, Sample};

fn faults(result: Result<register::Stored, LedgerError>) -> Faults {
    match result {
        Err(LedgerError::Faults(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

fn codes(faults: &Faults) -> Vec<(&str, FaultCode)> {
    let mut codes: Vec<_> = faults.iter().map(|f| (f.field.as_str(), f.code)).collect();
    codes.sort_unstable();
    codes
}

#[tokio::test(flavor = "multi_thread")]
async fn all_faults_come_at_once() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Sample>();
        let wrong = json!({
            "text": "  ",
            "long_text": "铃\u{7}",
            "integer": -6,
            "decimal": "1.255",
            "money": "1,5",
            "boolean": "yes",
            "date": "2023-02-29",
            "time": "gestern",
            "choice": "fine",
            "choices": ["usable", 3],
            "reference": Uuid::from_u128(5).to_string(),
            "region": "14080",
            "point": {"longitude": 181, "latitude": 0},
            "credit_code": "91350100M000100Y44",
            "id_number": "110105194912310021",
            "colour": "red",
        });
        let found = faults(ledger.create(&clerk(), &object(wrong)).await);
        let expected = [
            ("boolean", FaultCode::WrongType),
            ("choice", FaultCode::NotAChoice),
            ("choices", FaultCode::WrongType),
            ("colour", FaultCode::UnknownField),
            ("credit_code", FaultCode::Pattern),
            ("date", FaultCode::WrongType),
            ("decimal", FaultCode::WrongType),
            ("id_number", FaultCode::Pattern),
            ("integer", FaultCode::OutOfRange),
            ("long_text", FaultCode::ControlCharacter),
            ("money", FaultCode::WrongType),
            ("point", FaultCode::WrongType),
            ("reference", FaultCode::UnknownReference),
            ("region", FaultCode::WrongType),
            ("text", FaultCode::Required),
            ("time", FaultCode::WrongType),
        ];
        assert_eq!(codes(&found), expected);
        let range = found.iter().find(|f| f.field == "integer").unwrap();
        assert_eq!(range.text(Language::Zh), "不得小于-5");
        assert_eq!(range.text(Language::En), "it must be at least -5");
        let too_wide = object(json!({"text": "a", "decimal": "600.01"}));
        let found = faults(ledger.create(&clerk(), &too_wide).await);
        let range = found.iter().find(|f| f.field == "decimal").unwrap();
        assert_eq!(range.text(Language::Zh), "不得大于600.00");
        assert!(
            ledger
                .list(&register::Query::default())
                .await
                .unwrap()
                .rows
                .is_empty()
        );
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_complains_at_its_field_and_not_about_what_was_unreadable() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let mut hydrant = json!({"name": "一号", "state": "usable", "region": "140802"});
        let found = faults(ledger.create(&clerk(), &object(hydrant.clone())).await);
        assert_eq!(codes(&found), [("checked_on", FaultCode::Rule)]);
        hydrant["checked_on"] = json!("soon");
        let found = faults(ledger.create(&clerk(), &object(hydrant.clone())).await);
        assert_eq!(codes(&found), [("checked_on", FaultCode::WrongType)]);
        hydrant["checked_on"] = json!("2026-11-01");
        ledger.create(&clerk(), &object(hydrant)).await.unwrap();
        house.close().await;
    })
    .await;
}

#[test]
fn lone_surrogates_never_become_a_value() {
    assert!(serde_json::from_str::<Json>(r#"{"name": "\ud800"}"#).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unique_value_is_given_once_however_many_ask() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Organisation>();
        let first = object(json!({"name": "消防支队"}));
        let stands = ledger.create(&clerk(), &first).await.unwrap();
        let found = faults(ledger.create(&clerk(), &first).await);
        assert_eq!(codes(&found), [("name", FaultCode::NotUnique)]);
        ledger.retire(&clerk(), stands.id, 1).await.unwrap();
        let found = faults(ledger.create(&clerk(), &first).await);
        assert!(found.iter().next().unwrap().message.en.contains("retired"));

        // Writers at the same moment: the questions before the write all pass.
        for round in 0..10 {
            let name = object(json!({"name": format!("第{round}大队")}));
            let author = clerk();
            let one = || ledger.create(&author, &name);
            let (a, b, c) = tokio::join!(one(), one(), one());
            let (good, bad): (Vec<_>, Vec<_>) = [a, b, c].into_iter().partition(Result::is_ok);
            assert_eq!((good.len(), bad.len()), (1, 2));
            for refused in bad {
                assert_eq!(codes(&faults(refused)), [("name", FaultCode::NotUnique)]);
            }
        }
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}
