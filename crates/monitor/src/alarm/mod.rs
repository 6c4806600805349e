//! Device alarms: the pure machine of their life, and what people do with them.

mod closing;
mod counts;
mod desk;
pub mod machine;
mod take_over;

pub(crate) use closing::CloseWithIncidents;
pub use counts::AlarmCounts;
pub(crate) use counts::in_areas;
pub(crate) use desk::with_devices;
pub use desk::{AlarmDesk, AlarmError, AlarmFile, AlarmFilter, AlarmNarrowing};
pub use machine::{Action, Outcome, State, mermaid};
pub use take_over::{PastAlarm, take_over};
