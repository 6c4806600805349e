//! A fresh database on each engine for each story.

use std::future::Future;
use std::time::Duration;

use base::Clock;
use jobs::{Board, JobStatus};
use journal::{Journal, JournalConfig};
use sea_orm::{ConnectionTrait, Database};
use store::{Schema, Store, StoreConfig};

/// Where the tests' PostgreSQL is; `./test` starts a throw-away one.
const POSTGRES: &str = "FENGSUI_TEST_POSTGRES";

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

/// Runs the story on SQLite, and on PostgreSQL where there is one.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    story(format!(
        "sqlite:{}",
        folder.path().join("house.db").display()
    ))
    .await;
    let Ok(server) = std::env::var(POSTGRES) else {
        eprintln!("{POSTGRES} is not set: PostgreSQL is left out");
        return;
    };
    let name = format!("jobs_{}", base::Uuid::now_v7().simple());
    let admin = Database::connect(&server).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    admin.execute_unprepared(&create).await.unwrap();
    let (front, _) = server.rsplit_once('/').unwrap();
    story(format!("{front}/{name}")).await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    admin.execute_unprepared(&drop).await.unwrap();
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
