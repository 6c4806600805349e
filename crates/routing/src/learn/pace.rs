//! What was learned, as it is put to use: a factor for each class of road.

use ::roads::{Class, Network};

use super::{DayPart, Learned, NotUsable};
use crate::{Mover, Roads};

/// Thousandths that change nothing.
pub(super) const AS_EVER: u16 = 1_000;

/// 车速系数 by how many thousandths of its time each class of road is driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace([u16; Class::ALL.len()]);

impl Default for Pace {
    /// Everything takes its time.
    fn default() -> Self {
        Self([AS_EVER; Class::ALL.len()])
    }
}

impl Pace {
    pub(super) fn each(factor: impl Fn(Class) -> u16) -> Self {
        Self(Class::ALL.map(factor))
    }

    /// The thousandths of a class's time; 1,000 is the network's own.
    #[must_use]
    pub fn of(&self, class: Class) -> u16 {
        let classes = Class::ALL.iter().zip(&self.0);
        let found = classes.into_iter().find(|(each, _)| **each == class);
        found.map_or(AS_EVER, |(_, factor)| *factor)
    }

    /// Whether it changes nothing.
    fn is_as_ever(&self) -> bool {
        *self == Self::default()
    }

    /// The roads at this pace.
    pub(crate) fn on(&self, network: Network) -> Network {
        network.paced(|class| self.of(class).into())
    }
}

/// The pace of each mover; none where nothing is learned.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Paces([Option<Pace>; 3]);

impl Paces {
    const fn slot(mover: Mover) -> usize {
        match mover {
            Mover::FireEngine => 0,
            Mover::OnFoot => 1,
            Mover::ElectricCart => 2,
        }
    }

    pub(crate) fn of(&self, mover: Mover) -> Option<Pace> {
        self.0.get(Self::slot(mover)).copied().flatten()
    }

    fn put(&mut self, mover: Mover, pace: Pace) {
        if let Some(slot) = self.0.get_mut(Self::slot(mover)) {
            *slot = (!pace.is_as_ever()).then_some(pace);
        }
    }
}

impl Roads {
    /// The same roads, under the same hindrances, at the pace that was learned for its mover in a part of the
    /// day. It stands before what hinders: snow slows what is learned. What was learned for other movers
    /// stays. Blocks as [`Roads::under`] does.
    ///
    /// # Errors
    /// [`NotUsable`]: it was learned on another network or by another method.
    pub fn at_pace_of(&self, learned: &Learned, part: DayPart) -> Result<Self, NotUsable> {
        learned.check(self.tag())?;
        let mut paces = self.today.paces();
        paces.put(learned.mover(), learned.pace(part));
        Ok(self.at_paces(paces))
    }

    /// The roads when nothing hinders and nothing is learned.
    #[must_use]
    pub fn plain(&self) -> Self {
        self.under(Vec::new()).at_paces(Paces::default())
    }
}
