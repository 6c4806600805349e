//! What was learned: factors with what they rest on.

use ::roads::Class;
use serde::{Deserialize, Serialize};

use super::fit::{Drawn, Fitted, GROUPS, Sample, fitted, weighted_median};
use super::pace::AS_EVER;
use super::support::Support;
use super::{DayPart, LearnParameters, Observed, ObservedLeg, Pace, Tally};
use crate::Mover;

/// The version of the method. Another one makes other factors of the same trips.
pub const LEARN_METHOD: u32 = 1;

/// Thousandths: no factor is believed beyond, whatever parameters or a record say.
const BELIEVED: std::ops::RangeInclusive<u16> = 100..=10_000;

/// 系数 by how much the time of roads is multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Of which class; of all for none.
    #[serde(with = "highway")]
    pub class: Option<Class>,
    /// In which part of the day; over the whole day for none.
    pub part: Option<DayPart>,
    /// Thousandths of the network's own time.
    pub per_mille: u16,
    /// Thousandths: where the interval of 95 % begins and ends, inside the bounds of all factors.
    pub interval: [u16; 2],
    /// Trips that it rests on.
    pub trips: u32,
    /// Vehicles that drove them.
    pub vehicles: u32,
    /// Legs of them that speak for it.
    pub legs: u32,
}

/// 学习结果 the factors of one mover on one network, with all that is needed to judge them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    method: u32,
    network: String,
    mover: Mover,
    parameters: LearnParameters,
    factors: Vec<Factor>,
    tally: Tally,
}

/// Why what was learned is of no use here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUsable {
    /// The network is another one.
    #[error(
        "speeds were learned on the roads {learned_on} and the roads in use are {in_use}; learn them anew from the recorded trips"
    )]
    OtherNetwork {
        /// The tag of the network that they were learned on.
        learned_on: String,
        /// The tag of the one in use.
        in_use: String,
    },
    /// The method is another one.
    #[error(
        "speeds were learned by method {learned_by} and this program knows method {LEARN_METHOD}; learn them anew from the recorded trips"
    )]
    OtherMethod {
        /// The version that made them.
        learned_by: u32,
    },
}

impl Learned {
    /// What trips teach; no factor where they are too few. Blocks: a second for some ten thousand legs.
    #[must_use]
    pub fn of(observed: &Observed) -> Self {
        let mut learned = Self {
            method: LEARN_METHOD,
            network: observed.network.clone(),
            mover: observed.mover,
            parameters: observed.parameters,
            factors: Vec::new(),
            tally: observed.tally.clone(),
        };
        learned.add_all_classes(&observed.legs);
        learned.add_classes(&observed.legs, None);
        for part in DayPart::ALL {
            let legs = observed.legs.iter().filter(|leg| leg.part == part);
            learned.add_classes(&legs.cloned().collect::<Vec<_>>(), Some(part));
        }
        learned
    }

    /// What was kept of an earlier learning, by this method: factors that were [usable](Self::factors) then,
    /// or that somebody set by hand.
    #[must_use]
    pub fn kept(mover: Mover, network: String, factors: Vec<Factor>) -> Self {
        Self {
            method: LEARN_METHOD,
            network,
            mover,
            parameters: LearnParameters::default(),
            factors,
            tally: Tally::default(),
        }
    }

    /// The factors: of all classes first, then by class over the whole day, then by part of the day.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Whose they are.
    #[must_use]
    pub const fn mover(&self) -> Mover {
        self.mover
    }

    /// The [tag](crate::Roads::tag) of the network that they were learned on.
    #[must_use]
    pub fn network(&self) -> &str {
        &self.network
    }

    /// What they were made with.
    #[must_use]
    pub const fn parameters(&self) -> &LearnParameters {
        &self.parameters
    }

    /// What became of the trips.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The factor that counts for a class in a part of the day: its own, else that of the class over the
    /// whole day, else that of all classes. None where nothing is learned.
    #[must_use]
    pub fn factor(&self, class: Class, part: DayPart) -> Option<&Factor> {
        self.counting(class, Some(part))
    }

    /// The pace in a part of the day. A record from outside moves no factor beyond its own bounds.
    #[must_use]
    pub fn pace(&self, part: DayPart) -> Pace {
        self.pace_over(Some(part))
    }

    fn pace_over(&self, part: Option<DayPart>) -> Pace {
        Pace::each(|class| {
            let factor = self.counting(class, part);
            factor.map_or(AS_EVER, |found| self.bounded(found.per_mille))
        })
    }

    /// Within the bounds of the parameters, and of those that no parameters move.
    fn bounded(&self, per_mille: u16) -> u16 {
        let (least, most) = (
            self.parameters.least_per_mille,
            self.parameters.most_per_mille,
        );
        let within = per_mille.max(least).min(most);
        within.clamp(*BELIEVED.start(), *BELIEVED.end())
    }

    fn counting(&self, class: Class, part: Option<DayPart>) -> Option<&Factor> {
        let named = |class, part| {
            let mut factors = self.factors.iter();
            factors.find(move |each| each.class == class && each.part == part)
        };
        let own = part.and_then(|part| named(Some(class), Some(part)));
        own.or_else(|| named(Some(class), None))
            .or_else(|| named(None, None))
    }

