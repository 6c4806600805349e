//! Device alarms: the pure machine of their life, and what people do with them.

mod closing;
mod desk;
pub mod machine;
mod take_over;

pub(crate) use closing::CloseWithIncidents;
pub use desk::{AlarmDesk, AlarmError, AlarmFile, AlarmFilter};
pub use machine::{Action, Outcome, State, mermaid};
pub use take_over::{PastAlarm, take_over};
