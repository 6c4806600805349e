//! What all stories of a test binary begin with, written once for each engine.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use tokio::sync::OnceCell;

use crate::database::{Database, Server};
use crate::tell;

/// A beginning being written.
pub type Writing = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tables and rows that every story finds. A `static` of a test binary; the first story on an engine
/// waits for it to be written.
pub struct Beginning {
    write: fn(String) -> Writing,
    /// What the writer left on SQLite.
    content: OnceCell<Vec<u8>>,
    /// What the writer left on PostgreSQL, copied by the server. It goes with the throw-away server.
    template: OnceCell<Database>,
}

impl Beginning {
    /// A beginning that `write` puts into the empty database at the address it is given. It leaves
    /// nobody connected: it closes the store.
    pub const fn new(write: fn(String) -> Writing) -> Self {
        Self {
            write,
            content: OnceCell::const_new(),
            template: OnceCell::const_new(),
        }
    }

    /// Tells the story with the address of a copy on each engine.
    pub async fn on_both_engines<F, Fut>(&self, story: F)
    where
        F: Fn(String) -> Fut,
        Fut: Future<Output = ()>,
    {
        self.on_sqlite(&story).await;
        if let Some(database) = self.postgres().await {
            tell(&story, database).await;
        }
    }

    /// Tells a story that has nothing to do with the engine.
    pub async fn on_sqlite<F, Fut>(&self, story: F)
    where
        F: Fn(String) -> Fut,
        Fut: Future<Output = ()>,
    {
        tell(&story, self.sqlite().await).await;
    }

    /// A copy on SQLite.
    pub async fn sqlite(&self) -> Database {
        let content = self.content.get_or_init(async || {
            let database = Database::sqlite();
            (self.write)(database.url().to_owned()).await;
            database.content().await
        });
        Database::of_content(content.await)
    }

    /// A copy on the tests' PostgreSQL; nothing, and a word, where there is none.
    pub async fn postgres(&self) -> Option<Database> {
        let Some(server) = Server::of_tests() else {
            return Database::postgres().await;
        };
        let template = self.template.get_or_init(async || {
            let database = server.create("").await;
            (self.write)(database.url().to_owned()).await;
            database
        });
        Some(server.create(&template.await.as_template()).await)
    }
}

impl fmt::Debug for Beginning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Beginning").finish_non_exhaustive()
    }
}
