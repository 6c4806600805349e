//! 预计到场 when those on the way are there: from where each was heard of last, along the roads as they are
//! now. Whoever asks again gets another answer as they move.

use std::time::Duration;

use base::{Timestamp, Uuid};

use super::availability::{self, Whereabouts};
use super::candidates::{Travel, stations_by_id};
use super::{Desk, Seat};
use crate::DispatchError;
use crate::machine::assignment::AssignmentState;
use crate::record::Assignment;

/// One that is on the way, or about to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// Its assignment.
    pub assignment: Uuid,
    /// When it is there, as far as anybody knows; none where its place or the incident's is not known.
    pub arrives_at: Option<Timestamp>,
    /// What lies before it; none as above.
    pub travel: Option<Travel>,
    /// The age of the position that this rests on; none where it is taken to be at its station.
    pub position_age: Option<Duration>,
}

impl Desk {
    /// When each that was sent and is not there yet will be: the first first, those that nobody can say it of
    /// last.
    ///
    /// # Errors
    /// [`DispatchError::NotFound`]; the database's refusal.
    pub async fn arrivals(&self, seat: &Seat, id: Uuid) -> Result<Vec<Arrival>, DispatchError> {
        let file = self.incident(seat, id).await?;
        let coming = file.assignments.iter().filter(|one| is_coming(one));
        let coming: Vec<&Assignment> = coming.collect();
        if coming.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let known = self.heard_of(&coming, now).await?;
        let places = known.iter().map(|known| known.map(|known| known.at));
        let travels = self.travels(places.collect(), file.incident.location());
        let told = coming.iter().zip(known).zip(travels.await);
        let arrival = |((assignment, known), travel): ((&&Assignment, Option<Whereabouts>), _)| {
            self.arrival(assignment, known, travel, now)
        };
        let mut arrivals: Vec<Arrival> = told.map(arrival).collect();
        let late = |one: &Arrival| one.arrives_at.map_or(i64::MAX, Timestamp::as_micros);
        arrivals.sort_by_key(|one| (late(one), one.assignment));
        Ok(arrivals)
    }

    /// Where each was heard of last, in their order. One whose wheels do not turn yet stands at its station,
    /// and so does one that is not heard of.
    async fn heard_of(
        &self,
        coming: &[&Assignment],
        now: Timestamp,
    ) -> Result<Vec<Option<Whereabouts>>, DispatchError> {
        let stations = stations_by_id(self).await?;
        let responders = self.roster.all().await?;
        let reported = city::position::last_of_responders(self.store()).await?;
        let known = |assignment: &&Assignment| {
            let id = assignment.responder_id;
            let responder = responders.iter().find(|one| one.id == id)?;
            let station = responder.station_id.and_then(|id| stations.get(&id));
            let place = reported.get(&id).copied();
            let on = (now, &self.parameters);
            let heard = availability::whereabouts(responder, place, station.map(|one| &**one), on);
            let is_old = |age: Duration| age > self.parameters.stale_after;
            heard
                .filter(|heard| !heard.age.is_some_and(is_old))
                .or_else(|| {
                    let at = station?.position;
                    Some(Whereabouts { at, age: None })
                })
        };
        Ok(coming.iter().map(known).collect())
    }

    fn arrival(
        &self,
        assignment: &Assignment,
        known: Option<Whereabouts>,
        travel: Option<Travel>,
        now: Timestamp,
    ) -> Arrival {
        let age = known.and_then(|known| known.age);
        let turned_out = assignment.turned_out_at.map(Timestamp::from);
        let usual = Timestamp::from(assignment.ordered_at).plus(self.parameters.turnout);
        // Whose position is measured drives from there now; whose is not has driven since it turned out, and
        // who stands at its station leaves no sooner than a minute after the order.
        let leaves = match (age, turned_out) {
            (Some(_), Some(_)) => now,
            (None, Some(turned_out)) => turned_out,
            (_, None) => usual.max(now),
        };
        let driven = travel.filter(|travel| !travel.cut_off);
        let arrives_at = driven.map(|travel| {
            let there = leaves.plus(Duration::from_secs_f64(travel.seconds.max(0.0)));
            // Late is not past: it is not there yet.
            there.max(now)
        });
        Arrival {
            assignment: assignment.id,
            arrives_at,
            travel,
            position_age: age,
        }
    }
}

/// Sent, and not at the scene.
const fn is_coming(assignment: &Assignment) -> bool {
    matches!(
        assignment.state,
        AssignmentState::Ordered | AssignmentState::Acknowledged | AssignmentState::TurnedOut
    )
}
