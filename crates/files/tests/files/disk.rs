//! A disk that forgets what was not synced, and one that is full: what was acknowledged stays, what
//! was refused leaves nothing.

use files::{Files, FilesError, Limits, Place};
use lyingfs::apart::{self, Apart};
use lyingfs::{Cut, Options};

use crate::house::{LIMITS, clerk, on_both_engines, pieces, read};

const DISK: &str = "disk::disk_process";

/// Run by the tests of this file in a process of its own: the disk that they test on.
#[test]
fn disk_process() {
    apart::serve();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_power_cut() {
    on_both_engines(|house| async move {
        let place = tempfile::tempdir().unwrap();
        let options = Options::default();
        let Some(disk) =
            Apart::mount_or_skip("attachments at a power cut", DISK, place.path(), &options)
        else {
            return house;
        };
        let files = on(&house.journal, disk.path(), LIMITS);
        let sent: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[1]).collect();
        let mut kept = Vec::new();
        for (name, bytes) in [("甲.bin", sent.as_slice()), ("乙.txt", b"small")] {
            let upload = files.receive(None, pieces(bytes)).await.unwrap();
            let about = files::About {
                subject: house.subject(),
                name,
                actor: clerk(),
            };
            kept.push((files.keep(upload, about).await.unwrap(), bytes));
        }
        drop(files);
        disk.power_off().unwrap();
        disk.power_on(Cut::ForgetAll).unwrap();
        let files = on(&house.journal, disk.path(), LIMITS);
        for (one, bytes) in kept {
            assert_eq!(read(&files, &one, None).await, bytes, "{}", one.name);
        }
        house
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_clearly_and_works_again() {
    on_both_engines(|house| async move {
        let place = tempfile::tempdir().unwrap();
        let options = Options::default();
        let Some(disk) =
            Apart::mount_or_skip("attachments on a full disk", DISK, place.path(), &options)
        else {
            return house;
        };
        let files = on(&house.journal, disk.path(), LIMITS);
        let keep = async |bytes: &[u8]| {
            let upload = files.receive(None, pieces(bytes)).await?;
            let about = files::About {
                subject: house.subject(),
                name: "a.bin",
                actor: clerk(),
            };
            files.keep(upload, about).await
        };
        let used = disk.used_bytes().unwrap();
        // Room for the upload under way and not for the content beside it; then for neither.
        for room in [600_000, 1_000] {
            disk.set_capacity(Some(used + room)).unwrap();
            let refused = keep(&vec![7; 500_000]).await;
            assert!(
                matches!(refused, Err(FilesError::DiskFull)),
                "{room}: {refused:?}"
            );
            assert!(house.hanging().await.is_empty());
        }
        disk.set_capacity(None).unwrap();
        let kept = keep(&vec![7; 500_000]).await.unwrap();
        assert_eq!(read(&files, &kept, None).await.len(), 500_000);
        house
    })
    .await;
}

fn on(journal: &journal::Journal, path: &std::path::Path, limits: Limits) -> Files {
    Files::new(journal.clone(), Place::folder(path).unwrap(), limits)
}
