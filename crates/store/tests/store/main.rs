//! The store against both engines.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly"
)]

use base::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::TableCreateStatement;
use sea_orm::{PaginatorTrait, QueryOrder, Statement};
use store::ddl::ColumnKind::{BigInt, Text, Uuid as Id};
use store::{
    Migration, Month, Row, RowMode, Schema, Store, StoreConfig, StoreError, Table, TableKind,
    WriteBatch, ddl, shape_of,
};
use testbed::on_both_engines;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reading")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub value: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Telemetry;
}

/// An operational table with a second unique index.
mod note {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub key: String,
        pub value: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl store::Table for Entity {
        const KIND: store::TableKind = store::TableKind::Operational;
    }
}

fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("test_0001_reading").tables(tables()),
        Migration::new("test_0002_note")
            .tables(note_table())
            .indexes(vec![ddl::unique("note_key", "note", &["key"])]),
    ]
}

fn note_table() -> Vec<TableCreateStatement> {
    let columns = vec![
        ddl::column("id", BigInt),
        ddl::column("key", Text),
        ddl::column("value", BigInt),
    ];
    vec![ddl::table("note", &["id"], columns)]
}

fn tables() -> Vec<TableCreateStatement> {
    let columns = vec![
        ddl::column("source", BigInt),
        ddl::column("id", Id),
        ddl::column("value", BigInt),
    ];
    vec![ddl::table("reading", &["source", "id"], columns)]
}

fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(
        migrations(),
        &[shape_of::<Entity>(), shape_of::<note::Entity>()],
    );
    schema
}

fn reading(source: i64, time: &str, value: i64) -> Model {
    let millis = time.parse::<Timestamp>().unwrap().as_micros() / 1000;
    let id =
        Uuid::from_u128(u128::try_from(millis).unwrap() << 80 | u128::try_from(value).unwrap());
    Model { source, id, value }
}

fn note(id: i64, key: &str, value: i64) -> note::Model {
    let key = key.to_owned();
    note::Model { id, key, value }
}

async fn write_notes(store: &Store, notes: &[&note::Model]) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    for note in notes {
        batch.push(Row::of(*note, RowMode::Ignore));
    }
    store.write(batch).await
}

async fn write(store: &Store, readings: &[Model]) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    readings
        .iter()
        .for_each(|reading| batch.push(Row::of(reading, RowMode::Insert)));
    store.write(batch).await
}

