//! A filter takes the same rows in memory as in the database, and a count is what a list shows.

use std::collections::BTreeMap;

use register::{Ask, Cell, Counter, Counts, Matcher, Operator, Query, QueryError, Register, tally};
use serde_json::json;

use crate::database::{House, clerk, on_both_engines};
use crate::pages::{fill, oracles};
use crate::samples::Hydrant;

#[tokio::test(flavor = "multi_thread")]
async fn a_matcher_takes_what_a_list_shows_and_a_tally_counts() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let mut rows = fill(&ledger).await;
        for row in rows.iter_mut().step_by(11) {
            *row = ledger.retire(&clerk(), row.id, row.version).await.unwrap();
        }
        let filters: Vec<_> = oracles().into_iter().map(|(filter, _)| filter).collect();
        let filters: Vec<_> = filters
            .into_iter()
            .filter(|filter| filter.operator != Operator::InBox)
            .collect();
        let asks: Vec<Ask> = filters
            .iter()
            .enumerate()
            .map(|(at, filter)| Ask {
                filters: vec![filter.clone()],
                sum: (at % 2 == 0).then_some("diameter"),
                each: (at % 3 == 0).then_some("state"),
            })
            .collect();
        let store = house.store();
        let together = tally(store.reader(), store, Hydrant::DEF, &asks)
            .await
            .unwrap();
        for (ask, cells) in asks.iter().zip(&together) {
            let query = Query {
                filters: ask.filters.clone(),
                limit: 500,
                ..Query::default()
            };
            let listed = ledger.list(&query).await.unwrap().rows;
            let matcher = Matcher::of(Hydrant::DEF, &ask.filters).unwrap();
            let taken = rows.iter().filter(|row| row.retired_at.is_none());
            let taken = taken.filter(|row| matcher.takes(row)).count();
            assert_eq!(listed.len(), taken, "{:?}", ask.filters);
            let counter = Counter::of(Hydrant::DEF, ask).unwrap();
            let mut by_hand: BTreeMap<Cell, Counts> = BTreeMap::new();
            for (cell, counts) in rows.iter().filter_map(|row| counter.part_of(row)) {
                by_hand.entry(cell).or_default().add(counts, 1);
            }
            assert_eq!(cells, &by_hand, "{ask:?}");
            let alone = tally(
                store.reader(),
                store,
                Hydrant::DEF,
                std::slice::from_ref(ask),
            );
            assert_eq!(&alone.await.unwrap()[0], cells, "alone and together");
            let counted: i64 = cells.values().map(|counts| counts.rows).sum();
            assert_eq!(counted, i64::try_from(taken).unwrap());
        }
        house.close().await;
    })
    .await;
}

#[test]
fn what_a_list_refuses_a_matcher_refuses() {
    let refused = |field: &str, operator, value| {
        let filter = register::Filter {
            field: field.to_owned(),
            operator,
            value,
        };
        Matcher::of(Hydrant::DEF, &[filter]).unwrap_err()
    };
    assert_eq!(
        refused("contact_phone", Operator::Equal, json!("119")),
        QueryError::NotFiltered("contact_phone")
    );
    for (field, operator, value) in [
        ("name", Operator::Less, json!("b")),
        ("position", Operator::InBox, json!([1, 2, 3, 4])),
    ] {
        let refusal = refused(field, operator, value);
        assert!(
            matches!(refusal, QueryError::Operator { .. }),
            "{refusal:?}"
        );
    }
    for (field, operator, value) in [
        ("region", Operator::Within, json!([])),
        ("region", Operator::Outside, json!(["14%"])),
        ("diameter", Operator::Between, json!([1])),
        ("diameter", Operator::Equal, json!(null)),
    ] {
        let refusal = refused(field, operator, value);
        assert!(matches!(refusal, QueryError::Value { .. }), "{refusal:?}");
    }
}
