//! A PostgreSQL whose answer to COMMIT is its own last word. It may have written the commit before
//! it stopped, so "no space left" said in that voice does not mean that nothing was saved.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use journal::Lane;
use sea_orm::EntityTrait;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};

use crate::database::{Database, open_journal};
use crate::subject::{Entity, Model};
use crate::whole::close_and_check;

/// The message of a client that commits.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";
/// What PostgreSQL says when its log finds no room.
const PANIC: &[u8] =
    b"SPANIC\0VPANIC\0C53100\0Mcould not write to file: No space left on device\0\0";

/// Stands in front of a server and breaks off once, at the next COMMIT.
struct Interrupter {
    port: u16,
    armed: Arc<AtomicBool>,
}

impl Interrupter {
    /// `written`: the server gets the COMMIT and carries it out before the connection breaks.
    async fn in_front_of(server: String, written: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let armed = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&armed);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let upstream = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(pass_on(client, upstream, Arc::clone(&shared), written));
            }
        });
        Self { port, armed }
    }
}

async fn pass_on(client: TcpStream, server: TcpStream, armed: Arc<AtomicBool>, written: bool) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let commit = async {
        let mut bytes = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from_client.read(&mut bytes).await {
            let said = &bytes[..count];
            let commits = said.windows(COMMIT.len()).any(|part| part == COMMIT);
            if commits && armed.swap(false, Ordering::SeqCst) {
                return Some(said.to_vec());
            }
            to_server.write_all(said).await.ok()?;
        }
        None
    };
    let commit = tokio::select! {
        commit = commit => commit,
        _ = copy(&mut from_server, &mut to_client) => None,
    };
    let Some(commit) = commit else {
        return;
    };
    if written {
        to_server.write_all(&commit).await.unwrap();
        let answer = from_server.read_u8().await.unwrap();
        assert_eq!(answer, b'C', "the server committed");
    }
    let length = u32::try_from(PANIC.len() + 4).unwrap();
    to_client.write_u8(b'E').await.unwrap();
    to_client.write_u32(length).await.unwrap();
    to_client.write_all(PANIC).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_ends_in_panic_is_asked_for_and_not_taken_for_undone() {
    for written in [true, false] {
        let Some(database) = Database::postgres().await else {
            return;
        };
        let (before, path) = database.url().split_once('@').unwrap();
        let (server, name) = path.split_once('/').unwrap();
        let between = Interrupter::in_front_of(server.to_owned(), written).await;
        let url = format!("{before}@127.0.0.1:{}/{name}", between.port);
        let journal = open_journal(&url).await;
        between.armed.store(true, Ordering::SeqCst);
        let alarm = Model::new(journal.new_id(), "alarm");
        let answer = journal.submit(alarm.set(Lane::Fire)).await;
        assert!(!between.armed.load(Ordering::SeqCst), "nothing broke off");
        assert!(
            answer.is_ok(),
            "written before it stopped: {written}; {answer:?}"
        );
        let rows = Entity::find().all(journal.store().reader()).await.unwrap();
        let versions: Vec<_> = rows.iter().map(|row| (row.id, row.version)).collect();
        assert_eq!(versions, [(alarm.id, 1)]);
        close_and_check(journal).await;
        database.end().await;
    }
}
