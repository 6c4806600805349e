//! Takes elements as a file gives them, in whatever order, and keeps what roads need.

use std::collections::{HashMap, HashSet};

use base::Wgs84;

use super::Limits;
use super::error::{Measure, ReadError};
use super::extract::{Counts, Extract, TurnCounts, Way, index};
use super::restriction::{Member, Restriction, restrictions};
use super::tags::{Refusal, Tags, named_kind, road, value};
use crate::barrier::Barrier;
use crate::named::{Named, NamedKind};
use crate::network::count;
use crate::profile::Profile;

/// A way with a name that is a place; where it is, its nodes tell when all are there.
struct Area {
    name: String,
    kind: NamedKind,
    first: usize,
    nodes: usize,
}

pub(super) struct Collector<'p> {
    limits: Limits,
    profile: &'p Profile,
    nodes: Vec<(i64, Wgs84)>,
    ways: Vec<Way>,
    way_ids: HashSet<i64>,
    references: Vec<i64>,
    names: Vec<String>,
    by_name: HashMap<String, u32>,
    name_bytes: usize,
    named: Vec<Named>,
    areas: Vec<Area>,
    barriers: Vec<(i64, Barrier)>,
    restrictions: Vec<Restriction>,
    /// Roads that restrictions name.
    named_roads: usize,
    turn_counts: TurnCounts,
    counts: Counts,
}

impl<'p> Collector<'p> {
    pub(super) fn new(limits: Limits, profile: &'p Profile) -> Self {
        Self {
            limits,
            profile,
            nodes: Vec::new(),
            ways: Vec::new(),
            way_ids: HashSet::new(),
            references: Vec::new(),
            names: Vec::new(),
            by_name: HashMap::new(),
            name_bytes: 0,
            named: Vec::new(),
            areas: Vec::new(),
            barriers: Vec::new(),
            restrictions: Vec::new(),
            named_roads: 0,
            turn_counts: TurnCounts::default(),
            counts: Counts::default(),
        }
    }

    /// A node; `None` for a position off the earth.
    pub(super) fn node(
        &mut self,
        id: i64,
        position: Option<Wgs84>,
        tags: &Tags<'_>,
    ) -> Result<(), ReadError> {
        self.counts.nodes += 1;
        let Some(position) = position else {
            self.counts.nodes_off_earth += 1;
            return Ok(());
        };
        within(self.nodes.len(), self.limits.nodes, Measure::Nodes)?;
        self.nodes.push((id, position));
        if let Some((name, kind)) = place(tags) {
            self.room_for(name)?;
            self.named.push(Named {
                name: name.to_owned(),
                kind,
                position,
            });
        }
        let keys = &self.profile.access;
        let counts = |word: &str| keys.iter().any(|access| access.key == word);
        if let Some(barrier) = Barrier::with_words(tags, counts) {
            within(self.barriers.len(), self.limits.kept, Measure::Kept)?;
            for (_, word) in barrier.words() {
                self.room_for(word)?;
            }
            self.barriers.push((id, barrier));
        }
        Ok(())
    }

    pub(super) fn way(&mut self, id: i64, nodes: &[i64], tags: &Tags<'_>) -> Result<(), ReadError> {
        self.counts.ways += 1;
        match road(tags, self.profile) {
            None => self.counts.ways_other += 1,
            Some(Err(reason)) => self.counts.refuse(reason),
            Some(Ok(_)) if nodes.len() < 2 => self.counts.refuse(Refusal::TooShort),
            Some(Ok(_)) if self.way_ids.contains(&id) => self.counts.refuse(Refusal::Repeated),
            Some(Ok(road)) => {
                let name = value(tags, "name").or_else(|| value(tags, "ref"));
                let name = self.name(name.unwrap_or_default())?;
                let first = self.refer(nodes)?;
                self.way_ids.insert(id);
                self.counts.ways_taken += 1;
                self.ways.push(Way {
                    id,
                    road,
                    name,
                    first,
                    nodes: nodes.len(),
                });
            }
        }
        if let Some((name, kind)) = place(tags) {
            self.room_for(name)?;
            let first = self.refer(nodes)?;
            self.areas.push(Area {
                name: name.to_owned(),
                kind,
                first,
                nodes: nodes.len(),
            });
        }
        Ok(())
    }

