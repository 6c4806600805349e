//! Only what a change touches: from the changed arcs upwards, as far as costs differ.
//!
//! Source: the partial customisation of J. Dibbelt, B. Strasser, D. Wagner (2016), section 7.5.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::customise::Customised;
use super::eliminate::Hierarchy;
use super::pack::FAR;
use super::unpack::Step;
use crate::network::{ArcId, Network, at, count};
use crate::search::Closures;

/// Something to look at again: where an arc begins below, the arc, whether it is its cost going up, and
/// a cheaper way that was found, or [`ANEW`]. The lowest beginning comes first: what an arc costs depends
/// on arcs that begin lower alone.
type Ask = Reverse<(u32, u32, bool, u64)>;

/// All ways are to be looked at.
const ANEW: u64 = u64::MAX;

impl Customised {
    /// Other closures, and other times of these arcs: afterwards as if customised anew. `network` has the
    /// new times. Worth it for some dozen roads; for a new table of speeds customise anew.
    pub fn update(
        &mut self,
        hierarchy: &Hierarchy,
        network: &Network,
        closures: &Closures,
        retimed: &[ArcId],
    ) {
        let reclosed = self.closures.differing(closures, network.arcs().len());
        self.closures = closures.clone();
        let changed = reclosed.into_iter().chain(retimed.iter().copied());
        self.spread(hierarchy, network, changed);
    }

    /// Closes these arcs: afterwards as if customised anew. Some microseconds for a lane, a millisecond for
    /// a bridge that half the city crosses.
    pub fn close(&mut self, hierarchy: &Hierarchy, network: &Network, arcs: &[ArcId]) {
        arcs.iter().for_each(|arc| self.closures.close(*arc));
        self.spread(hierarchy, network, arcs.iter().copied());
    }

    /// Opens these arcs again.
    pub fn reopen(&mut self, hierarchy: &Hierarchy, network: &Network, arcs: &[ArcId]) {
        arcs.iter().for_each(|arc| self.closures.open(*arc));
        self.spread(hierarchy, network, arcs.iter().copied());
    }

    fn spread(
        &mut self,
        hierarchy: &Hierarchy,
        network: &Network,
        changed: impl Iterator<Item = ArcId>,
    ) {
        let mut queue = BinaryHeap::new();
        for id in changed {
            if let (Some((place, goes_up)), Some(arc)) = (hierarchy.place_of(id), network.arc(id)) {
                let low = hierarchy.node(arc.tail).min(hierarchy.node(arc.head));
                queue.push(Reverse((low, place, goes_up, ANEW)));
            }
        }
        while let Some(Reverse((low, arc, goes_up, mut offer))) = queue.pop() {
            let mut is_anew = offer == ANEW;
            while let Some(Reverse((_, _, _, more))) = queue
                .peek()
                .filter(|Reverse((_, other, up, _))| *other == arc && *up == goes_up)
            {
                (offer, is_anew) = (offer.min(*more), is_anew || *more == ANEW);
                queue.pop();
            }
            let was = self.cost(arc, goes_up);
            let now = if is_anew {
                self.cheapest(hierarchy, network, low, arc, goes_up)
            } else {
                offer.min(was)
            };
            if now != was {
                let side = if goes_up {
                    &mut self.up
                } else {
                    &mut self.down
                };
                if let Some(cost) = side.get_mut(at(arc)) {
                    *cost = now;
                }
                let step = Step { low, arc, goes_up };
                self.tell(hierarchy, step, [was, now], &mut queue);
            }
        }
    }

    /// Which other arcs to look at because a step costs something else now: those that close a
    /// triangle with it, where a way over it was the best or is.
    fn tell(
        &self,
        hierarchy: &Hierarchy,
        step: Step,
        [was, now]: [u64; 2],
        queue: &mut BinaryHeap<Ask>,
    ) {
        let Some(high) = hierarchy.head.get(at(step.arc)).copied() else {
            return;
        };
        let mut joined = hierarchy.ups(high).peekable();
        for other in hierarchy.ups(step.low).map(count) {
            let rest = self.cost(other, !step.goes_up);
            if other == step.arc || rest >= FAR {
                continue;
            }
            let Some(end) = hierarchy.head.get(at(other)).copied() else {
                continue;
            };
            let lower = high.min(end);
            let above = if end < high {
                hierarchy.between(end, high)
            } else {
                // All that lies above `high` is joined to it too, in the same order.
                let is_before = |arc: &usize| hierarchy.head.get(*arc).is_some_and(|at| *at < end);
                while joined.next_if(is_before).is_some() {}
                joined.peek().copied().map(count)
            };
            let Some(above) = above else {
                continue;
            };
            // Down to the low end and up again: from `high` to `end`, or the other way.
            let goes_up = if step.goes_up { end < high } else { high < end };
            let stands = self.cost(above, goes_up);
            if now > was && was + rest <= stands {
                queue.push(Reverse((lower, above, goes_up, ANEW)));
            } else if now + rest < stands {
                queue.push(Reverse((lower, above, goes_up, now + rest)));
            }
        }
    }

    pub(super) fn cost(&self, arc: u32, goes_up: bool) -> u64 {
        let side = if goes_up { &self.up } else { &self.down };
        side.get(at(arc)).copied().unwrap_or(FAR)
    }

    /// The cheapest on an arc in one direction: on an arc of the network, or over a node below both ends.
    fn cheapest(
        &self,
        hierarchy: &Hierarchy,
        network: &Network,
        low: u32,
        arc: u32,
        goes_up: bool,
    ) -> u64 {
        let high = hierarchy.head.get(at(arc)).copied().unwrap_or(super::NONE);
        let mut best = FAR;
        if hierarchy.is_road.get(at(arc)) == Some(&true) {
            let (low, high) = (hierarchy.junction(low), hierarchy.junction(high));
            let (from, to) = if goes_up { (low, high) } else { (high, low) };
            let own = network.leaving(from).filter(|(_, arc)| arc.head == to);
            best = own.fold(best, |best, (id, _)| best.min(self.own(network, id)));
        }
        // Both ends list what lies below them in one order: two walks find all that both have.
        let mut others = hierarchy.downs(high).iter().rev().peekable();
        for (node, to_low) in hierarchy.downs(low).iter().rev() {
            while others.next_if(|(other, _)| other > node).is_some() {}
            if let Some((_, to_high)) = others.peek().filter(|(other, _)| other == node) {
                let (first, second) = (self.cost(*to_low, !goes_up), self.cost(*to_high, goes_up));
                best = best.min(first + second);
            }
        }
        best
    }
}
