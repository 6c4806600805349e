//! A network on the drawing board: junctions and streets in any order, then the network of them.

use std::collections::{BTreeMap, HashMap};

use base::Wgs84;

use super::course::millimetres;
use super::split::{End, Split};
use super::turns::{Turn, TurnRule};
use super::{Arc, ArcId, Direction, JunctionId, Network, Sense, Stretch, StretchId};
use super::{at, count, time_on};
use crate::barrier::Barrier;
use crate::class::Class;
use crate::named::Named;
use crate::profile::Profile;
use crate::speed::{Speed, SpeedTable};

/// A stretch is never longer, in millimetres: at 1 km/h its time still fits 32 bits.
const LONGEST_MM: u32 = 1_000_000_000;
/// No more junctions, stretches or places between them: numbers with room for their arcs.
const MOST: usize = 1 << 30;

/// Why a street was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// A junction that the draft does not have.
    #[error("there is no junction {0}")]
    NoSuchJunction(u32),
    /// A stretch of more than 1,000 km.
    #[error("a stretch from junction to junction is longer than 1,000 km")]
    TooLong,
    /// A turn between stretches that do not follow each other as they are driven.
    #[error("one cannot turn from stretch {0} into stretch {1} in these directions")]
    NoSuchTurn(u32, u32),
    /// More than 2^30 of something.
    #[error("the network is larger than this program counts")]
    TooMany,
}

/// A street between two junctions.
#[derive(Clone, Copy, Debug)]
pub struct Street<'s> {
    /// Where its course begins.
    pub from: JunctionId,
    /// Where it ends.
    pub to: JunctionId,
    /// The places between, in the order of its course.
    pub via: &'s [Wgs84],
    /// Its class.
    pub class: Class,
    /// How it may be driven.
    pub direction: Direction,
    /// Limits along and against its course.
    pub limits: [Option<Speed>; 2],
    /// Its name, or nothing.
    pub name: &'s str,
}

/// A network that is being drawn.
#[derive(Clone, Debug)]
pub struct Draft {
    junctions: Vec<Wgs84>,
    stretches: Vec<Stretch>,
    places: Vec<Wgs84>,
    names: Vec<String>,
    by_name: HashMap<String, u32>,
    named: Vec<Named>,
    barriers: BTreeMap<JunctionId, Barrier>,
    bans: Vec<(JunctionId, Turn, u32)>,
    rules: Vec<TurnRule>,
    by_rule: HashMap<TurnRule, u32>,
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

impl Draft {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self {
            junctions: Vec::new(),
            stretches: Vec::new(),
            places: Vec::new(),
            names: vec![String::new()],
            by_name: HashMap::from([(String::new(), 0)]),
            named: Vec::new(),
            barriers: BTreeMap::new(),
            bans: Vec::new(),
            rules: Vec::new(),
            by_rule: HashMap::new(),
        }
    }

    /// Another junction. Numbers ascend from 0.
    ///
    /// # Errors
    /// [`DraftError::TooMany`].
    pub fn junction(&mut self, position: Wgs84) -> Result<JunctionId, DraftError> {
        if self.junctions.len() >= MOST {
            return Err(DraftError::TooMany);
        }
        self.junctions.push(position);
        Ok(JunctionId(count(self.junctions.len() - 1)))
    }

    /// Another street. Numbers of stretches ascend from 0.
    ///
    /// # Errors
    /// [`DraftError`]; the draft is as before.
    pub fn street(&mut self, street: &Street<'_>) -> Result<StretchId, DraftError> {
        let end = |id: JunctionId| {
            let found = self.junctions.get(at(id.0)).copied();
            found.ok_or(DraftError::NoSuchJunction(id.0))
        };
        let (from, to) = (end(street.from)?, end(street.to)?);
        let length_mm = length(from, street.via, to).ok_or(DraftError::TooLong)?;
        let name = self.name(street.name);
        self.measured(street, length_mm, name)
    }

