//! Stories of dispatch on both engines. What users of other systems complain of (domain notes,
//! "what users of existing systems suffer") has its story here:
//!
//! 1. a busy unit's assignment is never reset by another order: `races`;
//! 2. what is shown as forbidden is refused: `candidates`;
//! 3. one status change touches one assignment: `life`;
//! 5. the server says the level and it only rises: `rules`;
//! 6. every position shows its age, a stale one is not ranked: `candidates`;
//! 8. every responder is ranked, not only the nearest few: `candidates`;
//! 9. a reopened incident stays open: `life`;
//! 10. areas do not leak: `rules`.
//!
//! Not here: 4 (scheduled calls do not exist yet), 7 (nothing outside the database is called).
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod arrivals;
mod calls;
mod candidates;
mod http;
mod life;
mod pace;
mod past;
mod plans;
mod races;
mod rules;
mod simulation;
mod world;
