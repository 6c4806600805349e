//! 路况 what hinders on the roads today: areas in which they are closed or slow.

use ::roads::{Closures, Network, SnapIndex, StretchId};
use base::{Metres, Polygon, Wgs84};

use crate::learn::Paces;
use crate::mover::Mover;
use crate::roads::Ground;

/// 路段管制 an area and what it means for the roads that lead into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindrance {
    /// Where. A stretch from junction to junction of which any part lies here is hindered whole.
    pub area: Polygon,
    /// How.
    pub effect: Effect,
}

/// What a road in such an area is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// 断路 nobody passes.
    Closed,
    /// 禁车 only people on foot pass.
    NoVehicles,
    /// 缓行 vehicles reach so many hundredths of their speed, 1 to 100.
    Slow(u8),
}

/// 受影响路段 a stretch of road that is hindered.
#[derive(Clone, Debug, PartialEq)]
pub struct HinderedRoad {
    /// Where it runs.
    pub places: Vec<Wgs84>,
    /// Its name; empty when it has none.
    pub name: String,
    /// How long it is.
    pub length: Metres,
}

impl Effect {
    /// Whether somebody cannot pass at all.
    const fn stops(self, mover: Mover) -> bool {
        match self {
            Self::Closed => true,
            Self::NoVehicles => !matches!(mover, Mover::OnFoot),
            Self::Slow(_) => false,
        }
    }

    /// To how many hundredths of their speed somebody comes down.
    fn slows(self, mover: Mover) -> Option<u8> {
        match self {
            Self::Slow(percent) if !matches!(mover, Mover::OnFoot) => Some(percent.clamp(1, 100)),
            _ => None,
        }
    }
}

/// The hindrances of a day with the stretches of one network that lie in them, and the pace of each mover.
#[derive(Clone, Debug, Default)]
pub(crate) struct Today {
    of: Vec<Hindrance>,
    stretches: Vec<Vec<StretchId>>,
    paces: Paces,
}

impl Today {
    pub(crate) fn on(ground: &Ground, of: Vec<Hindrance>) -> Self {
        let met = |one: &Hindrance| in_area(&ground.network, &ground.snaps, &one.area);
        let stretches = of.iter().map(met).collect();
        Self {
            of,
            stretches,
            paces: Paces::default(),
        }
    }

    /// The same day at other paces.
    pub(crate) fn at(mut self, paces: Paces) -> Self {
        self.paces = paces;
        self
    }

    pub(crate) const fn paces(&self) -> Paces {
        self.paces
    }

    pub(crate) fn hindrances(&self) -> &[Hindrance] {
        &self.of
    }

    pub(crate) fn stretches(&self) -> impl Iterator<Item = StretchId> {
        self.stretches.iter().flatten().copied()
    }

    /// Closes what this mover cannot pass, beside what is closed already.
    pub(crate) fn close(&self, network: &Network, mover: Mover, closures: &mut Closures) {
        for (hindrance, stretches) in self.of.iter().zip(&self.stretches) {
            if hindrance.effect.stops(mover) {
                for stretch in stretches {
                    closures.close_stretch(network, *stretch);
                }
            }
        }
    }

    /// The roads with this mover's times today, what is learned before what hinders; none when they are as
    /// ever.
    pub(crate) fn slowed(&self, network: &Network, mover: Mover) -> Option<Network> {
        let mut slow: Vec<(StretchId, u8)> = Vec::new();
        for (hindrance, stretches) in self.of.iter().zip(&self.stretches) {
            if let Some(percent) = hindrance.effect.slows(mover) {
                slow.extend(stretches.iter().map(|stretch| (*stretch, percent)));
            }
        }
        // Of two the slower counts: snow on a road that a flood has slowed does not double it.
        slow.sort_unstable();
        slow.dedup_by_key(|(stretch, _)| *stretch);
        match self.paces.of(mover) {
            Some(pace) => Some(pace.on(network.clone()).slowed(&slow)),
            None => (!slow.is_empty()).then(|| network.clone().slowed(&slow)),
        }
    }
}

fn in_area(network: &Network, snaps: &SnapIndex, area: &Polygon) -> Vec<StretchId> {
    let near = snaps.stretches_in(network, area.bounds()).into_iter();
    let inside = near.filter(|stretch| {
        let arc = network.arcs_of(*stretch).into_iter().flatten().next();
        let course = arc.and_then(|arc| network.course(arc));
        course.is_some_and(|course| {
            let mut pieces = course.pieces();
            pieces.any(|(from, to, _)| area.meets(from, to))
        })
    });
    inside.collect()
}
