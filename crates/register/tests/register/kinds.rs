//! Every kind of field through JSON, row, body, rebuild and history.

use base::Uuid;
use register::{FieldChange, Register, Value, to_json};
use serde_json::{Value as Json, json};

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::{Organisation, Sample};

fn everything(organisation: Uuid) -> Json {
    json!({
        "text": "<b>'; DROP TABLE sample; --</b>",
        "long_text": "第一行\n第二行",
        "integer": -5,
        "decimal": "1.25",
        "money": "12345678901.23",
        "boolean": false,
        "date": "2024-02-29",
        "time": "2026-11-23T08:00:00.123456Z",
        "choice": "broken",
        "choices": ["broken", "usable"],
        "reference": organisation.to_string(),
        "region": "140802001",
        "point": {"longitude": 111.0069123, "latitude": -35.0263456},
        "credit_code": "91350100M000100Y43",
        "id_number": "11010519491231002X",
        "later": 9_007_199_254_740_993_i64,
        "line": {"type": "LineString", "coordinates": [[111.0, 35.0], [111.1234567, 35.1], [-0.0000001, 0.0]]},
        "area": {"type": "Polygon", "coordinates": [
            [[111.0, 35.0], [111.5, 35.0], [111.5, 35.5], [111.0, 35.5], [111.0, 35.0]],
            [[111.1, 35.1], [111.1, 35.2], [111.2, 35.2], [111.2, 35.1], [111.1, 35.1]],
        ]},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_goes_round() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let (organisations, samples) = (house.ledger::<Organisation>(), house.ledger::<Sample>());
        let name = object(json!({"name": "自来水公司"}));
        let organisation = organisations.create(&clerk(), &name).await.unwrap();

        let given = everything(organisation.id);
        let full = samples
            .create(&clerk(), &object(given.clone()))
            .await
            .unwrap();
        let nothing = json!({"text": "空", "reference": organisation.id.to_string()});
        let bare = samples.create(&clerk(), &object(nothing)).await.unwrap();

        let read = samples.get(full.id).await.unwrap().unwrap();
        assert_eq!(read, full);
        let mut shown = to_json(Sample::DEF, &read.values);
        let personal = samples.personal_of(&read).await.unwrap();
        assert_eq!(shown["id_number"], "***");
        shown["id_number"] = json!(personal.value("id_number"));
        assert_eq!(Json::Object(shown), given);
        let record: Sample = read.record().unwrap();
        // A struct holds the sealed text.
        let sealed = |value: &Value| match value {
            Value::Sealed(text) => Value::Text(text.clone()),
            other => other.clone(),
        };
        let values: Vec<Value> = read.values.iter().map(sealed).collect();
        assert_eq!(record.clone().into_values(), values);
        assert_eq!((record.decimal, record.choices.len()), (Some(125), 2));

        let read = samples.get(bare.id).await.unwrap().unwrap();
        assert_eq!(read, bare);
        let empty = read.values.iter().filter(|value| value.is_empty()).count();
        assert_eq!(empty, Sample::DEF.fields.len() - 2);
        assert_eq!(samples.get(Uuid::from_u128(1)).await.unwrap(), None);
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_says_what_changed() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Organisation>();
        let named = |name: &str| object(json!({"name": name}));
        let row = ledger.create(&clerk(), &named("一队")).await.unwrap();
        let row = ledger
            .update(&clerk(), row.id, 1, &named("二队"))
            .await
            .unwrap();
        let same = ledger
            .update(&clerk(), row.id, 2, &named(" 二队 "))
            .await
            .unwrap();
        assert_eq!(same.version, 2, "nothing changed, nothing is written");
        ledger.retire(&clerk(), row.id, 2).await.unwrap();
        ledger.restore(&clerk(), row.id, 3).await.unwrap();

        let history = ledger.history(row.id).await.unwrap();
        let verbs: Vec<_> = history
            .iter()
            .map(|r| (r.version, r.verb.as_str()))
            .collect();
        let expected = [
            (1, "created"),
            (2, "updated"),
            (3, "retired"),
            (4, "restored"),
        ];
        assert_eq!(verbs, expected);
        let text = |text: &str| Value::Text(text.to_owned());
        let renamed = FieldChange {
            field: "name",
            old: text("一队"),
            new: text("二队"),
        };
        assert_eq!(history[1].changes, [renamed]);
        assert_eq!(history[0].changes[0].old, Value::Empty);
        assert!(history[2].changes.is_empty() && history[2].retired_at.is_some());
        assert!(history[3].retired_at.is_none());
        assert_eq!(history[0].actor, clerk().actor.to_string());
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}
