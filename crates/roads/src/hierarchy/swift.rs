//! Questions to a customised hierarchy.

use super::climb::{Noted, Row, Unnoted};
use super::customise::Customised;
use super::eliminate::Hierarchy;
use super::field::Field;
use super::pack::{FAR, packed, unpacked};
use super::unpack::Step;
use crate::network::{ArcId, Network, at};
use crate::search::{Cost, Heading, Route, Spot, joined, spots};
use crate::snap::Snap;

/// Answers over one customised hierarchy, with its memory kept from question to question: one for
/// each thread. Its answers are [`Dijkstra`](crate::Dijkstra)'s.
#[derive(Debug)]
pub struct Swift<'n> {
    pub(super) network: &'n Network,
    pub(super) hierarchy: &'n Hierarchy,
    pub(super) customised: &'n Customised,
    pub(super) from: Row,
    pub(super) to: Row,
}

impl<'n> Swift<'n> {
    /// Ready for questions. The hierarchy must be this network's, and the costs this hierarchy's;
    /// of others the answers mean nothing.
    #[must_use]
    pub fn new(network: &'n Network, hierarchy: &'n Hierarchy, customised: &'n Customised) -> Self {
        Self {
            network,
            hierarchy,
            customised,
            from: Row::default(),
            to: Row::default(),
        }
    }

    /// What the best way from one point to another costs; `None` when there is none.
    pub fn cost(&mut self, from: &Snap, to: &Snap) -> Option<Cost> {
        let (origin, goal) = (self.spots(from), self.spots(to));
        let (mut up, mut down) = (std::mem::take(&mut self.from), std::mem::take(&mut self.to));
        self.row(&mut up, &origin, Heading::Forward);
        self.row(&mut down, &goal, Heading::Backward);
        let best = up.meet(&down).min(self.straight(&origin, &goal));
        (self.from, self.to) = (up, down);
        unpacked(self.customised.weight, best)
    }

    /// The best way from one point to another; `None` when there is none.
    pub fn route(&mut self, from: &Snap, to: &Snap) -> Option<Route> {
        let (origin, goal) = (self.spots(from), self.spots(to));
        let weight = self.customised.weight;
        let seeds =
            |spots: &[Spot<'_>], heading| seeds(self.hierarchy, self.customised, spots, heading);
        let (out, back) = (
            seeds(&origin, Heading::Forward),
            seeds(&goal, Heading::Backward),
        );
        self.from
            .climb::<Noted>(self.hierarchy, &self.customised.up, &out);
        self.to
            .climb::<Noted>(self.hierarchy, &self.customised.down, &back);
        let met = self.met();
        let best = met.map_or(FAR, |(best, _)| best);
        let straight = self.straight(&origin, &goal);
        let cost = unpacked(weight, best.min(straight))?;
        if straight <= best {
            let mut spots = origin
                .iter()
                .filter(|spot| self.straight(std::slice::from_ref(spot), &goal) == straight);
            return joined(self.network, &[spots.next()?.id], &origin, &goal, cost);
        }
        let (_, depth) = met?;
        let arcs = self.arcs(&origin, &goal, depth)?;
        joined(self.network, &arcs, &origin, &goal, cost)
    }

    /// What it costs from one point to each of many, in their order; `None` for what is not reached.
    pub fn to_many(&mut self, from: &Snap, to: &[Snap]) -> Vec<Option<Cost>> {
        self.many(from, to, Heading::Forward)
    }

    /// What it costs from each of many points to one, in their order; `None` for what does not get
    /// there.
    pub fn from_many(&mut self, from: &[Snap], to: &Snap) -> Vec<Option<Cost>> {
        self.many(to, from, Heading::Backward)
    }

    fn many(&mut self, one: &Snap, many: &[Snap], heading: Heading) -> Vec<Option<Cost>> {
        let mut own = std::mem::take(&mut self.from);
        let origin = self.spots(one);
        self.row(&mut own, &origin, heading);
        let of_arcs = match heading {
            Heading::Forward => &self.customised.down,
            Heading::Backward => &self.customised.up,
        };
        let mut field = Field::around(&own, self.hierarchy, of_arcs);
        let costs = many.iter().map(|snap| {
            let goal = self.spots(snap);
            let straight = match heading {
                Heading::Forward => self.straight(&origin, &goal),
                Heading::Backward => self.straight(&goal, &origin),
            };
            let seeds = seeds(self.hierarchy, self.customised, &goal, heading.against());
            let over = seeds.iter().map(|(node, spent)| spent + field.cost(*node));
            let best = over.min().unwrap_or(FAR).min(straight);
            unpacked(self.customised.weight, best)
        });
        let costs = costs.collect();
        self.from = own;
        costs
    }

    /// The points of a snap on the arcs that are open.
    pub(super) fn spots(&self, snap: &Snap) -> Vec<Spot<'n>> {
        spots(self.network, snap, &self.customised.closures)
    }

