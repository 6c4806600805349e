//! A network that answers: places of the map instead of points on arcs.

use std::sync::{Arc, OnceLock};

use base::{Bounds, Metres, Wgs84, sm3};
use roads::{
    Class, Hierarchy, HierarchyError, Network, Parts, Route, Snap, SnapIndex, Stretch, StretchId,
    Swift,
};

use crate::RoadSource;
use crate::learn::Paces;
use crate::mover::{Joined, Mover, Timed};
use crate::streets::{self, NamedStreet};
use crate::today::{HinderedRoad, Hindrance, Today};

/// What lies between a place and the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoadParameters {
    /// No road is looked for farther from a place than this.
    pub reach: Metres,
    /// How fast one gets from the road to the place, kilometres an hour: a yard, a field track. An
    /// assumption of ours, to be set by the city.
    pub off_road_kmh: f64,
}

impl Default for RoadParameters {
    fn default() -> Self {
        Self {
            reach: Metres(2_000.0),
            off_road_kmh: 10.0,
        }
    }
}

/// So many metres more count as about as near: the width of a junction.
const ABOUT_AS_NEAR: f64 = 30.0;

/// A network with all that no day changes.
pub(crate) struct Ground {
    pub(crate) network: Arc<Network>,
    pub(crate) hierarchy: Hierarchy,
    pub(crate) snaps: SnapIndex,
    joined: Joined,
    parameters: RoadParameters,
    source: RoadSource,
    tag: String,
}

impl Ground {
    /// Which junctions somebody gets to from each other when nothing hinders, `network` having this mover's
    /// times.
    pub(crate) fn joined(&self, mover: Mover, network: &Network) -> &Parts {
        mover
            .of(&self.joined)
            .get_or_init(|| network.strong_parts())
    }
}

/// A network in use, as things are today.
pub struct Roads {
    pub(crate) ground: Arc<Ground>,
    pub(crate) today: Today,
    /// The times of each mover, made when they are first asked for.
    timed: [OnceLock<Timed>; 3],
}

/// What a road counts for on a map, the greatest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoadRank {
    /// 高速公路
    Motorway,
    /// 国道、快速路
    Trunk,
    /// 省道、县道、干路
    Main,
    /// 乡道、支路
    Minor,
    /// 街巷、村道
    Lane,
}

impl RoadRank {
    const fn of(class: Class) -> Self {
        match class {
            Class::Motorway | Class::MotorwayLink => Self::Motorway,
            Class::Trunk | Class::TrunkLink => Self::Trunk,
            Class::Primary | Class::PrimaryLink | Class::Secondary | Class::SecondaryLink => {
                Self::Main
            }
            Class::Tertiary | Class::TertiaryLink | Class::Unclassified | Class::Busway => {
                Self::Minor
            }
            Class::Residential
            | Class::LivingStreet
            | Class::Service
            | Class::Road
            | Class::Pedestrian
            | Class::Track
            | Class::Footway
            | Class::Path
            | Class::Steps
            | Class::Cycleway => Self::Lane,
        }
    }
}

/// A road as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadLine<'n> {
    /// Where it runs.
    pub places: Vec<Wgs84>,
    /// What it counts for.
    pub rank: RoadRank,
    /// Its name; empty when it has none.
    pub name: &'n str,
}

/// A drive along roads, door to door.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive {
    /// Seconds.
    pub seconds: f64,
    /// Metres, what lies off the road among them.
    pub length: Metres,
}

/// 路线 a way from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What it takes.
    pub drive: Drive,
    /// How much of it lies off the road, at its beginning and at its end.
    pub off_road: [Metres; 2],
    /// Where it goes, from place to place.
    pub places: Vec<Wgs84>,
    /// Its streets in turn, by name; empty for one without.
    pub streets: Vec<(String, Metres)>,
}

/// Places beside their roads; of those that lie off the roads nothing.
#[derive(Clone, Debug)]
pub struct Goals {
    snaps: Vec<Option<Snap>>,
    mover: Mover,
}

/// Why there is no way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWay {
    /// No road is within reach of where it begins.
    BeginsOffRoad,
    /// No road is within reach of where it ends.
    EndsOffRoad,
    /// The roads do not lead there.
    Apart,
}

impl Roads {
    /// A network with its indexes: seconds for a city, most of them for the hierarchy.
    ///
    /// # Errors
    /// A road of the network takes longer than any road does.
    pub fn of(network: Network, source: RoadSource) -> Result<Self, HierarchyError> {
        let hierarchy = Hierarchy::of(&network)?;
        Ok(Self::with(network, hierarchy, source))
    }

    /// A network with its hierarchy: a second for a province.
    #[must_use]
    pub fn with(network: Network, hierarchy: Hierarchy, source: RoadSource) -> Self {
        let ground = Ground {
            tag: tag_of(&network),
            source,
            snaps: SnapIndex::new(&network),
            joined: Joined::default(),
            network: Arc::new(network),
            hierarchy,
            parameters: RoadParameters::default(),
        };
        Self::on(Arc::new(ground), Vec::new())
    }

