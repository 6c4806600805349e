//! 分支定界 branch and bound: the part with the lowest bound is split by the candidate that its multipliers
//! are least sure of.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::ascent::{Climbed, Pace};
use super::{Bounds, End, Node, Search};
use crate::column::Column;
use crate::models::Relaxed;

const AT_ROOT: Pace = Pace {
    steps: 6_000,
    patience: 20,
    stride: 0.3,
    shortest: 0.002,
    improve: 20,
};
const BELOW: Pace = Pace {
    steps: 60,
    patience: 8,
    stride: 0.6,
    shortest: 0.02,
    improve: 30,
};
/// Multipliers of all waiting nodes together take no more than so many; further nodes begin with those
/// of the root.
const MOST_MULTIPLIERS: usize = 1 << 26;

/// Nodes in the order of their bounds; of equal ones the latest, which is the deepest.
struct Waiting {
    node: Node,
    number: u64,
}

impl<M: Relaxed> Search<'_, M> {
    /// Looks for the best choice to the end, or until it is told to stop.
    pub(super) fn descend(&mut self) -> End {
        if self.is_enough() {
            return End::Proven;
        }
        let (root, often) = match self.climb_root() {
            Ok(root) => root,
            Err(end) => return end,
        };
        let first = Arc::clone(&root.multipliers);
        let mut waiting = BinaryHeap::new();
        self.work.nodes += 1;
        self.split(root, &often, &mut waiting);
        while let Some(Waiting { mut node, .. }) = waiting.pop() {
            self.bound = node.bound;
            if node.bound > self.limit() || self.is_enough() {
                return End::Proven;
            }
            if self.is_near() {
                return End::Near;
            }
            self.work.nodes += 1;
            if !node.bounds.narrow(&self.bounds) {
                continue;
            }
            match self.climb(&mut node, BELOW, false) {
                Climbed::Closed => {}
                Climbed::Ended(end) => return end,
                Climbed::Open(often) => {
                    if waiting.len() * first.len() > MOST_MULTIPLIERS {
                        node.multipliers = Arc::clone(&first);
                    }
                    self.split(node, &often, &mut waiting);
                }
            }
        }
        End::Proven
    }

    /// Climbs with all choices open, again where what was found makes the model smaller.
    fn climb_root(&mut self) -> Result<(Node, Column<f64>), End> {
        let mut limit = self.limit();
        self.model.reduce(&mut self.bounds, limit);
        loop {
            let mut root = Node {
                bounds: self.bounds.clone(),
                multipliers: Arc::new(self.model.begin(&self.best)),
                bound: self.bound,
            };
            let often = match self.climb(&mut root, AT_ROOT, true) {
                Climbed::Closed => return Err(End::Proven),
                Climbed::Ended(end) => return Err(end),
                Climbed::Open(often) => often,
            };
            if self.is_near() {
                return Err(End::Near);
            }
            limit = self.limit();
            if !self.model.reduce(&mut self.bounds, limit) {
                return Ok((root, often));
            }
        }
    }

    /// Makes two nodes of one, by the candidate that was chosen most nearly as often as not.
    fn split(&mut self, node: Node, often: &Column<f64>, waiting: &mut BinaryHeap<Waiting>) {
        let Some(candidate) = undecided(&node.bounds, often) else {
            self.improve(&node.bounds.least);
            return;
        };
        let (least, most) = (node.bounds.least[candidate], node.bounds.most[candidate]);
        let rarely = (least..most)
            .rev()
            .find(|count| f64::from(*count) <= often[candidate]);
        let rarely = rarely.unwrap_or(least);
        let mut fewer = node.bounds.clone();
        fewer.most[candidate] = rarely;
        let mut more = node.bounds;
        more.least[candidate] = rarely + 1;
        for (bounds, number) in [(fewer, 0), (more, 1)] {
            waiting.push(Waiting {
                node: Node {
                    bounds,
                    multipliers: Arc::clone(&node.multipliers),
                    bound: node.bound,
                },
                number: self.work.nodes * 2 + number,
            });
        }
    }
}

/// The candidate that is chosen most nearly as often as not.
fn undecided(bounds: &Bounds, often: &Column<f64>) -> Option<usize> {
    let open = (0..often.len()).filter(|candidate| !bounds.is_decided(*candidate));
    let from_whole = |candidate: &usize| {
        let part = often[*candidate].fract();
        (part - 0.5).abs()
    };
    open.min_by(|one, other| from_whole(one).total_cmp(&from_whole(other)))
}

impl Waiting {
    const fn order(&self) -> (Reverse<i64>, u64) {
        (Reverse(self.node.bound), self.number)
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}
