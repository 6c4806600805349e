//! What must hold for any bytes at all. The fuzz targets include this file, so that they and the
//! seeded smoke test look for the same faults.

use std::sync::LazyLock;

use wire::gb26875::describe::describe_bytes;
use wire::gb26875::{
    Content, Decoder, Dialect, Event, FRAME_OVERHEAD, Frame, FrameError, HEADER_LEN, MAX_ADU,
    encode_objects,
};

static DIALECTS: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    [
        "{}",
        r#"{"heartbeats": [], "time_coding": "bcd", "component_address_split": "raw"}"#,
        r#"{"object_sizes": {"component_state": 16, "analog_value": 20},
            "state_byte_order": "high_byte_first", "source_address_order": "wire_order"}"#,
    ]
    .iter()
    .map(|text| Dialect::from_json(text).expect("a dialect"))
    .collect()
});

/// Strict decoding agrees with the description, and gives the same bytes back, frame and objects.
pub(crate) fn frame(bytes: &[u8]) {
    let decoded = Frame::decode(bytes);
    if let Ok(frame) = &decoded {
        assert_eq!(
            frame.encode().as_deref(),
            Ok(bytes),
            "a frame comes back byte for byte"
        );
    }
    for dialect in DIALECTS.iter() {
        let content = decoded.as_ref().ok().map(|frame| frame.content(dialect));
        let described = describe_bytes(bytes, dialect);
        assert_eq!(described.valid, matches!(content, Some(Ok(_))));
        assert_eq!(described.valid, described.error.is_none());
        assert!(serde_json::to_string(&described).is_ok());
        if let Some(Ok(Content::Objects(adu))) = content {
            let objects: Vec<_> = adu.objects().collect();
            let sent = decoded.as_ref().map(|frame| frame.adu);
            let encoded = encode_objects(&objects, dialect);
            assert_eq!(
                encoded.as_deref().ok(),
                sent.ok(),
                "objects come back byte for byte"
            );
        }
    }
}

/// One frame or rejection, owned, at its offset in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The bytes of a valid frame.
    Frame(usize, Vec<u8>),
    /// A rejected start and whether its header was believed.
    Rejected(usize, FrameError, bool),
}

/// The resynchronisation rule, written as slowly and plainly as it is stated.
pub(crate) fn oracle(bytes: &[u8]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + HEADER_LEN <= bytes.len() {
        if bytes[at..at + 2] != *b"@@" {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_le_bytes([bytes[at + 24], bytes[at + 25]]));
        if length > MAX_ADU {
            found.push(Found::Rejected(
                at,
                FrameError::AduTooLong { length },
                false,
            ));
            at += 1;
            continue;
        }
        let end = at + FRAME_OVERHEAD + length;
        if end > bytes.len() {
            break;
        }
        let sum = bytes[at + 2..end - 3]
            .iter()
            .map(|byte| u32::from(*byte))
            .sum::<u32>();
        let (computed, claimed) = ((sum % 256) as u8, bytes[end - 3]);
        let command = bytes[at + 26];
        if bytes[end - 2..end] != *b"##" {
            found.push(Found::Rejected(at, FrameError::End, false));
            at += 1;
        } else if computed != claimed {
            let reason = FrameError::Checksum {
                found: claimed,
                computed,
            };
            found.push(Found::Rejected(at, reason, true));
            at += 1;
        } else if command == 0 || (7..128).contains(&command) {
            found.push(Found::Rejected(
                at,
                FrameError::UnknownCommand { command },
                true,
            ));
            at = end;
        } else {
            found.push(Found::Frame(at, bytes[at..end].to_vec()));
            at = end;
        }
    }
    found
}

/// Feeds pieces to a decoder and collects what it finds; checks that no byte is lost or invented.
pub(crate) fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Found> {
    let mut decoder = Decoder::new();
    let (mut found, mut at, mut pushed) = (Vec::new(), 0, 0);
    let mut collect = |event: Event<'_>| match event {
        Event::Frame(frame) => {
            found.push(Found::Frame(at, frame.encode().expect("a decoded frame")));
            at += frame.wire_len();
        }
        Event::Rejected(rejected) => {
            found.push(Found::Rejected(
                at,
                rejected.reason,
                rejected.credible.is_some(),
            ));
            at += rejected.consumed;
        }
        Event::Skipped(count) => at += count,
    };
    for piece in pieces {
        decoder.drain(piece, &mut collect);
        pushed += piece.len();
        assert!(
            decoder.pending() < FRAME_OVERHEAD + MAX_ADU,
            "only part of a frame is held"
        );
    }
    let pending = decoder.pending();
    assert_eq!(at + pending, pushed, "every byte is in exactly one event");
    let whole = found.clone();
    let mut rest = 0;
    decoder.give_up_waiting();
    while let Some(event) = decoder.next_event() {
        rest += match event {
            Event::Frame(frame) => frame.wire_len(),
            Event::Rejected(rejected) => rejected.consumed,
            Event::Skipped(count) => count,
        };
    }
    assert_eq!(rest, pending, "giving up leaves nothing behind");
    whole
}

/// The decoder agrees with the oracle however the stream is cut.
pub(crate) fn stream(bytes: &[u8], cuts: &[u8]) {
    let expected = oracle(bytes);
    assert_eq!(decode([bytes]), expected);
    let mut pieces = Vec::new();
    let mut rest = bytes;
    for cut in cuts.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at(rest.len().min(1 + usize::from(*cut)));
        pieces.push(piece);
        rest = after;
    }
    assert!(
        cuts.is_empty() || decode(pieces) == expected,
        "cuts change nothing"
    );
}
