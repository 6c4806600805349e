//! Rows: what it costs from a point to each node above it, by depth.

use super::NONE;
use super::eliminate::Hierarchy;
use super::pack::FAR;
use crate::network::{at, count};

/// What it costs to get from a point to the nodes on its line of parents, the root first; or from
/// them to the point.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// By depth.
    pub(super) costs: Vec<u64>,
    /// The nodes themselves.
    pub(super) nodes: Vec<u32>,
    /// By which arc of the hierarchy each is reached; [`NONE`] where the way begins.
    pub(super) by: Vec<u32>,
}

impl Row {
    /// From these nodes, which lie on one line of parents, over arcs that cost so much. Whether the
    /// arcs by which nodes are reached are noted is `keeps`'s to say.
    pub(super) fn climb<K: Keep>(
        &mut self,
        hierarchy: &Hierarchy,
        costs: &[u64],
        seeds: &[(u32, u64)],
    ) {
        self.costs.clear();
        self.nodes.clear();
        self.by.clear();
        let depth_of = |node: u32| hierarchy.depth.get(at(node)).copied();
        let lowest = seeds
            .iter()
            .filter_map(|(node, _)| Some((depth_of(*node)?, *node)));
        let Some((deepest, lowest)) = lowest.max() else {
            return;
        };
        let all = at(deepest) + 1;
        self.costs.resize(all, FAR);
        self.nodes.resize(all, NONE);
        if K::KEEPS {
            self.by.resize(all, NONE);
        }
        for (node, cost) in seeds {
            let slot = depth_of(*node).and_then(|depth| self.costs.get_mut(at(depth)));
            if let Some(slot) = slot {
                *slot = (*slot).min(*cost);
            }
        }
        self.relax::<K>(hierarchy, costs, lowest);
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "the numbers of a hierarchy are its own; a look that cannot fail costs a third here"
    )]
    fn relax<K: Keep>(&mut self, hierarchy: &Hierarchy, costs: &[u64], lowest: u32) {
        let mut node = lowest;
        for depth in (0..self.nodes.len()).rev() {
            self.nodes[depth] = node;
            let here = self.costs[depth];
            if here < FAR {
                let ups = hierarchy.ups(node);
                let heads = &hierarchy.head_depth[ups.clone()];
                for ((head, cost), arc) in heads.iter().zip(&costs[ups.clone()]).zip(ups) {
                    let sum = here + cost;
                    let slot = &mut self.costs[at(*head)];
                    if K::KEEPS {
                        if sum < *slot {
                            *slot = sum;
                            self.by[at(*head)] = count(arc);
                        }
                    } else {
                        *slot = sum.min(*slot);
                    }
                }
            }
            node = hierarchy.parent[at(node)];
        }
    }

    /// How many nodes both rows begin with: those above both points.
    pub(super) fn common(&self, other: &Self) -> usize {
        let most = self.nodes.len().min(other.nodes.len());
        // Lines of parents that part never meet again.
        let (mut same, mut apart) = (0, most + 1);
        while same + 1 < apart {
            let middle = usize::midpoint(same, apart);
            let last = middle - 1;
            if self.nodes.get(last) == other.nodes.get(last) {
                same = middle;
            } else {
                apart = middle;
            }
        }
        same
    }

    /// The cheapest sum over the nodes above both.
    pub(super) fn meet(&self, other: &Self) -> u64 {
        let common = self.common(other);
        let (one, other) = (self.costs.get(..common), other.costs.get(..common));
        cheapest(one.unwrap_or_default(), other.unwrap_or_default())
    }
}

/// The least sum of two rows, or [`FAR`]. Four sums at a time: one alone waits for the one before.
fn cheapest(one: &[u64], other: &[u64]) -> u64 {
    let mut least = [FAR; 4];
    let (ones, one_rest) = one.as_chunks::<4>();
    let (others, other_rest) = other.as_chunks::<4>();
    for (one, other) in ones.iter().zip(others) {
        for ((least, one), other) in least.iter_mut().zip(one).zip(other) {
            *least = (one + other).min(*least);
        }
    }
    for (one, other) in one_rest.iter().zip(other_rest) {
        least[0] = (one + other).min(least[0]);
    }
    least.into_iter().min().unwrap_or(FAR)
}

/// Whether a climb notes how it got up.
pub(super) trait Keep {
    const KEEPS: bool;
}

/// It notes it: for routes.
pub(super) struct Noted;

impl Keep for Noted {
    const KEEPS: bool = true;
}

/// It does not: for costs.
pub(super) struct Unnoted;

impl Keep for Unnoted {
    const KEEPS: bool = false;
}
