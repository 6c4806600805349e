//! A fresh database on each engine for each test.

use store::{Schema, Store, StoreConfig};
pub use testbed::{Database, on_both_engines};

pub async fn open(url: &str) -> Store {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    schema().migrate(&store).await.unwrap();
    store
}

pub fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(outbox::migrations(), &outbox::table_shapes());
    schema.add(
        crate::subject::migrations(),
        &[store::shape_of::<crate::subject::Entity>()],
    );
    schema
}
