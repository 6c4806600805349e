//! The ways to a page: whichever is taken, the rows are those that the database finds without.

use std::time::Duration;

use base::Clock;
use register::{Direction, Filter, Indexer, Ledger, Operator, Query, Register};
use serde_json::json;
use store::Store;

use crate::database::{House, clerk, object, on_both_engines};
use crate::indexing::{found, numbered, run, search};
use crate::samples::Hydrant;

/// So many rows that every way to a page is taken: few by the index, along the order in several
/// steps, and a walk that is given up because what fits stands at the far end.
#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_a_page_gives_the_same_rows() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let mut staged = ledger.stage(clerk()).await.unwrap();
        let rows: Vec<_> = (0..6_000_i64)
            .map(|n| {
                let road = ["东风路", "解放路", "条山街"][n as usize * 7 % 3];
                object(json!({
                    "name": format!("{road}消火栓{}", n % 97),
                    "state": if n % 5 == 0 { "out_of_use" } else { "broken" },
                    // All of the last region stand at the end of every order by age.
                    "region": if n < 5_000 { "140802" } else { "140821" },
                    "diameter": if n % 4 == 0 { json!(null) } else { json!(100 + n % 50) },
                    "address": if n % 11 == 0 { json!(null) } else { json!(format!("{n}号")) },
                }))
            })
            .collect();
        for piece in rows.chunks(500) {
            assert_eq!(staged.add(piece).await.unwrap(), []);
        }
        // Whoever writes ahead is not disturbed, while there is a sign of life.
        let store = house.store();
        let indexer = Indexer::new(store.clone(), Clock::system());
        indexer.tend(Hydrant::DEF).await.unwrap();
        assert_eq!(numbered(store).await, 0);
        // Hidden rows may be indexed, and stay hidden.
        let later = Clock::manual(Clock::system().now().plus(Duration::from_secs(601)));
        let indexer = Indexer::new(store.clone(), later);
        indexer.tend(Hydrant::DEF).await.unwrap();
        assert_eq!(numbered(store).await, 6_000);
        assert!(found(&ledger, search("消火栓")).await.is_empty());
        staged.flip().await.unwrap();

        both_ways_agree(store, &ledger, questions()).await;
        assert_eq!(numbered(store).await, 6_000);
        // Rows that were changed have lost their place in every order, and others went.
        let page = Query {
            limit: 400,
            ..Query::default()
        };
        for (n, row) in (0..).zip(ledger.list(&page).await.unwrap().rows) {
            let change = json!({
                "name": format!("条山街消火栓{}", n % 89),
                "state": "out_of_use",
                "region": "140821",
                "diameter": if n % 3 == 0 { json!(null) } else { json!(100 + n % 50) },
            });
            match n % 4 {
                0 => ledger.retire(&clerk(), row.id, 1).await.unwrap(),
                1 => continue,
                _ => {
                    let (who, change) = (clerk(), object(change));
                    ledger.update(&who, row.id, 1, &change).await.unwrap()
                }
            };
        }
        assert_eq!(numbered(store).await, 5_700);
        let some = questions().into_iter().step_by(5);
        both_ways_agree(store, &ledger, some.collect()).await;
        // Numbered anew they are a segment of their own, and the others' orders have gaps.
        house.index::<Hydrant>().await;
        assert_eq!(numbered(store).await, 6_000);
        let others = questions().into_iter().skip(2).step_by(5);
        both_ways_agree(store, &ledger, others.collect()).await;

        // If no order were asked, a piece that is missing would change nothing.
        let by_name = Query {
            filters: vec![equal("region", json!("140821"))],
            sort: vec![("name".to_owned(), Direction::Ascending)],
            limit: 400,
            ..Query::default()
        };
        assert_eq!(found(&ledger, by_name.clone()).await.len(), 400);
        let missing = "DELETE FROM register_posting WHERE token LIKE ' name _'";
        run(store, missing).await;
        let left = found(&ledger, by_name).await;
        assert!(left.len() < 400, "the index's order was not asked");
        house.close().await;
    })
    .await;
}

/// Asks questions with the index, and without.
async fn both_ways_agree(store: &Store, ledger: &Ledger, questions: Vec<Query>) {
    let mut by_index = Vec::new();
    for query in questions {
        by_index.push((query.clone(), two_pages(ledger, query).await));
    }
    let empty = by_index.iter().filter(|(_, ids)| ids.is_empty()).count();
    assert!(
        empty * 4 < by_index.len(),
        "{empty} questions find nothing and prove little"
    );
    run(store, "UPDATE register_segment SET state = 'building'").await;
    for (query, by_index) in by_index {
        let plain = two_pages(ledger, query.clone()).await;
        assert_eq!(plain, by_index, "{query:?}");
    }
    run(store, "UPDATE register_segment SET state = 'active'").await;
}

/// The ids of up to two pages that follow each other.
async fn two_pages(ledger: &Ledger, mut query: Query) -> Vec<base::Uuid> {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let page = ledger.list(&query).await.unwrap();
        ids.extend(page.rows.iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    ids
}

/// Questions that leave a part of the order they are asked in: of one range, of areas that stand apart.
fn ranges() -> Vec<Query> {
    let filter = |operator, value| Filter {
        field: "diameter".to_owned(),
        operator,
        value,
    };
    let filters = [
        filter(Operator::Between, json!([105, 140])),
        filter(Operator::Less, json!(130)),
        filter(Operator::AtLeast, json!(120)),
    ];
    let areas = ["140802", "140821"].map(|code| code.parse().unwrap());
    let scopes = [None, Some(areas.to_vec()), Some(areas[1..].to_vec())];
    let mut questions = Vec::new();
    for (filter, scope) in filters
        .iter()
        .flat_map(|one| scopes.iter().map(move |scope| (one, scope)))
    {
        for field in ["diameter", "region"] {
            for direction in [Direction::Ascending, Direction::Descending] {
                questions.push(Query {
                    filters: vec![filter.clone()],
                    scope: scope.clone(),
                    sort: vec![(field.to_owned(), direction)],
                    limit: 400,
                    ..Query::default()
                });
            }
        }
    }
    questions
}

fn equal(field: &str, value: serde_json::Value) -> Filter {
    Filter {
        field: field.to_owned(),
        operator: Operator::Equal,
        value,
    }
}

/// Narrow, wide and far questions in all orders.
fn questions() -> Vec<Query> {
    let filters = [
        vec![],
        vec![equal("state", json!("broken"))],
        vec![
            equal("state", json!("out_of_use")),
            equal("region", json!("140821")),
        ],
        vec![
            equal("diameter", json!(111)),
            equal("state", json!("broken")),
        ],
    ];
    let mut questions = ranges();
    for search in [
        None,
        Some("消火栓"),
        Some("dfl"),
        Some("xiaohuoshuan9 条山"),
    ] {
        for filters in &filters {
            for scope in [None, Some(vec!["140821".parse().unwrap()])] {
                for sort in ["", "name", "-name", "-diameter", "diameter", "-address"] {
                    let direction = if sort.starts_with('-') {
                        Direction::Descending
                    } else {
                        Direction::Ascending
                    };
                    let field = sort.trim_start_matches('-').to_owned();
                    questions.push(Query {
                        filters: filters.clone(),
                        search: search.map(str::to_owned),
                        scope: scope.clone(),
                        // Pages so long that walking is not the shorter way.
                        limit: if scope.is_some() { 300 } else { 0 },
                        sort: (!field.is_empty())
                            .then_some((field, direction))
                            .into_iter()
                            .collect(),
                        ..Query::default()
                    });
                }
            }
        }
    }
    questions
}
