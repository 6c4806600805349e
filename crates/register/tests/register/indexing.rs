//! The index: what it finds before, while and after rows are in it, and that it never decides.

use std::time::Duration;

use base::Clock;
use register::{
    Direction, Filter, Indexer, Ledger, Operator, Query, Register, Stored, migrations_of, shape_of,
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query as Sql};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::Store;

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::Hydrant;

async fn add(ledger: &Ledger, name: &str, region: &str) -> Stored {
    let row = json!({"name": name, "state": "broken", "region": region});
    ledger.create(&clerk(), &object(row)).await.unwrap()
}

async fn found(ledger: &Ledger, query: Query) -> Vec<String> {
    let rows = ledger.list(&query).await.unwrap().rows;
    let name = |row: &Stored| row.value(Hydrant::DEF, "name").unwrap().clone();
    let names = rows
        .iter()
        .map(|row| name(row).as_text().unwrap().to_owned());
    names.collect()
}

fn search(words: &str) -> Query {
    Query {
        search: Some(words.to_owned()),
        ..Query::default()
    }
}

async fn number_of(store: &Store, table: &str, column: &str) -> i64 {
    let select = Sql::select()
        .expr_as(Expr::col(Alias::new(column)).count(), Alias::new("n"))
        .from(Alias::new(table))
        .to_owned();
    let row = store
        .reader()
        .query_one_raw(store.build(&select))
        .await
        .unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn numbered(store: &Store) -> i64 {
    number_of(store, "hydrant", "number_in_index").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_found_from_the_moment_it_is_written_and_by_what_it_says_now() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let first = add(&ledger, "东风路消火栓", "140802001").await;
        add(&ledger, "解放北路消火栓", "140821").await;
        house.index::<Hydrant>().await;
        assert_eq!(numbered(house.store()).await, 2);
        assert_eq!(found(&ledger, search("dfl")).await, ["东风路消火栓"]);
        assert_eq!(found(&ledger, search("消火 北")).await, ["解放北路消火栓"]);
        assert_eq!(found(&ledger, search("火")).await.len(), 2);
        assert_eq!(found(&ledger, search("水鹤")).await.len(), 0);

        // Written after the index was made.
        add(&ledger, "东风路水鹤", "140802").await;
        assert_eq!(found(&ledger, search("水鹤")).await, ["东风路水鹤"]);
        assert_eq!(found(&ledger, search("东风")).await.len(), 2);

        // Changed: the postings still say what it was, and it is found by what it is.
        let renamed = json!({"name": "河东街水池", "state": "broken", "region": "140802001"});
        let renamed = object(renamed);
        ledger
            .update(&clerk(), first.id, 1, &renamed)
            .await
            .unwrap();
        assert_eq!(found(&ledger, search("东风")).await, ["东风路水鹤"]);
        assert_eq!(found(&ledger, search("hedongjie")).await, ["河东街水池"]);

        // Retired and restored, each before and after the index hears of it.
        ledger.retire(&clerk(), first.id, 2).await.unwrap();
        for _ in 0..2 {
            assert!(found(&ledger, search("河东")).await.is_empty());
            let retired = Query {
                retired: true,
                ..search("河东")
            };
            assert_eq!(found(&ledger, retired).await, ["河东街水池"]);
            house.index::<Hydrant>().await;
        }
        ledger.restore(&clerk(), first.id, 3).await.unwrap();
        for _ in 0..2 {
            assert_eq!(found(&ledger, search("河东")).await, ["河东街水池"]);
            house.index::<Hydrant>().await;
        }
        assert_eq!(numbered(house.store()).await, 3);

        // Words of fields and areas go by the index too.
        let within = |code: &str| Query {
            scope: Some(vec![code.parse().unwrap()]),
            filters: vec![Filter {
                field: "state".to_owned(),
                operator: Operator::Equal,
                value: json!("broken"),
            }],
            ..Query::default()
        };
        assert_eq!(found(&ledger, within("140802")).await.len(), 2);
        assert_eq!(found(&ledger, within("140821")).await, ["解放北路消火栓"]);
        house.close().await;
    })
    .await;
}

