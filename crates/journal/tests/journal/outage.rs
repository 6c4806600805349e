//! A database that goes away for 30 s and returns: what was asked meanwhile is refused clearly or
//! answered late, never lost and never written twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base::Clock;
use journal::{CommitError, Journal, JournalConfig, Lane, Trust, verify};
use sea_orm::EntityTrait;
use store::{Store, StoreConfig};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::database::{TestDatabase, schema};
use crate::subject::{Entity, Model};

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
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let (before, path) = database.url.split_once('@').unwrap();
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
    let database = TestDatabase::sqlite();
    let path = database.url.strip_prefix("sqlite:").unwrap().to_owned();
    let other = std::sync::Mutex::new(None);
    survive(&database.url, |away| {
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
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..8)
        .map(|_| tokio::spawn(client(journal.clone(), Arc::clone(&stop))))
        .collect();
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
    stop.store(true, Ordering::Relaxed);
    let mut refused = 0;
    for client in clients {
        let told = client.await.unwrap();
        refused += told.refused;
        let row = Entity::find_by_id(told.counter.id)
            .one(journal.store().reader())
            .await
            .unwrap();
        assert_eq!(row.map(|row| row.version), Some(told.counter.version));
    }
    assert!(
        refused >= 8,
        "everybody waited for an answer through the whole outage"
    );
    journal.close().await;
    let report = verify(journal.store(), &Trust::default()).await.unwrap();
    assert_eq!((report.findings, report.waiting), (vec![], 0));
    journal.store().close().await;
}

struct Told {
    counter: Model,
    refused: usize,
}

async fn client(journal: Journal, stop: Arc<AtomicBool>) -> Told {
    let mut told = Told {
        counter: Model::new(journal.new_id(), "client"),
        refused: 0,
    };
    while !stop.load(Ordering::Relaxed) {
        match journal.submit(told.counter.set(Lane::Device)).await {
            Ok(_) => {
                told.counter.version += 1;
                told.counter.value += 1;
            }
            // What was in doubt turns out to be written: take its version over.
            Err(CommitError::Conflict { found, .. }) if found == told.counter.version + 1 => {
                told.counter.version = found;
                told.counter.value += 1;
            }
            Err(CommitError::Unavailable | CommitError::InDoubt) => told.refused += 1,
            Err(other) => panic!("{other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    told
}
