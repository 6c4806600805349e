//! 路网 the road network: junctions, the stretches between them, and the arcs that are driven.
//!
//! A *stretch* is a piece of road from one junction to the next with its course, name, class and
//! limits. It holds one *arc* for each direction that is allowed. Arcs lie sorted by the junction
//! where they begin, and are listed once more by the junction where they end, so that a search runs
//! either way.
//!
//! Where a gate or a bollard stands or a turn is forbidden, the place is drawn as several junctions with
//! *links* between them: see [`split`]. A link is a stretch of no length behind all roads ([`Network::stretches`] has the roads
//! alone).
//!
//! Invariants:
//! * lengths are whole millimetres on the great circle, the sum of the pieces of the course, so an
//!   arc and the one against it are equally long;
//! * times are whole milliseconds, rounded up, of the length and the [`SpeedTable`]; those of links are a
//!   [`Profile`](crate::Profile)'s;
//! * two networks of the same draft and table are equal, whatever machine's thread built them.
//!
//! A network never changes. Roads that are closed for an hour are left out by a question
//! ([`Closures`](crate::Closures)); other speeds make another network ([`Network::at_speeds`]).

mod course;
mod draft;
mod from_osm;
mod links;
mod obstacles;
mod paced;
mod parts;
mod split;
mod turns;

pub use course::Course;
pub(crate) use course::millimetres;
pub use draft::{Draft, DraftError, Street};
pub use from_osm::Report;
pub use obstacles::BarrierCount;
pub use parts::{PartSize, Parts};
pub use turns::{Turn, TurnRule};

use base::Wgs84;
use split::Link;

use crate::barrier::Barrier;
use crate::class::Class;
use crate::named::Named;
use crate::speed::{Speed, SpeedTable};

/// Number of a junction, from 0 without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JunctionId(pub u32);

/// Number of an arc, from 0 without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArcId(pub u32);

/// Number of a stretch, from 0 without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StretchId(pub u32);

/// In which direction a stretch may be driven, seen along its course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// In both.
    Both,
    /// 单行 only along its course.
    Along,
    /// 单行 only against its course.
    Against,
}

/// How an arc runs on its stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sense {
    /// Along its course.
    Along,
    /// Against its course.
    Against,
}

impl Sense {
    /// The other one.
    pub(crate) const fn against(self) -> Self {
        match self {
            Self::Along => Self::Against,
            Self::Against => Self::Along,
        }
    }
}

/// 路段 a piece of road from junction to junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where its course begins.
    pub from: JunctionId,
    /// Where its course ends; may be where it begins.
    pub to: JunctionId,
    /// Its class.
    pub class: Class,
    /// How it may be driven.
    pub direction: Direction,
    /// Limits along and against its course, where a sign gives one.
    pub limits: [Option<Speed>; 2],
    /// Its length in millimetres.
    pub length_mm: u32,
    pub(crate) name: u32,
    pub(crate) first_place: u32,
    pub(crate) places: u32,
    pub(crate) arcs: [Option<ArcId>; 2],
}

impl Stretch {
    /// Whether it may be driven in this sense.
    pub(crate) const fn allows(&self, sense: Sense) -> bool {
        matches!(
            (self.direction, sense),
            (Direction::Both, _)
                | (Direction::Along, Sense::Along)
                | (Direction::Against, Sense::Against)
        )
    }

    /// Where it is left when it is driven in this sense, and where it is entered.
    pub(crate) const fn ends(&self, sense: Sense) -> [JunctionId; 2] {
        match sense {
            Sense::Along => [self.to, self.from],
            Sense::Against => [self.from, self.to],
        }
    }
}

/// 弧 a stretch in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// Where it begins.
    pub tail: JunctionId,
    /// Where it ends.
    pub head: JunctionId,
    /// What it drives on.
    pub stretch: StretchId,
    /// In which direction.
    pub sense: Sense,
    /// Millimetres.
    pub length_mm: u32,
    /// Milliseconds, or [`Arc::BARRED`].
    pub time_ms: u32,
}

impl Arc {
    /// The time of an arc that is not driven at all.
    pub const BARRED: u32 = u32::MAX;

    /// Whether it is not driven at all: a barrier is closed to what moves, or a turn forbidden.
    #[must_use]
    pub const fn is_barred(&self) -> bool {
        self.time_ms == Self::BARRED
    }
}

/// 路网 a road network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    junctions: Vec<Wgs84>,
    /// How many junctions were drawn; behind them lie copies.
    drawn: u32,
    /// Roads, then links.
    stretches: Vec<Stretch>,
    /// What the links stand for.
    links: Vec<Link>,
    barriers: Vec<(JunctionId, Barrier)>,
    /// Forbidden turns with the numbers of their rules.
    bans: Vec<(Turn, u32)>,
    rules: Vec<TurnRule>,
    /// The places between the junctions of all stretches, one after another.
    places: Vec<Wgs84>,
    arcs: Vec<Arc>,
    /// Of each junction the first arc that begins there; one more at the end.
    first_out: Vec<u32>,
    /// Of each junction the first of `into` that ends there; one more at the end.
    first_in: Vec<u32>,
    into: Vec<ArcId>,
    names: Vec<String>,
    named: Vec<Named>,
    speeds: SpeedTable,
}

