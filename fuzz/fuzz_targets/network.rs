//! Any bytes as the file of a road network, and as the body of one.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/roads/tests/roads/checks.rs"]
#[expect(dead_code, reason = "the file holds the checks of both targets")]
mod checks;
#[path = "../../crates/roads/tests/roads/encode.rs"]
#[expect(dead_code, reason = "the checks need a part of it")]
mod encode;

fuzz_target!(|bytes: &[u8]| checks::network(bytes));
