//! The journalled records of dispatch and their tables.

pub mod assignment;
#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
mod call;
pub mod incident;
mod migrations;

pub use assignment::Model as Assignment;
pub use call::{Call, CallPart};
pub use incident::{IncidentKind, IncidentSource, Model as Incident};
pub use migrations::migrations;
