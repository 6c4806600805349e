//! The stream decoder against the plain oracle, in pieces that the input itself chooses: its first
//! four bytes are the sizes of the pieces, the rest is the stream.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/wire/tests/wire/checks.rs"]
#[expect(dead_code, reason = "the file holds the checks of both targets")]
mod checks;

fuzz_target!(|input: &[u8]| {
    if let Some((cuts, stream)) = input.split_first_chunk::<4>() {
        checks::stream(stream, cuts);
    }
});
