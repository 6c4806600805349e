//! What is kept is what was sent, once a content, and the journal says so.

use crate::house::{clerk, on_both_engines, read};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_as_it_was_sent() {
    on_both_engines(|house| async move {
        let sent: Vec<u8> = b"%PDF-1.7\n"
            .iter()
            .copied()
            .chain((0..300_000_u32).map(|n| n.to_le_bytes()[0]))
            .collect();
        let kept = house.keep("../图纸.pdf", &sent).await.unwrap();
        assert_eq!((kept.name.as_str(), kept.bytes), ("图纸.pdf", 300_009));
        assert_eq!(kept.media_type, "application/pdf");
        assert_eq!(kept.by, clerk().to_string());
        assert_eq!(read(&house.files, &kept, None).await, sent);
        assert_eq!(read(&house.files, &kept, Some(5..9)).await, &sent[5..9]);
        house.rebuilt_equal().await;
        house
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_uploads_of_the_same_bytes_are_one_content() {
    on_both_engines(|house| async move {
        let (one, other) = tokio::join!(
            house.keep("甲.txt", "相同".as_bytes()),
            house.keep("乙.txt", "相同".as_bytes())
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.digest, other.digest);
        assert_eq!(house.on_disk().len(), 1);
        house
            .files
            .remove(clerk(), &house.subject(), one.id)
            .await
            .unwrap();
        // The content stays as long as the other refers to it.
        assert_eq!(house.files.sweep().await.unwrap().gone, 0);
        assert_eq!(read(&house.files, &other, None).await, "相同".as_bytes());
        assert_eq!(house.hanging().await, ["乙.txt"]);
        house.rebuilt_equal().await;
        house
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_has_a_small_picture() {
    on_both_engines(|house| async move {
        let mut photo = std::io::Cursor::new(Vec::new());
        let large = image::DynamicImage::new_rgb8(800, 400);
        large.write_to(&mut photo, image::ImageFormat::Png).unwrap();
        let kept = house.keep("现场.png", &photo.into_inner()).await.unwrap();
        assert_eq!(kept.media_type, "image/png");
        let first = house.files.thumbnail(&kept).await.unwrap();
        let again = house.files.thumbnail(&kept).await.unwrap();
        assert_eq!(first, again);
        let small = image::load_from_memory(&first).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));
        assert_eq!(house.on_disk().len(), 2);
        // With the content goes what was made of it.
        house
            .files
            .remove(clerk(), &house.subject(), kept.id)
            .await
            .unwrap();
        assert_eq!(house.files.sweep().await.unwrap().gone, 1);
        assert!(house.on_disk().is_empty());
        house
    })
    .await;
}

/// A photo whose camera noted 35°1'12" N, 111°0'36" E: a JPEG of an EXIF segment alone.
#[tokio::test(flavor = "multi_thread")]
async fn where_a_photo_was_taken_is_kept_as_what_the_file_says() {
    on_both_engines(|house| async move {
        let kept = house.keep("a.jpg", &located()).await.unwrap();
        assert_eq!(kept.media_type, "image/jpeg");
        assert_eq!(kept.latitude_e7, Some(350_200_000));
        assert_eq!(kept.longitude_e7, Some(1_110_100_000));
        house
    })
    .await;
}

fn located() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = Vec::new();
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
        bytes
    };
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    // The first directory points at the one of positions.
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x8825, 4, 1, 26));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(4_u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N')));
    tiff.extend(entry(2, 5, 3, 80));
    tiff.extend(entry(3, 2, 2, u32::from(b'E')));
    tiff.extend(entry(4, 5, 3, 104));
    tiff.extend(0_u32.to_le_bytes());
    assert_eq!(tiff.len(), 80);
    for (whole, part) in [(35, 1), (1, 1), (12, 1), (111, 1), (0, 1), (36, 1)] {
        let (whole, part): (u32, u32) = (whole, part);
        tiff.extend(whole.to_le_bytes());
        tiff.extend(part.to_le_bytes());
    }
    let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
    let length = u16::try_from(tiff.len() + 8).unwrap();
    jpeg.extend(length.to_be_bytes());
    jpeg.extend(b"Exif\0\0");
    jpeg.extend(tiff);
    jpeg.extend(b"\xff\xd9");
    jpeg
}
