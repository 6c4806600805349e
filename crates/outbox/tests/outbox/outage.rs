//! The database goes away for some seconds under the deliverer and comes back: everything is
//! delivered, and what was delivered meanwhile is noted, not repeated.

use std::time::Duration;

use base::Clock;
use outbox::{ChannelName, Limits, Outbox};
use store::{Store, StoreConfig};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::database::{Database, schema};
use crate::receiver::{Answer, Receiver};
use crate::world::{AtWork, limits, numbered, put, until};

const AWAY: Duration = Duration::from_secs(4);
const SMS: ChannelName = ChannelName::Sms;

#[tokio::test(flavor = "multi_thread")]
async fn postgres_goes_away_for_some_seconds() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let (before, path) = database.url().split_once('@').unwrap();
    let (server, name) = path.split_once('/').unwrap();
    let (port, open) = door(server.to_owned()).await;
    let url = format!("{before}@127.0.0.1:{port}/{name}");
    survive(&url, |away| {
        open.send_replace(!away);
    })
    .await;
    database.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sqlite_file_is_locked_for_some_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fengsui.db");
    let other = std::sync::Mutex::new(None);
    survive(&format!("sqlite:{}", path.display()), |away| {
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

/// A door in front of PostgreSQL: shut, it breaks open connections and refuses new ones.
async fn door(server: String) -> (u16, watch::Sender<bool>) {
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
    (port, open)
}

async fn survive(url: &str, leave: impl Fn(bool)) {
    let mut config = StoreConfig::new(url);
    config.lock_wait = Duration::from_secs(1);
    let store = Store::open(&config).await.unwrap();
    schema().migrate(&store).await.unwrap();
    let outbox = Outbox::new(store.clone(), Clock::system());
    // Deliveries are under way when the database goes.
    let receiver = Receiver::new(SMS, |_| Answer::TakeAfter(Duration::from_millis(120)));
    put(&store, numbered(&Clock::system(), SMS, 100)).await;
    // On a busy machine, too, no call is to run into its limit: each repeat would be ours.
    let limits = Limits {
        call: Duration::from_secs(3),
        lease: Duration::from_secs(5),
        ..limits()
    };
    let work = AtWork::with(&outbox, receiver.clone(), &limits);
    until(&outbox, SMS, |s| s.sent >= 20).await;
    leave(true);
    sleep(AWAY).await;
    assert!(receiver.calls().len() < 100, "nothing is claimed meanwhile");
    leave(false);
    until(&outbox, SMS, |s| s.sent == 100).await;
    work.stop().await;
    let keys: std::collections::HashSet<_> = receiver.keys().into_iter().collect();
    assert_eq!((keys.len(), receiver.overlaps()), (100, 0));
    // A claim whose answer was lost lapses and is made again; a delivery is not.
    assert_eq!(receiver.calls().len(), 100);
    store.close().await;
}
