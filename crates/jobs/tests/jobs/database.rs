//! A fresh database on each engine for each story.

use std::time::Duration;

use base::Clock;
use jobs::{Board, JobStatus};
use journal::{Journal, JournalConfig};
use store::{Schema, Store, StoreConfig};
pub use testbed::on_both_engines;

/// A journal over this database, as a process of its own would have it.
pub async fn journal(url: &str) -> Journal {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(jobs::migrations(), &jobs::table_shapes());
    schema.add(crate::followers::migrations(), &crate::followers::shapes());
    schema.migrate(&store).await.unwrap();
    assert!(schema.undeclared_tables(&store).await.unwrap().is_empty());
    let journal = Journal::open(store, Clock::system(), JournalConfig::default());
    journal.await.unwrap()
}

pub async fn end(journal: Journal) {
    journal.close().await;
    journal.store().close().await;
}

/// Waits until the job looks like this, and gives how it looks then.
pub async fn until(board: &Board, name: &str, like: impl Fn(&JobStatus) -> bool) -> JobStatus {
    for _ in 0..600 {
        let status = board.get(name).unwrap();
        if like(&status) {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain: {:?}", board.get(name));
}
