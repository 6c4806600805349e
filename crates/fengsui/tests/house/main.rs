//! The whole house as one process, seen from outside: the real binary, real sockets, both engines.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod access_walk;
mod attachments;
mod bad_files;
mod begun;
mod calls;
mod commands;
#[path = "../../../tiles/tests/tiles/decode.rs"]
mod decode;
mod demo;
mod documents;
mod evaluation;
mod imports;
mod loops;
mod map;
mod metrics;
mod pack;
mod packs;
mod person;
mod personal;
mod positions;
mod registers;
mod roads;
mod roads_command;
mod roads_today;
mod server;
mod siting;
mod statistics;
mod story;
mod two_nodes;
mod upkeep;
mod who_may;
mod who_may_registers;
