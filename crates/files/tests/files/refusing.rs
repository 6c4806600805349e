//! What is refused leaves nothing.

use bytes::Bytes;
use files::FilesError;
use futures_util::stream;

use crate::house::{on_both_engines, pieces};

#[tokio::test(flavor = "multi_thread")]
async fn too_large_too_small_and_too_many() {
    on_both_engines(|house| async move {
        let files = &house.files;
        // Said beforehand, it is refused without a byte.
        let nothing = stream::pending::<Result<Bytes, std::io::Error>>();
        let early = files.receive(Some(2 << 30), nothing).await;
        assert!(matches!(early, Err(FilesError::TooLarge { most }) if most == 1 << 20));
        let late = files.receive(None, pieces(&vec![7; (1 << 20) + 1])).await;
        assert!(matches!(late, Err(FilesError::TooLarge { .. })));
        assert!(matches!(
            files.receive(None, pieces(b"")).await,
            Err(FilesError::Empty)
        ));
        for name in ["1", "2", "3"] {
            house.keep(name, name.as_bytes()).await.unwrap();
        }
        let fourth = house.keep("4", b"4").await;
        assert!(matches!(fourth, Err(FilesError::TooMany { most: 3 })));
        assert_eq!(house.on_disk().len(), 3);
        house
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_was_cut_off_leaves_nothing() {
    on_both_engines(|house| async move {
        let broken = stream::iter(vec![
            Ok(Bytes::from_static(b"half of it")),
            Err(std::io::Error::other("the line broke")),
        ]);
        let cut = house.files.receive(None, broken).await;
        assert!(matches!(cut, Err(FilesError::CutOff)));
        // A sender that says more than it sends is cut off too.
        let short = house.files.receive(Some(100), pieces(b"short")).await;
        assert!(matches!(short, Err(FilesError::CutOff)));
        // And one that arrived and was given up before it was kept.
        drop(house.files.receive(None, pieces(b"whole")).await.unwrap());
        assert!(house.on_disk().is_empty());
        assert!(house.hanging().await.is_empty());
        house
    })
    .await;
}
