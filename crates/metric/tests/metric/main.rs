//! Metrics against both engines: one file a concern.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod areas;
mod house;
mod kept;
mod lists;
mod periods;
mod samples;
mod staged;
mod targets;
mod unknowns;
