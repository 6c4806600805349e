//! The plainest algorithm that keeps forbidden turns and barriers: Dijkstra's over streets in one sense instead
//! of junctions (edge-based), which knows no copies and no links.

use std::collections::BTreeMap;

use roads::{
    Barrier, Cost, Direction, JunctionId, Network, Passing, Profile, Sense, SpeedTable, StretchId,
    Turn, TurnRule,
};

use crate::drawn::{Line, drawn};

/// A street in one sense.
pub(crate) type Driven = (usize, Sense);

/// What is drawn, as the plain algorithm sees it.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) places: Vec<(i32, i32)>,
    pub(crate) lines: Vec<Line>,
    pub(crate) bans: Vec<(Driven, Driven, TurnRule)>,
    pub(crate) barriers: BTreeMap<u32, Barrier>,
}

pub(crate) fn senses(line: &Line) -> &'static [Sense] {
    match line.direction {
        Direction::Both => &[Sense::Along, Sense::Against],
        Direction::Along => &[Sense::Along],
        Direction::Against => &[Sense::Against],
    }
}

impl Town {
    fn streets(&self) -> Vec<Driven> {
        let numbered = self.lines.iter().enumerate();
        numbered
            .flat_map(|(number, line)| senses(line).iter().map(move |sense| (number, *sense)))
            .collect()
    }

    pub(crate) fn enters(&self, (street, sense): Driven) -> u32 {
        let line = &self.lines[street];
        if sense == Sense::Along {
            line.from
        } else {
            line.to
        }
    }

    pub(crate) fn leaves(&self, (street, sense): Driven) -> u32 {
        let line = &self.lines[street];
        if sense == Sense::Along {
            line.to
        } else {
            line.from
        }
    }

    /// Every turn that can be made at all.
    pub(crate) fn turns(&self) -> Vec<(Driven, Driven)> {
        let streets = self.streets();
        let pairs = streets
            .iter()
            .flat_map(|from| streets.iter().map(move |to| (*from, *to)));
        pairs
            .filter(|(from, to)| self.leaves(*from) == self.enters(*to))
            .collect()
    }

    fn is_stopping(&self, junction: u32) -> bool {
        let ends = self.lines.iter().flat_map(|line| [line.from, line.to]);
        self.barriers.contains_key(&junction) && ends.filter(|end| *end == junction).count() == 2
    }

    /// What it costs to turn, if one may.
    pub(crate) fn turning(&self, from: Driven, to: Driven, profile: &Profile) -> Option<u64> {
        let junction = self.leaves(from);
        if self.is_stopping(junction) {
            // To turn back in front of the barrier is to leave by the end by which one came.
            let turns_back = from.0 == to.0 && from.1 != to.1;
            return match profile.passing(&self.barriers[&junction]) {
                _ if turns_back => Some(0),
                Passing::Free => Some(0),
                Passing::OpensInS(seconds) => Some(u64::from(seconds) * 1_000),
                Passing::Closed => None,
            };
        }
        let mut bans = self.bans.iter();
        let is_forbidden =
            bans.any(|(a, b, rule)| (*a, *b) == (from, to) && profile.is_bound_by(rule));
        (!is_forbidden).then_some(0)
    }

    pub(crate) fn network(&self) -> Network {
        let mut draft = drawn(&self.places, &self.lines);
        let number = |street: usize| StretchId(u32::try_from(street).unwrap());
        for ((from, in_sense), (to, out_sense), rule) in &self.bans {
            let turn = Turn {
                from: (number(*from), *in_sense),
                to: (number(*to), *out_sense),
            };
            draft.ban(turn, rule).unwrap();
        }
        for (junction, barrier) in &self.barriers {
            draft
                .barrier(JunctionId(*junction), barrier.clone())
                .unwrap();
        }
        draft.finish(&SpeedTable::default())
    }
}

/// Milliseconds and millimetres of a part of a street.
fn part(network: &Network, street: Driven, from_mm: u64, to_mm: u64) -> (u64, u64) {
    let arc = network.arc(arc_of(network, street)).unwrap();
    let until = |mm: u64| {
        (u64::from(arc.time_ms) * mm)
            .checked_div(u64::from(arc.length_mm))
            .unwrap_or(0)
    };
    (until(to_mm) - until(from_mm), to_mm - from_mm)
}

pub(crate) fn arc_of(network: &Network, (street, sense): Driven) -> roads::ArcId {
    let [along, against] = network.arcs_of(StretchId(u32::try_from(street).unwrap()));
    if sense == Sense::Along {
        along
    } else {
        against
    }
    .unwrap()
}

/// A point as so many millimetres behind the beginning of a street in each of its senses.
pub(crate) fn stands(
    town: &Town,
    network: &Network,
    (street, along_mm): (usize, u64),
) -> Vec<(Driven, u64)> {
    let length = u64::from(network.stretches()[street].length_mm);
    let senses = senses(&town.lines[street]).iter();
    let behind = |sense| {
        if sense == Sense::Along {
            along_mm
        } else {
            length - along_mm
        }
    };
    senses
        .map(|sense| ((street, *sense), behind(*sense)))
        .collect()
}

/// What the best way costs, by streets.
pub(crate) fn best(
    town: &Town,
    network: &Network,
    profile: &Profile,
    [from, to]: [(usize, u64); 2],
) -> Option<Cost> {
    let (starts, goals) = (stands(town, network, from), stands(town, network, to));
    let length = |street: Driven| u64::from(network.stretches()[street.0].length_mm);
    let sum = |one: (u64, u64), other: (u64, u64)| (one.0 + other.0, one.1 + other.1);
    let mut found: Option<(u64, u64)> = None;
    let mut offer = |cost| found = Some(found.map_or(cost, |before| before.min(cost)));
    // What it costs to be at the end of a street.
    let mut open: Vec<((u64, u64), Driven)> = Vec::new();
    for (start, at) in &starts {
        open.push((part(network, *start, *at, length(*start)), *start));
        for (goal, until) in goals
            .iter()
            .filter(|(goal, until)| goal == start && until >= at)
        {
            offer(part(network, *goal, *at, *until));
        }
    }
    let mut settled: Vec<Driven> = Vec::new();
    while let Some(next) = (0..open.len()).min_by_key(|index| open[*index].0) {
        let (cost, street) = open.swap_remove(next);
        if settled.contains(&street) {
            continue;
        }
        settled.push(street);
        for on in town
            .streets()
            .into_iter()
            .filter(|on| town.enters(*on) == town.leaves(street))
        {
            let Some(turning) = town.turning(street, on, profile) else {
                continue;
            };
            let entered = sum(cost, (turning, 0));
            for (_, until) in goals.iter().filter(|(goal, _)| *goal == on) {
                offer(sum(entered, part(network, on, 0, *until)));
            }
            open.push((sum(entered, part(network, on, 0, length(on))), on));
        }
    }
    found.map(|(time_ms, length_mm)| Cost { time_ms, length_mm })
}
