//! 可达范围 what is reached from a point within so much time or length: an isochrone, as arcs.

use super::dijkstra::Dijkstra;
use super::spots::{Heading, Spot, spots};
use super::{Cost, Leg, Terms, Weight};
use crate::network::Arc;
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
        let origin = spots(self.network(), from, terms.closures);
        self.search(&origin, &mut [], Heading::Forward, terms);
        let begun = origin.iter().map(|spot| beginning(spot, terms));
        let mut reached: Vec<Reached> = begun.collect();
        for junction in self.settled() {
            let Some(label) = self.label(*junction) else {
                continue;
            };
            let cost = terms.weight.cost(label.key());
            let open = self.network().leaving(*junction);
            let open = open.filter(|(id, _)| !terms.closures.is_closed(*id));
            reached.extend(open.map(|(id, arc)| Reached {
                leg: Leg {
                    arc: id,
                    from_mm: 0,
                    to_mm: farthest(arc, 0, left(terms, cost), terms.weight),
                },
                cost,
            }));
        }
        reached.sort_by_key(|part| (part.leg.arc, part.leg.from_mm, terms.weight.key(part.cost)));
        reached
    }
}

/// The part of the arc where it begins.
fn beginning(spot: &Spot<'_>, terms: &Terms<'_>) -> Reached {
    let left = left(terms, Cost::default());
    Reached {
        leg: Leg {
            arc: spot.id,
            from_mm: spot.along_mm,
            to_mm: farthest(spot.arc, spot.along_mm, left, terms.weight),
        },
        cost: Cost::default(),
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
    let further = match weight {
        Weight::Length => left,
        Weight::Time => {
            left.saturating_mul(u64::from(arc.length_mm)) / u64::from(arc.time_ms.max(1))
        }
    };
    let end = u64::from(from_mm).saturating_add(further);
    u32::try_from(end).unwrap_or(u32::MAX).min(arc.length_mm)
}
