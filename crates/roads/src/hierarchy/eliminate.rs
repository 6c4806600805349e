//! The hierarchy itself: junctions in the order in which they are taken out, and what each is then
//! joined to.

use super::NONE;
use super::pack::fits;
use crate::network::{ArcId, JunctionId, Network, at, count};

/// Why there is no hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyError {
    /// An order that does not name each junction once.
    #[error("the order does not name each junction once")]
    NoOrder,
    /// An order under which nearly all would be joined to all.
    #[error("the order does not suit the network: too much would be joined")]
    TooDense,
    /// An arc of more than twelve days.
    #[error("arc {0} takes longer than 12 days")]
    TooLong(u32),
}

/// 层次 the junctions of a network in the order in which they are taken out, and the arcs that this
/// leaves between those that remain. Nodes are junctions by their place in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    /// Of each node its junction.
    pub(super) order: Vec<u32>,
    /// Of each junction its node.
    pub(super) rank: Vec<u32>,
    /// Of each node the lowest one above that it is joined to; [`NONE`] for a root.
    pub(super) parent: Vec<u32>,
    /// Of each node how many lie above it on its line of parents.
    pub(super) depth: Vec<u32>,
    /// Of each node its first arc; one more at the end. Arcs go up and are sorted by their head.
    pub(super) first_up: Vec<u32>,
    pub(super) head: Vec<u32>,
    /// Of each arc the depth of its head.
    pub(super) head_depth: Vec<u32>,
    /// Of each node the first of `down` that ends there; one more at the end.
    pub(super) first_down: Vec<u32>,
    /// Where the arcs begin that end at a node, ascending, and which they are.
    pub(super) down: Vec<(u32, u32)>,
    /// Of each arc of the network the arc on which it lies, and whether it goes up on it; [`NONE`] for a
    /// loop.
    pub(super) places: Vec<(u32, bool)>,
    /// Of each arc whether one of the network lies on it.
    pub(super) is_road: Vec<bool>,
}

/// So many arcs for each arc and junction of the network are believed. Roads need two.
const DENSEST: usize = 40;
/// Small networks may be dense.
const ALWAYS: usize = 1 << 16;

impl Hierarchy {
    /// The hierarchy of a network, with an order that is searched for: some seconds for a city.
    ///
    /// # Errors
    /// [`HierarchyError::TooLong`], [`HierarchyError::TooDense`].
    pub fn of(network: &Network) -> Result<Self, HierarchyError> {
        Self::with_order(network, order_of(network))
    }

    /// The hierarchy of a network with an order that was found before: which junction is taken out
    /// first, which next.
    ///
    /// # Errors
    /// [`HierarchyError`]. Memory is bounded whatever the order.
    pub fn with_order(network: &Network, order: Vec<u32>) -> Result<Self, HierarchyError> {
        let long = network.arcs().iter().position(|arc| !fits(arc));
        if let Some(long) = long {
            return Err(HierarchyError::TooLong(count(long)));
        }
        let rank = ranks(&order, network.junctions().len())?;
        let (first_up, head) = eliminated(network, &order, &rank)?;
        let parent = parents(&first_up, &head);
        let depth = depths(&parent);
        let depth_of = |node: &u32| depth.get(at(*node)).copied().unwrap_or_default();
        let (first_down, down) = turned(&first_up, &head);
        let mut hierarchy = Self {
            head_depth: head.iter().map(depth_of).collect(),
            order,
            rank,
            parent,
            depth,
            first_up,
            head,
            first_down,
            down,
            places: Vec::new(),
            is_road: Vec::new(),
        };
        hierarchy.is_road.resize(hierarchy.arcs(), false);
        let arcs = network.arcs().iter();
        let places = arcs.map(|arc| hierarchy.place_between(arc.tail, arc.head));
        hierarchy.places = places.collect();
        for (arc, _) in &hierarchy.places {
            if let Some(is_road) = hierarchy.is_road.get_mut(at(*arc)) {
                *is_road = true;
            }
        }
        Ok(hierarchy)
    }

