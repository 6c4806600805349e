//! The outbox against both engines: one file for each way in which it could fail.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod certificates;
mod clock;
mod database;
mod dead_channel;
mod giving_up;
mod http_server;
mod kill;
mod mail;
mod outage;
mod receiver;
mod several;
mod sms;
mod smtp_server;
mod stop;
mod subject;
mod transaction;
mod upkeep;
mod webhook;
mod world;
