//! kill -9 between a delivery and its note: the message is delivered again with the same key, so a
//! receiver that looks at keys sees it once, and none is ever missing.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;
use base::Clock;
use outbox::{Channel, ChannelName, DeliveryError, Message, Outbox, Receipt};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use crate::database::{on_both_engines, open};
use crate::world::{AtWork, limits, numbered, put, until};

const HOOK: ChannelName = ChannelName::Webhook;
const COUNT: usize = 120;

/// Sends the key as a line and is content with a line back.
struct Wire {
    receiver: String,
}

#[async_trait]
impl Channel for Wire {
    fn name(&self) -> ChannelName {
        HOOK
    }

    async fn deliver(&self, message: &Message) -> Result<Receipt, DeliveryError> {
        let failed = |error: std::io::Error| DeliveryError::temporary(error.to_string());
        let mut stream = TcpStream::connect(&self.receiver).await.map_err(failed)?;
        let line = format!("{}\n", message.key());
        stream.write_all(line.as_bytes()).await.map_err(failed)?;
        let mut answer = String::new();
        let read = BufReader::new(stream).read_line(&mut answer).await;
        match read.map_err(failed)? {
            0 => Err(DeliveryError::temporary("hung up")),
            _ => Ok(Receipt::default()),
        }
    }
}

/// Run by the test below in a process of its own; does nothing in a normal run.
#[tokio::test(flavor = "multi_thread")]
async fn deliverer_process() {
    let Ok(order) = std::env::var("OUTBOX_TEST_DELIVERER") else {
        return;
    };
    let (receiver, url) = order.split_once(' ').unwrap();
    let outbox = Outbox::new(open(url).await, Clock::system());
    let receiver = receiver.to_owned();
    let _work = AtWork::start(&outbox, &[Arc::new(Wire { receiver })], &limits());
    std::future::pending::<()>().await;
}

fn start_deliverer(receiver: &str, url: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "kill::deliverer_process",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("OUTBOX_TEST_DELIVERER", format!("{receiver} {url}"))
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// How often each key came. A delivery that is announced on `taken` gets its answer only when the
/// test says so, if ever.
struct Ledger {
    address: String,
    seen: Arc<Mutex<HashMap<String, usize>>>,
    taken: mpsc::Receiver<(String, TcpStream)>,
}

async fn ledger() -> Ledger {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (announce, taken) = mpsc::channel(1_000);
    let seen = Arc::new(Mutex::new(HashMap::new()));
    let counted = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut key = String::new();
            let read = BufReader::new(&mut stream).read_line(&mut key).await;
            if read.is_ok_and(|length| length > 0) {
                let key = key.trim().to_owned();
                *counted.lock().unwrap().entry(key.clone()).or_default() += 1;
                announce.send((key, stream)).await.unwrap();
            }
        }
    });
    Ledger {
        address,
        seen,
        taken,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delivered_and_not_noted_is_delivered_again_with_its_key() {
    on_both_engines(async |url| {
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        put(&store, numbered(&Clock::system(), HOOK, COUNT)).await;
        let mut ledger = ledger().await;
        let mut unanswered = Vec::new();
        for _ in 0..3 {
            let mut process = start_deliverer(&ledger.address, &url);
            for _ in 0..20 {
                let (_, mut stream) = ledger.taken.recv().await.unwrap();
                stream.write_all(b"ok\n").await.unwrap();
            }
            // This one is with the receiver, and whoever sent it will never know.
            let (key, stream) = ledger.taken.recv().await.unwrap();
            process.start_kill().unwrap();
            process.wait().await.unwrap();
            unanswered.push(key);
            drop(stream);
        }
        let mut process = start_deliverer(&ledger.address, &url);
        let answering = tokio::spawn(async move {
            while let Some((_, mut stream)) = ledger.taken.recv().await {
                // The other end of an old delivery may be dead.
                drop(stream.write_all(b"ok\n").await);
            }
        });
        until(&outbox, HOOK, |s| s.sent == u64::try_from(COUNT).unwrap()).await;
        process.start_kill().unwrap();
        process.wait().await.unwrap();
        answering.abort();

        let seen = ledger.seen.lock().unwrap().clone();
        assert_eq!(seen.len(), COUNT, "never zero times");
        for key in unanswered {
            assert!(seen[&key] >= 2, "{key} was not delivered again");
        }
        let repeats: usize = seen.values().map(|times| times - 1).sum();
        eprintln!("{:?}: {repeats} repeats after three kills", store.engine());
        assert!(
            (3..=3 * limits().parallel).contains(&repeats),
            "{repeats} repeats"
        );
        store.close().await;
    })
    .await;
}
