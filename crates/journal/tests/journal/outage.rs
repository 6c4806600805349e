//! A database that goes away for 30 s and returns: what was asked meanwhile is refused clearly or
//! answered late, never lost and never written twice.

use std::time::{Duration, Instant};

use base::Clock;
use journal::{CommitError, Journal, JournalConfig, Lane};
use store::{Store, StoreConfig};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::clients::Clients;
use crate::database::{Database, schema};
use crate::subject::Model;
use crate::whole::close_and_check;

const AWAY: Duration = Duration::from_secs(30);

/// A door in front of PostgreSQL that can be shut: open connections break, new ones are refused.
struct Door {
    port: u16,
    open: watch::Sender<bool>,
}

impl Door {
    async fn in_front_of(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (open, is_open) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let (server, mut is_open) = (server.clone(), is_open.clone());
                tokio::spawn(async move {
                    if !*is_open.borrow() {
                        return;
                    }
                    let Ok(mut upstream) = TcpStream::connect(&server).await else {
                        return;
                    };
                    tokio::select! {
                        _ = copy_bidirectional(&mut client, &mut upstream) => {}
                        _ = is_open.wait_for(|open| !open) => {}
                    }
                });
            }
        });
        Self { port, open }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_goes_away_for_thirty_seconds() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (before, path) = database.url().split_once('@').unwrap();
    let (server, name) = path.split_once('/').unwrap();
    let door = Door::in_front_of(server.to_owned()).await;
    let url = format!("{before}@127.0.0.1:{}/{name}", door.port);
    survive(&url, |away| {
        door.open.send_replace(!away);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sqlite_file_is_locked_for_thirty_seconds() {
    let database = Database::sqlite();
    let path = database.url().strip_prefix("sqlite:").unwrap().to_owned();
    let other = std::sync::Mutex::new(None);
    survive(database.url(), |away| {
        let mut other = other.lock().unwrap();
        *other = away.then(|| {
            let db = rusqlite::Connection::open(&path).unwrap();
            db.busy_timeout(Duration::from_secs(5)).unwrap();
            db.execute_batch("BEGIN IMMEDIATE").unwrap();
            db
        });
    })
    .await;
}

/// Clients write all the time; the database leaves and returns under them.
async fn survive(url: &str, leave: impl Fn(bool)) {
    let mut config = StoreConfig::new(url);
    config.lock_wait = Duration::from_secs(1);
    let store = Store::open(&config).await.unwrap();
    schema().migrate(&store).await.unwrap();
    let limits = JournalConfig {
        give_up: Duration::from_secs(5),
        ..JournalConfig::default()
    };
    let journal = Journal::open(store, Clock::system(), limits).await.unwrap();
    let clients = Clients::start(&journal, 8);
    tokio::time::sleep(Duration::from_secs(1)).await;
    leave(true);
    tokio::time::sleep(AWAY).await;
    leave(false);
    let back = Instant::now();
    let probe = Model::new(journal.new_id(), "back");
    while journal.submit(probe.set(Lane::Dispatch)).await.is_err() {
        assert!(
            back.elapsed() < Duration::from_secs(10),
            "it does not come back"
        );
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut refused = 0;
    for told in clients.stop().await {
        told.check(journal.store()).await;
        let honest = |refusal| matches!(refusal, &CommitError::Unavailable | &CommitError::InDoubt);
        assert!(told.refusals.iter().all(honest), "{:?}", told.refusals);
        refused += told.refusals.len();
    }
    assert!(
        refused >= 8,
        "everybody waited for an answer through the whole outage"
    );
    close_and_check(journal).await;
}
