//! The journal against both engines: one file for each way in which it could fail.
#![allow(
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod conflicts;
mod database;
mod kill;
mod outage;
mod proof;
mod several_processes;
mod storage;
mod subject;
