//! Contents of attachments on their way to a browser.
//!
//! Invariants: what a browser could run is saved and never shown; a content is named by its digest,
//! so it may be kept by a browser for as long as it likes.

use std::ops::Range;

use api::{Caller, PathOf, Problem, QueryOf};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base::Uuid;
use files::Preview;
use serde::Deserialize;

use crate::Room;
use crate::problem::of_files;
use crate::routes::{Answer, Asks, Operation};

pub(in crate::routes) const CONTENT: Operation = Operation {
    method: "GET",
    tail: "/{id}/attachments/{attachment}",
    writes: false,
    name: "attachment",
    summary: "The content of an attachment, or a range of its bytes.",
    asks: Asks::Nothing,
    parameters: &[(
        "show",
        "true shows a picture or a PDF inside the browser; all else is saved.",
    )],
    answer: Answer::File,
    serve: || get(content),
};

pub(in crate::routes) const THUMBNAIL: Operation = Operation {
    method: "GET",
    tail: "/{id}/attachments/{attachment}/thumbnail",
    writes: false,
    name: "thumbnail",
    summary: "A small JPEG of a photo.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::File,
    serve: || get(thumbnail),
};

async fn thumbnail(
    State(room): State<Room>,
    caller: Caller,
    PathOf(ids): PathOf<(Uuid, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let one = room.hanging(&caller, ids).await?;
    let tag = format!("\"{}-small\"", one.digest);
    if says(&headers, &header::IF_NONE_MATCH, &tag) {
        return Ok(not_modified(&tag));
    }
    let small = room.shelf.files.thumbnail(&one).await.map_err(of_files)?;
    let mut response = Body::from(small).into_response();
    put(&mut response, header::CONTENT_TYPE, "image/jpeg");
    dress(&mut response, &tag, "default-src 'none'; sandbox");
    Ok(response)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Showing {
    #[serde(default)]
    show: bool,
}

async fn content(
    State(room): State<Room>,
    caller: Caller,
    PathOf(ids): PathOf<(Uuid, Uuid)>,
    QueryOf(showing): QueryOf<Showing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let one = room.hanging(&caller, ids).await?;
    let tag = format!("\"{}\"", one.digest);
    if says(&headers, &header::IF_NONE_MATCH, &tag) {
        return Ok(not_modified(&tag));
    }
    let whole = u64::try_from(one.bytes).unwrap_or_default();
    let current =
        !headers.contains_key(header::IF_RANGE) || says(&headers, &header::IF_RANGE, &tag);
    let asked = headers.get(header::RANGE).filter(|_| current);
    let range = match asked.and_then(|range| range_of(range.to_str().ok()?, whole)) {
        Some(Ok(range)) => Some(range),
        Some(Err(Beyond)) => return Ok(beyond(whole)),
        None => None,
    };
    let given = room.shelf.files.content(&one, range.clone()).await;
    let given = given.map_err(of_files)?;
    let preview = Preview::of(&one.media_type);
    let shown = showing.show && preview != Preview::None;
    let policy = match preview {
        // The browser's own reader of PDFs does not start inside a sandbox.
        Preview::Document if shown => {
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        }
        _ => "default-src 'none'; sandbox",
    };
    let length = given.range.end.saturating_sub(given.range.start);
    let mut response = Body::from_stream(given.stream).into_response();
    if range.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let last = given.range.end.saturating_sub(1);
        let said = format!("bytes {}-{last}/{}", given.range.start, given.whole);
        put(&mut response, header::CONTENT_RANGE, &said);
    }
    put(&mut response, header::CONTENT_LENGTH, &length.to_string());
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    put(&mut response, header::CONTENT_TYPE, &one.media_type);
    let disposition = disposition(if shown { "inline" } else { "attachment" }, &one.name);
    put(&mut response, header::CONTENT_DISPOSITION, &disposition);
    dress(&mut response, &tag, policy);
    Ok(response)
}

/// `filename` for old browsers in ASCII, `filename*` for all others (RFC 6266).
fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || ".-_ ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// A range that begins behind the end.
#[derive(Debug, PartialEq, Eq)]
struct Beyond;

/// The one range that is asked for; several at once, or none that can be read, are the whole.
fn range_of(text: &str, whole: u64) -> Option<Result<Range<u64>, Beyond>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    if first.is_empty() {
        let length: u64 = last.trim().parse().ok()?;
        let start = whole.saturating_sub(length);
        return Some(if length == 0 || whole == 0 {
            Err(Beyond)
        } else {
            Ok(start..whole)
        });
    }
    let start: u64 = first.trim().parse().ok()?;
    let end = match last.trim() {
        "" => whole,
        last => last.parse::<u64>().ok()?.saturating_add(1).min(whole),
    };
    Some(if start < end {
        Ok(start..end)
    } else {
        Err(Beyond)
    })
}

fn beyond(whole: u64) -> Response {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    put(
        &mut response,
        header::CONTENT_RANGE,
        &format!("bytes */{whole}"),
    );
    response
}

fn not_modified(tag: &str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    put(&mut response, header::ETAG, tag);
    response
}

fn says(headers: &HeaderMap, name: &HeaderName, tag: &str) -> bool {
    let said = headers.get(name).and_then(|value| value.to_str().ok());
    said.is_some_and(|said| said.split(',').any(|one| one.trim() == tag))
}

/// Asked again at every use, because a right may have gone; answered without the bytes then.
fn dress(response: &mut Response, tag: &str, policy: &str) {
    put(response, header::ETAG, tag);
    put(response, header::CACHE_CONTROL, "private, no-cache");
    put(response, header::CONTENT_SECURITY_POLICY, policy);
    put(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    // Names and media types are cleaned on their way in; what no header can say is left out.
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (text, range) in [
            ("bytes=0-9", Some(Ok(0..10))),
            ("bytes=90-", Some(Ok(90..100))),
            ("bytes=90-1000", Some(Ok(90..100))),
            ("bytes=-10", Some(Ok(90..100))),
            ("bytes=-1000", Some(Ok(0..100))),
            ("bytes=100-", Some(Err(Beyond))),
            ("bytes=-0", Some(Err(Beyond))),
            ("bytes=5-2", Some(Err(Beyond))),
            ("bytes=0-1,5-6", None),
            ("lines=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(range_of(text, 100), range, "{text}");
        }
    }

    #[test]
    fn a_name_leaves_as_one_header() {
        assert_eq!(
            disposition("attachment", "照片 1.jpg"),
            "attachment; filename=\"__ 1.jpg\"; filename*=UTF-8''%E7%85%A7%E7%89%87%201.jpg"
        );
    }
}
