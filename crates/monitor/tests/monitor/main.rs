//! Remote monitoring over real sockets on both engines; one file per promise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod alarms;
mod crowd;
mod device;
mod duplicates;
mod durable;
mod exchanges;
mod rig;
mod stream;
mod vectors;
mod verification;
