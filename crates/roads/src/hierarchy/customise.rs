//! What the arcs of a hierarchy cost under given times and closures.
//!
//! Each node pulls from those below it: an arc from it is no more expensive than a detour over any
//! node from which both its ends are reached. What such a node is joined to lies on the puller's line
//! of parents, so sums are kept in two rows by depth that stay in the nearest cache.

use super::eliminate::Hierarchy;
use super::pack::{FAR, packed};
use crate::network::{ArcId, Network, at, count};
use crate::search::{Closures, Cost, Weight};

/// 层次权值 a hierarchy's arcs with what they cost, both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customised {
    pub(super) weight: Weight,
    pub(super) closures: Closures,
    /// Going up, and going down, by arc of the hierarchy.
    pub(super) up: Vec<u64>,
    pub(super) down: Vec<u64>,
}

impl Customised {
    /// The costs of a hierarchy of this network, by the network's times and without closed roads.
    #[must_use]
    pub fn of(
        hierarchy: &Hierarchy,
        network: &Network,
        weight: Weight,
        closures: &Closures,
    ) -> Self {
        let mut customised = Self {
            weight,
            closures: Closures::none(),
            up: Vec::new(),
            down: Vec::new(),
        };
        customised.renew(hierarchy, network, closures);
        customised
    }

    /// All anew, under other closures or the times of a network with the same roads; in the memory that
    /// it has.
    pub fn renew(&mut self, hierarchy: &Hierarchy, network: &Network, closures: &Closures) {
        self.closures = closures.clone();
        for side in [&mut self.up, &mut self.down] {
            side.clear();
            side.resize(hierarchy.arcs(), FAR);
        }
        self.lay(hierarchy, network);
        self.pull(hierarchy);
    }

    /// What the best way is chosen by.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.weight
    }

    /// The roads that are left out.
    #[must_use]
    pub const fn closures(&self) -> &Closures {
        &self.closures
    }

    /// What an arc of the network costs; [`FAR`] when it is closed or barred.
    pub(super) fn own(&self, network: &Network, id: ArcId) -> u64 {
        let arc = network.arc(id);
        let arc = arc.filter(|arc| !arc.is_barred() && !self.closures.is_closed(id));
        arc.map_or(FAR, |arc| packed(self.weight, Cost::of_arc(arc)))
    }

    /// The open arcs of the network onto those of the hierarchy.
    fn lay(&mut self, hierarchy: &Hierarchy, network: &Network) {
        let arcs = network.arcs().iter().zip(&hierarchy.places);
        for (id, (arc, (place, goes_up))) in (0..).map(ArcId).zip(arcs) {
            let side = if *goes_up {
                &mut self.up
            } else {
                &mut self.down
            };
            if let Some(cost) = side.get_mut(at(*place))
                && !arc.is_barred()
                && !self.closures.is_closed(id)
            {
                *cost = packed(self.weight, Cost::of_arc(arc)).min(*cost);
            }
        }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "the numbers of a hierarchy are its own; a look that cannot fail costs a third here"
    )]
    fn pull(&mut self, hierarchy: &Hierarchy) {
        let deepest = hierarchy.depth.iter().max().map_or(0, |depth| at(*depth));
        let (mut up_row, mut down_row) = (vec![FAR; deepest + 1], vec![FAR; deepest + 1]);
        for node in 0..count(hierarchy.parent.len()) {
            let own = hierarchy.ups(node);
            if own.is_empty() {
                continue;
            }
            for arc in own.clone() {
                let depth = at(hierarchy.head_depth[arc]);
                up_row[depth] = self.up[arc];
                down_row[depth] = self.down[arc];
            }
            for (below, arc) in hierarchy.downs(node) {
                let (to_below, from_below) = (self.down[at(*arc)], self.up[at(*arc)]);
                let rest = at(*arc) + 1..hierarchy.ups(*below).end;
                let depths = &hierarchy.head_depth[rest.clone()];
                let (up, down) = (&self.up[rest.clone()], &self.down[rest]);
                for ((depth, up), down) in depths.iter().zip(up).zip(down) {
                    let depth = at(*depth);
                    up_row[depth] = up_row[depth].min(to_below + up);
                    down_row[depth] = down_row[depth].min(down + from_below);
                }
            }
            for arc in own {
                let depth = at(hierarchy.head_depth[arc]);
                self.up[arc] = up_row[depth].min(FAR);
                self.down[arc] = down_row[depth].min(FAR);
            }
        }
    }
}
