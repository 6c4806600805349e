//! A year that did not happen: which alarms rang, who called, who went and when they were back. Pure.

use std::time::Duration;

use base::{Random, Timestamp, Uuid};
use city::ResponderKind;
use dispatch::{IncidentKind, PastAssignment, PastIncident};

use crate::made::{City, Spot, Station, metres_between};
use crate::recipe::CallRecipe;

/// Metres on the road for a metre of straight line, and metres a second with blue lights: for what is
/// long over, roads are not asked.
const DETOUR: f64 = 1.35;
const METRES_A_SECOND: f64 = 11.0;
/// Of a hundred alarms, so many were false and tests; the rest became incidents.
const FALSE: usize = 93;
const TESTS: usize = 5;

/// An alarm of the past, before the house's rows are known.
pub(super) struct Rang {
    pub(super) id: Uuid,
    /// By its place among the key units.
    pub(super) unit: usize,
    /// By its place among the unit's points.
    pub(super) point: usize,
    pub(super) at: Timestamp,
    pub(super) judged: Judged,
    pub(super) verified_at: Timestamp,
    pub(super) note: String,
    pub(super) incident: Option<(Uuid, Timestamp)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    False,
    Test,
    Real,
}

/// What happened in the days before `until`, in the order of time.
pub(super) struct Past {
    pub(super) alarms: Vec<Rang>,
    pub(super) incidents: Vec<PastIncident>,
}

pub(super) fn past(city: &City, until: Timestamp) -> Past {
    let mut maker = Maker {
        city,
        random: Random::new(city.recipe.seed ^ 0x9a57),
        past: Past {
            alarms: Vec::new(),
            incidents: Vec::new(),
        },
    };
    let pace = city.recipe.pace;
    let begun = until.minus(Duration::from_secs(u64::from(pace.days_of_history) * DAY));
    for at in maker.moments(begun, until, pace.alarms_a_day) {
        maker.rang(at);
    }
    for at in maker.moments(begun, until, pace.calls_a_day) {
        maker.called(at);
    }
    let mut past = maker.past;
    past.incidents.sort_by_key(|one| (one.opened_at, one.id));
    past
}

const DAY: u64 = 24 * 3_600;

struct Maker<'c> {
    city: &'c City,
    random: Random,
    past: Past,
}