    /// Another street, whose length in millimetres was measured before, and whose name has this number.
    ///
    /// # Errors
    /// As [`Draft::street`].
    pub(crate) fn measured(
        &mut self,
        street: &Street<'_>,
        length_mm: u32,
        name: u32,
    ) -> Result<StretchId, DraftError> {
        for end in [street.from, street.to] {
            if at(end.0) >= self.junctions.len() {
                return Err(DraftError::NoSuchJunction(end.0));
            }
        }
        if length_mm > LONGEST_MM {
            return Err(DraftError::TooLong);
        }
        let more = self.places.len().saturating_add(street.via.len());
        if self.stretches.len() >= MOST || more > MOST {
            return Err(DraftError::TooMany);
        }
        self.stretches.push(Stretch {
            from: street.from,
            to: street.to,
            class: street.class,
            direction: street.direction,
            limits: street.limits,
            length_mm,
            name,
            first_place: count(self.places.len()),
            places: count(street.via.len()),
            arcs: [None; 2],
        });
        self.places.extend_from_slice(street.via);
        Ok(StretchId(count(self.stretches.len() - 1)))
    }

    /// Another place with a name.
    pub fn named(&mut self, named: Named) {
        self.named.push(named);
    }

    /// Something that stands at a junction; of two the first. It stops what passes where two roads meet
    /// there, or one goes on. Where more meet, which of them it stops is not known, and it counts for
    /// nothing; at the end of a road there is nothing to pass.
    ///
    /// # Errors
    /// [`DraftError::NoSuchJunction`].
    pub fn barrier(&mut self, junction: JunctionId, barrier: Barrier) -> Result<(), DraftError> {
        if at(junction.0) >= self.junctions.len() {
            return Err(DraftError::NoSuchJunction(junction.0));
        }
        self.barriers.entry(junction).or_insert(barrier);
        Ok(())
    }

    /// A turn that is forbidden to those whom the rule binds. At a junction with a barrier that counts, and
    /// where so many different turns are forbidden as at no crossing of the world (16 roads in or out that are
    /// all bound otherwise), it counts for nothing.
    ///
    /// # Errors
    /// [`DraftError::NoSuchTurn`], [`DraftError::TooMany`].
    pub fn ban(&mut self, turn: Turn, rule: &TurnRule) -> Result<(), DraftError> {
        let rule = self.rule(rule);
        self.ban_by(turn, rule)
    }

    /// The number of a rule, from 0 without gaps.
    pub(crate) fn rule(&mut self, rule: &TurnRule) -> u32 {
        if let Some(number) = self.by_rule.get(rule) {
            return *number;
        }
        let number = count(self.rules.len());
        self.rules.push(rule.clone());
        self.by_rule.insert(rule.clone(), number);
        number
    }

    pub(crate) fn ban_by(&mut self, turn: Turn, rule: u32) -> Result<(), DraftError> {
        let end = |(stretch, sense): (StretchId, Sense)| {
            let found = self.stretches.get(at(stretch.0));
            let found = found.filter(|found| found.allows(sense));
            found.map(|found| found.ends(sense))
        };
        match (end(turn.from), end(turn.to)) {
            (Some([left, _]), Some([_, entered])) if left == entered => {
                if self.bans.len() >= MOST {
                    return Err(DraftError::TooMany);
                }
                self.bans.push((left, turn, rule));
                Ok(())
            }
            _ => Err(DraftError::NoSuchTurn(turn.from.0.0, turn.to.0.0)),
        }
    }

    pub(super) fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    pub(super) fn next_stretch(&self) -> u32 {
        count(self.stretches.len())
    }

