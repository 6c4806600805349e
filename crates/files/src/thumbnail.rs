//! 缩略图 small pictures of photos, made when somebody first looks and kept beside the content.

use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use object_store::{ObjectStoreExt as _, PutPayload};

use crate::place::{SMALL, path_of};
use crate::{Attachment, Files, FilesError, media};

/// The longer side, in pixels: sharp on a phone at the size in which lists show it.
const SIDE: u32 = 320;
/// The most memory that one picture may take while it is made small: 100 megapixels of a PNG bomb
/// are refused, 50 of a camera are not.
const MEMORY: u64 = 256 << 20;
/// The longest side that is read at all.
const LONGEST: u32 = 20_000;

impl Files {
    /// A small JPEG of a photo.
    ///
    /// # Errors
    /// [`FilesError::NoPicture`] for what is none or cannot be read; the store's refusal.
    pub async fn thumbnail(&self, attachment: &Attachment) -> Result<Bytes, FilesError> {
        if !matches!(
            attachment.media_type.as_str(),
            "image/jpeg" | "image/png" | "image/webp"
        ) {
            return Err(FilesError::NoPicture);
        }
        let path = path_of(SMALL, &attachment.digest);
        let store = &self.place().store;
        match store.get(&path).await {
            Ok(found) => return Ok(found.bytes().await?),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let turn = self.0.drawing.acquire().await;
        let _turn = turn.map_err(std::io::Error::other)?;
        let whole = self.whole(&attachment.digest).await?;
        let small = tokio::task::spawn_blocking(move || small(&whole)).await;
        let small = small.map_err(std::io::Error::other)?;
        let small = Bytes::from(small.ok_or(FilesError::NoPicture)?);
        // It can be made again: a store that is full only makes it slower.
        if let Err(error) = store.put(&path, PutPayload::from(small.clone())).await {
            tracing::debug!(%error, "a small picture was not kept");
        }
        Ok(small)
    }
}

fn small(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    reader.limits(limits);
    let picture = reader.decode().ok()?.thumbnail(SIDE, SIDE);
    let picture = upright(picture, media::orientation(bytes));
    let mut out = Cursor::new(Vec::new());
    // JPEG knows no transparency.
    let flat = DynamicImage::ImageRgb8(picture.to_rgb8());
    flat.write_to(&mut out, ImageFormat::Jpeg).ok()?;
    Some(out.into_inner())
}

/// As it was seen when it was taken (EXIF 2.3, tag 274).
fn upright(picture: DynamicImage, orientation: u8) -> DynamicImage {
    match orientation {
        2 => picture.fliph(),
        3 => picture.rotate180(),
        4 => picture.flipv(),
        5 => picture.rotate90().fliph(),
        6 => picture.rotate90(),
        7 => picture.rotate270().fliph(),
        8 => picture.rotate270(),
        _ => picture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_becomes_small_and_garbage_none() {
        let large = DynamicImage::new_rgb8(1200, 600);
        let mut bytes = Cursor::new(Vec::new());
        large.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let made = small(&bytes.into_inner()).unwrap();
        let made = image::load_from_memory(&made).unwrap();
        assert_eq!((made.width(), made.height()), (320, 160));
        assert_eq!(small(b"\x89PNG\r\n\x1a\nnothing"), None);
    }
}
