//! 可达范围 what is reached from a point within so much time or length: an isochrone, as arcs.

use super::dijkstra::Dijkstra;
use super::spots::{Heading, Spot};
use super::{Cost, Leg, Terms, Weight};
use crate::network::{Arc, ArcId};
use crate::snap::Snap;

/// An arc that is reached, as far as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The arc, and the part of it that is driven within the limit.
    pub leg: Leg,
    /// What it costs to get to where that part begins.
    pub cost: Cost,
}

impl Dijkstra<'_> {
    /// All that is reached from a point within [`Terms::within`], in the order of arcs; everything
    /// that can be reached at all when there is no limit. The arc where it begins comes twice when
    /// the way leads back to its beginning. [`Terms::nearest`] does not count.
    pub fn area(&mut self, from: &Snap, terms: &Terms<'_>) -> Vec<Reached> {
        self.around(&[(*from, Cost::default())], Heading::Forward, terms)
    }

    /// All that is reached from any of several points, as [`Dijkstra::area`] has it; what each has spent
    /// before it sets out counts, and one that has spent more than there is reaches nothing.
    pub fn area_of(&mut self, from: &[(Snap, Cost)], terms: &Terms<'_>) -> Vec<Reached> {
        self.around(from, Heading::Forward, terms)
    }

    /// All from where a point is reached within [`Terms::within`]: the places whose engine would be
    /// here in time. Of each arc the part behind its place is driven; [`Reached::cost`] is what it
    /// costs from the end of that part.
    pub fn area_to(&mut self, to: &Snap, terms: &Terms<'_>) -> Vec<Reached> {
        self.around(&[(*to, Cost::default())], Heading::Backward, terms)
    }

    fn around(
        &mut self,
        origins: &[(Snap, Cost)],
        heading: Heading,
        terms: &Terms<'_>,
    ) -> Vec<Reached> {
        let mut begins = self.begins(origins, terms);
        let may_spend = terms.within.unwrap_or(u64::MAX);
        begins.retain(|begin| terms.weight.key(begin.spent).0 <= may_spend);
        self.search(&begins, &mut [], heading, terms);
        let begun = begins
            .iter()
            .map(|begin| part(&begin.spot, heading, begin.spent, terms));
        let mut reached: Vec<Reached> = begun.collect();
        for junction in self.settled() {
            let Some(label) = self.label(*junction) else {
                continue;
            };
            let cost = terms.weight.cost(label.key());
            let mut drive = |(id, arc): (ArcId, &Arc)| {
                let along_mm = match heading {
                    Heading::Forward => 0,
                    Heading::Backward => arc.length_mm,
                };
                if !self.network().is_link(arc.stretch) && !terms.closures.is_closed(id) {
                    let spot = Spot { id, arc, along_mm };
                    reached.push(part(&spot, heading, cost, terms));
                }
            };
            match heading {
                Heading::Forward => self.network().leaving(*junction).for_each(&mut drive),
                Heading::Backward => self.network().entering(*junction).for_each(&mut drive),
            }
        }
        reached.sort_by_key(|part| (part.leg.arc, part.leg.from_mm, terms.weight.key(part.cost)));
        reached
    }
}

/// The part of an arc that is driven from a point on it, or to it, when so much is spent already.
fn part(spot: &Spot<'_>, heading: Heading, cost: Cost, terms: &Terms<'_>) -> Reached {
    let (here, left) = (spot.along_mm, left(terms, cost));
    let (from_mm, to_mm) = match heading {
        Heading::Forward => (here, farthest(spot.arc, here, left, terms.weight)),
        Heading::Backward => (earliest(spot.arc, here, left, terms.weight), here),
    };
    Reached {
        leg: Leg {
            arc: spot.id,
            from_mm,
            to_mm,
        },
        cost,
    }
}

/// What may still be spent.
fn left(terms: &Terms<'_>, spent: Cost) -> u64 {
    let (spent, _) = terms.weight.key(spent);
    terms
        .within
        .map_or(u64::MAX, |within| within.saturating_sub(spent))
}

/// How far along an arc one gets from a point on it, in millimetres behind its beginning.
fn farthest(arc: &Arc, from_mm: u32, left: u64, weight: Weight) -> u32 {
    let (rest, _) = weight.key(Cost::of_part(arc, from_mm, arc.length_mm));
    if left >= rest {
        return arc.length_mm;
    }
    from_mm
        .saturating_add(drivable(arc, left, weight))
        .min(arc.length_mm)
}

/// From how far along an arc one still gets to a point on it, in millimetres behind its beginning.
fn earliest(arc: &Arc, to_mm: u32, left: u64, weight: Weight) -> u32 {
    let (all, _) = weight.key(Cost::of_part(arc, 0, to_mm));
    if left >= all {
        return 0;
    }
    to_mm.saturating_sub(drivable(arc, left, weight))
}

/// How many millimetres of an arc are driven for so much; a part's time may be rounded up by one.
fn drivable(arc: &Arc, left: u64, weight: Weight) -> u32 {
    let millimetres = match weight {
        Weight::Length => left,
        Weight::Time => {
            left.saturating_mul(u64::from(arc.length_mm)) / u64::from(arc.time_ms.max(1))
        }
    };
    u32::try_from(millimetres).unwrap_or(u32::MAX)
}