    pub(super) fn relation(
        &mut self,
        members: &[Member<'_>],
        tags: &Tags<'_>,
    ) -> Result<(), ReadError> {
        self.counts.relations += 1;
        for restriction in restrictions(members, tags, &mut self.turn_counts) {
            within(self.restrictions.len(), self.limits.kept, Measure::Kept)?;
            let rule = &restriction.rule;
            for word in rule.except.iter().chain(&rule.only_for) {
                self.room_for(word)?;
            }
            self.named_roads += restriction.from.len() + restriction.to.len();
            let last = self.named_roads.saturating_sub(1);
            within(last, self.limits.references, Measure::References)?;
            self.restrictions.push(restriction);
        }
        Ok(())
    }

    /// What was collected, with the nodes in order.
    pub(super) fn finish(mut self) -> Result<Extract, ReadError> {
        if !self.nodes.is_sorted_by_key(|(id, _)| *id) {
            self.nodes.sort_by_key(|(id, _)| *id); // stable: of equal ids the first stays in front
        }
        let before = self.nodes.len();
        self.nodes.dedup_by_key(|(id, _)| *id);
        self.counts.nodes_repeated = u64::from(count(before - self.nodes.len()));
        for area in std::mem::take(&mut self.areas) {
            if let Some(position) = self.middle(&area) {
                self.named.push(Named {
                    name: area.name,
                    kind: area.kind,
                    position,
                });
            }
        }
        self.counts.named = u64::from(count(self.named.len()));
        // Of equal ids the first stays in front, as among nodes.
        self.barriers.sort_by_key(|(id, _)| *id);
        self.barriers.dedup_by_key(|(id, _)| *id);
        Ok(Extract {
            profile: self.profile.clone(),
            barriers: self.barriers,
            restrictions: self.restrictions,
            turn_counts: self.turn_counts,
            nodes: self.nodes,
            ways: self.ways,
            references: self.references,
            names: self.names,
            named: self.named,
            counts: self.counts,
        })
    }

    /// The middle of the box around those of its nodes that are there.
    fn middle(&self, area: &Area) -> Option<Wgs84> {
        let ids = self.references.get(area.first..area.first + area.nodes)?;
        let known = ids.iter().filter_map(|id| index(&self.nodes, *id).ok());
        let known = known.filter_map(|index| self.nodes.get(index));
        let places: Vec<Wgs84> = known.map(|(_, position)| *position).collect();
        let longitudes = || places.iter().map(|place| place.longitude_e7);
        let latitudes = || places.iter().map(|place| place.latitude_e7);
        Some(Wgs84 {
            longitude_e7: longitudes().min()?.midpoint(longitudes().max()?),
            latitude_e7: latitudes().min()?.midpoint(latitudes().max()?),
        })
    }

    fn refer(&mut self, nodes: &[i64]) -> Result<usize, ReadError> {
        let kept = self.ways.len() + self.areas.len();
        within(kept, self.limits.kept, Measure::Kept)?;
        let first = self.references.len();
        let last = (first + nodes.len()).saturating_sub(1);
        within(last, self.limits.references, Measure::References)?;
        self.references.extend_from_slice(nodes);
        Ok(first)
    }

    fn room_for(&mut self, name: &str) -> Result<(), ReadError> {
        within(self.named.len(), self.limits.kept, Measure::Kept)?;
        self.name_bytes += name.len();
        let last = self.name_bytes.saturating_sub(1);
        within(last, self.limits.name_bytes, Measure::NameBytes)
    }

    /// The number of a street's name.
    fn name(&mut self, name: &str) -> Result<u32, ReadError> {
        if let Some(number) = self.by_name.get(name) {
            return Ok(*number);
        }
        self.room_for(name)?;
        let number = count(self.names.len());
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        Ok(number)
    }
}

fn place<'t>(tags: &Tags<'t>) -> Option<(&'t str, NamedKind)> {
    let name = value(tags, "name").filter(|name| !name.is_empty())?;
    named_kind(tags).map(|kind| (name, kind))
}

/// Whether one more fits behind so many.
fn within(there: usize, limit: usize, what: Measure) -> Result<(), ReadError> {
    if there < limit {
        Ok(())
    } else {
        Err(ReadError::TooLarge { what, limit })
    }
}
