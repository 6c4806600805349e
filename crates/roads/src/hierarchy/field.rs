//! Many to one: what it costs from nodes to one point, worked out where it is asked for and kept.
//!
//! The nodes above many starts are for the most part the same. Each is looked at once, from the root
//! down: the cheapest way from it leads down to the point at once, or over an arc up to a node that is
//! known by then. For a thousand starts that reads the arcs of some thousand nodes, where a row for each
//! start reads those of all nodes above it again.

use super::NONE;
use super::climb::Row;
use super::eliminate::Hierarchy;
use super::pack::FAR;
use crate::network::at;

/// What it costs from any node to one point, or from the point to any node.
pub(super) struct Field<'h> {
    hierarchy: &'h Hierarchy,
    /// Of each arc, in the direction of the starts.
    costs: &'h [u64],
    /// The nodes above the point with what they cost, against that direction.
    point: &'h Row,
    /// Of each node one more than it costs; 0 until it is asked for. Memory that nobody touches is free.
    known: Vec<u64>,
    line: Vec<u32>,
}

impl<'h> Field<'h> {
    pub(super) fn around(point: &'h Row, hierarchy: &'h Hierarchy, costs: &'h [u64]) -> Self {
        Self {
            known: vec![0; hierarchy.parent.len()],
            line: Vec::new(),
            hierarchy,
            costs,
            point,
        }
    }

    /// What it costs from this node, or to it; [`FAR`] where nothing leads.
    pub(super) fn cost(&mut self, node: u32) -> u64 {
        let mut next = node;
        while let Some(0) = self.known.get(at(next)) {
            self.line.push(next);
            next = self.hierarchy.parent.get(at(next)).copied().unwrap_or(NONE);
        }
        while let Some(one) = self.line.pop() {
            let cost = self.worked_out(one);
            if let Some(known) = self.known.get_mut(at(one)) {
                *known = cost + 1;
            }
        }
        self.known.get(at(node)).map_or(FAR, |known| known - 1)
    }

    /// Of a node whose nodes above are known.
    #[expect(
        clippy::indexing_slicing,
        reason = "the numbers of a hierarchy are its own; a look that cannot fail costs a third here"
    )]
    fn worked_out(&self, node: u32) -> u64 {
        let depth = at(self.hierarchy.depth[at(node)]);
        let is_above = self.point.nodes.get(depth) == Some(&node);
        let mut best = if is_above {
            self.point.costs[depth]
        } else {
            FAR
        };
        let ups = self.hierarchy.ups(node);
        for (head, cost) in self.hierarchy.head[ups.clone()]
            .iter()
            .zip(&self.costs[ups])
        {
            best = best.min(cost + (self.known[at(*head)] - 1));
        }
        best
    }
}
