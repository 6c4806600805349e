//! Clients that write through a trouble of the disk, and a power cut after it.

use std::time::{Duration, Instant};

use journal::{CommitError, Journal, JournalConfig, Lane};
use lyingfs::Cut;
use lyingfs::postgres::Cluster;

use super::disk::DiskDatabase;
use crate::clients::Clients;
use crate::subject::Model;
use crate::whole::close_and_check;

/// How long a change waits for its database in these stories.
pub const PATIENCE: Duration = Duration::from_secs(2);
pub const CLIENTS: usize = 8;

/// Eight clients write, `trouble` brings trouble upon the disk and takes it away again, everybody
/// writes on, and then the power is cut: what was acknowledged stands, before, during and after.
/// Answers with the refusals of all.
pub async fn survive(
    mut database: DiskDatabase,
    trouble: impl AsyncFnOnce(&mut DiskDatabase, &Journal),
) -> Vec<CommitError> {
    let limits = JournalConfig {
        give_up: PATIENCE,
        ..JournalConfig::default()
    };
    let journal = database.journal(limits.clone()).await;
    let clients = Clients::start(&journal, CLIENTS);
    tokio::time::sleep(Duration::from_millis(300)).await;
    trouble(&mut database, &journal).await;
    database.start_again();
    works_again(&journal).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let all = clients.stop().await;

    // The journal lives on without its disk, and may not copy anything to safety any more.
    database.disk.power_off().unwrap();
    journal.close().await;
    journal.store().close().await;
    database.power_on(Cut::ForgetAll);
    let journal = database.journal(limits).await;
    let mut refusals = Vec::new();
    for told in all {
        told.check(journal.store()).await;
        refusals.extend(told.refusals);
    }
    close_and_check(journal).await;
    refusals
}

/// The same journal goes on, without being opened anew.
pub async fn works_again(journal: &Journal) {
    let began = Instant::now();
    let probe = Model::new(journal.new_id(), "works again");
    while let Err(refusal) = journal.submit(probe.set(Lane::Dispatch)).await {
        assert!(began.elapsed() < Duration::from_secs(10), "{refusal}");
    }
}

/// PostgreSQL gives up when it cannot recover either.
pub async fn shuts_itself_down(server: &mut Cluster) {
    let began = Instant::now();
    while server.is_running() {
        assert!(began.elapsed() < Duration::from_secs(10), "it goes on");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