/// If the index were not asked, a wrong posting would change nothing: so one is broken on purpose.
#[tokio::test(flavor = "multi_thread")]
async fn the_index_is_asked_and_does_not_decide() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        add(&ledger, "东风路消火栓", "140802001").await;
        house.index::<Hydrant>().await;
        let store = house.store();
        let run = async |text: &str| {
            let statement = Statement::from_string(store.backend(), text);
            let mut transaction = store.begin().await.unwrap();
            transaction.execute(statement).await.unwrap();
            transaction
                .commit(store::WriteBatch::default())
                .await
                .unwrap();
        };
        // A posting that names a row which does not hold the word shows nothing wrong.
        run("UPDATE register_posting SET token = '水鹤' WHERE token = '东风'").await;
        assert!(found(&ledger, search("水鹤")).await.is_empty());
        assert!(
            found(&ledger, search("东风")).await.is_empty(),
            "the index was not asked"
        );
        // Without its segments every row is looked at.
        run("DELETE FROM register_segment").await;
        assert_eq!(found(&ledger, search("东风")).await, ["东风路消火栓"]);
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn small_segments_are_put_together_and_old_ones_leave() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        for n in 0..24 {
            add(&ledger, &format!("消火栓{n}号"), "140802").await;
            house.index::<Hydrant>().await;
        }
        let store = house.store();
        let segments = number_of(store, "register_segment", "first").await;
        assert!(segments < 9, "{segments} segments");
        assert_eq!(numbered(store).await, 24);
        assert_eq!(found(&ledger, search("消火栓")).await.len(), 24);
        assert_eq!(found(&ledger, search("23号")).await, ["消火栓23号"]);
        let first = "first";
        let select = Sql::select()
            .expr_as(
                Expr::col(Alias::new(first)).count_distinct(),
                Alias::new("n"),
            )
            .from(Alias::new("register_posting"))
            .to_owned();
        let row = store
            .reader()
            .query_one_raw(store.build(&select))
            .await
            .unwrap();
        let with_postings: i64 = row.unwrap().try_get("", "n").unwrap();
        assert_eq!(with_postings, segments, "postings of segments that left");
        house.close().await;
    })
    .await;
}

/// What a process that died in the middle left: a segment that counts for nothing is taken away
/// when its time is over, and nobody builds beside it before.
#[tokio::test(flavor = "multi_thread")]
async fn a_segment_that_was_given_up_is_taken_away() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        add(&ledger, "东风路消火栓", "140802001").await;
        let store = house.store();
        let at_work = Clock::system().now().as_micros();
        let text = format!(
            "INSERT INTO register_segment (register, first, size, state, made_for, built_at) \
             VALUES ('hydrant', 0, 9, 'building', 'x', {at_work})"
        );
        let mut transaction = store.begin().await.unwrap();
        let statement = Statement::from_string(store.backend(), text);
        transaction.execute(statement).await.unwrap();
        transaction
            .commit(store::WriteBatch::default())
            .await
            .unwrap();
        house.index::<Hydrant>().await;
        assert_eq!(numbered(store).await, 0, "two build at a time");
        assert_eq!(found(&ledger, search("东风")).await.len(), 1);
        let later = Clock::manual(Clock::system().now().plus(Duration::from_secs(601)));
        let indexer = Indexer::new(store.clone(), later);
        indexer.index_all(Hydrant::DEF).await.unwrap();
        assert_eq!(numbered(store).await, 1);
        assert_eq!(number_of(store, "register_segment", "first").await, 1);
        assert_eq!(found(&ledger, search("东风")).await.len(), 1);
        house.close().await;
    })
    .await;
}

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

        let mut by_index = Vec::new();
        for query in questions() {
            by_index.push((query.clone(), three_pages(&ledger, query).await));
        }
        assert_eq!(numbered(store).await, 6_000);
        let statement = Statement::from_string(store.backend(), "DELETE FROM register_segment");
        let mut transaction = store.begin().await.unwrap();
        transaction.execute(statement).await.unwrap();
        transaction
            .commit(store::WriteBatch::default())
            .await
            .unwrap();
        let empty = by_index.iter().filter(|(_, ids)| ids.is_empty()).count();
        assert!(
            empty * 4 < by_index.len(),
            "{empty} questions find nothing and prove little"
        );
        for (query, by_index) in by_index {
            assert_eq!(
                three_pages(&ledger, query.clone()).await,
                by_index,
                "{query:?}"
            );
        }
        house.close().await;
    })
    .await;
}

/// The ids of up to three pages that follow each other.
async fn three_pages(ledger: &Ledger, mut query: Query) -> Vec<base::Uuid> {
    let mut ids = Vec::new();
    for _ in 0..3 {
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

/// Narrow, wide and far questions in all orders.
fn questions() -> Vec<Query> {
    let equal = |field: &str, value: serde_json::Value| Filter {
        field: field.to_owned(),
        operator: Operator::Equal,
        value,
    };
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
                for sort in ["", "name", "-diameter", "diameter", "-address"] {
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

#[test]
fn the_number_comes_in_a_migration_of_its_own() {
    let migrations = migrations_of(Hydrant::DEF);
    // The table, the number, and the index that tiles are read from.
    assert_eq!(migrations.len(), 3);
    assert!(
        shape_of(Hydrant::DEF)
            .columns
            .contains(&"number_in_index".to_owned())
    );
}
