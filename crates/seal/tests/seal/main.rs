//! Personal values: sealed, found, read with a reason, erased; the same stories on both engines.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod erasing;
mod house;
mod lookup;
mod masters;
mod reading;
mod sealing;
