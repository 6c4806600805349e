//! Roads of an extract: which nodes are junctions, and what lies between them.
//!
//! A junction is a node where a way begins or ends, that is named twice, by one way or by several, or on
//! which a barrier stands that does not let everybody pass.
//! So a street that two ways share out has a junction where they meet, and nothing is guessed about
//! whether they are one. Where a way names a node that the extract does not hold, it is cut: the gap
//! is never bridged.

use base::Wgs84;

use super::obstacles::{BarrierCount, Obstacles};
use super::turns::{self, Drawn};
use super::{Draft, DraftError, JunctionId, Network, PartSize, Street};
use crate::osm::{Absent, Counts, Extract, Refusal, TurnCounts, Way};
use crate::speed::SpeedTable;

/// What became of an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was read, and what of it was refused.
    pub counts: Counts,
    /// Nodes that ways name and the extract does not hold; the ways are cut there.
    pub nodes_absent: u64,
    /// Stretches that were left out because they are longer than 1,000 km.
    pub stretches_too_long: u64,
    /// Barriers on roads, by kind; of a kind that none stands on any road, nothing.
    pub barriers: Vec<BarrierCount>,
    /// Turn restrictions.
    pub turns: TurnCounts,
    /// Junctions of the network.
    pub junctions: usize,
    /// Stretches of the network that are roads.
    pub stretches: usize,
    /// Arcs of the network.
    pub arcs: usize,
    /// Strongly connected parts: every junction is reached from every other.
    pub strong: PartSize,
    /// Weakly connected parts, as if nothing were one way.
    pub weak: PartSize,
}

impl Network {
    /// The network of an extract, with the times of this table, and what became of the extract.
    ///
    /// # Errors
    /// [`DraftError::TooMany`].
    pub fn of(extract: &Extract, speeds: &SpeedTable) -> Result<(Self, Report), DraftError> {
        let mut survey = Survey::of(extract);
        for way in extract.ways() {
            survey.count_uses(way);
        }
        let mut obstacles = Obstacles::of(extract.profile());
        for (node, barrier) in extract.barriers() {
            if survey.is_on_a_road(node) && obstacles.hinders(barrier) {
                survey.cut_at(node);
            }
        }
        let mut drawn = Vec::new();
        for way in extract.ways() {
            let first = survey.draft.next_stretch();
            survey.draw(way)?;
            drawn.push(Drawn {
                id: way.id,
                first,
                end: survey.draft.next_stretch(),
            });
        }
        for named in extract.named() {
            survey.draft.named(named.clone());
        }
        for (node, barrier) in extract.barriers() {
            if let Some(Some(junction)) = survey.junctions.get(node) {
                obstacles.draw(&mut survey.draft, *junction, barrier)?;
            }
        }
        let junctions = &survey.junctions;
        let turns = turns::draw(&mut survey.draft, extract, &drawn, |node| {
            let node = extract.node(node).ok()?;
            junctions.get(node).copied().flatten()
        })?;
        let network = survey.draft.finish(speeds).linked_for(extract.profile());
        let report = Report {
            counts: survey.counts,
            nodes_absent: survey.nodes_absent,
            stretches_too_long: survey.stretches_too_long,
            barriers: obstacles.counted(&network),
            turns: turns.counted(&network),
            junctions: network.junctions.len(),
            stretches: network.stretches().len(),
            arcs: network.arcs.len(),
            strong: network.strong_parts().size(),
            weak: network.weak_parts().size(),
        };
        Ok((network, report))
    }
}

/// How often a node is named: never, in passing, or as a junction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Never,
    Once,
    Junction,
}

struct Survey<'e> {
    extract: &'e Extract,
    uses: Vec<Use>,
    junctions: Vec<Option<JunctionId>>,
    draft: Draft,
    counts: Counts,
    nodes_absent: u64,
    stretches_too_long: u64,
}

impl<'e> Survey<'e> {
    fn of(extract: &'e Extract) -> Self {
        Self {
            extract,
            uses: vec![Use::Never; extract.nodes().len()],
            junctions: vec![None; extract.nodes().len()],
            draft: Draft::new(),
            counts: extract.counts().clone(),
            nodes_absent: 0,
            stretches_too_long: 0,
        }
    }

    fn count_uses(&mut self, way: &Way) {
        let (pieces, absent) = pieces(self.extract, way);
        self.nodes_absent += absent;
        if pieces.is_empty() {
            self.counts.ways_taken -= 1;
            self.counts.refuse(Refusal::TooShort);
        }
        for piece in pieces {
            for node in &piece {
                if let Some(uses) = self.uses.get_mut(*node) {
                    *uses = match uses {
                        Use::Never => Use::Once,
                        Use::Once | Use::Junction => Use::Junction,
                    };
                }
            }
            for end in piece.first().into_iter().chain(piece.last()) {
                if let Some(uses) = self.uses.get_mut(*end) {
                    *uses = Use::Junction;
                }
            }
        }
    }

    fn is_on_a_road(&self, node: usize) -> bool {
        let uses = self.uses.get(node);
        uses.is_some_and(|uses| *uses != Use::Never)
    }

    fn cut_at(&mut self, node: usize) {
        if let Some(uses) = self.uses.get_mut(node) {
            *uses = Use::Junction;
        }
    }

    /// Draws the stretches of a way, once all uses are counted.
    fn draw(&mut self, way: &Way) -> Result<(), DraftError> {
        let (pieces, _) = pieces(self.extract, way);
        for piece in pieces {
            let mut via = Vec::new();
            let mut from = None;
            for node in piece {
                let Some((_, position)) = self.extract.nodes().get(node) else {
                    continue;
                };
                if self.uses.get(node) != Some(&Use::Junction) {
                    via.push(*position);
                    continue;
                }
                let here = self.junction(node, *position)?;
                if let Some(from) = from {
                    self.stretch(way, from, here, &via)?;
                }
                via.clear();
                from = Some(here);
            }
        }
        Ok(())
    }

    fn junction(&mut self, node: usize, position: Wgs84) -> Result<JunctionId, DraftError> {
        if let Some(Some(drawn)) = self.junctions.get(node) {
            return Ok(*drawn);
        }
        let drawn = self.draft.junction(position)?;
        if let Some(slot) = self.junctions.get_mut(node) {
            *slot = Some(drawn);
        }
        Ok(drawn)
    }

    fn stretch(
        &mut self,
        way: &Way,
        from: JunctionId,
        to: JunctionId,
        via: &[Wgs84],
    ) -> Result<(), DraftError> {
        let drawn = self.draft.street(&Street {
            from,
            to,
            via,
            class: way.road.class,
            direction: way.road.direction,
            limits: way.road.limits,
            name: self.extract.name(way),
        });
        match drawn {
            Ok(_) => Ok(()),
            Err(DraftError::TooLong) => {
                self.stretches_too_long += 1;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// A way as runs of nodes that are there, each of two at least and no node twice in a row; and how
/// many are not there.
fn pieces(extract: &Extract, way: &Way) -> (Vec<Vec<usize>>, u64) {
    let mut pieces = vec![Vec::new()];
    let mut absent = 0;
    for node in extract.nodes_of(way) {
        match (node, pieces.last_mut()) {
            (Ok(node), Some(piece)) if piece.last() != Some(&node) => piece.push(node),
            (Err(Absent), _) => {
                absent += 1;
                pieces.push(Vec::new());
            }
            _ => {}
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    (pieces, absent)
}
