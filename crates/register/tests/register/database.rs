//! A fresh database on each engine for each story.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Uuid};
use journal::{Actor, Journal, JournalConfig, Records, export_tables, rebuild_into};
use register::{
    Author, Catalogue, Indexer, Ledger, Register, RegisterDef, migrations_of, record_def_of,
    shape_of,
};
use sea_orm::ConnectionTrait as _;
use sea_orm::sea_query::{Alias, Order, Query};
use seal::{MasterKeys, Seal};
use serde_json::{Map, Value as Json};
use store::{Schema, Store, StoreConfig};
use testbed::Beginning;

use crate::samples::{Hydrant, Organisation, Sample, Zone};

pub fn defs() -> [&'static RegisterDef; 4] {
    [Organisation::DEF, Hydrant::DEF, Sample::DEF, Zone::DEF]
}

pub fn schema_of(defs: &[&'static RegisterDef]) -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(register::migrations(), &register::table_shapes());
    schema.add(seal::migrations(), &seal::table_shapes());
    for def in defs {
        schema.add(migrations_of(def), &[shape_of(def)]);
    }
    schema
}

/// Empty databases with all tables.
static TABLES: Beginning = Beginning::new(|url| Box::pin(tables(url)));

async fn tables(url: String) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    let schema = schema_of(&defs());
    schema.migrate(&store).await.unwrap();
    let undeclared = schema.undeclared_tables(&store).await.unwrap();
    assert_eq!(undeclared, Vec::<String>::new());
    store.close().await;
}

pub fn records() -> Records {
    let mut records = Records::new();
    records.extend(seal::record_defs());
    records.extend([
        record_def_of::<Organisation>(),
        record_def_of::<Hydrant>(),
        record_def_of::<Sample>(),
        record_def_of::<Zone>(),
    ]);
    records
}

/// The same keys for every house: a house that is opened again reads what it sealed.
pub fn master_keys() -> MasterKeys {
    MasterKeys::from_text(&"5a".repeat(32)).unwrap()
}

/// A migrated database with its journal.
pub struct House {
    pub journal: Journal,
    pub seal: Seal,
    catalogue: Arc<Catalogue>,
}

impl House {
    pub async fn open(url: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let config = JournalConfig::default();
        let journal = Journal::open(store, Clock::system(), config).await.unwrap();
        let seal = Seal::new(journal.clone(), master_keys());
        let catalogue = Catalogue::new(defs()).unwrap().sealed_by(seal.clone());
        let catalogue = Arc::new(catalogue);
        Self {
            journal,
            seal,
            catalogue,
        }
    }

    pub fn ledger<R: Register>(&self) -> Ledger {
        Ledger::new(R::DEF, self.journal.clone(), Arc::clone(&self.catalogue))
    }

    /// Gives every row its number in the index.
    pub async fn index<R: Register>(&self) {
        let indexer = Indexer::new(self.store().clone(), Clock::system());
        indexer.index_all(R::DEF).await.unwrap();
    }

    pub fn store(&self) -> &Store {
        self.journal.store()
    }

    /// Rebuilds every table from the journal into a fresh database and compares everything.
    pub async fn rebuilt_equal(&self) {
        // A rebuild reads sealed entries and then waiting ones; one that is sealed in between would
        // be missed, so nobody may be waiting.
        while waiting(self.store()).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let again = TABLES.sqlite().await;
        let target = Store::open(&StoreConfig::new(again.url())).await.unwrap();
        rebuild_into(self.store(), &records(), &target)
            .await
            .unwrap();
        assert_eq!(
            export_tables(self.store(), &records(), |_| ())
                .await
                .unwrap(),
            export_tables(&target, &records(), |_| ()).await.unwrap()
        );
        for def in defs() {
            let (here, there) = (self.store(), &target);
            assert_eq!(
                searched(here, def).await,
                searched(there, def).await,
                "{}",
                def.key
            );
        }
        target.close().await;
    }

    pub async fn close(self) {
        self.journal.close().await;
        self.journal.store().close().await;
    }
}

async fn waiting(store: &Store) -> bool {
    let select = Query::select()
        .column(Alias::new("entry"))
        .from(Alias::new("journal_pending"))
        .limit(1)
        .to_owned();
    let found = store.reader().query_one_raw(store.build(&select)).await;
    found.unwrap().is_some()
}

/// The column that the export leaves out, because it follows from the others.
async fn searched(store: &Store, def: &RegisterDef) -> Vec<(Uuid, String)> {
    let select = Query::select()
        .columns(["id", "search"].map(Alias::new))
        .from(Alias::new(def.key))
        .cond_where(journal::visible(def.key))
        .order_by(Alias::new("id"), Order::Asc)
        .to_owned();
    let rows = store.reader().query_all_raw(store.build(&select)).await;
    let rows = rows.unwrap().into_iter();
    rows.map(|row| {
        (
            row.try_get("", "id").unwrap(),
            row.try_get("", "search").unwrap(),
        )
    })
    .collect()
}

pub fn clerk() -> Author {
    Author::person(Actor::account(Uuid::from_u128(7)))
}

/// The fields of a JSON object.
pub fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

/// Runs the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    TABLES.on_both_engines(story).await;
}
