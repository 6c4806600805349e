//! A fresh database on each engine for each test.

use std::future::Future;

use base::{Clock, Uuid};
use journal::{Journal, JournalConfig, Records};
use sea_orm::{ConnectionTrait, Database};
use store::{Schema, Store, StoreConfig};

/// Where the tests' PostgreSQL is; `./test` starts a throw-away one.
const POSTGRES: &str = "FENGSUI_TEST_POSTGRES";

pub struct TestDatabase {
    pub url: String,
    _folder: Option<tempfile::TempDir>,
    drop_on: Option<(String, String)>,
}

impl TestDatabase {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("fengsui.db").display());
        Self {
            url,
            _folder: Some(folder),
            drop_on: None,
        }
    }

    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES) else {
            eprintln!("skipped on PostgreSQL: {POSTGRES} names no server");
            return None;
        };
        let name = format!("t{}", Uuid::now_v7().simple());
        let admin = Database::connect(&server).await.unwrap();
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        admin.close().await.unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        let url = format!("{before}/{name}");
        Some(Self {
            url,
            _folder: None,
            drop_on: Some((server, name)),
        })
    }

    pub async fn store(&self) -> Store {
        let store = Store::open(&StoreConfig::new(&self.url)).await.unwrap();
        schema().migrate(&store).await.unwrap();
        store
    }

    pub async fn journal(&self) -> Journal {
        Journal::open(
            self.store().await,
            Clock::system(),
            JournalConfig::default(),
        )
        .await
        .unwrap()
    }

    pub async fn clean_up(self) {
        if let Some((server, name)) = &self.drop_on {
            let admin = Database::connect(server).await.unwrap();
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            admin.execute_unprepared(&drop).await.unwrap();
        }
    }
}

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

/// Runs the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    let database = TestDatabase::sqlite();
    story(database.url.clone()).await;
    if let Some(database) = TestDatabase::postgres().await {
        story(database.url.clone()).await;
        database.clean_up().await;
    }
}

pub async fn open_journal(url: &str) -> Journal {
    let database = TestDatabase {
        url: url.to_owned(),
        _folder: None,
        drop_on: None,
    };
    database.journal().await
}

pub async fn open_store(url: &str) -> Store {
    let database = TestDatabase {
        url: url.to_owned(),
        _folder: None,
        drop_on: None,
    };
    database.store().await
}
