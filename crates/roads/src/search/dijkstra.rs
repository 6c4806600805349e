//! Dijkstra's algorithm with a binary heap (E. W. Dijkstra, 1959): exact, and needing nothing but
//! the network.
//!
//! Labels are pairs, what decides and what decides among equals, and pairs of sums stay ordered as
//! sums are; so the cost of an answer does not depend on the order of arcs. Points between junctions
//! are goals of their own in the heap: when one comes out, nothing better is left.

use std::cmp::Reverse;

use super::goal::{Entry, Found, GOAL, Goal, Heap, Key, entries, settle};
use super::route::{self, Route};
use super::spots::{Heading, Spot, spots};
use super::{Cost, Terms};
use crate::network::{Arc, ArcId, JunctionId, Network, at};
use crate::snap::Snap;

/// A search over one network, with its memory kept from question to question: one for each thread.
#[derive(Debug)]
pub struct Dijkstra<'n> {
    network: &'n Network,
    labels: Vec<Label>,
    /// Labels of earlier questions carry an earlier number.
    question: u32,
    heap: Heap,
    settled: Vec<JunctionId>,
}

/// Where a search begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begin<'n> {
    pub(super) spot: Spot<'n>,
    /// What it costs to get there.
    pub(super) spent: Cost,
}

impl<'n> Begin<'n> {
    fn at(spot: Spot<'n>) -> Self {
        Self {
            spot,
            spent: Cost::default(),
        }
    }
}

/// The best way to a junction that is known so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Label {
    question: u32,
    key: Key,
    /// The arc by which it gets here.
    by: Option<ArcId>,
}

impl<'n> Dijkstra<'n> {
    /// Ready for questions; takes 32 bytes a junction.
    #[must_use]
    pub fn new(network: &'n Network) -> Self {
        Self {
            network,
            labels: vec![Label::default(); network.junctions().len()],
            question: 0,
            heap: Heap::new(),
            settled: Vec::new(),
        }
    }

    /// The best way from one point to another; `None` when there is none on these terms, of which
    /// [`Terms::nearest`] does not count.
    pub fn route(&mut self, from: &Snap, to: &Snap, terms: &Terms<'_>) -> Option<Route> {
        let terms = Terms {
            nearest: None,
            ..*terms
        };
        let origin = spots(self.network, from, terms.closures);
        let mut goals = self.goals(std::slice::from_ref(to), &terms);
        let begins: Vec<Begin<'_>> = origin.iter().map(|spot| Begin::at(*spot)).collect();
        self.search(&begins, &mut goals, Heading::Forward, &terms);
        let goal = goals.first().filter(|goal| goal.is_settled)?;
        let found = goal.found?;
        let mut arcs = vec![found.on];
        let mut junction = found.from;
        while let Some(here) = junction {
            let by = self.label(here)?.by?;
            arcs.push(by);
            // To drive all of the arc where the way begins is never better than its rest.
            let begins_here = origin.iter().any(|spot| spot.id == by);
            junction = self.network.arc(by).map(|arc| arc.tail);
            junction = junction.filter(|_| !begins_here);
        }
        arcs.reverse();
        let cost = terms.weight.cost(found.key);
        route::joined(self.network, &arcs, &origin, &goal.spots, cost)
    }

    /// What it costs from one point to each of many, in their order. `None` stands for what is not
    /// reached on these terms.
    pub fn to_many(&mut self, from: &Snap, to: &[Snap], terms: &Terms<'_>) -> Vec<Option<Cost>> {
        self.many(&[(*from, Cost::default())], to, Heading::Forward, terms)
    }

    /// What it costs to each of many points from whichever of several is best, in the order of the
    /// former; what each of the several has spent before it sets out counts. One search, however many
    /// there are.
    pub fn soonest(
        &mut self,
        from: &[(Snap, Cost)],
        to: &[Snap],
        terms: &Terms<'_>,
    ) -> Vec<Option<Cost>> {
        self.many(from, to, Heading::Forward, terms)
    }

    /// What it costs from each of many points to one, in their order: engines to a fire. `None`
    /// stands for what does not get there on these terms.
    pub fn from_many(&mut self, from: &[Snap], to: &Snap, terms: &Terms<'_>) -> Vec<Option<Cost>> {
        self.many(&[(*to, Cost::default())], from, Heading::Backward, terms)
    }

    fn many(
        &mut self,
        origins: &[(Snap, Cost)],
        goals: &[Snap],
        heading: Heading,
        terms: &Terms<'_>,
    ) -> Vec<Option<Cost>> {
        if goals.is_empty() {
            return Vec::new();
        }
        let begins = self.begins(origins, terms);
        let mut goals = self.goals(goals, terms);
        self.search(&begins, &mut goals, heading, terms);
        let settled = goals
            .into_iter()
            .map(|goal| goal.found.filter(|_| goal.is_settled));
        settled
            .map(|found| found.map(|found| terms.weight.cost(found.key)))
            .collect()
    }