    /// The same roads under these hindrances and no others; what is learned stays. Blocks: some
    /// milliseconds, and some ten more for a city when a mover is first asked about.
    #[must_use]
    pub fn under(&self, hindrances: Vec<Hindrance>) -> Self {
        Self::on(Arc::clone(&self.ground), hindrances).at_paces(self.today.paces())
    }

    /// The same roads under the same hindrances at other paces.
    pub(crate) fn at_paces(&self, paces: Paces) -> Self {
        Self {
            timed: Default::default(),
            today: self.today.clone().at(paces),
            ground: Arc::clone(&self.ground),
        }
    }

    fn on(ground: Arc<Ground>, hindrances: Vec<Hindrance>) -> Self {
        let today = Today::on(&ground, hindrances);
        Self {
            timed: Default::default(),
            today,
            ground,
        }
    }

    /// What hinders today.
    #[must_use]
    pub fn hindrances(&self) -> &[Hindrance] {
        self.today.hindrances()
    }

    /// The stretches that are hindered today, each once.
    #[must_use]
    pub fn hindered(&self) -> Vec<HinderedRoad> {
        let mut met: Vec<StretchId> = self.today.stretches().collect();
        met.sort_unstable();
        met.dedup();
        let road = |id| {
            let (stretch, places) = self.drawn(id)?;
            Some(HinderedRoad {
                places,
                name: self.network().name(stretch).to_owned(),
                length: metres(stretch.length_mm.into()),
            })
        };
        met.into_iter().filter_map(road).collect()
    }