    /// The network of what was drawn, with the times of this table. Barriers and forbidden turns are a fire
    /// engine's; [`Network::moved_by`] makes them another's.
    #[must_use]
    pub fn finish(mut self, speeds: &SpeedTable) -> Network {
        let drawn = count(self.junctions.len());
        let mut split = Split::of(&self.junctions, &self.stretches, self.barriers, self.bans);
        self.junctions.append(&mut split.copies);
        let (links, meanings): (Vec<Stretch>, _) = split.links.into_iter().unzip();
        self.stretches.extend(links);
        let (arcs, first_out) = arcs(&self.stretches, &split.moved, self.junctions.len(), speeds);
        let mut network = Network {
            first_out,
            first_in: Vec::new(),
            into: Vec::new(),
            arcs,
            junctions: self.junctions,
            drawn,
            stretches: self.stretches,
            links: meanings,
            barriers: split.barriers,
            bans: split.bans,
            rules: self.rules,
            places: self.places,
            names: self.names,
            named: self.named,
            speeds: speeds.clone(),
        };
        for (index, arc) in network.arcs.iter().enumerate() {
            if let Some(stretch) = network.stretches.get_mut(at(arc.stretch.0)) {
                let [along, against] = &mut stretch.arcs;
                let slot = match arc.sense {
                    Sense::Along => along,
                    Sense::Against => against,
                };
                *slot = Some(ArcId(count(index)));
            }
        }
        network.into = (0..count(network.arcs.len())).map(ArcId).collect();
        let arcs = &network.arcs;
        let head = |id: &ArcId| arcs.get(at(id.0)).map_or(JunctionId(0), |arc| arc.head);
        (network.into, network.first_in) = grouped(&network.into, network.junctions.len(), head);
        network.linked_for(&Profile::default())
    }

    /// The number of a name, from 0 for none without gaps.
    pub(crate) fn name(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = count(self.names.len());
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        number
    }
}

fn length(from: Wgs84, via: &[Wgs84], to: Wgs84) -> Option<u32> {
    let mut behind = from;
    let mut sum = 0_u32;
    for place in via.iter().copied().chain([to]) {
        sum = sum.checked_add(millimetres(behind, place))?;
        behind = place;
    }
    (sum <= LONGEST_MM).then_some(sum)
}

/// The arcs of all stretches, in the order of the junctions where they begin, and of each junction how
/// many arcs lie before its own.
fn arcs(
    stretches: &[Stretch],
    moved: &[(StretchId, Sense, End, JunctionId)],
    junctions: usize,
    speeds: &SpeedTable,
) -> (Vec<Arc>, Vec<u32>) {
    let mut arcs = Vec::with_capacity(stretches.len() * 2);
    let mut moved = moved.iter().peekable();
    for (index, stretch) in stretches.iter().enumerate() {
        let senses: &[Sense] = match stretch.direction {
            Direction::Both => &[Sense::Along, Sense::Against],
            Direction::Along => &[Sense::Along],
            Direction::Against => &[Sense::Against],
        };
        let id = StretchId(count(index));
        for &sense in senses {
            let (mut tail, mut head) = match sense {
                Sense::Along => (stretch.from, stretch.to),
                Sense::Against => (stretch.to, stretch.from),
            };
            // Of a one-way street ends of the other direction may be moved too.
            while let Some((of, its, end, to)) =
                moved.next_if(|(of, its, ..)| (*of, *its) <= (id, sense))
            {
                match end {
                    _ if (*of, *its) != (id, sense) => {}
                    End::Tail => tail = *to,
                    End::Head => head = *to,
                }
            }
            arcs.push(Arc {
                tail,
                head,
                stretch: id,
                sense,
                length_mm: stretch.length_mm,
                time_ms: time_on(stretch, sense, speeds),
            });
        }
    }
    // They come by stretch and sense, and keep that order among those of one junction.
    grouped(&arcs, junctions, |arc| arc.tail)
}

/// Things in the order of their junctions, those of one junction in the order in which they were; and of
/// each junction how many lie before its own.
fn grouped<T: Copy>(
    things: &[T],
    junctions: usize,
    junction_of: impl Fn(&T) -> JunctionId,
) -> (Vec<T>, Vec<u32>) {
    let mut first = vec![0_u32; junctions + 1];
    for thing in things {
        if let Some(counted) = first.get_mut(at(junction_of(thing).0) + 1) {
            *counted += 1;
        }
    }
    let mut sum = 0;
    for counted in &mut first {
        sum += *counted;
        *counted = sum;
    }
    let mut next = first.clone();
    let mut sorted = things.to_vec();
    for thing in things {
        let Some(next) = next.get_mut(at(junction_of(thing).0)) else {
            continue;
        };
        if let Some(slot) = sorted.get_mut(at(*next)) {
            *slot = *thing;
        }
        *next += 1;
    }
    (sorted, first)
}
