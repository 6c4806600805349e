//! Personal fields on the less used ways: into sets that somebody else writes, past the index.

use base::Uuid;
use journal::{ChangeSet, Lane};
use register::{Direction, Query, Register, Value};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Query as Sql};
use serde_json::json;

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::Hydrant;

const PHONE: &str = "13803591234";

async fn texts(house: &House, table: &str, column: &str) -> Vec<String> {
    let select = Sql::select()
        .column(Alias::new(column))
        .from(Alias::new(table))
        .to_owned();
    let store = house.store();
    let rows = store.reader().query_all_raw(store.build(&select)).await;
    let rows = rows.unwrap();
    rows.iter()
        .map(|row| row.try_get("", column).unwrap())
        .collect()
}

async fn journalled(house: &House, id: Uuid) -> String {
    let entries = journal::history(house.store(), &[id]).await.unwrap();
    let bodies = entries.iter();
    let bodies = bodies.map(|(_, entry)| String::from_utf8_lossy(&entry.body).into_owned());
    bodies.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_a_loop_writes_is_sealed_too() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let now = house.journal.clock().now();
        let set = || ChangeSet::new(Lane::Dispatch, clerk().actor);
        let input = object(json!({
            "name": "甲", "state": "broken", "region": "140802001", "contact_phone": PHONE,
        }));
        let row = ledger.prepare_new(&clerk(), &input).await.unwrap();
        let made = ledger.put(set(), (&row, None), "reported", now).await;
        house.journal.submit(made.unwrap()).await.unwrap();
        assert!(!journalled(&house, row.id).await.contains(PHONE));
        let found = ledger.found_by("contact_phone", PHONE).await.unwrap();
        assert_eq!(found, [row.id]);

        // An action that does not touch the value leaves its bytes as they are.
        let stands = ledger.get(row.id).await.unwrap().unwrap();
        let mut values = ledger.input_of(&stands.values, &stands.values);
        values.insert("name".to_owned(), json!("乙"));
        let read = ledger.read(&stands.values, &values).unwrap();
        let record = Hydrant::from_values(&read).unwrap();
        let values = ledger.input_of(&stands.values, &record.into_values());
        let next = ledger.prepare_next(row.id, 1, &values).await.unwrap();
        let done = ledger
            .put(set(), (&next, Some(&stands)), "acted", now)
            .await;
        house.journal.submit(done.unwrap()).await.unwrap();
        let after = ledger.get(row.id).await.unwrap().unwrap();
        let sealed = |row: &register::Stored| row.value(Hydrant::DEF, "contact_phone").cloned();
        assert_eq!(sealed(&after), sealed(&stands));
        assert!(matches!(sealed(&after), Some(Value::Sealed(_))));

        // One that empties it takes the way to it too.
        let mut values = ledger.input_of(&after.values, &after.values);
        values.insert("contact_phone".to_owned(), json!(null));
        let next = ledger.prepare_next(row.id, 2, &values).await.unwrap();
        let done = ledger.put(set(), (&next, Some(&after)), "acted", now).await;
        house.journal.submit(done.unwrap()).await.unwrap();
        assert!(
            ledger
                .found_by("contact_phone", PHONE)
                .await
                .unwrap()
                .is_empty()
        );
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_knows_nothing_of_a_personal_value_and_hides_nobody() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let mut ids = Vec::new();
        for (name, phone) in [("甲", PHONE), ("乙", "13900000000"), ("丙", PHONE)] {
            let input = object(json!({
                "name": name, "state": "broken", "region": "140802001", "contact_phone": phone,
            }));
            ids.push(ledger.create(&clerk(), &input).await.unwrap().id);
        }
        house.index::<Hydrant>().await;
        let tokens = texts(&house, "register_posting", "token").await;
        let searched = texts(&house, "hydrant", "search").await;
        assert!(!tokens.is_empty() && !searched.is_empty());
        for text in tokens.iter().chain(&searched) {
            for piece in ["138", "1234", "contact_phone"] {
                assert!(!text.contains(piece), "{text}");
            }
        }
        let phones = texts(&house, "hydrant", "contact_phone").await;
        assert!(phones.iter().all(|text| !text.contains(PHONE)));

        let among = ledger.found_by("contact_phone", PHONE).await.unwrap();
        for sort in [vec![], vec![("name".to_owned(), Direction::Descending)]] {
            let query = Query {
                among: Some(among.clone()),
                sort,
                ..Query::default()
            };
            let rows = ledger.list(&query).await.unwrap().rows;
            let mut found: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            found.sort();
            assert_eq!(found, [ids[0], ids[2]]);
        }
        let nobody = Query {
            among: Some(Vec::new()),
            ..Query::default()
        };
        assert!(ledger.list(&nobody).await.unwrap().rows.is_empty());
        house.close().await;
    })
    .await;
}
