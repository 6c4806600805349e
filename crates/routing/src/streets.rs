//! 道路名 the streets of a network by name, for looking an address up.
//!
//! Every town has a 解放路: stretches of one name are one street where they meet at a junction or lie
//! within [`APART`] of each other, as the two carriageways of one road do, and another street elsewhere.

use std::collections::{BTreeMap, HashMap};

use base::{Bounds, Metres, Wgs84};
use roads::{JunctionId, Network, StretchId};

/// A street.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedStreet {
    /// Its name as the source writes it.
    pub name: String,
    /// A place on it, near its middle.
    pub position: Wgs84,
    /// All of its stretches together; both carriageways count.
    pub length: Metres,
}

/// Boxes of one name that lie so near to each other are one street: 1e-7 degrees, some 300 m.
const APART: i32 = 30_000;

pub(crate) fn of(network: &Network) -> Vec<NamedStreet> {
    let mut by_name: BTreeMap<&str, Vec<StretchId>> = BTreeMap::new();
    for (stretch, number) in network.stretches().iter().zip(0_u32..) {
        let name = network.name(stretch);
        if !name.is_empty() {
            by_name.entry(name).or_default().push(StretchId(number));
        }
    }
    by_name
        .into_iter()
        .flat_map(|(name, stretches)| {
            let parts = apart(joined(network, stretches));
            parts.into_iter().filter_map(|part| part.street(name))
        })
        .collect()
}

/// A part of a street with the box around it.
struct Part {
    places: Vec<Wgs84>,
    bounds: Bounds,
    length_mm: u64,
}

impl Part {
    fn street(self, name: &str) -> Option<NamedStreet> {
        let Bounds {
            south_west: low,
            north_east: high,
        } = self.bounds;
        let middle = Wgs84 {
            longitude_e7: midway(low.longitude_e7, high.longitude_e7),
            latitude_e7: midway(low.latitude_e7, high.latitude_e7),
        };
        let far = |place: &Wgs84| place.distance(middle).0;
        let nearest = self.places.into_iter();
        let position = nearest.min_by(|a, b| far(a).total_cmp(&far(b)))?;
        Some(NamedStreet {
            name: name.to_owned(),
            position,
            length: Metres(self.length_mm as f64 / 1e3),
        })
    }

    fn takes_in(&mut self, other: Self) {
        self.places.extend(other.places);
        self.bounds = around(self.bounds, other.bounds);
        self.length_mm += other.length_mm;
    }
}

/// The stretches in parts that meet at junctions.
fn joined(network: &Network, stretches: Vec<StretchId>) -> Vec<Part> {
    let mut parts: Vec<Option<Part>> = Vec::new();
    // In which part a junction lies; a part that was taken in leaves its number to the other.
    let mut at: HashMap<JunctionId, usize> = HashMap::new();
    for id in stretches {
        let Some((ends, part)) = part_of(network, id) else {
            continue;
        };
        let known: Vec<usize> = ends.iter().filter_map(|end| at.get(end).copied()).collect();
        let home = known.first().copied().unwrap_or(parts.len());
        match parts.get_mut(home) {
            Some(Some(standing)) => standing.takes_in(part),
            _ => parts.push(Some(part)),
        }
        for other in known.into_iter().filter(|other| *other != home) {
            let taken = parts.get_mut(other).and_then(Option::take);
            if let (Some(taken), Some(Some(standing))) = (taken, parts.get_mut(home)) {
                standing.takes_in(taken);
            }
            at.values_mut()
                .filter(|part| **part == other)
                .for_each(|part| *part = home);
        }
        at.extend(ends.map(|end| (end, home)));
    }
    parts.into_iter().flatten().collect()
}

fn part_of(network: &Network, id: StretchId) -> Option<([JunctionId; 2], Part)> {
    let stretch = network.stretch(id)?;
    let arc = network.arcs_of(id).into_iter().flatten().next()?;
    let places: Vec<Wgs84> = network.course(arc)?.places().collect();
    let first = *places.first()?;
    let mut bounds = Bounds {
        south_west: first,
        north_east: first,
    };
    for place in &places {
        let there = Bounds {
            south_west: *place,
            north_east: *place,
        };
        bounds = around(bounds, there);
    }
    let part = Part {
        places,
        bounds,
        length_mm: u64::from(stretch.length_mm),
    };
    Some(([stretch.from, stretch.to], part))
}

/// The parts with those that lie near each other put together.
fn apart(parts: Vec<Part>) -> Vec<Part> {
    let mut streets: Vec<Part> = Vec::new();
    for mut part in parts {
        // What grows may come near to others.
        while let Some(near) = streets
            .iter()
            .position(|street| are_near(street.bounds, part.bounds))
        {
            part.takes_in(streets.swap_remove(near));
        }
        streets.push(part);
    }
    streets
}

fn are_near(one: Bounds, other: Bounds) -> bool {
    let (a, b) = (one.south_west, one.north_east);
    let (c, d) = (other.south_west, other.north_east);
    let meet = |low: i32, high: i32, from: i32, to: i32| {
        low.saturating_sub(APART) <= to && from <= high.saturating_add(APART)
    };
    meet(
        a.longitude_e7,
        b.longitude_e7,
        c.longitude_e7,
        d.longitude_e7,
    ) && meet(a.latitude_e7, b.latitude_e7, c.latitude_e7, d.latitude_e7)
}

fn around(one: Bounds, other: Bounds) -> Bounds {
    let (a, b) = (one.south_west, one.north_east);
    let (c, d) = (other.south_west, other.north_east);
    Bounds {
        south_west: Wgs84 {
            longitude_e7: a.longitude_e7.min(c.longitude_e7),
            latitude_e7: a.latitude_e7.min(c.latitude_e7),
        },
        north_east: Wgs84 {
            longitude_e7: b.longitude_e7.max(d.longitude_e7),
            latitude_e7: b.latitude_e7.max(d.latitude_e7),
        },
    }
}

/// Half of the sum: two numbers of 32 bits may lie farther apart than one holds.
fn midway(low: i32, high: i32) -> i32 {
    let half = (i64::from(low) + i64::from(high)) / 2;
    i32::try_from(half).unwrap_or(low)
}
