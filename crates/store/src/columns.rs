//! Column types that both engines store alike.

use base::Timestamp;
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// A point in time as a column: microseconds since 1970 in a 64-bit integer, the same on both
/// engines, so that ordering, equality and canonical bytes never depend on a driver's text form.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    DeriveValueType,
)]
#[serde(transparent)]
pub struct Time(pub i64);

impl From<Timestamp> for Time {
    fn from(time: Timestamp) -> Self {
        Self(time.as_micros())
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        Self::from_micros(time.0)
    }
}
