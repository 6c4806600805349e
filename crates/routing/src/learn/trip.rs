//! What was recorded: a vehicle, and where it was when.

use base::{Timestamp, Uuid, Wgs84};
use serde::{Deserialize, Serialize};

use crate::Mover;

/// 定位点 where a vehicle was at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// When it was measured, by the vehicle's own clock.
    pub at: Timestamp,
    /// Where, as it was measured: some 5 to 30 m beside the truth.
    pub place: Wgs84,
}

impl Fix {
    /// One order for all fixes: by time, of equal times by place.
    pub(super) const fn key(&self) -> (Timestamp, i32, i32) {
        (self.at, self.place.longitude_e7, self.place.latitude_e7)
    }
}

/// 行程 a drive as it was recorded, for example from the order to the arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    /// Which vehicle drove.
    pub vehicle: Uuid,
    /// How it moves. A factor is one mover's.
    pub mover: Mover,
    /// Its fixes in any order; none and one are allowed and teach nothing.
    pub fixes: Vec<Fix>,
}
