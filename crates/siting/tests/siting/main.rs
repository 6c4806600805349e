//! Answers against all there are, on problems small enough to try them all.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod made;
mod optimal;
mod problems;
mod stopped;
mod texts;
