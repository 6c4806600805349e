//! A filter takes the same rows in memory as in the database, and a count is what a list shows.

use std::collections::BTreeMap;

use register::{
    Ask, Cell, Counter, Counts, Filter, Matcher, Operator, Query, QueryError, Register, Stored,
    tally,
};
use serde_json::json;

use crate::database::{House, clerk, object, on_both_engines};
use crate::indexing::run;
use crate::pages::{fill, oracles};
use crate::samples::Hydrant;
use crate::staging::importer;

#[tokio::test(flavor = "multi_thread")]
async fn a_matcher_takes_what_a_list_shows_and_a_tally_counts() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let mut rows = fill(&ledger).await;
        for row in rows.iter_mut().step_by(11) {
            *row = ledger.retire(&clerk(), row.id, row.version).await.unwrap();
        }
        let asks = asks();
        count_as_lists_show(&house, &rows, &asks).await;
        // Then by the index, which knows all of them; then with rows that were changed since, so that
        // their old places are empty, and rows that came since.
        house.index::<Hydrant>().await;
        count_as_lists_show(&house, &rows, &asks).await;
        for row in rows.iter_mut().step_by(7) {
            if row.retired_at.is_none() {
                let mut input = register::to_json(Hydrant::DEF, &row.values);
                input.insert("state".to_owned(), json!("out_of_use"));
                input.insert("region".to_owned(), json!("140829"));
                *row = ledger
                    .update(&clerk(), row.id, row.version, &input)
                    .await
                    .unwrap();
            }
        }
        let new = json!({"name": "新栓", "state": "broken", "region": "140802"});
        rows.push(ledger.create(&clerk(), &object(new)).await.unwrap());
        count_as_lists_show(&house, &rows, &asks).await;
        house.index::<Hydrant>().await;
        count_as_lists_show(&house, &rows, &asks).await;
        house.close().await;
    })
    .await;
}

/// A question for each way of filtering; each second one sums, each third one tells states apart, and
/// the last ones, of two conditions and of none, only count.
fn asks() -> Vec<Ask> {
    let filters = oracles().into_iter().map(|(filter, _)| filter);
    let filters: Vec<Filter> = filters
        .filter(|filter| filter.operator != Operator::InBox)
        .collect();
    let ask = |(at, filter): (usize, &Filter)| Ask {
        filters: vec![filter.clone()],
        sum: (at % 2 == 0).then_some("diameter"),
        each: (at % 3 == 0).then_some("state"),
    };
    let several = filters.iter().enumerate().map(ask);
    let only_rows = filters.iter().map(|filter| Ask {
        filters: vec![filter.clone()],
        ..Ask::default()
    });
    let pairs = filters.windows(2).map(|pair| Ask {
        filters: pair.to_vec(),
        ..Ask::default()
    });
    several
        .chain(only_rows)
        .chain(pairs)
        .chain([Ask::default()])
        .collect()
}

/// Each count, asked with the others and alone, is what a list shows and what the rows say one by one.
async fn count_as_lists_show(house: &House, rows: &[Stored], asks: &[Ask]) {
    let (store, ledger) = (house.store(), house.ledger::<Hydrant>());
    let together = tally(store.reader(), store, Hydrant::DEF, asks).await;
    for (ask, cells) in asks.iter().zip(&together.unwrap()) {
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
        let alone = std::slice::from_ref(ask);
        let alone = tally(store.reader(), store, Hydrant::DEF, alone).await;
        assert_eq!(&alone.unwrap()[0], cells, "alone and together");
    }
}

/// If the index were not asked, a wrong posting would change nothing: so one is broken on purpose. And
/// a row that is hidden yet is not counted by it.
#[tokio::test(flavor = "multi_thread")]
async fn the_index_is_asked_for_counts_but_not_while_rows_are_hidden() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let rows = fill(&ledger).await;
        house.index::<Hydrant>().await;
        let store = house.store();
        let all = [Ask::default()];
        let count = async || {
            let cells = tally(store.reader(), store, Hydrant::DEF, &all).await;
            let cells = cells.unwrap().remove(0);
            cells.values().map(|counts| counts.rows).sum::<i64>()
        };
        let many = i64::try_from(rows.len()).unwrap();
        assert_eq!(count().await, many);
        let mut staged = ledger.stage(importer()).await.unwrap();
        let hidden = json!({"name": "在途", "state": "broken", "region": "140802"});
        let faults = staged.add(&[object(hidden)]).await.unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        house.index::<Hydrant>().await;
        assert_eq!(count().await, many, "a hidden row was counted");
        staged.flip().await.unwrap();
        assert_eq!(count().await, many + 1);
        run(
            store,
            "UPDATE register_posting SET token = 'x' WHERE token = '='",
        )
        .await;
        assert_eq!(count().await, 0, "the index was not asked");
        run(
            store,
            "DELETE FROM register_posting WHERE token LIKE '_regions'",
        )
        .await;
        assert_eq!(
            count().await,
            many + 1,
            "without its column rows are looked at"
        );
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