    /// What these points reach going up, or what reaches them.
    pub(super) fn row(&self, row: &mut Row, spots: &[Spot<'_>], heading: Heading) {
        let seeds = seeds(self.hierarchy, self.customised, spots, heading);
        let costs = match heading {
            Heading::Forward => &self.customised.up,
            Heading::Backward => &self.customised.down,
        };
        row.climb::<Unnoted>(self.hierarchy, costs, &seeds);
    }

    /// What it costs from one point to another that lies ahead on the same arc.
    pub(super) fn straight(&self, origin: &[Spot<'_>], goal: &[Spot<'_>]) -> u64 {
        let pairs = origin
            .iter()
            .flat_map(|from| goal.iter().map(move |to| (from, to)));
        let costs = pairs.filter_map(|(from, to)| from.straight_to(to, Heading::Forward));
        let packed = costs.map(|cost| packed(self.customised.weight, cost));
        packed.min().unwrap_or(FAR)
    }

    /// The arcs of the way over the node at this depth, the first and the last included.
    fn arcs(&self, origin: &[Spot<'_>], goal: &[Spot<'_>], depth: usize) -> Option<Vec<ArcId>> {
        let (rising, first) = self.steps(&self.from, depth, true)?;
        let (falling, last) = self.steps(&self.to, depth, false)?;
        let mut arcs = vec![self.spot_at(origin, Heading::Forward, &self.from, first)?];
        for step in rising.into_iter().rev().chain(falling) {
            self.customised
                .unpack(self.hierarchy, self.network, step, &mut arcs)?;
        }
        arcs.push(self.spot_at(goal, Heading::Backward, &self.to, last)?);
        Some(arcs)
    }

    /// The cheapest sum over the nodes above both points, and at which depth; `None` when nothing is.
    pub(super) fn met(&self) -> Option<(u64, usize)> {
        let common = self.from.common(&self.to);
        let sums = self.from.costs.iter().zip(&self.to.costs).take(common);
        sums.map(|(one, other)| one + other).zip(0..).min()
    }

    /// How a row got to a depth: the steps from there down to where it began, and that depth.
    pub(super) fn steps(
        &self,
        row: &Row,
        mut depth: usize,
        goes_up: bool,
    ) -> Option<(Vec<Step>, usize)> {
        let mut steps = Vec::new();
        while let Some(by) = row.by.get(depth).copied().filter(|by| *by != super::NONE) {
            let low = self
                .hierarchy
                .first_up
                .partition_point(|first| *first <= by);
            let low = crate::network::count(low.checked_sub(1)?);
            steps.push(Step {
                low,
                arc: by,
                goes_up,
            });
            depth = at(*self.hierarchy.depth.get(at(low))?);
        }
        Some((steps, depth))
    }

    /// The arc of the point by which a row begins at a depth.
    fn spot_at(
        &self,
        spots: &[Spot<'_>],
        heading: Heading,
        row: &Row,
        depth: usize,
    ) -> Option<ArcId> {
        let (node, cost) = (row.nodes.get(depth)?, row.costs.get(depth)?);
        let mut here = spots.iter().filter(|spot| {
            let (junction, spent) = spot.left_by(heading);
            self.hierarchy.node(junction) == *node && packed(self.customised.weight, spent) == *cost
        });
        here.next().map(|spot| spot.id)
    }
}

/// The nodes that a search gets to first.
fn seeds(
    hierarchy: &Hierarchy,
    customised: &Customised,
    spots: &[Spot<'_>],
    heading: Heading,
) -> Vec<(u32, u64)> {
    let first = spots.iter().map(|spot| spot.left_by(heading));
    first
        .map(|(junction, cost)| (hierarchy.node(junction), packed(customised.weight, cost)))
        .collect()
}