impl Network {
    /// Where the junctions are, by number. A place with a barrier or forbidden turns has several.
    #[must_use]
    pub fn junctions(&self) -> &[Wgs84] {
        &self.junctions
    }

    /// The stretches that are roads, by number.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        let roads = self.stretches.len() - self.links.len();
        self.stretches.get(..roads).unwrap_or_default()
    }

    /// The arcs, by number, those of links among them.
    #[must_use]
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// Places with a name, in the order of the source.
    #[must_use]
    pub fn named(&self) -> &[Named] {
        &self.named
    }

    /// The speeds that its times are made of.
    #[must_use]
    pub const fn speeds(&self) -> &SpeedTable {
        &self.speeds
    }

    /// The arc of this number.
    #[must_use]
    pub fn arc(&self, id: ArcId) -> Option<&Arc> {
        self.arcs.get(at(id.0))
    }

    /// The stretch of this number, a road or a link.
    #[must_use]
    pub fn stretch(&self, id: StretchId) -> Option<&Stretch> {
        self.stretches.get(at(id.0))
    }

    /// The stretch that an arc drives on.
    #[must_use]
    pub fn stretch_of(&self, id: ArcId) -> Option<&Stretch> {
        self.arc(id).and_then(|arc| self.stretch(arc.stretch))
    }

    /// The arc on the same stretch the other way; `None` on a one-way street.
    #[must_use]
    pub fn twin(&self, id: ArcId) -> Option<ArcId> {
        let arc = self.arc(id)?;
        let [along, against] = self.stretch(arc.stretch)?.arcs;
        match arc.sense {
            Sense::Along => against,
            Sense::Against => along,
        }
    }

    /// The name of a stretch; empty when it has none.
    #[must_use]
    pub fn name(&self, stretch: &Stretch) -> &str {
        self.names.get(at(stretch.name)).map_or("", String::as_str)
    }

    /// The arcs that begin at a junction, with their numbers.
    pub fn leaving(&self, junction: JunctionId) -> impl Iterator<Item = (ArcId, &Arc)> {
        let run = run(&self.first_out, junction);
        let arcs = self.arcs.get(run.clone()).unwrap_or_default();
        run.zip(arcs).map(|(id, arc)| (ArcId(count(id)), arc))
    }

    /// The arcs that end at a junction, with their numbers.
    pub fn entering(&self, junction: JunctionId) -> impl Iterator<Item = (ArcId, &Arc)> {
        let ids = self.into.get(run(&self.first_in, junction));
        let ids = ids.unwrap_or_default().iter();
        ids.filter_map(|id| self.arc(*id).map(|arc| (*id, arc)))
    }

    /// The arcs of a stretch, along its course and against it.
    #[must_use]
    pub fn arcs_of(&self, stretch: StretchId) -> [Option<ArcId>; 2] {
        self.stretch(stretch).map_or([None; 2], |found| found.arcs)
    }

    /// The same roads with the times of another table. What barriers take stays.
    #[must_use]
    pub fn at_speeds(mut self, speeds: &SpeedTable) -> Self {
        let roads = self.stretches().len();
        for arc in &mut self.arcs {
            let road = self.stretches.get(at(arc.stretch.0));
            if let Some(stretch) = road.filter(|_| at(arc.stretch.0) < roads) {
                arc.time_ms = time_on(stretch, arc.sense, speeds);
            }
        }
        self.speeds = speeds.clone();
        self
    }

    /// The same roads, some of them at so many hundredths of their speed. A stretch is named once; 0 counts
    /// as 1. Its times grow by whole milliseconds, rounded up.
    #[must_use]
    pub fn slowed(mut self, percents: &[(StretchId, u8)]) -> Self {
        for (stretch, percent) in percents {
            for id in self.arcs_of(*stretch).into_iter().flatten() {
                let arc = self.arcs.get_mut(at(id.0));
                if let Some(arc) = arc.filter(|arc| !arc.is_barred()) {
                    let slower =
                        (u64::from(arc.time_ms) * 100).div_ceil(u64::from(*percent).max(1));
                    arc.time_ms = u32::try_from(slower).unwrap_or(u32::MAX).min(LONGEST_TIME);
                }
            }
        }
        self
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn places_between(&self) -> &[Wgs84] {
        &self.places
    }
}

/// Three days: no slowed arc takes longer, so that whole ways stay countable.
const LONGEST_TIME: u32 = 1 << 28;

/// Milliseconds for a stretch in one direction.
fn time_on(stretch: &Stretch, sense: Sense, speeds: &SpeedTable) -> u32 {
    let [along, against] = stretch.limits;
    let limit = match sense {
        Sense::Along => along,
        Sense::Against => against,
    };
    speeds
        .on(stretch.class, limit)
        .milliseconds(stretch.length_mm)
}

fn run(first: &[u32], junction: JunctionId) -> std::ops::Range<usize> {
    let edge = |index: usize| first.get(index).copied().map_or(0, at);
    edge(at(junction.0))..edge(at(junction.0) + 1)
}

/// A number as an index.
pub(crate) const fn at(id: u32) -> usize {
    id as usize
}

/// An index as a number. A [`Draft`] takes no more than numbers can count.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a draft refuses what 32 bits cannot count"
)]
pub(crate) const fn count(index: usize) -> u32 {
    index as u32
}
