//! The repair of water sources, from the report to the day on which water can be taken again, on both
//! engines: one file a concern.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod clocks;
mod deadlines;
mod hands;
mod life;
mod machine;
mod races;
mod refusals;
mod world;
