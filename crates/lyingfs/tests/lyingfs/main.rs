//! The lying disk, tried as a program would use it: one file for each way to lose something.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop loudly"
)]

mod apart;
mod common;
mod files;
mod names;
mod postgres;
mod sqlite;
mod trouble;
