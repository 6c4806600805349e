//! 路网 roads, pure: an OpenStreetMap extract becomes a network of junctions and arcs, and the network
//! answers how long an engine takes, along which streets, and what it reaches in so many seconds.
//!
//! [`read`] takes a stream of PBF or XML, [`Network::of`] makes the network, [`SnapIndex`] finds the
//! road at a place, [`Dijkstra`] answers. [`Hierarchy`], [`Customised`] and [`Swift`] give the same
//! answers some hundred times faster, after some seconds of preparation. [`Network::write_to`] and
//! [`Network::read_from`] keep a built network; [`synthetic`] draws one for a city that has none.
//!
//! Gates and bollards are passed as what moves passes them, and turn restrictions bind whom they bind
//! ([`Profile`], [`Network::moved_by`]).
//!
//! Invariants:
//! * positions are the integers of [`base::Wgs84`], lengths whole millimetres, times whole
//!   milliseconds: sums have no order, and equal questions have equal answers;
//! * no bytes from outside are believed: each reader says what it refuses and where, bounds its
//!   memory, and gives out a whole network or none;
//! * an answer is the best there is, by the network's own numbers; tests hold it against the plainest
//!   algorithms.
//!
//! It is not a map: nothing is drawn or searched by name here. It knows no traffic of the hour and no
//! restriction that counts at some hours only. It opens no files and asks no network.

mod barrier;
mod class;
mod file;
mod hierarchy;
mod isochrone;
mod named;
mod network;
mod osm;
mod profile;
mod search;
mod snap;
mod speed;
pub mod synthetic;

pub use barrier::{Barrier, BarrierKind, Passing};
pub use class::Class;
pub use file::FileError;
pub use hierarchy::{Customised, Hierarchy, HierarchyError, Matrix, Swift};
pub use isochrone::{Covered, Ground, SMALLEST_HOLE, covered, covered_mm};
pub use named::{Named, NamedKind};
pub use network::{
    Arc, ArcId, BarrierCount, Course, Direction, Draft, DraftError, JunctionId, Network, PartSize,
    Parts, Report, Sense, Street, Stretch, StretchId, Turn, TurnRule,
};
pub use osm::{
    Counts, Damage, Extract, Found, Limits, Measure, Part, ReadError, Refusal, TurnCounts, read,
    read_for,
};
pub use profile::{Profile, ProfileError};
pub use search::{Closures, Cost, Dijkstra, Leg, Reached, Route, StreetRun, Terms, Weight};
pub use snap::{Snap, SnapIndex};
pub use speed::{Speed, SpeedLimits, SpeedTable};
