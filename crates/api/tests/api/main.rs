//! The HTTP side as its callers meet it, over a small room of the tests' own.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod accounts;
mod api_tokens;
mod document;
mod events;
mod gate;
mod house;
mod problems;
mod records;
mod room;
mod session;
