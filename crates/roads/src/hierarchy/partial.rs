//! Only what a change touches: from the changed arcs upwards, as far as costs differ.
//!
//! Source: the partial customisation of J. Dibbelt, B. Strasser, D. Wagner (2016), section 7.5.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::customise::Customised;
use super::eliminate::Hierarchy;
use super::pack::FAR;
use crate::network::{ArcId, Network, at, count};
use crate::search::Closures;

/// Costs up and down an arc.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pair {
    up: u64,
    down: u64,
}

/// Arcs to look at again, the lowest beginning first: what an arc costs depends on lower ones alone.
type Queue = BinaryHeap<Reverse<(u32, u32)>>;

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
        let mut queue = Queue::new();
        for id in changed {
            let Some((arc, _)) = hierarchy.place_of(id) else {
                continue;
            };
            let ends = network.arc(id).map(|arc| [arc.tail, arc.head]);
            let low = ends.map(|ends| ends.map(|end| hierarchy.node(end)).into_iter().min());
            queue.extend(low.flatten().map(|low| Reverse((low, arc))));
        }
        let mut last = None;
        while let Some(Reverse(next)) = queue.pop() {
            if last.replace(next) != Some(next) {
                self.again(hierarchy, network, next, &mut queue);
            }
        }
    }

    /// One arc anew, and which others to look at because of it.
    fn again(
        &mut self,
        hierarchy: &Hierarchy,
        network: &Network,
        (low, arc): (u32, u32),
        queue: &mut Queue,
    ) {
        let Some(high) = hierarchy.head.get(at(arc)).copied() else {
            return;
        };
        let before = self.pair(arc);
        let now = self.cheapest(hierarchy, network, low, high);
        if now == before {
            return;
        }
        if let (Some(up), Some(down)) = (self.up.get_mut(at(arc)), self.down.get_mut(at(arc))) {
            (*up, *down) = (now.up, now.down);
        }
        for other in hierarchy.ups(low).map(count).filter(|other| *other != arc) {
            let Some(end) = hierarchy.head.get(at(other)).copied() else {
                continue;
            };
            let (lower, higher) = (high.min(end), high.max(end));
            let Some(above) = hierarchy.between(lower, higher) else {
                continue;
            };
            let (side, stands) = (self.pair(other), self.pair(above));
            let over = |pair: Pair| {
                let (there, back) = (pair.down + side.up, side.down + pair.up);
                if high < end {
                    Pair {
                        up: there,
                        down: back,
                    }
                } else {
                    Pair {
                        up: back,
                        down: there,
                    }
                }
            };
            let (was, is) = (over(before), over(now));
            let differs = |was: u64, is: u64, stands: u64| {
                was != is && (was <= stands || is < stands) && stands.min(was).min(is) < FAR
            };
            if differs(was.up, is.up, stands.up) || differs(was.down, is.down, stands.down) {
                queue.push(Reverse((lower, above)));
            }
        }
    }

    fn pair(&self, arc: u32) -> Pair {
        let cost = |side: &[u64]| side.get(at(arc)).copied().unwrap_or(FAR);
        Pair {
            up: cost(&self.up),
            down: cost(&self.down),
        }
    }

    /// The cheapest between two nodes: on an arc of the network, or over a node below both.
    fn cheapest(&self, hierarchy: &Hierarchy, network: &Network, low: u32, high: u32) -> Pair {
        let (from, to) = (hierarchy.junction(low), hierarchy.junction(high));
        let own = |from, to| {
            let arcs = network.leaving(from).filter(|(_, arc)| arc.head == to);
            arcs.map(|(id, _)| self.own(network, id)).min()
        };
        let mut best = Pair {
            up: own(from, to).unwrap_or(FAR),
            down: own(to, from).unwrap_or(FAR),
        };
        for (node, to_low) in hierarchy.downs(low) {
            let low = self.pair(*to_low);
            // Most detours are ruled out by their first half alone.
            if low.down >= best.up && low.up >= best.down {
                continue;
            }
            if let Some(to_high) = hierarchy.between(*node, high) {
                let high = self.pair(to_high);
                best.up = best.up.min(low.down + high.up);
                best.down = best.down.min(high.down + low.up);
            }
        }
        best
    }
}
