//! Accounts, sign-in and sessions, the same stories on both engines.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod accounts;
mod acts;
mod database;
mod evolution;
mod keeping;
mod sessions;
mod sign_in;
mod tokens;
