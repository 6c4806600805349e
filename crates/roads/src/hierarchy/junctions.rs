//! From junction to junction, without points on arcs: for comparisons with what knows only those.

use super::climb::{Noted, Row, Unnoted};
use super::matrix::{Matrix, filled};
use super::pack::unpacked;
use super::swift::Swift;
use crate::network::{ArcId, JunctionId};
use crate::search::{Cost, Heading};

impl Swift<'_> {
    /// What the best way from one junction to another costs; `None` when there is none.
    pub fn cost_between(&mut self, from: JunctionId, to: JunctionId) -> Option<Cost> {
        let (mut up, mut down) = (std::mem::take(&mut self.from), std::mem::take(&mut self.to));
        self.row_of(&mut up, from, Heading::Forward);
        self.row_of(&mut down, to, Heading::Backward);
        let best = up.meet(&down);
        (self.from, self.to) = (up, down);
        unpacked(self.customised.weight(), best)
    }

    /// The arcs of the best way from one junction to another and what they cost; none for a junction
    /// and itself.
    pub fn arcs_between(&mut self, from: JunctionId, to: JunctionId) -> Option<(Cost, Vec<ArcId>)> {
        let (start, goal) = (self.hierarchy.node(from), self.hierarchy.node(to));
        let (up, down) = (&self.customised.up, &self.customised.down);
        self.from.climb::<Noted>(self.hierarchy, up, &[(start, 0)]);
        self.to.climb::<Noted>(self.hierarchy, down, &[(goal, 0)]);
        let (best, depth) = self.met()?;
        let cost = unpacked(self.customised.weight(), best)?;
        let mut arcs = Vec::new();
        let (rising, _) = self.steps(&self.from, depth, true)?;
        let (falling, _) = self.steps(&self.to, depth, false)?;
        for step in rising.into_iter().rev().chain(falling) {
            self.customised
                .unpack(self.hierarchy, self.network, step, &mut arcs)?;
        }
        Some((cost, arcs))
    }

    /// What it costs from each of many junctions to each of many others.
    #[must_use]
    pub fn matrix_between(&self, from: &[JunctionId], to: &[JunctionId]) -> Matrix {
        let rows = |junctions: &[JunctionId], heading| -> Vec<Row> {
            let row = |junction: &JunctionId| {
                let mut row = Row::default();
                self.row_of(&mut row, *junction, heading);
                row
            };
            junctions.iter().map(row).collect()
        };
        let (origins, goals) = (rows(from, Heading::Forward), rows(to, Heading::Backward));
        let weight = self.customised.weight();
        filled(&origins, &goals, |up, down| unpacked(weight, up.meet(down)))
    }

    fn row_of(&self, row: &mut Row, junction: JunctionId, heading: Heading) {
        let costs = match heading {
            Heading::Forward => &self.customised.up,
            Heading::Backward => &self.customised.down,
        };
        let node = self.hierarchy.node(junction);
        row.climb::<Unnoted>(self.hierarchy, costs, &[(node, 0)]);
    }
}
