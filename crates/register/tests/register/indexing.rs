//! The index: what it finds before, while and after rows are in it, and that it never decides.

use std::time::Duration;

use base::Clock;
use register::{
    Filter, Indexer, Ledger, Operator, Query, Register, Stored, migrations_of, shape_of,
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

pub(crate) async fn found(ledger: &Ledger, query: Query) -> Vec<String> {
    let rows = ledger.list(&query).await.unwrap().rows;
    let name = |row: &Stored| row.value(Hydrant::DEF, "name").unwrap().clone();
    let names = rows
        .iter()
        .map(|row| name(row).as_text().unwrap().to_owned());
    names.collect()
}

pub(crate) fn search(words: &str) -> Query {
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

pub(crate) async fn numbered(store: &Store) -> i64 {
    number_of(store, "hydrant", "number_in_index").await
}

pub(crate) async fn run(store: &Store, text: &str) {
    let statement = Statement::from_string(store.backend(), text);
    let mut transaction = store.begin().await.unwrap();
    transaction.execute(statement).await.unwrap();
    let done = transaction.commit(store::WriteBatch::default()).await;
    done.unwrap();
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
        // A posting that names a row which does not hold the word shows nothing wrong.
        run(
            store,
            "UPDATE register_posting SET token = '水鹤' WHERE token = '东风'",
        )
        .await;
        assert!(found(&ledger, search("水鹤")).await.is_empty());
        assert!(
            found(&ledger, search("东风")).await.is_empty(),
            "the index was not asked"
        );
        // Without its segments every row is looked at.
        run(store, "DELETE FROM register_segment").await;
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
