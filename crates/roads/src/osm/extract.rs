//! What was read of an extract: nodes with their positions, the ways that engines drive on, and
//! places with a name. It is raw material: [`Network::of`](crate::Network::of) makes roads of it.

use base::Wgs84;

use super::restriction::Restriction;
use super::tags::{Refusal, Road};
use crate::barrier::Barrier;
use crate::named::Named;
use crate::profile::Profile;

/// An extract, as far as roads need it.
#[derive(Clone, Debug)]
pub struct Extract {
    /// What it was read for.
    pub(super) profile: Profile,
    /// By the ids of their nodes, in order.
    pub(super) barriers: Vec<(i64, Barrier)>,
    pub(super) restrictions: Vec<Restriction>,
    pub(super) turn_counts: TurnCounts,
    /// In the order of their ids, each once.
    pub(super) nodes: Vec<(i64, Wgs84)>,
    pub(super) ways: Vec<Way>,
    /// The nodes of all ways, one way after another.
    pub(super) references: Vec<i64>,
    pub(super) names: Vec<String>,
    pub(super) named: Vec<Named>,
    pub(super) counts: Counts,
}

/// A way that engines drive on.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) id: i64,
    pub(crate) road: Road,
    pub(crate) name: u32,
    pub(crate) first: usize,
    pub(crate) nodes: usize,
}

/// What was read, and what of it was not taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nodes in the file.
    pub nodes: u64,
    /// Nodes whose number had come before; the first one stands.
    pub nodes_repeated: u64,
    /// Nodes outside ±180 and ±90 degrees; they count as absent.
    pub nodes_off_earth: u64,
    /// Ways in the file.
    pub ways: u64,
    /// Ways that engines drive on.
    pub ways_taken: u64,
    /// Ways without `highway`: rivers, buildings, borders.
    pub ways_other: u64,
    /// Relations in the file.
    pub relations: u64,
    /// Places with a name that were kept.
    pub named: u64,
    refused: [u64; Refusal::ALL.len()],
}

impl Counts {
    /// How many ways with `highway` were refused for this reason.
    #[must_use]
    pub fn refused(&self, reason: Refusal) -> u64 {
        self.refused.get(reason as usize).copied().unwrap_or(0)
    }

    pub(crate) fn refuse(&mut self, reason: Refusal) {
        if let Some(counted) = self.refused.get_mut(reason as usize) {
            *counted += 1;
        }
    }
}

/// What became of turn restrictions, by relation; one that says different things to different vehicles counts
/// for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TurnCounts {
    /// In the file.
    pub all: u64,
    /// Those that the network knows; whom they bind, a profile decides.
    pub followed: u64,
    /// Not followed: they forbid a turn over one or several ways and not at a node.
    pub over_ways: u64,
    /// Not followed: they count at some hours only.
    pub at_hours: u64,
    /// Not followed: a road of them is none of the network's or does not lead to their node.
    pub off_roads: u64,
    /// Not followed: what they forbid is not said, or may be one turn or another.
    pub unclear: u64,
}

/// A node that a way names and the extract does not hold.
pub(crate) struct Absent;

impl Extract {
    /// What was read, and what of it was not taken.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Places with a name, nodes before areas.
    #[must_use]
    pub fn named(&self) -> &[Named] {
        &self.named
    }

    /// What was read of turn restrictions; which of them are followed, [`Network::of`](crate::Network::of)
    /// finds.
    pub(crate) const fn turn_counts(&self) -> &TurnCounts {
        &self.turn_counts
    }

    pub(crate) fn restrictions(&self) -> &[Restriction] {
        &self.restrictions
    }

    /// A node as an index into [`Extract::nodes`].
    pub(crate) fn node(&self, id: i64) -> Result<usize, Absent> {
        index(&self.nodes, id)
    }

    pub(crate) const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Barriers with their nodes as indices into [`Extract::nodes`].
    pub(crate) fn barriers(&self) -> impl Iterator<Item = (usize, &Barrier)> {
        let barriers = self.barriers.iter();
        barriers.filter_map(|(id, barrier)| Some((index(&self.nodes, *id).ok()?, barrier)))
    }

    pub(crate) fn ways(&self) -> &[Way] {
        &self.ways
    }

    pub(crate) fn nodes(&self) -> &[(i64, Wgs84)] {
        &self.nodes
    }

    pub(crate) fn name(&self, way: &Way) -> &str {
        let name = self.names.get(crate::network::at(way.name));
        name.map_or("", String::as_str)
    }

    /// The nodes of a way as indices into [`Extract::nodes`].
    pub(crate) fn nodes_of(&self, way: &Way) -> impl Iterator<Item = Result<usize, Absent>> {
        let named = self.references.get(way.first..way.first + way.nodes);
        let named = named.unwrap_or_default().iter();
        named.map(|id| index(&self.nodes, *id))
    }
}

pub(super) fn index(nodes: &[(i64, Wgs84)], id: i64) -> Result<usize, Absent> {
    nodes
        .binary_search_by_key(&id, |(found, _)| *found)
        .map_err(|_| Absent)
}
