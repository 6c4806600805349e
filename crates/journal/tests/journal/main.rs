//! The journal against both engines: one file for each way in which it could fail.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod at_once;
mod broken_off;
mod clients;
mod conflicts;
mod database;
mod exchange;
mod kill;
mod let_go;
mod look_back;
mod outage;
mod proof;
mod several_processes;
mod staging;
mod storage;
mod subject;
mod whole;
