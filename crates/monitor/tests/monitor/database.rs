//! A fresh database on each engine for each test.

use std::future::Future;

use base::Uuid;
use sea_orm::{ConnectionTrait, Database};

/// Where the tests' PostgreSQL is; `./test` starts a throw-away one.
const POSTGRES: &str = "FENGSUI_TEST_POSTGRES";

/// Runs the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    on_sqlite(&story).await;
    let Ok(server) = std::env::var(POSTGRES) else {
        eprintln!("skipped on PostgreSQL: {POSTGRES} names no server");
        return;
    };
    let name = format!("t{}", Uuid::now_v7().simple());
    let admin = Database::connect(&server).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    admin.execute_unprepared(&create).await.unwrap();
    let (before, _) = server.rsplit_once('/').unwrap();
    story(format!("{before}/{name}")).await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    admin.execute_unprepared(&drop).await.unwrap();
    admin.close().await.unwrap();
}

/// Runs a story that has nothing to do with the engine.
pub async fn on_sqlite<F, Fut>(story: &F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    story(format!(
        "sqlite:{}",
        folder.path().join("fengsui.db").display()
    ))
    .await;
}
