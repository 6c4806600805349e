//! What the auditor finds in made-up tables and in the plans of all packs.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod consistent;
mod misprints;
mod packs;
mod registers;
