//! What rules make of facts: of the evaluations of all packs, and of made-up ones.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod bad_input;
mod entries;
mod given;
mod kinds;
mod made;
mod made_rules;
mod packs;
mod properties;
mod ranks;
mod reading;
mod years;
