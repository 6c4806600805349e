//! Device alarms: the pure machine of their life, and what people do with them.

pub mod machine;

pub use machine::{Action, Outcome, State, mermaid};
