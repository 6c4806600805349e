//! Whether a responder can be sent and how long it would drive. Pure.
//!
//! One judgement serves the list of candidates and the order itself: what the list calls busy or
//! out of service is refused when it is ordered. A position that is missing or stale keeps a
//! responder out of the ranking and is said so; it does not forbid an order, because a dispatcher
//! who has the crew on the radio knows more than a silent terminal.

use std::time::Duration;

use base::{Metres, Timestamp, Uuid, Wgs84};
use city::Responder;
use city::nouns::FireStation;

/// How travel time is reckoned by straight line where roads are not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TravelParameters {
    /// Road length over straight line; 1.3 is usual for a street grid.
    pub detour_factor: f64,
    /// Mean speed of an engine in town, kilometres an hour.
    pub speed_kmh: f64,
    /// The age after which a measured position says nothing any more.
    pub stale_after: Duration,
}

impl Default for TravelParameters {
    fn default() -> Self {
        Self {
            detour_factor: 1.3,
            speed_kmh: 40.0,
            stale_after: Duration::from_secs(600),
        }
    }
}

impl TravelParameters {
    /// Seconds on the road for this straight line, rounded.
    #[must_use]
    pub fn travel_seconds(&self, straight: Metres) -> f64 {
        (straight.0 * self.detour_factor / (self.speed_kmh / 3.6)).round()
    }
}

/// Why a responder is not among the available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// It is on an assignment.
    Busy,
    /// It is not fit for duty.
    OutOfService,
    /// Nobody knows where it is.
    NoPosition,
    /// Its position is too old.
    StalePosition,
}

impl Unavailable {
    /// Its word in the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::OutOfService => "out_of_service",
            Self::NoPosition => "no_position",
            Self::StalePosition => "stale_position",
        }
    }

    /// Whether an order is refused for it.
    #[must_use]
    pub const fn forbids_order(self) -> bool {
        match self {
            Self::Busy | Self::OutOfService => true,
            Self::NoPosition | Self::StalePosition => false,
        }
    }
}

/// A responder that an order asked for and that cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The responder.
    pub responder: Uuid,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Unavailable,
    /// The number of the incident it is on.
    pub incident_number: Option<String>,
}

/// Where a responder would start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) at: Wgs84,
    /// The age of a measured position; none for a fixed place.
    pub(super) age: Option<Duration>,
}

/// Whether the order must be refused: the lock, and fitness for duty.
pub(super) fn forbidden(responder: &Responder) -> Option<Unavailable> {
    if responder.assignment_id.is_some() {
        Some(Unavailable::Busy)
    } else if !responder.in_service {
        Some(Unavailable::OutOfService)
    } else {
        None
    }
}

/// Where it would start from, or why nobody can say.
///
/// A measured position counts while it is fresh. A position without a time is a fixed place (a
/// micro-station). Without any, a responder stands at its station.
pub(super) fn start(
    responder: &Responder,
    station: Option<&FireStation>,
    now: Timestamp,
    parameters: &TravelParameters,
) -> Result<Start, Unavailable> {
    if let Some(at) = responder.position() {
        let age = responder.position_at.map(|time| now.since(time.into()));
        return match age {
            Some(age) if age > parameters.stale_after => Err(Unavailable::StalePosition),
            age => Ok(Start { at, age }),
        };
    }
    let station = station.ok_or(Unavailable::NoPosition)?;
    Ok(Start {
        at: station.position,
        age: None,
    })
}
