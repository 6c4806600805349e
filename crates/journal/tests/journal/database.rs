//! A fresh database on each engine for each test.

use base::Clock;
use journal::{Journal, JournalConfig, Records};
use store::{Schema, Store, StoreConfig};
pub use testbed::{Database, on_both_engines};

pub fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(
        crate::subject::migrations(),
        &[store::shape_of::<crate::subject::Entity>()],
    );
    schema
}

pub fn records() -> Records {
    let mut records = Records::new();
    records.extend([journal::RecordDef::of::<crate::subject::Model>()]);
    records
}

pub async fn open_journal(url: &str) -> Journal {
    let store = open_store(url).await;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default());
    journal.await.unwrap()
}

pub async fn open_store(url: &str) -> Store {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    schema().migrate(&store).await.unwrap();
    store
}
