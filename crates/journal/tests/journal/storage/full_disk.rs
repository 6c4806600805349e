//! A disk without room: refused clearly, nothing acknowledged lost, and it goes on when there is
//! room again.

use std::time::Duration;

use journal::{CommitError, Journal, JournalConfig, Lane};

use super::disk::{DiskDatabase, on_both_engines};
use super::trouble::{CLIENTS, PATIENCE, shuts_itself_down, survive, works_again};
use crate::subject::Model;
use crate::whole::close_and_check;

/// Some kilobytes that no compression makes small.
fn much(journal: &Journal) -> Model {
    let words = (0..300).map(|_| journal.new_id().simple().to_string());
    Model::new(journal.new_id(), &words.collect::<String>())
}

/// On both engines the tables are what finds no room first: PostgreSQL's log has room left in the
/// file that it made beforehand. (On SQLite the log is where new rows go.)
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_clearly_and_recovers() {
    on_both_engines("the full disk", async |database| {
        let journal = database.journal(JournalConfig::default()).await;
        let first = Model::new(journal.new_id(), "before");
        journal.submit(first.set(Lane::Dispatch)).await.unwrap();

        let disk = &database.disk;
        disk.set_capacity(Some(disk.used_bytes().unwrap())).unwrap();
        let mut refusal = None;
        for _ in 0..50 {
            if let Err(error) = journal.submit(much(&journal).set(Lane::Dispatch)).await {
                refusal = Some(error);
                break;
            }
        }
        assert!(
            matches!(refusal, Some(CommitError::DiskFull)),
            "{refusal:?}"
        );

        disk.set_capacity(None).unwrap();
        let after = much(&journal);
        journal.submit(after.set(Lane::Dispatch)).await.unwrap();
        works_again(&journal).await;
        close_and_check(journal).await;
    })
    .await;
}

/// PostgreSQL alone: when its *log* finds no room for another file, it stops with a PANIC, often in
/// the middle of a commit, cannot recover for the same reason, and shuts itself down. Whether that
/// commit happened is then in doubt: the refusal must not say that nothing was saved.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_without_room_stops_postgres_and_loses_nothing() {
    let Some(database) = DiskDatabase::postgres("the full disk of the log") else {
        return;
    };
    let refusals = survive(database, async |database, _| {
        // Room for tables, and not for a file of the log, which has twice this size.
        let disk = &database.disk;
        disk.set_capacity(Some(disk.used_bytes().unwrap() + (8 << 20)))
            .unwrap();
        let server = database.server().unwrap();
        // Each takes a fresh file for the log: soon there is none that was made beforehand.
        let mut files = 0;
        while server.ask("select pg_switch_wal()").is_ok() {
            files += 1;
            assert!(files < 50, "the log finds room for ever");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        shuts_itself_down(server).await;
        // Everybody hears of it, before there is room again.
        tokio::time::sleep(PATIENCE + Duration::from_millis(500)).await;
        database.disk.set_capacity(None).unwrap();
    })
    .await;
    assert!(refusals.len() >= CLIENTS, "somebody was never told");
}