#[tokio::test]
async fn migrating_again_changes_nothing_and_a_newer_database_is_refused() {
    on_both_engines(async |url: String| {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        schema().migrate(&store).await.unwrap();
        schema().migrate(&store).await.unwrap();
        assert_eq!(schema().undeclared_tables(&store).await.unwrap(), [""; 0]);
        let older = Schema::new();
        let refusal = older.migrate(&store).await.unwrap_err();
        assert!(
            matches!(refusal, StoreError::UnknownMigration(name) if name == "test_0001_reading")
        );
        let mut strangers = older.undeclared_tables(&store).await.unwrap();
        strangers.sort();
        assert_eq!(strangers, ["note", "reading"]);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_that_exists_is_a_duplicate_and_nothing_of_the_batch_stays() {
    on_both_engines(async |url: String| {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        schema().migrate(&store).await.unwrap();
        let first = reading(1, "2026-11-01T00:00:00Z", 1);
        write(&store, std::slice::from_ref(&first)).await.unwrap();
        let second = reading(1, "2026-11-01T00:00:00Z", 2);
        let refusal = write(&store, &[second, first]).await.unwrap_err();
        assert!(matches!(refusal, StoreError::Duplicate(_)), "{refusal:?}");
        assert_eq!(Entity::find().count(store.reader()).await.unwrap(), 1);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_ignored_row_keeps_what_stands_and_its_neighbours_are_written() {
    on_both_engines(async |url: String| {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        schema().migrate(&store).await.unwrap();
        let first = note(1, "call 119", 1);
        let same_key = note(2, "call 119", 2);
        let same_id = note(1, "call 120", 3);
        let other = note(4, "call 110", 4);
        write_notes(&store, &[&first]).await.unwrap();
        // Against what is stored, and against an earlier row of the same statement.
        write_notes(
            &store,
            &[&same_key, &same_id, &other, &note(5, "call 110", 5)],
        )
        .await
        .unwrap();
        let found = note::Entity::find()
            .order_by_asc(note::Column::Id)
            .all(store.reader())
            .await
            .unwrap();
        assert_eq!(found, [first.clone(), other]);

        // The same row in the other mode is still an error, and takes its batch with it.
        let mut batch = WriteBatch::default();
        batch.push(Row::of(&note(6, "call 122", 6), RowMode::Ignore));
        batch.push(Row::of(&first, RowMode::Insert));
        let refusal = store.write(batch).await.unwrap_err();
        assert!(matches!(refusal, StoreError::Duplicate(_)), "{refusal:?}");
        assert_eq!(note::Entity::find().count(store.reader()).await.unwrap(), 2);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn two_writers_that_ignore_one_key_both_succeed_and_one_row_stands() {
    on_both_engines(async |url: String| {
        let store = Store::open(&StoreConfig::new(&url)).await.unwrap();
        schema().migrate(&store).await.unwrap();
        let other = Store::open(&StoreConfig::new(url)).await.unwrap();
        for round in 0..20 {
            let key = format!("round {round}");
            let (mine, theirs) = (note(round * 2, &key, 1), note(round * 2 + 1, &key, 2));
            let (mine, theirs) = ([&mine], [&theirs]);
            let (one, two) = tokio::join!(write_notes(&store, &mine), write_notes(&other, &theirs));
            one.unwrap();
            two.unwrap();
        }
        assert_eq!(
            note::Entity::find().count(store.reader()).await.unwrap(),
            20
        );
        store.close().await;
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn readings_leave_by_the_month() {
    on_both_engines(async |url: String| {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        schema().migrate(&store).await.unwrap();
        let tables = [shape_of::<Entity>()];
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        store.prepare_months(&tables, now).await.unwrap();
        store.prepare_months(&tables, now).await.unwrap();
        let mut readings = vec![
            reading(1, "2026-10-31T23:59:59.999Z", 1),
            reading(2, "2026-11-01T00:00:00Z", 2),
            reading(3, "2026-11-23T07:59:00Z", 3),
        ];
        readings.extend((10..1_300).map(|n| reading(n, "2026-10-05T00:00:00Z", n)));
        write(&store, &readings).await.unwrap();
        assert_eq!(schema().undeclared_tables(&store).await.unwrap(), [""; 0]);

        let day_ago: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let moved = store.move_telemetry(&tables, day_ago).await.unwrap();
        let left = Entity::find().count(store.reader()).await.unwrap();
        match store.month_file(Month::of("2026-10-09T00:00:00Z".parse().unwrap())) {
            Some(october) => {
                assert_eq!((moved, left), (1_292, 1));
                let month = sea_orm::Database::connect(format!("sqlite:{}", october.display()))
                    .await
                    .unwrap();
                assert_eq!(Entity::find().count(&month).await.unwrap(), 1_291);
                // A crash between copy and delete leaves a row in both; the next move settles it.
                write(&store, &readings[..1]).await.unwrap();
                assert_eq!(store.move_telemetry(&tables, day_ago).await.unwrap(), 1);
                assert_eq!(Entity::find().count(&month).await.unwrap(), 1_291);
            }
            None => {
                assert_eq!((moved, left), (0, 1_293));
                let sql = "SELECT count(*) AS n FROM reading_2026_11";
                let statement = Statement::from_string(store.backend(), sql);
                let row = store
                    .reader()
                    .query_one_raw(statement)
                    .await
                    .unwrap()
                    .unwrap();
                assert_eq!(
                    row.try_get::<i64>("", "n").unwrap(),
                    2,
                    "November has its partition"
                );
            }
        }
        store.close().await;
    })
    .await;
}
