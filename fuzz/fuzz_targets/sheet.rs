//! Any bytes as the parts of a right archive, where a fuzzer that has to guess checksums never
//! comes: a 0 byte separates the sheet from the shared strings, and those from the styles.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/sheets/tests/sheets/checks.rs"]
mod checks;
#[path = "../../crates/sheets/tests/sheets/made.rs"]
#[expect(dead_code, reason = "the file holds what every test needs")]
mod made;

fuzz_target!(|bytes: &[u8]| {
    let mut pieces = bytes.splitn(3, |byte| *byte == 0);
    let mut piece = || pieces.next().unwrap_or_default();
    let wrapped = |open: &str, inside: &[u8], close: &str| {
        [open.as_bytes(), inside, close.as_bytes()].concat()
    };
    let sheet = wrapped(
        "<worksheet><sheetData>",
        piece(),
        "</sheetData></worksheet>",
    );
    let strings = wrapped("<sst>", piece(), "</sst>");
    let styles = wrapped("<styleSheet><cellXfs>", piece(), "</cellXfs></styleSheet>");
    let parts = made::Parts::with_rows("")
        .part("xl/worksheets/sheet1.xml", sheet)
        .part("xl/sharedStrings.xml", strings)
        .part("xl/styles.xml", styles);
    checks::read(parts.bytes());
});
