//! Frames from public sources and frames built from the standard, each with its meaning.

use serde::Deserialize;
use serde_json::Value;
use wire::gb26875::describe::{describe_file, describe_hex};
use wire::gb26875::{Dialect, MAX_FRAME};

use crate::checks::{self, Found};

const FILE: &str = include_str!("../data/frames.json");

#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) hex: String,
    pub(crate) valid: bool,
}

pub(crate) fn vectors() -> Vec<Vector> {
    serde_json::from_str(FILE).unwrap()
}

pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}

#[test]
fn each_vector_is_valid_or_not_as_it_says() {
    let described = describe_file(FILE, &Dialect::default()).unwrap();
    let vectors = vectors();
    assert_eq!(vectors.len(), 40);
    for (vector, description) in vectors.iter().zip(described) {
        assert_eq!(
            description.valid, vector.valid,
            "{} {description:?}",
            vector.hex
        );
        let bytes = bytes(&vector.hex);
        checks::frame(&bytes);
        let found = checks::decode([bytes.as_slice()]);
        let whole = found == [Found::Frame(0, bytes)];
        assert_eq!(whole, vector.valid);
    }
}

#[test]
fn a_wrong_checksum_may_be_denied_and_a_wrong_end_not() {
    let believed: Vec<bool> = vectors()
        .iter()
        .filter(|vector| !vector.valid)
        .map(|vector| {
            let found = checks::decode([bytes(&vector.hex).as_slice()]);
            matches!(found[0], Found::Rejected(0, _, true))
        })
        .collect();
    assert_eq!(believed, [true, false]);
}

#[test]
fn all_vectors_in_one_stream_are_found() {
    let stream: Vec<u8> = vectors()
        .iter()
        .flat_map(|vector| bytes(&vector.hex))
        .collect();
    let frames = |found: &[Found]| {
        found
            .iter()
            .filter(|found| matches!(found, Found::Frame(..)))
            .count()
    };
    assert_eq!(frames(&checks::decode([stream.as_slice()])), 38);
    assert_eq!(frames(&checks::decode(stream.chunks(1))), 38);
    checks::stream(&stream, &[0, 250, 3, 77]);
}

#[test]
fn any_byte_may_flip_without_a_panic() {
    for vector in vectors() {
        let original = bytes(&vector.hex);
        for at in 0..original.len().min(120) {
            for flip in [0x01, 0x80, 0xFF, original[at] ^ 0x40, original[at] ^ 0x23] {
                let mut mutated = original.clone();
                mutated[at] ^= flip;
                checks::frame(&mutated);
                checks::stream(&mutated, &[6]);
            }
        }
    }
}

#[test]
fn the_walk_through_of_frame_1() {
    let described = describe_hex(&vectors()[0].hex, &Dialect::default());
    let value = serde_json::to_value(described).unwrap();
    let expected: Value = serde_json::json!({
        "valid": true, "error": null, "sequence": 1, "version": "1.1",
        "sent": "2012-09-26T09:58:32", "source": 889, "destination": 88888,
        "command": 2, "type": 2, "count": 1,
        "objects": [{
            "system_type": 1, "system_address": 1, "component_type": 40,
            "component_address": 131082, "zone": 10, "point": 2,
            "state": 2, "flags": ["fire_alarm"], "description": "",
            "occurred": "2012-09-26T09:58:02",
        }],
    });
    assert_eq!(value, expected);
}

#[test]
fn the_longest_frame_of_the_vectors_is_near_the_limit() {
    let longest = vectors()
        .iter()
        .map(|vector| bytes(&vector.hex).len())
        .max();
    assert_eq!(longest, Some(MAX_FRAME - 10));
}