impl Maker<'_> {
    /// Moments that come by chance, so many a day; by night half as often as by day.
    fn moments(&mut self, from: Timestamp, until: Timestamp, a_day: f64) -> Vec<Timestamp> {
        let mut at = from;
        let mut moments = Vec::new();
        loop {
            let pause = -(1.0 - self.random.share()).ln() * DAY as f64 / a_day / 1.3;
            at = at.plus(Duration::from_secs_f64(pause));
            if at >= until {
                return moments;
            }
            // China has one clock, eight hours ahead.
            let hour = (at.as_micros().div_euclid(3_600_000_000) + 8).rem_euclid(24);
            let by_day = (7..23).contains(&hour);
            if by_day || self.random.share() < 0.3 {
                moments.push(at);
            }
        }
    }

    fn later(&mut self, at: Timestamp, [least, most]: [usize; 2]) -> Timestamp {
        let seconds = self.random.between(least as f64, most as f64 + 1.0);
        at.plus(Duration::from_secs_f64(seconds))
    }

    fn rang(&mut self, at: Timestamp) {
        let unit = self.random.below(self.city.units.len());
        let Some(of) = self.city.units.get(unit) else {
            return;
        };
        let point = self.random.below(of.points);
        let verified_at = self.later(at, [25, 200]);
        let drawn = self.random.below(100);
        let words = &self.city.recipe.alarms;
        let (judged, notes) = if drawn < FALSE {
            (Judged::False, &words.false_notes)
        } else if drawn < FALSE + TESTS {
            (Judged::Test, &words.test_notes)
        } else {
            (Judged::Real, &words.real_notes)
        };
        let note = self.random.one(notes).cloned().unwrap_or_default();
        let id = self.id(at);
        let incident = (judged == Judged::Real).then(|| {
            let mut calls = self.city.recipe.calls.iter();
            let call = calls.find(|call| call.kind == IncidentKind::Fire)?.clone();
            let address = format!("{} {}", self.city.address(&of.spot), of.name);
            self.incident(verified_at, &call, &of.spot, address, Some(id))
        });
        self.past.alarms.push(Rang {
            id,
            unit,
            point,
            at,
            judged,
            verified_at,
            note,
            incident: incident.flatten(),
        });
    }

    fn called(&mut self, at: Timestamp) {
        let city = self.city;
        let Some((call, spot)) = city.call(&mut self.random) else {
            return;
        };
        let address = self.city.recipe.marked(&self.city.address(&spot));
        self.incident(at, call, &spot, address, None);
    }

    fn incident(
        &mut self,
        at: Timestamp,
        call: &CallRecipe,
        spot: &Spot,
        address: String,
        alarm_id: Option<Uuid>,
    ) -> Option<(Uuid, Timestamp)> {
        let region = self.city.region(spot)?.clone();
        let level = if self.random.below(100) < 4 { 2 } else { 1 };
        let ordered = self.later(at, [20, 90]);
        let minutes = call.minutes.map(|minutes| minutes * 60);
        let over = self.later(ordered, minutes);
        let force = if call.kind == IncidentKind::Fire {
            3
        } else {
            1
        } * level;
        let sent = self.sent(spot, ordered, over, usize::try_from(force).unwrap_or(1));
        let arrived = sent.iter().map(|one| one.times[3]).min()?;
        let over = sent.iter().map(|one| one.times[4]).max()?;
        let closed_at = self.later(over, [120, 900]);
        let is_fire = call.kind == IncidentKind::Fire;
        let between = |share: f64| {
            let whole = over.since(arrived).as_secs_f64();
            arrived.plus(Duration::from_secs_f64(whole * share))
        };
        let id = self.id(at);
        self.past.incidents.push(PastIncident {
            id,
            kind: call.kind,
            level,
            alarm_id,
            address,
            location: spot.position,
            region,
            opened_at: at,
            under_control_at: is_fire.then(|| between(0.4)),
            extinguished_at: is_fire.then(|| between(0.75)),
            closed_at,
            summary: self.random.one(&call.ends).cloned().unwrap_or_default(),
            people_rescued: i64::from(call.kind == IncidentKind::Rescue),
            note: self.random.one(&call.what).cloned().unwrap_or_default(),
            sent,
        });
        Some((id, closed_at))
    }

    /// Vehicles of the nearest station, then of the next, until there are enough.
    fn sent(
        &mut self,
        to: &Spot,
        ordered: Timestamp,
        over: Timestamp,
        wanted: usize,
    ) -> Vec<PastAssignment> {
        let city = self.city;
        let mut near: Vec<(f64, &Station)> = city
            .stations
            .iter()
            .map(|station| {
                let (east, north) = metres_between(station.position(), to.position);
                (east.hypot(north), station)
            })
            .collect();
        near.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let vehicles = near.into_iter().flat_map(|(apart, station)| {
            let fit = station.vehicles.iter().filter(|vehicle| vehicle.fit);
            fit.map(move |vehicle| (apart, station, vehicle))
        });
        let mut sent = Vec::with_capacity(wanted);
        for (apart, station, vehicle) in vehicles.take(wanted) {
            let Some(region) = city.region(&station.spot).cloned() else {
                continue;
            };
            let drive = apart * DETOUR / METRES_A_SECOND + 20.0;
            let acknowledged = self.later(ordered, [5, 25]);
            let turned_out = self.later(acknowledged, [25, 60]);
            let on_scene = turned_out.plus(Duration::from_secs_f64(drive));
            let released = self.later(on_scene.max(over), [0, 300]);
            let returned = released.plus(Duration::from_secs_f64(drive * 1.4));
            sent.push(PastAssignment {
                id: self.id(ordered),
                responder: (vehicle.id, vehicle.name.clone(), ResponderKind::Vehicle),
                station_name: Some(station.name.clone()),
                region,
                times: [
                    ordered,
                    acknowledged,
                    turned_out,
                    on_scene,
                    released,
                    returned,
                ],
            });
        }
        sent
    }

    /// An id of version 7 as it would have been made at that time.
    fn id(&mut self, at: Timestamp) -> Uuid {
        let millis = u64::try_from(at.as_micros() / 1_000).unwrap_or_default();
        let [a, b] = [self.random.next(), self.random.next()];
        let mut chance = [0; 10];
        let bytes = a.to_le_bytes().into_iter().chain(b.to_le_bytes());
        for (to, from) in chance.iter_mut().zip(bytes) {
            *to = from;
        }
        uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
    }
}
