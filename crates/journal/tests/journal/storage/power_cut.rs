//! A disk that forgets at a power cut what was not synced. The writer is a process of its own, so
//! that the cut takes it with it.

use std::collections::HashMap;

use base::Uuid;
use journal::JournalConfig;
use lyingfs::{Cut, SyncMode};
use sea_orm::EntityTrait;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::disk::{DiskDatabase, on_both_engines};
use crate::database::open_store;
use crate::several_processes::start_writer;
use crate::subject::Entity;
use crate::whole::close_and_check;

type Acknowledged = HashMap<Uuid, i64>;

/// Lets a writer work until it has `enough` acknowledgements, then cuts the power under it.
async fn write_until_power_cut(
    database: &mut DiskDatabase,
    enough: usize,
    cut: Cut,
) -> Acknowledged {
    let url = database.url();
    let mut writer = start_writer("kill::endless_writer_process", "JOURNAL_TEST_ENDLESS", &url);
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut acknowledged = Acknowledged::new();
    let mut count = 0;
    let mut cut_off = false;
    while let Ok(Some(line)) = lines.next_line().await {
        let words: Vec<_> = line.split_whitespace().collect();
        if let ["ACK", id, version] = words.as_slice() {
            acknowledged.insert(id.parse().unwrap(), version.parse().unwrap());
            count += 1;
        }
        if count == enough && !cut_off {
            cut_off = true;
            database.disk.power_off().unwrap();
            writer.start_kill().unwrap();
        }
    }
    writer.wait().await.unwrap();
    assert!(count >= enough, "the writer gave up before the power did");
    database.power_on(cut);
    acknowledged
}

async fn lost(url: &str, acknowledged: &Acknowledged) -> usize {
    let store = open_store(url).await;
    let mut lost = 0;
    for (id, version) in acknowledged {
        let row = Entity::find_by_id(*id).one(store.reader()).await.unwrap();
        lost += usize::from(row.is_none_or(|row| row.version < *version));
    }
    store.close().await;
    lost
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_at_a_power_cut() {
    on_both_engines("the power cut", async |mut database| {
        let url = database.url();
        let mut all = Acknowledged::new();
        for seed in 0..4 {
            let cut = if seed == 0 {
                Cut::ForgetAll
            } else {
                Cut::KeepSome { seed }
            };
            all.extend(write_until_power_cut(&mut database, 300, cut).await);
            assert_eq!(lost(&url, &all).await, 0, "after cut {seed}");
        }
        close_and_check(database.journal(JournalConfig::default()).await).await;
    })
    .await;
}

/// The negative control: when syncs lie, this harness sees the loss. Without it the test above
/// could be blind.
#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_loss_when_syncs_lie() {
    on_both_engines("the negative control", async |mut database| {
        let url = database.url();
        // The schema is made on an honest disk; the lie begins with the writing.
        open_store(&url).await.close().await;
        database.disk.set_sync_mode(SyncMode::Lie).unwrap();
        let acknowledged = write_until_power_cut(&mut database, 300, Cut::ForgetAll).await;
        database.disk.set_sync_mode(SyncMode::Honest).unwrap();
        assert!(
            lost(&url, &acknowledged).await > 0,
            "a lying disk lost nothing?"
        );
    })
    .await;
}
