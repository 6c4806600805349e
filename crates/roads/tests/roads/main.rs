//! Roads against the plainest way to say the same.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod barriers;
mod by_street;
mod checks;
mod closures;
mod drawn;
mod encode;
mod extract;
mod file;
mod isochrone;
mod oracle;
mod parts;
mod paths;
mod pbf;
mod restrictions;
mod sample;
mod snapping;
mod streets;
mod swift;
mod synthetic;
mod turns;
mod xml;
