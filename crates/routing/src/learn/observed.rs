//! Trips beside the roads: the legs that are believed, and what became of all else.

use std::collections::BTreeSet;

use ::roads::Class;
use base::{Timestamp, Uuid};

use super::cut::pieces;
use super::legs::{Driven, Matcher, thinned};
use super::tally::counted;
use super::{DayPart, Fix, LearnParameters, Pace, Tally, Trip};
use crate::{Mover, Roads};

/// A leg that was driven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedLeg {
    /// Who drove.
    pub vehicle: Uuid,
    /// When the trip's first fix was; with the vehicle it names the trip.
    pub trip: Timestamp,
    /// When the leg began.
    pub began: Timestamp,
    /// In which part of the day.
    pub part: DayPart,
    /// Milliseconds that it took.
    pub observed_ms: u64,
    /// Milliseconds that the network expects on each class, by class; never none.
    pub expected: Vec<(Class, u64)>,
    /// Milliseconds that the network expects for what is no road. No factor changes them.
    pub fixed_ms: u64,
}

impl ObservedLeg {
    /// Milliseconds that the network expects on its roads.
    #[must_use]
    pub fn on_roads_ms(&self) -> u64 {
        self.expected.iter().map(|(_, time)| time).sum()
    }

    /// Milliseconds that it is expected to take at a pace.
    #[must_use]
    pub fn expected_ms(&self, pace: &Pace) -> f64 {
        let paced = |(class, time): &(Class, u64)| *time as f64 * f64::from(pace.of(*class)) / 1e3;
        self.expected.iter().map(paced).sum::<f64>() + self.fixed_ms as f64
    }
}

/// Trips of one mover on one network, as legs. Equal trips give equal legs, in whatever order they come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    pub(super) network: String,
    pub(super) mover: Mover,
    pub(super) parameters: LearnParameters,
    pub(super) legs: Vec<ObservedLeg>,
    pub(super) tally: Tally,
}

/// How far expected times are from those that were observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Miss {
    /// Trips that were compared, each by the sum of its legs.
    pub trips: usize,
    /// The mean of what a trip is off, as a share of what it took: 0.2 is a fifth too long or too short.
    pub mean_share: f64,
    /// What all together are off: below 0 too little time is expected.
    pub bias: f64,
}

impl Observed {
    /// The legs that are believed, by vehicle and time.
    #[must_use]
    pub fn legs(&self) -> &[ObservedLeg] {
        &self.legs
    }

    /// What became of all trips, fixes and legs.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How far times are off at the pace that holds in each part of the day: to be asked of trips that were
    /// held back. None without a leg.
    #[must_use]
    pub fn miss(&self, pace: impl Fn(DayPart) -> Pace) -> Option<Miss> {
        let trips = self
            .legs
            .chunk_by(|one, next| one.trip_key() == next.trip_key());
        let times = trips.map(|legs| {
            let expected = legs.iter().map(|leg| leg.expected_ms(&pace(leg.part)));
            let took = legs.iter().map(|leg| leg.observed_ms as f64);
            (expected.sum::<f64>(), took.sum::<f64>())
        });
        let times: Vec<(f64, f64)> = times.collect();
        if times.is_empty() {
            return None;
        }
        let shares = times
            .iter()
            .map(|(expected, took)| ((expected - took) / took).abs());
        let (expected, took) = times
            .iter()
            .fold((0.0, 0.0), |sums, trip| (sums.0 + trip.0, sums.1 + trip.1));
        Some(Miss {
            trips: times.len(),
            mean_share: shares.sum::<f64>() / times.len() as f64,
            bias: (expected - took) / took,
        })
    }
}

impl ObservedLeg {
    /// What names its trip.
    pub(super) const fn trip_key(&self) -> (Uuid, Timestamp) {
        (self.vehicle, self.trip)
    }
}

impl Roads {
    /// Puts the trips of a mover beside its roads as they are when nothing hinders and nothing is learned,
    /// whatever hinders on these. Trips of other movers are left out and counted. Blocks: some ten
    /// milliseconds for a city, and about ten for a trip of an hour.
    #[must_use]
    pub fn observe(&self, mover: Mover, trips: &[Trip], terms: &LearnParameters) -> Observed {
        let plain = self.plain();
        let timed = plain.timed(mover);
        let mut matcher = Matcher::on(&plain.ground, timed, terms);
        let mut tally = Tally::default();
        let mut legs: Vec<ObservedLeg> = Vec::new();
        for (vehicle, fixes) in distinct(mover, trips, &mut tally) {
            let first = fixes.iter().map(|fix| fix.at).min();
            let seen = observe_one(&fixes, &mut matcher, terms, &mut tally);
            tally.without_legs += u64::from(seen.is_empty());
            let leg = |leg: Driven| ObservedLeg {
                vehicle,
                trip: first.unwrap_or_default(),
                began: leg.began,
                part: terms.part_at(leg.began),
                observed_ms: leg.observed_ms,
                expected: leg.expected,
                fixed_ms: leg.fixed_ms,
            };
            legs.extend(seen.into_iter().map(leg));
        }
        let all = legs.len();
        legs.sort_by_key(|leg| (leg.vehicle, leg.began, leg.trip, leg.observed_ms));
        legs.dedup_by_key(|leg| (leg.vehicle, leg.began));
        legs.sort_by_key(|leg| (leg.trip_key(), leg.began));
        tally.repeated_legs = counted(all - legs.len());
        tally.legs = counted(legs.len());
        Observed {
            network: self.tag().to_owned(),
            mover,
            parameters: *terms,
            legs,
            tally,
        }
    }
}

/// The trips of a mover, each once, in one order: by vehicle and fixes, in time.
fn distinct(mover: Mover, trips: &[Trip], tally: &mut Tally) -> Vec<(Uuid, Vec<Fix>)> {
    let (own, others): (Vec<&Trip>, Vec<&Trip>) =
        trips.iter().partition(|trip| trip.mover == mover);
    let key = |trip: &&Trip| {
        let mut fixes: Vec<_> = trip.fixes.iter().map(Fix::key).collect();
        fixes.sort_unstable();
        (trip.vehicle, fixes)
    };
    let keyed: BTreeSet<_> = own.iter().map(key).collect();
    tally.of_other_movers = counted(others.len());
    tally.trips = counted(keyed.len());
    tally.repeated_trips = counted(own.len() - keyed.len());
    let fix = |(at, longitude_e7, latitude_e7)| Fix {
        at,
        place: base::Wgs84 {
            longitude_e7,
            latitude_e7,
        },
    };
    let trip = |(vehicle, fixes): (Uuid, Vec<_>)| (vehicle, fixes.into_iter().map(fix).collect());
    keyed.into_iter().map(trip).collect()
}

fn observe_one(
    fixes: &[Fix],
    matcher: &mut Matcher<'_>,
    terms: &LearnParameters,
    tally: &mut Tally,
) -> Vec<Driven> {
    let mut seen = Vec::new();
    for piece in pieces(fixes, terms, tally) {
        for leg in thinned(&piece, terms) {
            match matcher.leg(leg) {
                Ok(driven) => seen.push(driven),
                Err(why) => tally.refuse(why),
            }
        }
    }
    seen
}
