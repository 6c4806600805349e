//! Eight writers in several processes, a follower, and a transaction that stays open beside them.

use std::collections::HashMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use journal::{Lane, Trust, verify};
use sea_orm::{ConnectionTrait, Database, TransactionTrait};
use store::Engine;
use tokio::process::Command;

use crate::database::{on_both_engines, open_journal};
use crate::subject::Model;

const WRITERS: usize = 8;
const COUNTERS: usize = 10;
const STEPS: i64 = 12;

/// Run by the test below in processes of its own; does nothing in a normal run.
#[tokio::test(flavor = "multi_thread")]
async fn writer_process() {
    let Ok(url) = std::env::var("JOURNAL_TEST_WRITER") else {
        return;
    };
    let journal = open_journal(&url).await;
    for n in 0..COUNTERS {
        let mut counter = Model::new(journal.new_id(), &format!("{} {n}", std::process::id()));
        for _ in 0..STEPS {
            journal.submit(counter.set(Lane::Device)).await.unwrap();
            counter.version += 1;
            counter.value += 1;
        }
    }
    journal.close().await;
}

pub fn start_writer(test: &str, variable: &str, url: &str) -> tokio::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(variable, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_misses_and_repeats_nothing() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let mut follower = journal.follow(0);
        // A transaction that has written and stays open. SQLite has one writer at a time, so there
        // the long transaction is a reader, which keeps its old snapshot.
        let beside = Database::connect(&url).await.unwrap();
        let long = beside.begin().await.unwrap();
        let statement = match journal.store().engine() {
            Engine::Postgres => "INSERT INTO counter (id, version, name, value) VALUES (gen_random_uuid(), 1, 'long', 0)",
            Engine::Sqlite => "SELECT count(*) FROM journal_entry",
        };
        long.execute_unprepared(statement).await.unwrap();
        let mut writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                start_writer(
                    "several_processes::writer_process",
                    "JOURNAL_TEST_WRITER",
                    &url,
                )
            })
            .collect();

        let expected = WRITERS * COUNTERS * usize::try_from(STEPS).unwrap();
        let (mut seen, mut position) = (0, 0);
        let mut versions = HashMap::new();
        let deadline = Instant::now() + Duration::from_secs(60);
        while seen < expected {
            let page = tokio::time::timeout_at(deadline.into(), follower.next())
                .await
                .unwrap_or_else(|_| panic!("saw {seen} of {expected}"))
                .unwrap();
            for sealed in page {
                position += 1;
                assert_eq!(
                    sealed.position, position,
                    "a position was missed or repeated"
                );
                let before = versions.insert(sealed.entry.subject, sealed.entry.version);
                assert_eq!(sealed.entry.version, before.unwrap_or(0) + 1);
                seen += 1;
            }
        }
        for writer in &mut writers {
            assert!(writer.wait().await.unwrap().success());
        }
        long.rollback().await.unwrap();
        let report = verify(journal.store(), &Trust::default()).await.unwrap();
        assert_eq!((report.findings.len(), report.head.position), (0, position));
        journal.close().await;
    })
    .await;
}