    /// The junctions in the order in which they are taken out.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// How many arcs it has, those of the network among them.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.head.len()
    }

    /// The node of a junction.
    pub(super) fn node(&self, junction: JunctionId) -> u32 {
        self.rank.get(at(junction.0)).copied().unwrap_or(NONE)
    }

    /// The junction of a node.
    pub(super) fn junction(&self, node: u32) -> JunctionId {
        JunctionId(self.order.get(at(node)).copied().unwrap_or(NONE))
    }

    pub(super) fn ups(&self, node: u32) -> std::ops::Range<usize> {
        run(&self.first_up, node)
    }

    pub(super) fn downs(&self, node: u32) -> &[(u32, u32)] {
        let run = run(&self.first_down, node);
        self.down.get(run).unwrap_or_default()
    }

    /// The arc between two nodes.
    pub(super) fn between(&self, low: u32, high: u32) -> Option<u32> {
        let ups = self.ups(low);
        let heads = self.head.get(ups.clone())?;
        let found = heads.binary_search(&high).ok()?;
        Some(count(ups.start + found))
    }

    /// The arc on which an arc of the network lies, and whether it goes up on it; `None` for a loop.
    pub(super) fn place_of(&self, id: ArcId) -> Option<(u32, bool)> {
        let place = self.places.get(at(id.0)).copied();
        place.filter(|(arc, _)| *arc != NONE)
    }

    fn place_between(&self, tail: JunctionId, head: JunctionId) -> (u32, bool) {
        let (tail, head) = (self.node(tail), self.node(head));
        let found = self.between(tail.min(head), tail.max(head));
        (found.unwrap_or(NONE), tail < head)
    }
}

fn run(first: &[u32], node: u32) -> std::ops::Range<usize> {
    let edge = |index: usize| first.get(index).copied().map_or(0, at);
    edge(at(node))..edge(at(node) + 1)
}

fn order_of(network: &Network) -> Vec<u32> {
    let junctions = network.junctions();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an order needs no exact places"
    )]
    let part = |degrees: f64| degrees as f32;
    let latitudes: Vec<f32> = junctions.iter().map(|j| part(j.latitude())).collect();
    let longitudes: Vec<f32> = junctions.iter().map(|j| part(j.longitude())).collect();
    let mut tails: Vec<u32> = network.arcs().iter().map(|arc| arc.tail.0).collect();
    let mut heads: Vec<u32> = network.arcs().iter().map(|arc| arc.head.0).collect();
    for (one, other) in apart(network) {
        tails.push(one.0);
        heads.push(other.0);
    }
    let nodes = count(junctions.len());
    if nodes == 0 {
        return Vec::new(); // the crate counts on one at least
    }
    cch::inertial_order(nodes, &tails, &heads, &latitudes, &longitudes)
}

/// Junctions that are joined beside those at the two ends of an arc, each pair both ways: where forbidden turns
/// keep the arcs of a road apart, so that one does not begin where the other ends, both beginnings, and both
/// ends. A point on the road is left, and reached, on either; what is joined lies on one line of parents.
fn apart(network: &Network) -> Vec<(JunctionId, JunctionId)> {
    let mut pairs = Vec::new();
    for copy in network.copies() {
        let arcs = network.leaving(copy).chain(network.entering(copy));
        for (id, arc) in arcs {
            if let Some(twin) = network.twin(id).and_then(|twin| network.arc(twin)) {
                pairs.extend([(arc.tail, twin.tail), (arc.head, twin.head)]);
            }
        }
    }
    let turned: Vec<_> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
    pairs.extend(turned);
    pairs
}

fn ranks(order: &[u32], junctions: usize) -> Result<Vec<u32>, HierarchyError> {
    let mut rank = vec![NONE; junctions];
    for (junction, node) in order.iter().zip(0_u32..) {
        match rank.get_mut(at(*junction)) {
            Some(free) if *free == NONE => *free = node,
            _ => return Err(HierarchyError::NoOrder),
        }
    }
    if order.len() == junctions {
        Ok(rank)
    } else {
        Err(HierarchyError::NoOrder)
    }
}

