//! From arcs of the hierarchy back to those of the network.

use super::customise::Customised;
use super::eliminate::Hierarchy;
use crate::network::{ArcId, Network, at};

/// An arc of the hierarchy that is driven.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) low: u32,
    pub(super) arc: u32,
    pub(super) goes_up: bool,
}

impl Customised {
    /// The arcs of the network that a step stands for, in the order in which they are driven.
    pub(super) fn unpack(
        &self,
        hierarchy: &Hierarchy,
        network: &Network,
        step: Step,
        arcs: &mut Vec<ArcId>,
    ) -> Option<()> {
        let mut left = vec![step];
        while let Some(step) = left.pop() {
            if let Some(own) = self.own_arc(hierarchy, network, step) {
                arcs.push(own);
                continue;
            }
            let (before, behind) = self.detour(hierarchy, step)?;
            left.push(behind);
            left.push(before);
        }
        Some(())
    }

    fn cost_of(&self, step: Step) -> u64 {
        self.cost(step.arc, step.goes_up)
    }

    /// The arc of the network that costs what the step costs.
    fn own_arc(&self, hierarchy: &Hierarchy, network: &Network, step: Step) -> Option<ArcId> {
        if hierarchy.is_road.get(at(step.arc)) != Some(&true) {
            return None;
        }
        let cost = self.cost_of(step);
        let low = hierarchy.junction(step.low);
        let high = hierarchy.junction(*hierarchy.head.get(at(step.arc))?);
        let (tail, head) = if step.goes_up {
            (low, high)
        } else {
            (high, low)
        };
        let mut own = network.leaving(tail).filter(|(_, arc)| arc.head == head);
        own.find(|(id, _)| self.own(network, *id) == cost)
            .map(|(id, _)| id)
    }

    /// The two steps over a node below both ends that cost what the step costs.
    fn detour(&self, hierarchy: &Hierarchy, step: Step) -> Option<(Step, Step)> {
        let cost = self.cost_of(step);
        let high = *hierarchy.head.get(at(step.arc))?;
        // A long detour mostly leads over a node not far below.
        for (node, to_low) in hierarchy.downs(step.low).iter().rev() {
            let side = |arc, goes_up| Step {
                low: *node,
                arc,
                goes_up,
            };
            let one = side(*to_low, !step.goes_up);
            let one_costs = self.cost_of(one);
            // Most detours are ruled out by their first half alone.
            if one_costs > cost {
                continue;
            }
            let Some(to_high) = hierarchy.between(*node, high) else {
                continue;
            };
            let other = side(to_high, step.goes_up);
            if one_costs + self.cost_of(other) == cost {
                return Some(if step.goes_up {
                    (one, other)
                } else {
                    (other, one)
                });
            }
        }
        None
    }
}
