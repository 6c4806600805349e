//! The journalled records of dispatch and their tables.

pub mod assignment;
pub mod incident;
mod migrations;

pub use assignment::Model as Assignment;
pub use incident::{IncidentKind, IncidentSource, Model as Incident};
pub use migrations::migrations;
