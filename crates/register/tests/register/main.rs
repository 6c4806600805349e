//! The register against both engines: one file a concern.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod conflicts;
mod database;
mod declared;
mod evolution;
mod indexing;
mod judged;
mod kinds;
mod matching;
mod pages;
mod personal;
mod personal_ways;
mod places;
mod references;
mod refusals;
mod samples;
mod searching;
mod shapes;
mod staging;
mod ways;
