//! A fresh database on each engine for each test.

use base::Uuid;
use sea_orm::{ConnectionTrait, Database};
use store::{Schema, Store, StoreConfig};

/// Where the tests' PostgreSQL is; `./test` starts a throw-away one.
const POSTGRES: &str = "FENGSUI_TEST_POSTGRES";

pub struct Postgres {
    pub url: String,
    server: String,
    name: String,
}

impl Postgres {
    pub async fn fresh() -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES) else {
            eprintln!("skipped on PostgreSQL: {POSTGRES} names no server");
            return None;
        };
        let name = format!("t{}", Uuid::now_v7().simple());
        let admin = Database::connect(&server).await.unwrap();
        let create = format!("CREATE DATABASE {name}");
        admin.execute_unprepared(&create).await.unwrap();
        admin.close().await.unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        let url = format!("{before}/{name}");
        Some(Self { url, server, name })
    }

    pub async fn clean_up(self) {
        let admin = Database::connect(&self.server).await.unwrap();
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        admin.execute_unprepared(&drop).await.unwrap();
    }
}

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

/// Runs the same story on both engines.
pub async fn on_both_engines<F: AsyncFn(String)>(story: F) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fengsui.db");
    story(format!("sqlite:{}", path.display())).await;
    if let Some(database) = Postgres::fresh().await {
        story(database.url.clone()).await;
        database.clean_up().await;
    }
}
