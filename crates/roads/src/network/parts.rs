//! 连通分量 the parts of a network: strongly connected ones, where every junction is reached from
//! every other, and weakly connected ones, where the direction of streets does not count. No part reaches
//! past a barrier that is closed.
//!
//! Strong parts are found by Kosaraju's algorithm, without recursion.

use super::{JunctionId, Network, StretchId, at, count, run};

/// Of one kind of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PartSize {
    /// How many parts there are.
    pub parts: u32,
    /// Junctions of the largest one.
    pub junctions: u32,
    /// Arcs within the largest one.
    pub arcs: u32,
}

/// To which parts the junctions belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    part_of: Vec<u32>,
    largest: u32,
    size: PartSize,
}

const NONE: u32 = u32::MAX;

impl Network {
    /// Its strongly connected parts.
    #[must_use]
    pub fn strong_parts(&self) -> Parts {
        let order = finishing_order(self);
        Parts::grown(self, order.into_iter().rev(), |junction, found| {
            let open = self.entering(junction).filter(|(_, arc)| !arc.is_barred());
            found.extend(open.map(|(_, arc)| arc.tail));
        })
    }

    /// Its weakly connected parts.
    #[must_use]
    pub fn weak_parts(&self) -> Parts {
        let order = (0..count(self.junctions.len())).map(JunctionId);
        Parts::grown(self, order, |junction, found| {
            let into = self.entering(junction).filter(|(_, arc)| !arc.is_barred());
            found.extend(into.map(|(_, arc)| arc.tail));
            let out = self.leaving(junction).filter(|(_, arc)| !arc.is_barred());
            found.extend(out.map(|(_, arc)| arc.head));
        })
    }
}

impl Parts {
    /// Whether a junction belongs to the largest part. Of equal ones the first found counts.
    #[must_use]
    pub fn in_largest(&self, junction: JunctionId) -> bool {
        self.part_of.get(at(junction.0)) == Some(&self.largest)
    }

    /// Whether a stretch begins in the largest part, in one of its directions.
    #[must_use]
    pub fn lead_on(&self, network: &Network, stretch: StretchId) -> bool {
        let arcs = network.arcs_of(stretch).into_iter().flatten();
        let mut arcs = arcs.filter_map(|id| network.arc(id));
        arcs.any(|arc| self.in_largest(arc.tail))
    }

    /// How many there are, and the size of the largest.
    #[must_use]
    pub const fn size(&self) -> PartSize {
        self.size
    }

    fn grown(
        network: &Network,
        roots: impl Iterator<Item = JunctionId>,
        neighbours: impl Fn(JunctionId, &mut Vec<JunctionId>),
    ) -> Self {
        let mut part_of = vec![NONE; network.junctions.len()];
        let mut sizes: Vec<u32> = Vec::new();
        let mut stack = Vec::new();
        for root in roots {
            let part = count(sizes.len());
            let mut size = 0;
            stack.push(root);
            while let Some(junction) = stack.pop() {
                if let Some(free) = part_of.get_mut(at(junction.0)).filter(|of| **of == NONE) {
                    *free = part;
                    size += 1;
                    neighbours(junction, &mut stack);
                }
            }
            if size > 0 {
                sizes.push(size);
            }
        }
        Self::measured(network, part_of, &sizes)
    }

    fn measured(network: &Network, part_of: Vec<u32>, sizes: &[u32]) -> Self {
        let numbered = sizes.iter().zip(0_u32..);
        let best = numbered.max_by_key(|(size, part)| (**size, std::cmp::Reverse(*part)));
        let (junctions, largest) = best.map_or((0, NONE), |(size, part)| (*size, part));
        let inside = |junction: JunctionId| part_of.get(at(junction.0)) == Some(&largest);
        let arcs = network.arcs.iter();
        let arcs = arcs.filter(|arc| !arc.is_barred() && inside(arc.tail) && inside(arc.head));
        let size = PartSize {
            parts: count(sizes.len()),
            junctions,
            arcs: count(arcs.count()),
        };
        Self {
            part_of,
            largest,
            size,
        }
    }
}

/// The junctions in the order in which a depth-first search along the arcs leaves them.
fn finishing_order(network: &Network) -> Vec<JunctionId> {
    let all = network.junctions.len();
    let mut seen = vec![false; all];
    let mut order = Vec::with_capacity(all);
    let mut stack: Vec<(JunctionId, usize)> = Vec::new();
    for root in (0..count(all)).map(JunctionId) {
        if visit(&mut seen, root) {
            stack.push((root, 0));
        }
        while let Some((junction, tried)) = stack.last_mut() {
            let here = *junction;
            let next = run(&network.first_out, here).nth(*tried);
            *tried += 1;
            match next.and_then(|index| network.arcs.get(index)) {
                Some(arc) if !arc.is_barred() && visit(&mut seen, arc.head) => {
                    stack.push((arc.head, 0))
                }
                Some(_) => {}
                None => {
                    order.push(here);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// Marks a junction; whether it was new.
fn visit(seen: &mut [bool], junction: JunctionId) -> bool {
    match seen.get_mut(at(junction.0)) {
        Some(mark) => !std::mem::replace(mark, true),
        None => false,
    }
}
