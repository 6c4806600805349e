//! 力量推荐 who could go: every responder of the city, ranked by straight-line travel time.

use std::collections::HashMap;
use std::time::Duration;

use base::{Metres, Timestamp, Uuid};
use city::Responder;
use city::nouns::FireStation;
use register::Entered;

use super::availability::{self, Unavailable};
use super::{Desk, Seat};
use crate::DispatchError;

/// One responder, ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The responder.
    pub responder: Responder,
    /// Its station's name.
    pub station_name: Option<String>,
    /// Why it is not among the available; none when it is.
    pub unavailable: Option<Unavailable>,
    /// Straight-line distance.
    pub distance: Option<Metres>,
    /// Estimated travel time, seconds.
    pub travel_seconds: Option<f64>,
    /// The age of its measured position; none for a fixed place.
    pub position_age: Option<Duration>,
}

/// The ranking and when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidates {
    /// The available first, the nearest of them first; all others after them, with the reason.
    pub items: Vec<Candidate>,
    /// When.
    pub as_of: Timestamp,
}

impl Desk {
    /// Ranks every responder for an incident. Where the incident's place is not known, nobody has
    /// a distance and all who can be sent are still listed.
    ///
    /// # Errors
    /// [`DispatchError::NotFound`]; the database's refusal.
    pub async fn candidates(&self, seat: &Seat, id: Uuid) -> Result<Candidates, DispatchError> {
        let incident = self.incident(seat, id).await?.incident;
        let responders = city::responders(self.store()).await?;
        let stations = stations_by_id(self).await?;
        let now = self.now();
        let rank = |responder: Responder| {
            let station = responder.station_id.and_then(|id| stations.get(&id));
            let station = station.map(std::ops::Deref::deref);
            let start = availability::start(&responder, station, now, &self.parameters);
            let target = incident.location();
            let distance = start
                .ok()
                .zip(target)
                .map(|(from, to)| from.at.distance(to));
            let unavailable = availability::forbidden(&responder).or(start.err());
            Candidate {
                station_name: station.map(|one| one.name.clone()),
                unavailable,
                distance,
                travel_seconds: distance.map(|far| self.parameters.travel_seconds(far)),
                position_age: age_of(&responder, now),
                responder,
            }
        };
        let mut items: Vec<_> = responders.into_iter().map(rank).collect();
        items.sort_by(|a, b| {
            let far = |one: &Candidate| one.distance.map_or(f64::INFINITY, |d| d.0);
            (a.unavailable.is_some().cmp(&b.unavailable.is_some()))
                .then(far(a).total_cmp(&far(b)))
                .then_with(|| a.responder.id.cmp(&b.responder.id))
        });
        Ok(Candidates { items, as_of: now })
    }
}

/// The age is shown also when it is the reason for leaving a responder out.
fn age_of(responder: &Responder, now: Timestamp) -> Option<Duration> {
    responder.position()?;
    responder.position_at.map(|time| now.since(time.into()))
}

pub(super) async fn stations_by_id(
    desk: &Desk,
) -> Result<HashMap<Uuid, Entered<FireStation>>, DispatchError> {
    let stations = city::stations(desk.store()).await?;
    Ok(stations.into_iter().map(|one| (one.id, one)).collect())
}