/// Takes out node by node: what one was joined to above is joined with each other, which is to say
/// with the lowest of them, since that is taken out next.
fn eliminated(
    network: &Network,
    order: &[u32],
    rank: &[u32],
) -> Result<(Vec<u32>, Vec<u32>), HierarchyError> {
    let most = DENSEST * (network.arcs().len() + order.len()) + ALWAYS;
    let mut first_up = Vec::with_capacity(order.len() + 1);
    let mut head: Vec<u32> = Vec::new();
    // Nodes that share a parent, as a chain for each parent.
    let mut last_child = vec![NONE; order.len()];
    let mut sibling = vec![NONE; order.len()];
    let mut joined = Vec::new();
    let node_of = |junction: JunctionId| rank.get(at(junction.0)).copied();
    let pairs = apart(network).into_iter();
    let pairs = pairs.filter_map(|(one, other)| Some((node_of(one)?, node_of(other)?)));
    let mut pairs: Vec<(u32, u32)> = pairs.collect();
    pairs.sort_unstable();
    let mut beside = pairs.iter().peekable();
    for (node, junction) in (0_u32..).zip(order.iter().map(|junction| JunctionId(*junction))) {
        first_up.push(count(head.len()));
        joined.clear();
        let out = network.leaving(junction).map(|(_, arc)| arc.head);
        let into = network.entering(junction).map(|(_, arc)| arc.tail);
        while let Some((_, other)) = beside.next_if(|(one, _)| *one <= node) {
            joined.extend(Some(*other).filter(|other| *other > node));
        }
        let around = out
            .chain(into)
            .filter_map(|other| rank.get(at(other.0)).copied());
        joined.extend(around.filter(|other| *other > node));
        let mut child = last_child.get(at(node)).copied().unwrap_or(NONE);
        while child != NONE {
            let above = head.get(run(&first_up, child)).unwrap_or_default();
            joined.extend(above.iter().skip(1));
            child = sibling.get(at(child)).copied().unwrap_or(NONE);
        }
        joined.sort_unstable();
        joined.dedup();
        if head.len() + joined.len() > most {
            return Err(HierarchyError::TooDense);
        }
        head.extend_from_slice(&joined);
        if let Some(parent) = joined.first()
            && let (Some(last), Some(next)) =
                (last_child.get_mut(at(*parent)), sibling.get_mut(at(node)))
        {
            *next = std::mem::replace(last, node);
        }
    }
    first_up.push(count(head.len()));
    Ok((first_up, head))
}

fn parents(first_up: &[u32], head: &[u32]) -> Vec<u32> {
    let runs = first_up.iter().zip(first_up.iter().skip(1));
    let lowest = runs.map(|(from, to)| head.get(at(*from)).filter(|_| from < to));
    lowest
        .map(|lowest| lowest.copied().unwrap_or(NONE))
        .collect()
}

fn depths(parent: &[u32]) -> Vec<u32> {
    let mut depth = vec![0_u32; parent.len()];
    for (node, above) in parent.iter().enumerate().rev() {
        let above = depth.get(at(*above)).map(|above| above + 1);
        if let (Some(own), Some(above)) = (depth.get_mut(node), above) {
            *own = above;
        }
    }
    depth
}

/// The arcs by where they end.
fn turned(first_up: &[u32], head: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let nodes = first_up.len().saturating_sub(1);
    let mut first_down = vec![0_u32; nodes + 1];
    for node in head {
        if let Some(counted) = first_down.get_mut(at(*node) + 1) {
            *counted += 1;
        }
    }
    let mut sum = 0;
    for counted in &mut first_down {
        sum += *counted;
        *counted = sum;
    }
    let mut next = first_down.clone();
    let mut down = vec![(NONE, NONE); head.len()];
    for node in 0..count(nodes) {
        for arc in run(first_up, node) {
            let Some(next) = head.get(arc).and_then(|head| next.get_mut(at(*head))) else {
                continue;
            };
            if let Some(slot) = down.get_mut(at(*next)) {
                *slot = (node, count(arc));
            }
            *next += 1;
        }
    }
    (first_down, down)
}
