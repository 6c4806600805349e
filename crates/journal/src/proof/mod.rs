//! Proofs over the journal: that nothing was edited, deleted or slipped in ([`verify`]), and that
//! every journalled table follows from it ([`rebuild_into`], [`export_tables`]).

mod rebuild;
mod verify;

pub use rebuild::{Export, RebuildReport, export_tables, rebuild_into};
pub use verify::{Anchor, Finding, FindingKind, Trust, VerifyReport, verify};
