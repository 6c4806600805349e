//! One database of one story.

use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;
use uuid::Uuid;

use crate::POSTGRES;

/// A database that is a test's own. On SQLite it goes with this value; on PostgreSQL with
/// [`Database::end`], or with the throw-away server when the test fails before.
#[derive(Debug)]
pub struct Database {
    url: String,
    stands: Stands,
}

const FILE: &str = "fengsui.db";

#[derive(Debug)]
enum Stands {
    In(TempDir),
    On(Server, String),
}

impl Database {
    /// The address of a SQLite file that is not there yet, in a folder that is.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        Self {
            url: format!("sqlite:{}", folder.path().join(FILE).display()),
            stands: Stands::In(folder),
        }
    }

    /// A database on SQLite with this content.
    pub(crate) fn of_content(content: &[u8]) -> Self {
        let database = Self::sqlite();
        if let Stands::In(folder) = &database.stands {
            std::fs::write(folder.path().join(FILE), content).expect("a file written");
        }
        database
    }

    /// An empty database on the tests' PostgreSQL; nothing, and a word, where there is none.
    pub async fn postgres() -> Option<Self> {
        match Server::of_tests() {
            Some(server) => Some(server.create("").await),
            None => {
                eprintln!("skipped on PostgreSQL: {POSTGRES} names no server");
                None
            }
        }
    }

    /// Where a store finds it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Removes it, whoever is still connected.
    pub async fn end(self) {
        if let Stands::On(server, name) = self.stands {
            server
                .run(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await;
        }
    }

    /// How another is made like it, on PostgreSQL.
    pub(crate) fn as_template(&self) -> String {
        match &self.stands {
            Stands::In(_) => String::new(),
            Stands::On(_, name) => format!(" TEMPLATE {name}"),
        }
    }

    /// What it holds, on SQLite: as the engine copies it, whoever is still about to leave it.
    pub(crate) async fn content(&self) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a folder for the copy");
        let copy = folder.path().join(FILE);
        let connected = sea_orm::Database::connect(&self.url).await;
        let database = connected.expect("a connection to the file");
        let statement = format!("VACUUM INTO '{}'", copy.display());
        let copied = database.execute_unprepared(&statement).await;
        copied.expect("a copy of the database");
        database.close().await.expect("the connection closed");
        std::fs::read(copy).expect("what the copy holds")
    }
}

/// A PostgreSQL server on which databases are made.
#[derive(Clone, Debug)]
pub(crate) struct Server(String);

impl Server {
    pub(crate) fn of_tests() -> Option<Self> {
        std::env::var(POSTGRES).ok().map(Self)
    }

    /// Makes a database; `like` is nothing or what [`Database::as_template`] says.
    pub(crate) async fn create(&self, like: &str) -> Database {
        let name = format!("t{}", Uuid::now_v7().simple());
        self.run(&format!("CREATE DATABASE {name}{like}")).await;
        let (server, _) = self.0.rsplit_once('/').expect("an address with a database");
        Database {
            url: format!("{server}/{name}"),
            stands: Stands::On(self.clone(), name),
        }
    }

    async fn run(&self, statement: &str) {
        let connected = sea_orm::Database::connect(&self.0).await;
        let admin = connected.expect("a connection to the tests' PostgreSQL");
        let done = admin.execute_unprepared(statement).await;
        done.expect("a database made or removed");
        admin.close().await.expect("the connection closed");
    }
}
