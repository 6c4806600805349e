//! Tables seen from outside: what is written comes back, what other programs write is read, and
//! what is hostile is refused by name.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect shall stop there"
)]

mod cells;
mod checks;
mod csv;
mod full_disk;
mod garbage;
mod hostile;
mod layout;
mod limits;
mod made;
mod others;
mod round_trip;
mod template;
mod writer;
