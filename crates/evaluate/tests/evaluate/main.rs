//! From what a city did to what its areas get, on both engines: one file a concern.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod aside;
mod cases;
mod corrections;
mod counted;
mod declared;
mod kept;
mod past;
mod refusals;
mod registers;
mod sessions;
mod taken_over;
mod told;
mod wired;
mod world;