    pub(super) fn check(&self, in_use: &str) -> Result<(), NotUsable> {
        if self.method != LEARN_METHOD {
            return Err(NotUsable::OtherMethod {
                learned_by: self.method,
            });
        }
        if self.network != in_use {
            return Err(NotUsable::OtherNetwork {
                learned_on: self.network.clone(),
                in_use: in_use.to_owned(),
            });
        }
        Ok(())
    }

    fn add_all_classes(&mut self, legs: &[ObservedLeg]) {
        let support = Support::of(legs.iter(), None, &self.parameters);
        if !support.is_enough(&self.parameters) {
            return;
        }
        let mut samples = samples(legs, &Pace::default(), &[]);
        for sample in &mut samples {
            sample.left = sample.ratio;
            sample.shares = vec![(0, 1.0)];
        }
        let ratios = samples.iter().map(|sample| (sample.ratio, 1.0));
        let middle = weighted_median(ratios.collect()).unwrap_or(1.0);
        let drawn = Drawn {
            to: &[middle],
            by: 0.0,
        };
        let found = fitted(self.parameters.estimator, &samples, drawn, groups(legs));
        for found in found {
            self.add(None, None, &support, found);
        }
    }

    /// The factors of all classes that have support among these legs, fitted together.
    fn add_classes(&mut self, legs: &[ObservedLeg], part: Option<DayPart>) {
        let supported = Class::ALL.into_iter().filter_map(|class| {
            let support = Support::of(legs.iter(), Some(class), &self.parameters);
            (support.is_enough(&self.parameters)).then_some((class, support))
        });
        let supported: Vec<(Class, Support)> = supported.collect();
        if supported.is_empty() {
            return;
        }
        let classes: Vec<Class> = supported.iter().map(|(class, _)| *class).collect();
        let so_far = self.pace_over(None);
        let to = classes
            .iter()
            .map(|class| f64::from(so_far.of(*class)) / 1e3);
        let drawn = Drawn {
            to: &to.collect::<Vec<f64>>(),
            by: self.parameters.drawn_by_legs.into(),
        };
        let samples = samples(legs, &so_far, &classes);
        let found = fitted(self.parameters.estimator, &samples, drawn, groups(legs));
        for ((class, support), found) in supported.iter().zip(found) {
            self.add(Some(*class), part, support, found);
        }
    }

    /// Keeps a factor, unless it is too unsure.
    fn add(
        &mut self,
        class: Option<Class>,
        part: Option<DayPart>,
        support: &Support,
        found: Fitted,
    ) {
        let widest = f64::from(self.parameters.widest_percent) / 100.0;
        if found.reach > found.value * widest {
            return;
        }
        let bounded = |value: f64| self.bounded(thousandths(value));
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let factor = Factor {
            class,
            part,
            per_mille: bounded(found.value),
            interval: [
                bounded(found.value - found.reach),
                bounded(found.value + found.reach),
            ],
            trips: count(support.trips()),
            vehicles: count(support.vehicles()),
            legs: count(support.legs()),
        };
        self.factors.push(factor);
    }
}

/// The legs as equations in the factors of some classes; those of others are given.
fn samples(legs: &[ObservedLeg], given: &Pace, sought: &[Class]) -> Vec<Sample> {
    let groups = groups(legs);
    let trips = legs.chunk_by(|one, next| one.trip_key() == next.trip_key());
    let numbered = trips.enumerate();
    let numbered = numbered.flat_map(|(number, trip)| trip.iter().map(move |leg| (number, leg)));
    let mut samples = Vec::with_capacity(legs.len());
    for (trip, leg) in numbered {
        let on_roads = leg.on_roads_ms() as f64;
        let ratio = (leg.observed_ms as f64 - leg.fixed_ms as f64) / on_roads;
        let (mut left, mut shares) = (ratio, Vec::new());
        for (class, time) in &leg.expected {
            let share = *time as f64 / on_roads;
            match sought.iter().position(|each| each == class) {
                Some(number) => shares.push((number, share)),
                None => left -= share * f64::from(given.of(*class)) / 1e3,
            }
        }
        samples.push(Sample {
            left,
            ratio,
            shares,
            group: trip.checked_rem(groups).unwrap_or_default(),
        });
    }
    samples
}

/// Groups of trips for the interval.
fn groups(legs: &[ObservedLeg]) -> usize {
    let trips = legs.chunk_by(|one, next| one.trip_key() == next.trip_key());
    trips.count().min(GROUPS)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and bounds follow"
)]
fn thousandths(share: f64) -> u16 {
    (share * 1e3).round() as u16
}

/// A class by its value of `highway`.
mod highway {
    use ::roads::Class;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands out a reference")]
    pub(super) fn serialize<S: Serializer>(
        class: &Option<Class>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        class.map(Class::highway).serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Class>, D::Error> {
        let Some(word) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        let class = Class::from_highway(&word);
        let unknown = || D::Error::custom(format!("there is no class of road `{word}`"));
        class.map(Some).ok_or_else(unknown)
    }
}
