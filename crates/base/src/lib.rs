//! The small words every room uses: ids, time, places, regions, labels, digests and the one
//! canonical way to turn a record into bytes.
//!
//! Invariants: nothing here does IO except [`Clock::system`], which reads the machine's clock;
//! every type has one meaning and one unit. It is not a place for anything a single room needs.

mod canonical;
mod clock;
mod crossing;
mod date;
mod datum;
mod digest;
mod geo;
mod ids;
mod label;
mod random;
mod region;
mod run_on;
mod shape;
mod shape_error;
mod timestamp;

pub use canonical::{CanonicalError, canonical_bytes, canonical_value};
pub use clock::Clock;
pub use date::{Date, DateError};
pub use datum::Datum;
pub use digest::{Digest, sm3};
pub use geo::{Metres, Wgs84};
pub use ids::{IdSource, first_id_of};
pub use label::{Label, Language};
pub use random::Random;
pub use region::{RegionCode, RegionError, RegionLevel};
pub use run_on::run_on;
pub use shape::{Bounds, Line, Polygon};
pub use shape_error::{MOST_PLACES, MOST_RINGS, ShapeError};
pub use timestamp::{Timestamp, TimestampError};
pub use uuid::Uuid;
