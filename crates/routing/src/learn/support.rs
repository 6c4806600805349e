//! What a factor rests on.

use std::collections::{BTreeMap, BTreeSet};

use ::roads::Class;
use base::{Timestamp, Uuid};

use super::{LearnParameters, ObservedLeg};

/// Legs that speak for a factor, with their trips by vehicle.
#[derive(Clone, Debug, Default)]
pub(super) struct Support {
    legs: usize,
    trips: BTreeMap<Uuid, BTreeSet<Timestamp>>,
}

impl Support {
    /// Of the legs in which a class has its share; of all legs for no class.
    pub(super) fn of<'l>(
        legs: impl Iterator<Item = &'l ObservedLeg>,
        class: Option<Class>,
        terms: &LearnParameters,
    ) -> Self {
        let mut support = Self::default();
        for leg in legs.filter(|leg| speaks(leg, class, terms)) {
            support.legs += 1;
            support
                .trips
                .entry(leg.vehicle)
                .or_default()
                .insert(leg.trip);
        }
        support
    }

    pub(super) const fn legs(&self) -> usize {
        self.legs
    }

    pub(super) fn trips(&self) -> usize {
        self.trips.values().map(BTreeSet::len).sum()
    }

    pub(super) fn vehicles(&self) -> usize {
        self.trips.len()
    }

    /// Trips, those of one vehicle counted up to what all others have together.
    fn counting_trips(&self) -> usize {
        let most = self.trips.values().map(BTreeSet::len).max();
        let others = self.trips() - most.unwrap_or_default();
        self.trips().min(2 * others)
    }

    pub(super) fn is_enough(&self, terms: &LearnParameters) -> bool {
        let reaches =
            |count: usize, least: u32| u32::try_from(count).is_ok_and(|count| count >= least);
        reaches(self.legs, terms.least_legs.max(1))
            && reaches(self.counting_trips(), terms.least_trips.max(1))
            && reaches(self.vehicles(), terms.vehicles())
    }
}

fn speaks(leg: &ObservedLeg, class: Option<Class>, terms: &LearnParameters) -> bool {
    class.is_none_or(|class| {
        let mut expected = leg.expected.iter();
        let its = expected.find(|(each, _)| *each == class);
        its.is_some_and(|(_, time)| {
            *time > 0 && time * 100 >= leg.on_roads_ms() * u64::from(terms.least_share_percent)
        })
    })
}
