//! Stories of jobs, the same on SQLite and PostgreSQL where a database takes part.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod database;
mod followers;
mod leases;
mod reconcilers;
mod stopping;
