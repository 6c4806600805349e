//! Strict decoding, description and encoding of any bytes.
//!
//! The input is checked as it is, and once more with start, length, checksum and end made right,
//! since a fuzzer seldom guesses a checksum and the ADU lies behind it.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/wire/tests/wire/checks.rs"]
#[expect(dead_code, reason = "the file holds the checks of both targets")]
mod checks;

fuzz_target!(|bytes: &[u8]| {
    checks::frame(bytes);
    if (30..=1054).contains(&bytes.len()) {
        let mut frame = bytes.to_vec();
        let (len, adu) = (frame.len(), (frame.len() - 30) as u16);
        frame[..2].copy_from_slice(b"@@");
        frame[24..26].copy_from_slice(&adu.to_le_bytes());
        frame[len - 2..].copy_from_slice(b"##");
        frame[len - 3] = frame[2..len - 3]
            .iter()
            .fold(0, |sum, byte| sum.wrapping_add(*byte));
        checks::frame(&frame);
    }
});
