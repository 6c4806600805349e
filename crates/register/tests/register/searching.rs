//! Searching by characters, pinyin and initials; rows of an unfinished import stay hidden.

use register::{Query, QueryError};
use serde_json::json;

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::{Hydrant, Sample};

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_found_by_characters_pinyin_and_initials() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        for (name, address) in [
            ("东风路消火栓", Some("Gate 3%")),
            ("解放北路消火栓", Some("绿洲小区")),
            ("北门水池", None),
        ] {
            let row = json!({"name": name, "address": address, "state": "broken",
                "region": "140802"});
            ledger.create(&clerk(), &object(row)).await.unwrap();
        }
        for (words, expected) in [
            ("消火栓", 2),
            ("xiaohuo", 2),
            ("XHS", 2),
            ("jiefang xhs", 1),
            ("bm", 1),
            ("lvzhou", 1),
            ("gate", 1),
            ("3%", 1),
            ("%", 1),
            ("_", 0),
            ("'", 0),
            ("栓gate", 0),
            ("  ", 3),
        ] {
            let query = Query {
                search: Some(words.to_owned()),
                ..Query::default()
            };
            let found = ledger.list(&query).await.unwrap().rows.len();
            assert_eq!(found, expected, "{words}");
        }
        let nowhere = Query {
            search: Some("x".to_owned()),
            ..Query::default()
        };
        let refused = house.ledger::<Sample>().list(&nowhere).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            QueryError::NotSearched("sample").to_string()
        );
        house.close().await;
    })
    .await;
}
