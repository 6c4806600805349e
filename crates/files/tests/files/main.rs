//! Attachments kept, handed out, removed and swept; the same stories on both engines.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod disk;
mod house;
mod keeping;
mod refusing;
mod sweeping;