    /// The network, with the times that an engine takes when nothing hinders.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.ground.network
    }

    pub(crate) fn timed(&self, mover: Mover) -> &Timed {
        let slot = mover.of(&self.timed);
        slot.get_or_init(|| Timed::of(mover, &self.ground, &self.today))
    }

    fn swift(&self, mover: Mover) -> Swift<'_> {
        let timed = self.timed(mover);
        Swift::new(&timed.network, &self.ground.hierarchy, &timed.customised)
    }

    /// Where it is from.
    #[must_use]
    pub fn source(&self) -> &RoadSource {
        &self.ground.source
    }

    /// What tells it from another network, whatever hinders on it.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.ground.tag
    }

    /// The roads in a box that count for at least so much, in the order of the network.
    pub fn lines_in(&self, bounds: Bounds, least: RoadRank) -> impl Iterator<Item = RoadLine<'_>> {
        let met = self.ground.snaps.stretches_in(self.network(), bounds);
        met.into_iter().filter_map(move |id| {
            let rank = RoadRank::of(self.network().stretch(id)?.class);
            if rank > least {
                return None;
            }
            let (stretch, places) = self.drawn(id)?;
            Some(RoadLine {
                places,
                rank,
                name: self.network().name(stretch),
            })
        })
    }

    /// A stretch with where it runs.
    fn drawn(&self, id: StretchId) -> Option<(&Stretch, Vec<Wgs84>)> {
        let stretch = self.network().stretch(id)?;
        let arc = self.network().arcs_of(id).into_iter().flatten().next()?;
        let places = self.network().course(arc)?.places().collect();
        Some((stretch, places))
    }

    /// How long it takes from each of many places to one, in their order, or why nobody gets there. Blocks.
    #[must_use]
    pub fn drives(&self, from: &[Wgs84], to: Wgs84) -> Vec<Result<Drive, NoWay>> {
        let mover = Mover::FireEngine;
        let Some(goal) = self.snap(to, mover) else {
            return vec![Err(NoWay::EndsOffRoad); from.len()];
        };
        let snapped: Vec<Option<Snap>> =
            from.iter().map(|place| self.snap(*place, mover)).collect();
        let starts: Vec<Snap> = snapped.iter().copied().flatten().collect();
        let costs = self.swift(Mover::FireEngine).from_many(&starts, &goal);
        let mut costs = costs.into_iter();
        let drive = |start: Option<Snap>| {
            let start = start.ok_or(NoWay::BeginsOffRoad)?;
            let cost = costs.next().flatten().ok_or(NoWay::Apart)?;
            Ok(self.with_ends(cost, start, goal))
        };
        snapped.into_iter().map(drive).collect()
    }

    /// Whether a road that leads anywhere is within reach of a place.
    #[must_use]
    pub fn is_on_road(&self, place: Wgs84) -> bool {
        let reach = self.ground.parameters.reach;
        self.nearest(place, Mover::FireEngine, reach, |_| true)
            .is_some()
    }

    /// Many places that one mover drives to again and again: each is put beside its road once.
    #[must_use]
    pub fn goals(&self, places: &[Wgs84], mover: Mover) -> Goals {
        let snaps = places
            .iter()
            .map(|place| self.snap(*place, mover))
            .collect();
        Goals { snaps, mover }
    }

    /// How long it takes from each of some places to each of many: a row for each of `from`. None for what
    /// lies off the roads and where they do not lead. Blocks: a microsecond or two for each pair.
    #[must_use]
    pub fn table(&self, from: &[Wgs84], goals: &Goals) -> Vec<Vec<Option<Drive>>> {
        let starts: Vec<Option<Snap>> = from
            .iter()
            .map(|place| self.snap(*place, goals.mover))
            .collect();
        let on_road = |snaps: &[Option<Snap>]| snaps.iter().copied().flatten().collect();
        let (origins, ends): (Vec<Snap>, Vec<Snap>) = (on_road(&starts), on_road(&goals.snaps));
        let matrix = self.swift(goals.mover).matrix(&origins, &ends);
        let mut rows = matrix.rows();
        let row = |start: Option<Snap>| {
            let Some((start, costs)) = start.zip(start.and_then(|_| rows.next())) else {
                return vec![None; goals.snaps.len()];
            };
            let mut costs = costs.iter();
            let drive = |goal: &Option<Snap>| {
                let goal = (*goal)?;
                let cost = (*costs.next()?)?;
                Some(self.with_ends(cost, start, goal))
            };
            goals.snaps.iter().map(drive).collect()
        };
        starts.into_iter().map(row).collect()
    }

    /// The quickest way from one place to another. Blocks.
    ///
    /// # Errors
    /// [`NoWay`].
    pub fn way(&self, from: Wgs84, to: Wgs84) -> Result<Way, NoWay> {
        let mover = Mover::FireEngine;
        let start = self.snap(from, mover).ok_or(NoWay::BeginsOffRoad)?;
        let goal = self.snap(to, mover).ok_or(NoWay::EndsOffRoad)?;
        let mut swift = self.swift(mover);
        let route = swift.route(&start, &goal).ok_or(NoWay::Apart)?;
        let mut places = vec![from];
        places.extend(route.places(self.network()));
        places.push(to);
        places.dedup();
        Ok(Way {
            drive: self.with_ends(route.cost, start, goal),
            off_road: [start.distance, goal.distance],
            places,
            streets: self.streets(&route),
        })
    }

    /// The roads that have a name, each once for each place where there is one of that name.
    #[must_use]
    pub fn named_streets(&self) -> Vec<NamedStreet> {
        streets::of(self.network())
    }

    fn streets(&self, route: &Route) -> Vec<(String, Metres)> {
        let runs = route.streets(self.network()).into_iter();
        runs.map(|run| (run.name.to_owned(), metres(run.cost.length_mm)))
            .collect()
    }

    /// The road at a place, of those that lead anywhere. A closed one counts only where no open one lies
    /// about as near: who stands at its corner is not cut off.
    pub(crate) fn snap(&self, place: Wgs84, mover: Mover) -> Option<Snap> {
        let closures = &self.timed(mover).closures;
        let nearest = self.nearest(place, mover, self.ground.parameters.reach, |_| true)?;
        let is_open = |stretch| {
            let mut arcs = self.network().arcs_of(stretch).into_iter().flatten();
            arcs.any(|arc| !closures.is_closed(arc))
        };
        let stretch = self.network().arc(nearest.arc)?.stretch;
        if is_open(stretch) {
            return Some(nearest);
        }
        let about_as_near = Metres(nearest.distance.0 + ABOUT_AS_NEAR);
        let open = self.nearest(place, mover, about_as_near, is_open);
        Some(open.unwrap_or(nearest))
    }

    fn nearest(
        &self,
        place: Wgs84,
        mover: Mover,
        reach: Metres,
        takes: impl Fn(StretchId) -> bool,
    ) -> Option<Snap> {
        let joined = (self.ground).joined(mover, &self.timed(mover).network);
        (self.ground.snaps).nearest_where(self.network(), place, reach, |stretch| {
            joined.lead_on(self.network(), stretch) && takes(stretch)
        })
    }

    fn with_ends(&self, cost: roads::Cost, start: Snap, goal: Snap) -> Drive {
        let off_road = start.distance.0 + goal.distance.0;
        Drive {
            seconds: cost.time_ms as f64 / 1e3 + self.off_road_seconds(Metres(off_road)),
            length: Metres(metres(cost.length_mm).0 + off_road),
        }
    }

    /// How long it takes between the road and a place.
    pub(crate) fn off_road_seconds(&self, length: Metres) -> f64 {
        length.0 / (self.ground.parameters.off_road_kmh / 3.6)
    }
}

/// By the network's own bytes: what is kept ends with its digest.
fn tag_of(network: &Network) -> String {
    let mut bytes = Vec::new();
    // Memory refuses nothing.
    let _infallible = network.write_to(&mut bytes);
    let digest = bytes.last_chunk::<32>();
    let digest = digest.map(<[u8; 32]>::as_slice).unwrap_or_default();
    sm3(&[digest]).to_string().chars().take(16).collect()
}

fn metres(millimetres: u64) -> Metres {
    Metres(millimetres as f64 / 1e3)
}
