//! 城市消防远程监控 remote monitoring: devices' frames in over TCP, device alarms, verification.
//!
//! How a signal walks: bytes → `wire` frame → [`gateway`] → [`intake`] (raw frame, state change,
//! alarm: one change set) → journal → confirm to the device → a person verifies ([`alarm`]) →
//! incident through a port.
//!
//! Invariants: a confirm means on disk; a fire bit always ends in an open alarm; what a device
//! repeats is recognised across reconnects and restarts; a stranger is heard and marked.
//!
//! It is not where frames are understood (that is `wire`), nor where force is sent (dispatch).

pub mod alarm;
mod capability;
pub mod gateway;
pub mod intake;
mod layer;
pub mod records;
pub mod routes;

pub use capability::Monitor;
pub use gateway::{ExchangeError, Figures, GatewayConfig, GatewayHandle};
pub use intake::{Dialects, DialectsError, IntakeConfig};
