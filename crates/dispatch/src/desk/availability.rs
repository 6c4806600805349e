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
    /// 一分钟出动 from the order until the wheels turn, as long as they do not.
    pub turnout: Duration,
    /// So near to its station a responder counts as being there.
    pub at_station: Metres,
}

impl Default for TravelParameters {
    fn default() -> Self {
        Self {
            detour_factor: 1.3,
            speed_kmh: 40.0,
            stale_after: Duration::from_secs(600),
            turnout: Duration::from_secs(60),
            at_station: Metres(200.0),
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

/// Where a responder is, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whereabouts {
    pub(super) at: Wgs84,
    /// The age of a measured position; none for a fixed place and for its station.
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

/// Where it is: by the latest measurement, of its own record or reported by a gateway. A position
/// without a time is a fixed place (a micro-station). Without any, a responder stands at its station,
/// and where it was last measured beside it, too.
pub(super) fn whereabouts(
    responder: &Responder,
    reported: Option<(Wgs84, Timestamp)>,
    station: Option<&FireStation>,
    (now, parameters): (Timestamp, &TravelParameters),
) -> Option<Whereabouts> {
    let at_station = station.map(|one| Whereabouts {
        at: one.position,
        age: None,
    });
    let own = responder.position();
    let entered = own.zip(responder.position_at.map(Timestamp::from));
    if own.is_some() && entered.is_none() && reported.is_none() {
        return own.map(|at| Whereabouts { at, age: None });
    }
    let latest = entered.into_iter().chain(reported);
    let Some((at, measured_at)) = latest.max_by_key(|(_, measured_at)| *measured_at) else {
        return at_station;
    };
    let age = now.since(measured_at);
    // A terminal that fell silent in the garage has not moved.
    let parked = at_station.filter(|station| {
        age > parameters.stale_after && station.at.distance(at).0 <= parameters.at_station.0
    });
    parked.or(Some(Whereabouts { at, age: Some(age) }))
}

/// Whether it would start from there, or why not.
pub(super) fn start(
    whereabouts: Option<Whereabouts>,
    parameters: &TravelParameters,
) -> Result<Wgs84, Unavailable> {
    let known = whereabouts.ok_or(Unavailable::NoPosition)?;
    match known.age {
        Some(age) if age > parameters.stale_after => Err(Unavailable::StalePosition),
        _ => Ok(known.at),
    }
}
