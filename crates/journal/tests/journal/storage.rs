//! Storage that fails: a disk that forgets what was not synced, a full disk, a disk whose syncs
//! fail. The writer is a process of its own, so that a power cut takes it with it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use base::Uuid;
use journal::{CommitError, Lane, Trust, export_tables, rebuild_into, verify};
use lyingfs::{Cut, LyingFs, Mounted, Options, SyncMode};
use sea_orm::EntityTrait;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::database::{TestDatabase, open_journal, open_store, records};
use crate::several_processes::start_writer;
use crate::subject::{Entity, Model};

fn mount(what: &str, place: &Path) -> Option<Mounted> {
    LyingFs::mount_or_skip(what, place, Options::default())
}

fn url_on(place: &Path) -> String {
    format!("sqlite:{}", place.join("fengsui.db").display())
}

type Acknowledged = HashMap<Uuid, i64>;

/// Lets a writer work until it has `enough` acknowledgements, then cuts the power under it.
async fn write_until_power_cut(
    disk: &mut Mounted,
    url: &str,
    enough: usize,
    cut: Cut,
) -> Acknowledged {
    let mut writer = start_writer("kill::endless_writer_process", "JOURNAL_TEST_ENDLESS", url);
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut acknowledged = Acknowledged::new();
    let mut count = 0;
    while let Ok(Some(line)) = lines.next_line().await {
        let words: Vec<_> = line.split_whitespace().collect();
        if let ["ACK", id, version] = words.as_slice() {
            acknowledged.insert(id.parse().unwrap(), version.parse().unwrap());
            count += 1;
        }
        if count == enough && disk.is_on() {
            disk.power_off();
            writer.start_kill().unwrap();
        }
    }
    writer.wait().await.unwrap();
    disk.power_on(cut).unwrap();
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
    let place = tempfile::tempdir().unwrap();
    let Some(mut disk) = mount("the power cut", place.path()) else {
        return;
    };
    let url = url_on(place.path());
    let mut all = Acknowledged::new();
    for seed in 0..4 {
        let cut = if seed == 0 {
            Cut::ForgetAll
        } else {
            Cut::KeepSome { seed }
        };
        all.extend(write_until_power_cut(&mut disk, &url, 300, cut).await);
        assert_eq!(lost(&url, &all).await, 0, "after cut {seed}");
    }
    let journal = open_journal(&url).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    journal.close().await;
    let report = verify(journal.store(), &Trust::default()).await.unwrap();
    assert_eq!((report.findings, report.waiting), (vec![], 0));
    let scratch = TestDatabase::sqlite();
    let target = scratch.store().await;
    rebuild_into(journal.store(), &records(), &target)
        .await
        .unwrap();
    assert_eq!(
        export_tables(journal.store(), &records(), |_| ())
            .await
            .unwrap(),
        export_tables(&target, &records(), |_| ()).await.unwrap()
    );
    journal.store().close().await;
}

/// The negative control: when syncs lie, this harness sees the loss. Without it the test above
/// could be blind.
#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_loss_when_syncs_lie() {
    let place = tempfile::tempdir().unwrap();
    let Some(mut disk) = mount("the negative control", place.path()) else {
        return;
    };
    let url = url_on(place.path());
    // The schema is made on an honest disk; the lie begins with the writing.
    open_store(&url).await.close().await;
    disk.set_sync_mode(SyncMode::Lie);
    let acknowledged = write_until_power_cut(&mut disk, &url, 300, Cut::ForgetAll).await;
    disk.set_sync_mode(SyncMode::Honest);
    assert!(
        lost(&url, &acknowledged).await > 0,
        "a lying disk lost nothing?"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_clearly_and_recovers() {
    let place = tempfile::tempdir().unwrap();
    let Some(disk) = mount("the full disk", place.path()) else {
        return;
    };
    let url = url_on(place.path());
    let journal = open_journal(&url).await;
    let first = Model::new(journal.new_id(), "before");
    journal.submit(first.set(Lane::Dispatch)).await.unwrap();

    disk.set_capacity(Some(disk.used_bytes()));
    let mut refusal = None;
    for _ in 0..50 {
        let set = Model::new(journal.new_id(), &"满".repeat(4_000)).set(Lane::Dispatch);
        if let Err(error) = journal.submit(set).await {
            refusal = Some(error);
            break;
        }
    }
    assert!(
        matches!(refusal, Some(CommitError::DiskFull)),
        "{refusal:?}"
    );

    disk.set_capacity(None);
    let after = Model::new(journal.new_id(), "after");
    journal.submit(after.set(Lane::Dispatch)).await.unwrap();
    journal.close().await;
    let report = verify(journal.store(), &Trust::default()).await.unwrap();
    assert_eq!((report.findings, report.waiting), (vec![], 0));
    journal.store().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_sync_is_never_an_acknowledgement() {
    let place = tempfile::tempdir().unwrap();
    let Some(disk) = mount("failing syncs", place.path()) else {
        return;
    };
    let url = url_on(place.path());
    let journal = open_journal(&url).await;
    disk.fail_syncs(true);
    let during = Model::new(journal.new_id(), "during");
    let mending = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let waiting = disk.counters().failed_syncs;
        disk.fail_syncs(false);
        waiting
    };
    let (answer, failed) = tokio::join!(journal.submit(during.set(Lane::Fire)), mending);
    assert!(failed > 0, "no sync failed");
    answer.unwrap();
    let row = Entity::find_by_id(during.id)
        .one(journal.store().reader())
        .await
        .unwrap();
    assert!(row.is_some());
    journal.close().await;
    assert_eq!(
        verify(journal.store(), &Trust::default())
            .await
            .unwrap()
            .findings,
        []
    );
    journal.store().close().await;
}
