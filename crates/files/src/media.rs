//! What a file is, told by its bytes, and a name that harms nobody.

use std::io::{Cursor, Read as _, Seek as _};

use base::Wgs84;

/// Characters that a name keeps at most.
const LONGEST_NAME: usize = 120;

/// How a browser may show a content inside a page of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preview {
    /// As a picture.
    Picture,
    /// In the browser's own reader.
    Document,
    /// Not at all: it is saved.
    None,
}

/// What a content is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// Its media type.
    pub media_type: String,
    /// Where its camera says it was taken.
    pub place: Option<Wgs84>,
    /// When its camera says so, in the camera's words.
    pub taken: Option<String>,
}

impl Preview {
    /// How a media type may be shown. Pictures that hold scripts (SVG) are none of them.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        match media_type {
            "image/jpeg" | "image/png" | "image/webp" | "image/gif" => Self::Picture,
            "application/pdf" => Self::Document,
            _ => Self::None,
        }
    }
}

/// What the first bytes say. Whatever could run in a browser counts as bytes.
#[must_use]
pub fn media_of(head: &[u8]) -> &'static str {
    const BYTES: &str = "application/octet-stream";
    match infer::get(head) {
        Some(kind) if runs(kind.mime_type()) => BYTES,
        Some(kind) => kind.mime_type(),
        None if is_text(head) => "text/plain",
        None => BYTES,
    }
}

fn runs(media_type: &str) -> bool {
    let scripted = ["html", "xml", "script", "svg"];
    scripted.iter().any(|word| media_type.contains(word)) && !media_type.contains("officedocument")
}

/// Whether it is text and not markup: a head may end inside a character.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let (whole, _) = head.split_at(error.valid_up_to());
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    !text.is_empty() && text.chars().all(shown) && !text.trim_start().starts_with('<')
}

/// A name without path, control characters and what writes from right to left over its ending.
#[must_use]
pub fn safe_name(given: &str) -> String {
    let bare = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: &char| {
        c.is_control()
            || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let kept: String = bare
        .chars()
        .filter(|c| !hidden(c))
        .map(|c| if "<>:\"|?*;%".contains(c) { '_' } else { c })
        .collect();
    let kept = kept.trim().trim_matches('.').trim();
    if kept.is_empty() {
        return "附件".to_owned();
    }
    let letters = kept.chars().count();
    if letters <= LONGEST_NAME {
        return kept.to_owned();
    }
    // The ending says what it is: it stays.
    let ending = kept.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending: String = ending.chars().take(10).collect();
    let room = LONGEST_NAME.saturating_sub(ending.chars().count() + 1);
    let head: String = kept.chars().take(room).collect();
    format!("{head}.{ending}")
}

/// The most bytes at the beginning of a photo in which its facts stand.
const FACTS: u64 = 1 << 20;

/// What a file is, from its beginning.
pub(crate) fn look(mut file: &std::fs::File) -> std::io::Result<Media> {
    file.rewind()?;
    let mut head = Vec::new();
    file.take(FACTS).read_to_end(&mut head)?;
    file.rewind()?;
    let short = head.get(..8192).unwrap_or(&head);
    let media_type = media_of(short).to_owned();
    let (place, taken) = if media_type.starts_with("image/") {
        facts(&head)
    } else {
        (None, None)
    };
    Ok(Media {
        media_type,
        place,
        taken,
    })
}

/// Place and time of a photo, where its camera noted them.
fn facts(head: &[u8]) -> (Option<Wgs84>, Option<String>) {
    let Ok(read) = exif::Reader::new().read_from_container(&mut Cursor::new(head)) else {
        return (None, None);
    };
    let first = |tag| read.get_field(tag, exif::In::PRIMARY);
    let degrees = |tag, side, negative: u8| {
        let exif::Value::Rational(parts) = &first(tag)?.value else {
            return None;
        };
        let [whole, minutes, seconds] = parts.as_slice() else {
            return None;
        };
        let value = whole.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
        let turned = match first(side).map(|field| &field.value) {
            Some(exif::Value::Ascii(letters)) => letters
                .first()
                .and_then(|letters| letters.first())
                .is_some_and(|letter| *letter == negative),
            _ => false,
        };
        Some(if turned { -value } else { value })
    };
    let east = degrees(exif::Tag::GPSLongitude, exif::Tag::GPSLongitudeRef, b'W');
    let north = degrees(exif::Tag::GPSLatitude, exif::Tag::GPSLatitudeRef, b'S');
    let place = east
        .zip(north)
        .and_then(|(east, north)| Wgs84::from_degrees(east, north));
    let taken = first(exif::Tag::DateTimeOriginal).map(|field| field.display_value().to_string());
    let taken = taken.map(|text| text.chars().filter(|c| !c.is_control()).take(40).collect());
    (place, taken)
}

/// Which way up a photo was held (EXIF 1 to 8), 1 where nothing is said.
pub(crate) fn orientation(bytes: &[u8]) -> u8 {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let turned = read.ok().and_then(|read| {
        let field = read.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
        u8::try_from(field.value.get_uint(0)?).ok()
    });
    turned
        .filter(|turned| (1..=8).contains(turned))
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_is_told_by_its_bytes() {
        for (head, media) in [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"%PDF-1.7\n", "application/pdf"),
            ("登记表\n第一行".as_bytes(), "text/plain"),
            // The last character is cut.
            (&"登记表".as_bytes()[..8], "text/plain"),
            (
                b"<html><script>alert(1)</script>",
                "application/octet-stream",
            ),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                "application/octet-stream",
            ),
            (b"  <?xml version='1.0'?>", "application/octet-stream"),
            (b"#!/bin/sh\nrm", "application/octet-stream"),
            (b"\0\x01\x02\x03", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(media_of(head), media, "{:?}", String::from_utf8_lossy(head));
        }
        assert_eq!(Preview::of("image/svg+xml"), Preview::None);
        assert_eq!(Preview::of("text/plain"), Preview::None);
    }

    #[test]
    fn a_name_is_made_harmless() {
        for (given, safe) in [
            ("照片 1.jpg", "照片 1.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\fakepath\\a.png", "a.png"),
            ("a\r\nSet-Cookie: x.png", "aSet-Cookie_ x.png"),
            ("cod\u{202e}gpj.exe", "codgpj.exe"),
            ("\"quoted\".pdf", "_quoted_.pdf"),
            ("...", "附件"),
            ("", "附件"),
        ] {
            assert_eq!(safe_name(given), safe);
        }
        let long = safe_name(&format!("{}.jpeg", "长".repeat(300)));
        assert_eq!(long.chars().count(), 120);
        assert!(long.ends_with(".jpeg"));
    }
}
