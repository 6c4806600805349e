//! A fresh house on each engine for each story, with a clock that the story moves.

use std::future::Future;

use access::{Access, AccessConfig, NewAccount, Pass, Password, Role, Sets};
use base::{Clock, Language, Timestamp};
use journal::{Journal, JournalConfig, Sealed};
use store::{Schema, Store, StoreConfig};
use testbed::Beginning;

pub const PASSWORD: &str = "烽火台-0001-long";

#[derive(Clone)]
pub struct House {
    pub journal: Journal,
    pub access: Access,
    pub clock: Clock,
}

static TABLES: Beginning = Beginning::new(|url| Box::pin(tables(url)));

async fn tables(url: String) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(access::migrations(), &access::table_shapes());
    schema.migrate(&store).await.unwrap();
    assert!(schema.undeclared_tables(&store).await.unwrap().is_empty());
    store.close().await;
}

impl House {
    async fn open(url: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let clock = Clock::manual(Timestamp::from_micros(1_763_884_800_000_000));
        let journal = Journal::open(store, clock.clone(), JournalConfig::default());
        let journal = journal.await.unwrap();
        let access = Access::new(journal.clone(), AccessConfig::default());
        Self {
            journal,
            access,
            clock,
        }
    }

    /// A second process over the same database.
    pub fn neighbour(&self) -> Access {
        Access::new(self.journal.clone(), AccessConfig::default())
    }

    pub async fn account(&self, username: &str, role: Role) -> access::account::Model {
        self.account_in(username, role, Sets::default()).await
    }

    pub async fn account_in(
        &self,
        username: &str,
        role: Role,
        sets: Sets,
    ) -> access::account::Model {
        let account = NewAccount {
            sets,
            ..new(username, role)
        };
        let password = Password::new(PASSWORD);
        let by = setup();
        let made = self.access.create_account(&by, account, password);
        made.await.unwrap()
    }

    /// The pass of an account as a request would carry it.
    pub async fn pass(&self, username: &str) -> Pass {
        self.sign_in(username).await.session.who.pass
    }

    /// All entries of a kind, in the journal's order, as `verb` and body.
    pub async fn told(&self, kind: &str, at_least: usize) -> Vec<(String, serde_json::Value)> {
        for _ in 0..200 {
            let head = *self.journal.head().borrow();
            let mut told: Vec<Sealed> = Vec::new();
            while told.last().map_or(0, |sealed| sealed.position) < head {
                let position = told.last().map_or(0, |sealed| sealed.position);
                told.extend(self.journal.follow(position).next().await.unwrap());
            }
            told.retain(|sealed| sealed.entry.kind == kind);
            if told.len() >= at_least {
                let told = told.into_iter().map(|sealed| {
                    let body = serde_json::from_slice(&sealed.entry.body).unwrap();
                    (sealed.entry.verb, body)
                });
                return told.collect();
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the journal holds fewer than {at_least} entries of {kind}");
    }

    pub async fn sign_in(&self, username: &str) -> access::SignedIn {
        let password = Password::new(PASSWORD);
        self.access.sign_in(username, &password).await.unwrap()
    }
}

pub fn setup() -> Pass {
    Pass::of_system("test")
}

pub fn new(username: &str, role: Role) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        display_name: "王力".to_owned(),
        role,
        locale: Language::Zh,
        sets: Sets::default(),
    }
}

/// Runs the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    let run = async |url: String| run(&story, &url).await;
    TABLES.on_both_engines(run).await;
}

async fn run<F, Fut>(story: &F, url: &str)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = ()>,
{
    let house = House::open(url).await;
    story(house.clone()).await;
    house.journal.close().await;
    house.journal.store().close().await;
}
