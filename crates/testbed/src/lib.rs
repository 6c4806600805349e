//! Databases for tests: the same story on SQLite and on PostgreSQL, each time with a database of its
//! own.
//!
//! [`on_both_engines`] gives an empty one. Where all stories of a test binary begin with the same
//! tables and rows, a [`Beginning`] writes these once for each engine and gives every story a copy:
//! making the tables of a city takes longer than most of what is then told about them.
//!
//! Whatever fails here panics, because it fails the test.

#![expect(clippy::expect_used, reason = "only tests use it, and they end by it")]

mod beginning;
mod database;

use std::future::Future;

pub use beginning::{Beginning, Writing};
pub use database::Database;

/// The environment variable that names the tests' PostgreSQL (`postgres://…/database`); `./test` starts
/// a throw-away one. Without it stories are told on SQLite only, and say so.
pub const POSTGRES: &str = "FENGSUI_TEST_POSTGRES";

/// Tells the story with the address of an empty database on each engine.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    tell(&story, Database::sqlite()).await;
    if let Some(database) = Database::postgres().await {
        tell(&story, database).await;
    }
}

async fn tell<F, Fut>(story: &F, database: Database)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    story(database.url().to_owned()).await;
    database.end().await;
}
