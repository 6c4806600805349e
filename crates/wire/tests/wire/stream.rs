//! The stream decoder: any cut and any garbage give the same frames, and hostile bytes stay cheap.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use wire::gb26875::{Command, Decoder, Event, Frame, MAX_ADU};

use crate::checks::{self, Found};
use crate::vectors::{bytes, vectors};

/// Garbage that cannot be mistaken for a start: no 40 in it.
fn garbage() -> impl Strategy<Value = Vec<u8>> {
    vec(
        any::<u8>().prop_filter("no 40", |byte| *byte != 0x40),
        0..60,
    )
}

/// Bytes from the letters of the protocol, so that false starts and ends abound.
fn nasty() -> impl Strategy<Value = Vec<u8>> {
    let letter = prop_oneof![
        6 => Just(0x40_u8), 3 => Just(0x23), 4 => Just(0), 1 => Just(1), 1 => Just(4),
        1 => any::<u8>(),
    ];
    vec(letter, 0..3000)
}

proptest! {
    #[test]
    fn garbage_and_cuts_change_nothing(
        parts in vec((0..40_usize, garbage()), 1..12),
        cuts in vec(any::<u8>(), 1..20),
    ) {
        let vectors = vectors();
        let (mut stream, mut expected) = (Vec::new(), Vec::new());
        for (which, noise) in &parts {
            let vector = &vectors[*which];
            if vector.valid {
                stream.extend_from_slice(noise);
                let frame = bytes(&vector.hex);
                expected.push(Found::Frame(stream.len(), frame.clone()));
                stream.extend(frame);
            }
        }
        checks::stream(&stream, &cuts);
        prop_assert_eq!(checks::decode([stream.as_slice()]), expected);
    }

    #[test]
    fn nasty_bytes_agree_with_the_oracle(
        stream in nasty(),
        cuts in vec(any::<u8>(), 1..20),
    ) {
        checks::stream(&stream, &cuts);
    }

    #[test]
    fn a_flipped_byte_loses_at_most_what_it_hits(
        at in 0..80_usize, flip in 1..=255_u8,
    ) {
        let frame = bytes(&vectors()[0].hex);
        let mut stream = frame.clone();
        stream[at % frame.len()] ^= flip;
        // Enough whole frames behind it to satisfy any length that the flip may claim.
        for _ in 0..20 {
            stream.extend_from_slice(&frame);
        }
        let found = checks::decode([stream.as_slice()]);
        let last = stream.len() - frame.len();
        let good = found.iter().filter(|found| matches!(found, Found::Frame(..))).count();
        prop_assert!(good >= 20, "{good}");
        prop_assert!(found.contains(&Found::Frame(last, frame)));
    }
}

#[test]
fn giving_up_finds_the_frame_behind_a_false_start() {
    let frame = bytes(&vectors()[0].hex);
    let mut stream = b"@@".to_vec();
    stream.extend([0; 22]);
    stream.extend([0, 4]);
    stream.extend(&frame);
    let mut decoder = Decoder::new();
    assert!(decoder.push(&stream).is_empty());
    assert_eq!(decoder.next_event(), None);
    decoder.give_up_waiting();
    let mut frames = 0;
    while let Some(event) = decoder.next_event() {
        frames += usize::from(matches!(event, Event::Frame(_)));
    }
    assert_eq!((frames, decoder.pending()), (1, 0));
}

#[test]
fn a_full_decoder_takes_no_more() {
    let mut decoder = Decoder::new();
    let bytes = vec![7; 3 * Decoder::CAPACITY];
    assert_eq!(decoder.push(&bytes).len(), 2 * Decoder::CAPACITY);
    assert_eq!(decoder.push(&bytes).len(), bytes.len());
    assert_eq!(decoder.pending(), Decoder::CAPACITY);
    assert_eq!(
        decoder.next_event(),
        Some(Event::Skipped(Decoder::CAPACITY))
    );
    assert_eq!(decoder.push(&bytes).len(), 2 * Decoder::CAPACITY);
}

/// Time to decode so many bytes of a repeated pattern, in one push and byte by byte.
fn cost(pattern: &[u8], total: usize, piece: usize) -> Duration {
    let stream: Vec<u8> = pattern.iter().copied().cycle().take(total).collect();
    let started = Instant::now();
    let mut decoder = Decoder::new();
    let mut events = 0_usize;
    for piece in stream.chunks(piece) {
        decoder.drain(piece, |_| events += 1);
    }
    assert!(events <= total && decoder.pending() <= 1054);
    started.elapsed()
}

#[test]
fn hostile_bytes_cost_a_constant_each() {
    // Starts everywhere; starts whose length is always 1024; and starts with every end in place,
    // so that each pays for a checksum of 1 KiB.
    let mut ends = b"@@\x00\x04".repeat(6);
    ends.extend(b"##");
    let lengths: &[u8] = b"@@\x00\x04@@\x00\x04@@\x00";
    let full = Frame {
        header: crate::header(Command::Send),
        adu: &b"@@".repeat(MAX_ADU / 2),
    };
    let mut full = full.encode().unwrap();
    full[20] ^= 1;
    for pattern in [b"@".as_slice(), b"@\0", lengths, &ends, &full] {
        for piece in [1, 1460, usize::MAX] {
            let took = cost(pattern, 1 << 20, piece);
            // A quadratic decoder needs minutes; the limit only has to tell the two apart.
            assert!(
                took < Duration::from_secs(5),
                "{pattern:02X?} by {piece}: {took:?}"
            );
        }
    }
}
