//! A fresh house on each engine for each story.

use std::future::Future;

use base::{Clock, Timestamp, Uuid};
use journal::{Actor, ChangeSet, CommitError, Journal, JournalConfig, Lane, Records};
use sea_orm::{ConnectionTrait, Statement};
use seal::{MasterKey, MasterKeys, Seal, Sealed, Subject};
use store::{Row, Schema, Store, StoreConfig};

#[derive(Clone)]
pub struct House {
    pub journal: Journal,
    pub keys: MasterKeys,
    pub seal: Seal,
}

pub fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(seal::migrations(), &seal::table_shapes());
    schema
}

pub fn records() -> Records {
    let mut records = Records::new();
    records.extend([journal::merge_record_def()]);
    records.extend(seal::record_defs());
    records
}

impl House {
    async fn open(url: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let schema = schema();
        schema.migrate(&store).await.unwrap();
        assert!(schema.undeclared_tables(&store).await.unwrap().is_empty());
        let clock = Clock::manual(Timestamp::from_micros(1_763_884_800_000_000));
        let journal = Journal::open(store, clock, JournalConfig::default());
        let journal = journal.await.unwrap();
        let keys = MasterKeys::new(MasterKey::generate().unwrap());
        let seal = Seal::new(journal.clone(), keys.clone());
        Self {
            journal,
            keys,
            seal,
        }
    }

    /// Another process over the same database with other master keys.
    pub fn with_keys(&self, keys: MasterKeys) -> Seal {
        Seal::new(self.journal.clone(), keys)
    }

    pub fn person(&self) -> Uuid {
        self.journal.new_id()
    }

    pub async fn write(&self, rows: Vec<Row>) -> Result<(), CommitError> {
        let empty = ChangeSet::new(Lane::Dispatch, clerk());
        let set = rows.into_iter().fold(empty, ChangeSet::beside);
        self.journal.submit(set).await.map(drop)
    }

    /// Seals one value and keeps the key.
    pub async fn sealed(&self, id: Uuid, field: &str, value: &str) -> String {
        let fields = [(field, value)];
        let Sealed { texts, beside } = self
            .seal
            .seal(Subject::new("person", id), &fields)
            .await
            .unwrap();
        if !beside.is_empty() {
            self.write(beside).await.unwrap();
        }
        texts.into_iter().next().unwrap()
    }

    pub async fn open_text(
        &self,
        seal: &Seal,
        id: Uuid,
        text: &str,
    ) -> Result<String, seal::SealError> {
        let opened = seal.open(Subject::new("person", id), "phone", text).await;
        opened.map(|value| value.to_string())
    }

    /// The numbers that one column of a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let store = self.journal.store();
        let statement = Statement::from_string(store.backend(), sql);
        let row = store.reader().query_one_raw(statement).await.unwrap();
        row.unwrap().try_get_by_index(0).unwrap()
    }

    /// The journal up to now as text.
    pub async fn journal_text(&self, entries: i64) -> String {
        let mut head = self.journal.head();
        head.wait_for(|head| *head >= entries).await.unwrap();
        let page = self.journal.follow(0).next().await.unwrap();
        let bodies = page.into_iter();
        let bodies = bodies.map(|sealed| String::from_utf8(sealed.entry.body).unwrap());
        bodies.collect()
    }
}

pub fn clerk() -> Actor {
    Actor::account(Uuid::from_u128(7))
}

pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    testbed::on_both_engines(async |url| run(&story, &url).await).await;
}

async fn run<F, Fut>(story: &F, url: &str)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    let house = House::open(url).await;
    story(house.clone()).await;
    house.journal.close().await;
    house.journal.store().close().await;
}
