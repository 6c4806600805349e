//! A disk whose syncs fail for a while. What a failed sync covered is not on the disk, and a later
//! sync does not bring it there.

use std::time::{Duration, Instant};

use super::disk::on_both_engines;
use super::trouble::{shuts_itself_down, survive};

/// SQLite's commit fails, and the committer writes the same again until the disk takes it.
/// PostgreSQL stops with a PANIC, as it must, cannot recover while syncs fail, and shuts itself
/// down; when it was started again the committer asks it for what was in doubt.
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_sync_is_never_an_acknowledgement() {
    on_both_engines("failing syncs", async |database| {
        survive(database, async |database, journal| {
            database.disk.fail_syncs(true).unwrap();
            let began = Instant::now();
            while database.disk.failed_syncs().unwrap() == 0 {
                assert!(began.elapsed() < Duration::from_secs(10), "no sync failed");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            // What was synced just before may still be on its way to its client.
            tokio::time::sleep(Duration::from_millis(200)).await;
            let acknowledged = journal.stats().sets;
            tokio::time::sleep(Duration::from_secs(1)).await;
            assert_eq!(journal.stats().sets, acknowledged, "without a sync");
            if let Some(server) = database.server() {
                shuts_itself_down(server).await;
            }
            database.disk.fail_syncs(false).unwrap();
        })
        .await;
    })
    .await;
}
