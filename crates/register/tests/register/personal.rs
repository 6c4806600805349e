//! Personal fields: sealed wherever they stand, found by an equal value, read for a reason, erased.

use base::Uuid;
use journal::{Actor, Change, ChangeParts, ChangeSet, Lane};
use register::{Ledger, LedgerError, Personal, Query, Register, Stored, Value, shape_of};
use sea_orm::Value as Column;
use seal::Opened;
use serde_json::{Value as Json, json};

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::Hydrant;

const PHONE: &str = "13803591234";

fn hydrant(name: &str, phone: Json) -> serde_json::Map<String, Json> {
    object(json!({
        "name": name, "state": "broken", "region": "140802001", "contact_phone": phone,
    }))
}

async fn personal(ledger: &Ledger, id: Uuid) -> (Stored, Personal) {
    let row = ledger.get(id).await.unwrap().unwrap();
    let personal = ledger.personal_of(&row).await.unwrap();
    (row, personal)
}

/// All bodies of the journal, as one text.
async fn bodies(house: &House, id: Uuid) -> String {
    let entries = journal::history(house.store(), &[id]).await.unwrap();
    let texts = entries
        .iter()
        .map(|(_, entry)| String::from_utf8_lossy(&entry.body).into_owned());
    texts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_value_is_sealed_in_the_table_and_in_the_journal() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let made = ledger
            .create(&clerk(), &hydrant("甲", json!(PHONE)))
            .await
            .unwrap();
        let (row, read) = personal(&ledger, made.id).await;
        assert!(matches!(
            row.value(Hydrant::DEF, "contact_phone"),
            Some(Value::Sealed(_))
        ));
        assert!(!bodies(&house, made.id).await.contains(PHONE));
        assert_eq!(read.value("contact_phone"), Some(PHONE));
        let (_, field) = Hydrant::DEF.field("contact_phone").unwrap();
        assert_eq!(read.covered(field).as_deref(), Some("138****1234"));

        // Who edits without seeing it keeps it, and a mask that comes back is no value.
        for input in [hydrant("乙", json!("138****1234")), {
            let mut input = hydrant("丙", Json::Null);
            input.remove("contact_phone");
            input
        }] {
            let (row, _) = personal(&ledger, made.id).await;
            let kept = ledger.keeping_covered(&row, input).await.unwrap();
            let next = ledger
                .update(&clerk(), row.id, row.version, &kept)
                .await
                .unwrap();
            assert_eq!(
                next.value(Hydrant::DEF, "contact_phone"),
                row.value(Hydrant::DEF, "contact_phone")
            );
        }
        // The same value typed anew is no change either.
        let same = ledger
            .update(&clerk(), row.id, 3, &hydrant("丙", json!(PHONE)))
            .await
            .unwrap();
        assert_eq!(same.version, 3);
        let history = ledger.history(made.id).await.unwrap();
        let changed: Vec<_> = history
            .iter()
            .skip(1)
            .flat_map(|one| &one.changes)
            .map(|one| one.field)
            .collect();
        assert_eq!(changed, ["name", "name"]);
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_found_by_an_equal_number_and_by_nothing_else() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let made = ledger
            .create(&clerk(), &hydrant("甲", json!(PHONE)))
            .await
            .unwrap();
        ledger
            .create(&clerk(), &hydrant("乙", json!("13900000000")))
            .await
            .unwrap();
        let found = async |number: &str| ledger.found_by("contact_phone", number).await.unwrap();
        assert_eq!(found("138 0359-1234").await, [made.id]);
        assert!(found("1380359123").await.is_empty());
        let query = Query {
            among: Some(found(PHONE).await),
            ..Query::default()
        };
        assert_eq!(ledger.list(&query).await.unwrap().rows.len(), 1);
        assert!(matches!(
            ledger.found_by("name", "甲").await,
            Err(LedgerError::Query(_))
        ));
        // A number that is no longer theirs finds nobody.
        let changed = hydrant("甲", Json::Null);
        ledger.update(&clerk(), made.id, 1, &changed).await.unwrap();
        assert!(found(PHONE).await.is_empty());
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_is_in_the_journal_before_the_value_is_given() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let made = ledger
            .create(&clerk(), &hydrant("甲", json!(PHONE)))
            .await
            .unwrap();
        let rows = [ledger.get(made.id).await.unwrap().unwrap()];
        let who = Actor::account(Uuid::from_u128(9));
        let read = async |reason: &str| {
            ledger
                .uncover(
                    who.clone(),
                    Lane::Dispatch,
                    reason,
                    &rows,
                    &["contact_phone"],
                )
                .await
        };
        assert!(matches!(read(" ").await, Err(LedgerError::Seal(_))));
        let given = read("回访报警人").await.unwrap();
        assert_eq!(given[0].value("contact_phone"), Some(PHONE));
        use sea_orm::EntityTrait as _;
        let notes = seal::personal_read::Entity::find()
            .all(house.store().reader())
            .await
            .unwrap();
        assert_eq!(notes.len(), 1, "a reading without a reason notes nothing");
        assert_eq!(
            (notes[0].subject, notes[0].reason.as_str()),
            (made.id, "回访报警人")
        );
        assert_eq!(notes[0].fields, r#"["contact_phone"]"#);
        assert_eq!(notes[0].reader, who.to_string());
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_gone_from_every_reader() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let made = ledger
            .create(&clerk(), &hydrant("甲", json!(PHONE)))
            .await
            .unwrap();
        let who = Actor::account(Uuid::from_u128(9));
        ledger
            .erase(who.clone(), made.id, "本人申请")
            .await
            .unwrap();
        let (row, read) = personal(&ledger, made.id).await;
        assert_eq!(read.get("contact_phone"), Some(&Opened::Erased));
        assert!(
            ledger
                .found_by("contact_phone", PHONE)
                .await
                .unwrap()
                .is_empty()
        );
        let history = ledger.history(made.id).await.unwrap();
        assert!(!format!("{history:?}").contains(PHONE));
        let rows = [row.clone()];
        let given = ledger
            .uncover(who, Lane::Dispatch, "想看", &rows, &["contact_phone"])
            .await
            .unwrap();
        assert_eq!(given[0].get("contact_phone"), Some(&Opened::Erased));
        // The row lives on; its erased field stays, and is not filled again.
        let mut kept = hydrant("乙", Json::Null);
        kept.remove("contact_phone");
        let kept = ledger.keeping_covered(&row, kept).await.unwrap();
        let next = ledger.update(&clerk(), made.id, 1, &kept).await.unwrap();
        assert_eq!(next.version, 2);
        let again = ledger
            .update(&clerk(), made.id, 2, &hydrant("乙", json!(PHONE)))
            .await;
        assert!(matches!(again, Err(LedgerError::Faults(faults)) if faults.is_at("contact_phone")));
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

/// A row as a program of the time before wrote it: its body and its column say the number.
async fn plain_row(house: &House) -> Uuid {
    let id = house.journal.new_id();
    let body = json!({
        "name": "旧", "number": null, "state": "broken", "diameter": null, "region": "140802001",
        "address": null, "position": null, "maintainer": null, "contact_phone": PHONE,
        "checked_on": null, "retired_at": null, "synthetic": false, "created_at": 5,
    });
    let text = |text: &str| Column::from(text.to_owned());
    let (nothing, none) = (Column::String(None), Column::BigInt(None));
    let values = vec![
        id.into(),
        1_i64.into(),
        text("旧"),
        none.clone(),
        text("broken"),
        none.clone(),
        text("140802001"),
        nothing.clone(),
        Column::Int(None),
        Column::Int(None),
        Column::Uuid(None),
        text(PHONE),
        nothing,
        none,
        false.into(),
        5_i64.into(),
        Column::Uuid(None),
        text(""),
        Column::BigInt(None),
    ];
    let change = Change::from_parts(ChangeParts {
        kind: "hydrant",
        subject: id,
        version: 1,
        verb: "created",
        event_at: house.journal.clock().now(),
        region: None,
        schema: 1,
        body: base::canonical_value(&body).unwrap(),
        values,
        shape: shape_of(Hydrant::DEF),
    });
    let set = ChangeSet::new(Lane::Dispatch, Actor::system("test")).with(change);
    house.journal.submit(set).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_older_programs_are_read_and_then_sealed() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let (by_job, by_hand, erased) = (
            plain_row(&house).await,
            plain_row(&house).await,
            plain_row(&house).await,
        );
        let (_, read) = personal(&ledger, by_job).await;
        assert_eq!(read.value("contact_phone"), Some(PHONE));
        let sealed = async |id| {
            let (row, read) = personal(&ledger, id).await;
            assert_eq!(read.value("contact_phone"), Some(PHONE));
            matches!(
                row.value(Hydrant::DEF, "contact_phone"),
                Some(Value::Sealed(_))
            )
        };
        // Written next, it is sealed.
        let row = ledger.get(by_hand).await.unwrap().unwrap();
        let mut input = hydrant("新", Json::Null);
        input.remove("contact_phone");
        let kept = ledger.keeping_covered(&row, input).await.unwrap();
        ledger.update(&clerk(), by_hand, 1, &kept).await.unwrap();
        assert!(sealed(by_hand).await && !sealed(by_job).await);
        // Erased while it stands in the clear, it is sealed first: the table keeps nothing to read.
        ledger
            .erase(Actor::system("test"), erased, "本人申请")
            .await
            .unwrap();
        let (_, read) = personal(&ledger, erased).await;
        assert_eq!(read.get("contact_phone"), Some(&Opened::Erased));
        let history = ledger.history(erased).await.unwrap();
        assert!(!format!("{history:?}").contains(PHONE), "{history:?}");
        // The job does the rest, once.
        assert_eq!(ledger.seal_standing().await.unwrap(), 1);
        assert!(sealed(by_job).await);
        assert_eq!(ledger.seal_standing().await.unwrap(), 0);
        let history = ledger.history(by_job).await.unwrap();
        assert_eq!(
            (history[1].verb.as_str(), history[1].changes.len()),
            ("sealed", 0)
        );
        assert_eq!(
            ledger.found_by("contact_phone", PHONE).await.unwrap().len(),
            2
        );
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_seals_and_one_that_was_given_up_leaves_no_keys() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let mut batch = ledger.stage(clerk()).await.unwrap();
        let rows: Vec<_> = (0..20)
            .map(|n| hydrant(&format!("第{n}个"), json!(PHONE)))
            .collect();
        assert!(batch.add(&rows).await.unwrap().is_empty());
        batch.flip().await.unwrap();
        assert_eq!(
            ledger.found_by("contact_phone", PHONE).await.unwrap().len(),
            20
        );
        let first = &ledger.list(&Query::default()).await.unwrap().rows[0];
        assert!(matches!(
            first.value(Hydrant::DEF, "contact_phone"),
            Some(Value::Sealed(_))
        ));
        let mut batch = ledger.stage(clerk()).await.unwrap();
        batch
            .add(&[hydrant("弃", json!("13900000000"))])
            .await
            .unwrap();
        batch.discard().await.unwrap();
        assert_eq!(
            ledger
                .found_by("contact_phone", "13900000000")
                .await
                .unwrap()
                .len(),
            1
        );
        let tomorrow = house
            .journal
            .clock()
            .now()
            .plus(std::time::Duration::from_secs(60));
        assert_eq!(
            house
                .seal
                .sweep("hydrant", "hydrant", tomorrow)
                .await
                .unwrap(),
            1
        );
        assert!(
            ledger
                .found_by("contact_phone", "13900000000")
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            ledger.found_by("contact_phone", PHONE).await.unwrap().len(),
            20
        );
        house.close().await;
    })
    .await;
}
