//! 力量推荐 who could go: every responder of the city, ranked by the time on the road; by straight line
//! where no road is known.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base::{Metres, Timestamp, Uuid, Wgs84};
use city::Responder;
use city::nouns::FireStation;
use register::Entered;
use routing::{Drive, NoWay};
use tokio::task::spawn_blocking;

use super::availability::{self, Unavailable};
use super::{Desk, Response, Seat};
use crate::DispatchError;

/// One responder, ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The responder.
    pub responder: Arc<Responder>,
    /// Its station's name.
    pub station_name: Option<String>,
    /// Why it is not among the available; none when it is.
    pub unavailable: Option<Unavailable>,
    /// How it gets there; none where its place or the incident's is not known.
    pub travel: Option<Travel>,
    /// Where it is, or was when it was measured last.
    pub place: Option<Wgs84>,
    /// The age of its measured position; none for a fixed place.
    pub position_age: Option<Duration>,
}

/// How far a responder has to drive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Travel {
    /// Estimated time, seconds.
    pub seconds: f64,
    /// Along roads, or the straight line.
    pub distance: Metres,
    /// Whether roads were not known, or do not lead there.
    pub straight_line: bool,
    /// Whether the roads are known and do not lead there as things are today.
    pub cut_off: bool,
}

/// The ranking and when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidates {
    /// The available first, of them those that roads lead from, of these the nearest; all others after
    /// them, with the reason.
    pub items: Vec<Candidate>,
    /// Who works for the incident.
    pub working: Vec<Uuid>,
    /// What the city's response plan proposes of them, when it has one for the incident.
    pub response: Option<Response>,
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
        let now = self.now();
        // Side by side: the database answers each in a fraction of a millisecond, the way there and back
        // takes as long again.
        let (file, responders, stations, reported) = tokio::try_join!(
            self.incident(seat, id),
            async { Ok(self.roster.all().await?) },
            stations_by_id(self),
            async { Ok(city::position::last_of_responders(self.store()).await?) },
        )?;
        let whereabouts = |responder: &Arc<Responder>| {
            let station = responder.station_id.and_then(|id| stations.get(&id));
            let reported = reported.get(&responder.id).copied();
            let on = (now, &self.parameters);
            availability::whereabouts(responder, reported, station.map(|one| &**one), on)
        };
        let known: Vec<_> = responders.iter().map(whereabouts).collect();
        let start = |known: &Option<_>| availability::start(*known, &self.parameters).ok();
        let travels = known.iter().map(start).collect();
        let travels = self.travels(travels, file.incident.location());
        let (travels, plan) = tokio::join!(travels, self.plan_for(&file));
        let rank = |((responder, known), travel): ((&Arc<Responder>, Option<_>), _)| Candidate {
            station_name: responder
                .station_id
                .and_then(|id| Some(stations.get(&id)?.name.clone())),
            unavailable: availability::forbidden(responder).or(availability::start(
                known,
                &self.parameters,
            )
            .err()),
            travel,
            place: known.map(|known| known.at),
            position_age: known.and_then(|known| known.age),
            responder: Arc::clone(responder),
        };
        let ranked = responders.iter().zip(known).zip(travels);
        let mut items: Vec<Candidate> = ranked.map(rank).collect();
        items.sort_by(|a, b| {
            let far = |one: &Candidate| one.travel.map_or(f64::INFINITY, |way| way.seconds);
            let cut_off = |one: &Candidate| one.travel.is_some_and(|way| way.cut_off);
            (a.unavailable.is_some().cmp(&b.unavailable.is_some()))
                .then(cut_off(a).cmp(&cut_off(b)))
                .then(far(a).total_cmp(&far(b)))
                .then_with(|| a.responder.id.cmp(&b.responder.id))
        });
        Ok(Candidates {
            response: plan?.map(|plan| Response::of(&plan, &file, &items)),
            working: file.working(),
            items,
            as_of: now,
        })
    }

    /// How each of these places is travelled from, in their order.
    pub(super) async fn travels(
        &self,
        from: Vec<Option<Wgs84>>,
        to: Option<Wgs84>,
    ) -> Vec<Option<Travel>> {
        let Some(to) = to else {
            return vec![None; from.len()];
        };
        let known: Vec<Wgs84> = from.iter().copied().flatten().collect();
        let drives = match self.roads.current() {
            // The search takes the processor for some milliseconds; a list without it is a list still.
            Some(roads) => {
                let drives = spawn_blocking(move || roads.drives(&known, to));
                drives.await.unwrap_or_default()
            }
            None => Vec::new(),
        };
        let mut drives = drives.into_iter();
        let travel = |place: Option<Wgs84>| {
            let place = place?;
            let drive: Option<Result<Drive, NoWay>> = drives.next();
            Some(match drive {
                Some(Ok(drive)) => drive.into(),
                Some(Err(NoWay::Apart)) => Travel {
                    cut_off: true,
                    ..self.straight(place, to)
                },
                _ => self.straight(place, to),
            })
        };
        from.into_iter().map(travel).collect()
    }

    fn straight(&self, from: Wgs84, to: Wgs84) -> Travel {
        let distance = from.distance(to);
        Travel {
            seconds: self.parameters.travel_seconds(distance),
            distance,
            straight_line: true,
            cut_off: false,
        }
    }
}

impl From<Drive> for Travel {
    fn from(drive: Drive) -> Self {
        Self {
            seconds: drive.seconds.round(),
            distance: drive.length,
            straight_line: false,
            cut_off: false,
        }
    }
}

pub(super) async fn stations_by_id(
    desk: &Desk,
) -> Result<HashMap<Uuid, Entered<FireStation>>, DispatchError> {
    let stations = city::stations(desk.store()).await?;
    Ok(stations.into_iter().map(|one| (one.id, one)).collect())
}
