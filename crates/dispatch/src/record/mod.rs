//! The journalled records of dispatch and their tables.

#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
mod alarm_level;
pub mod assignment;
#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
mod call;
pub mod incident;
mod migrations;
#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
mod response_plan;

pub use alarm_level::{AlarmLevel, LevelColour, LevelledKind};
pub use assignment::Model as Assignment;
pub use call::{Call, CallPart};
pub use incident::{IncidentKind, IncidentSource, Model as Incident};
pub use migrations::migrations;
pub use response_plan::{Force, ResponsePlan};