    /// Where the search begins: each point on its arcs, with what it has spent.
    pub(super) fn begins(&self, origins: &[(Snap, Cost)], terms: &Terms<'_>) -> Vec<Begin<'n>> {
        let begins = origins.iter().flat_map(|(snap, spent)| {
            let spots = spots(self.network, snap, terms.closures).into_iter();
            spots.map(|spot| Begin {
                spot,
                spent: *spent,
            })
        });
        begins.collect()
    }

    fn goals(&self, snaps: &[Snap], terms: &Terms<'_>) -> Vec<Goal<'n>> {
        let goal = |snap| Goal {
            spots: spots(self.network, snap, terms.closures),
            found: None,
            is_settled: false,
        };
        snaps.iter().map(goal).collect()
    }

    /// Settles junctions and goals in the order of their cost until nothing is left that the terms
    /// ask for. With goals it ends with the last of them, without any only at the limit of cost.
    pub(super) fn search(
        &mut self,
        begins: &[Begin<'n>],
        goals: &mut [Goal<'n>],
        heading: Heading,
        terms: &Terms<'_>,
    ) {
        self.begin();
        let entries = entries(goals, heading);
        let mut wanted = match goals.len() {
            0 => usize::MAX,
            all => terms.nearest.unwrap_or(all).min(all),
        };
        for begin in begins {
            self.straight(begin, goals, heading, terms);
            let (junction, cost) = begin.spot.left_by(heading);
            let key = terms.weight.key(begin.spent.plus(cost));
            self.improve(junction, key, begin.spot.id);
        }
        while wanted > 0
            && let Some(Reverse((key, number))) = self.heap.pop()
        {
            if terms.within.is_some_and(|within| key.0 > within) {
                break;
            }
            if number & GOAL != 0 {
                wanted -= usize::from(settle(goals, number & !GOAL, key));
                continue;
            }
            let junction = JunctionId(number);
            if self.label(junction).is_none_or(|label| label.key != key) {
                continue;
            }
            self.settled.push(junction);
            self.reach_goals(junction, key, &entries, goals, heading, terms);
            self.relax(junction, key, heading, terms);
        }
    }

    pub(super) const fn network(&self) -> &'n Network {
        self.network
    }

    /// The junctions that this question settled, in the order of their cost.
    pub(super) fn settled(&self) -> &[JunctionId] {
        &self.settled
    }

    fn begin(&mut self) {
        self.heap.clear();
        self.settled.clear();
        match self.question.checked_add(1) {
            Some(next) => self.question = next,
            None => {
                self.labels.fill(Label::default());
                self.question = 1;
            }
        }
    }

    /// The label of a junction in this question.
    pub(super) fn label(&self, junction: JunctionId) -> Option<&Label> {
        let label = self.labels.get(at(junction.0))?;
        (label.question == self.question).then_some(label)
    }

    /// Goals on the very arc where the search begins.
    fn straight(
        &mut self,
        begin: &Begin<'n>,
        goals: &mut [Goal<'n>],
        heading: Heading,
        terms: &Terms<'_>,
    ) {
        for (goal, number) in goals.iter_mut().zip(0_u32..) {
            let costs = goal.spots.iter();
            let best = costs
                .filter_map(|spot| begin.spot.straight_to(spot, heading))
                .min_by_key(|cost| terms.weight.key(*cost));
            if let Some(cost) = best {
                let found = Found {
                    key: terms.weight.key(begin.spent.plus(cost)),
                    on: begin.spot.id,
                    from: None,
                };
                goal.improve(found, number, &mut self.heap);
            }
        }
    }

    fn improve(&mut self, junction: JunctionId, key: Key, by: ArcId) {
        let question = self.question;
        let Some(label) = self.labels.get_mut(at(junction.0)) else {
            return;
        };
        if label.question != question || key < label.key {
            *label = Label {
                question,
                key,
                by: Some(by),
            };
            self.heap.push(Reverse((key, junction.0)));
        }
    }

    fn relax(&mut self, junction: JunctionId, key: Key, heading: Heading, terms: &Terms<'_>) {
        let network = self.network;
        let mut step = |id: ArcId, arc: &Arc, next: JunctionId| {
            if !arc.is_barred() && !terms.closures.is_closed(id) {
                let key = plus(key, terms.weight.key(Cost::of_arc(arc)));
                self.improve(next, key, id);
            }
        };
        match heading {
            Heading::Forward => network
                .leaving(junction)
                .for_each(|(id, arc)| step(id, arc, arc.head)),
            Heading::Backward => network
                .entering(junction)
                .for_each(|(id, arc)| step(id, arc, arc.tail)),
        }
    }

    fn reach_goals(
        &mut self,
        junction: JunctionId,
        key: Key,
        entries: &[Entry],
        goals: &mut [Goal<'n>],
        heading: Heading,
        terms: &Terms<'_>,
    ) {
        let first = entries.partition_point(|entry| entry.junction < junction);
        let here = entries.iter().skip(first);
        for entry in here.take_while(|entry| entry.junction == junction) {
            let Some(goal) = goals.get_mut(at(entry.goal)) else {
                continue;
            };
            let Some(spot) = goal.spots.get(entry.spot) else {
                continue;
            };
            let (_, cost) = spot.reached_by(heading);
            let found = Found {
                key: plus(key, terms.weight.key(cost)),
                on: spot.id,
                from: Some(junction),
            };
            goal.improve(found, entry.goal, &mut self.heap);
        }
    }
}

impl Label {
    pub(super) const fn key(&self) -> Key {
        self.key
    }
}

const fn plus(one: Key, other: Key) -> Key {
    (one.0.saturating_add(other.0), one.1.saturating_add(other.1))
}
