//! Any bytes as a file of tables. Seeds: crates/sheets/tests/data.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/sheets/tests/sheets/checks.rs"]
mod checks;

fuzz_target!(|bytes: &[u8]| checks::read(bytes.to_vec()));
