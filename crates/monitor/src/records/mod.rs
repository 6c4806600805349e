//! The tables of this room and their frozen migrations.
//!
//! Invariants: `device_alarm` and `device_point` are journalled and change through the journal
//! only; `device_upload` is telemetry without any index beside its key, because every frame writes
//! it; `monitor_cursor` is operational.

pub mod device_alarm;
pub mod device_point;
pub mod device_upload;
mod migrations;
pub mod monitor_cursor;

pub use migrations::migrations;

use journal::RecordDef;
use store::{TableShape, shape_of};

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![
        shape_of::<device_alarm::Entity>(),
        shape_of::<device_point::Entity>(),
        shape_of::<device_upload::Entity>(),
        shape_of::<monitor_cursor::Entity>(),
    ]
}

/// The kinds of this room's journalled records.
#[must_use]
pub fn record_defs() -> Vec<RecordDef> {
    vec![
        RecordDef::of::<device_alarm::Model>(),
        RecordDef::of::<device_point::Model>(),
    ]
}
