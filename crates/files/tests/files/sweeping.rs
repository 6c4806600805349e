//! Content goes when nothing refers to it, and not before.

use std::time::Duration;

use files::{FilesError, Limits, Swept};

use crate::house::{LIMITS, clerk, on_both_engines, read};

#[tokio::test(flavor = "multi_thread")]
async fn removed_content_goes_and_its_entry_stays() {
    on_both_engines(|house| async move {
        let kept = house.keep("证书.pdf", b"%PDF-1.4 x").await.unwrap();
        house
            .files
            .remove(clerk(), &house.subject(), kept.id)
            .await
            .unwrap();
        let again = house.files.remove(clerk(), &house.subject(), kept.id).await;
        assert!(matches!(again, Err(FilesError::NotFound)));
        // Within its grace it stays: somebody may be sending the same bytes.
        let patient = house.with(Limits {
            grace: Duration::from_secs(3600),
            ..LIMITS
        });
        assert_eq!(patient.sweep().await.unwrap(), Swept { seen: 1, gone: 0 });
        assert_eq!(
            house.files.sweep().await.unwrap(),
            Swept { seen: 1, gone: 1 }
        );
        assert_eq!(house.files.sweep().await.unwrap(), Swept::default());
        let history = journal::history(house.journal.store(), &[kept.id])
            .await
            .unwrap();
        let verbs: Vec<_> = history
            .iter()
            .map(|(_, entry)| entry.verb.as_str())
            .collect();
        assert_eq!(verbs, ["attached", "removed"]);
        house.rebuilt_equal().await;
        // The same bytes may come again.
        let kept = house.keep("证书.pdf", b"%PDF-1.4 x").await.unwrap();
        assert_eq!(read(&house.files, &kept, None).await, b"%PDF-1.4 x");
        house
    })
    .await;
}

/// The process ended between the store's word and the journal's: content without an entry.
#[tokio::test(flavor = "multi_thread")]
async fn content_without_an_entry_is_swept() {
    on_both_engines(|house| async move {
        let kept = house.keep("留.txt", b"stays").await.unwrap();
        let orphan = "ab".repeat(32);
        let folder = house.folder.path().join("sm3/ab");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(&orphan), b"orphan").unwrap();
        assert_eq!(
            house.files.sweep().await.unwrap(),
            Swept { seen: 2, gone: 1 }
        );
        assert_eq!(house.on_disk().len(), 1);
        assert_eq!(read(&house.files, &kept, None).await, b"stays");
        house
    })
    .await;
}
