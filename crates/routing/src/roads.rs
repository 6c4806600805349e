//! A network that answers: places of the map instead of points on arcs.

use std::sync::OnceLock;

use base::{Bounds, Metres, Wgs84, sm3};
use roads::{Class, Hierarchy, HierarchyError, Network, Parts, Route, Snap, SnapIndex, Swift};

use crate::RoadSource;
use crate::mover::{Mover, Timed};
use crate::streets::{self, NamedStreet};

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

/// A network in use.
pub struct Roads {
    hierarchy: Hierarchy,
    engine: Timed,
    /// Made when they are first asked for.
    others: [OnceLock<Timed>; 2],
    snaps: SnapIndex,
    /// Which junctions can be driven to from each other.
    joined: Parts,
    parameters: RoadParameters,
    source: RoadSource,
    tag: String,
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
pub struct Goals(Vec<Option<Snap>>);

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
        Self {
            tag: tag_of(&network),
            source,
            snaps: SnapIndex::new(&network),
            joined: network.strong_parts(),
            engine: Timed::own(network, &hierarchy),
            others: Default::default(),
            hierarchy,
            parameters: RoadParameters::default(),
        }
    }

    /// The network, with the times of an engine.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.engine.network
    }

    pub(crate) fn timed(&self, mover: Mover) -> &Timed {
        let [on_foot, in_cart] = &self.others;
        let slot = match mover {
            Mover::FireEngine => return &self.engine,
            Mover::OnFoot => on_foot,
            Mover::ElectricCart => in_cart,
        };
        slot.get_or_init(|| Timed::of(mover, self.network(), &self.hierarchy))
    }

    fn swift(&self) -> Swift<'_> {
        Swift::new(self.network(), &self.hierarchy, &self.engine.customised)
    }

    /// Where it is from.
    #[must_use]
    pub const fn source(&self) -> &RoadSource {
        &self.source
    }

    /// What tells it from another network.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The roads in a box that count for at least so much, in the order of the network.
    pub fn lines_in(&self, bounds: Bounds, least: RoadRank) -> impl Iterator<Item = RoadLine<'_>> {
        let met = self.snaps.stretches_in(self.network(), bounds).into_iter();
        met.filter_map(move |id| {
            let stretch = self.network().stretch(id)?;
            let rank = RoadRank::of(stretch.class);
            if rank > least {
                return None;
            }
            let arc = self.network().arcs_of(id).into_iter().flatten().next()?;
            Some(RoadLine {
                places: self.network().course(arc)?.places().collect(),
                rank,
                name: self.network().name(stretch),
            })
        })
    }

    /// How long it takes from each of many places to one, in their order; none for a place off the
    /// roads, and for one from which they do not lead there. Blocks.
    #[must_use]
    pub fn drives(&self, from: &[Wgs84], to: Wgs84) -> Vec<Option<Drive>> {
        let Some(goal) = self.snap(to) else {
            return vec![None; from.len()];
        };
        let snapped: Vec<Option<Snap>> = from.iter().map(|place| self.snap(*place)).collect();
        let starts: Vec<Snap> = snapped.iter().copied().flatten().collect();
        let mut costs = self.swift().from_many(&starts, &goal).into_iter();
        let drive = |start: Option<Snap>| {
            let start = start?;
            let cost = costs.next().flatten()?;
            Some(self.with_ends(cost, start, goal))
        };
        snapped.into_iter().map(drive).collect()
    }

    /// Whether a road that leads anywhere is within reach of a place.
    #[must_use]
    pub fn is_on_road(&self, place: Wgs84) -> bool {
        self.snap(place).is_some()
    }

    /// Many places that are driven to again and again: each is put beside its road once.
    #[must_use]
    pub fn goals(&self, places: &[Wgs84]) -> Goals {
        Goals(places.iter().map(|place| self.snap(*place)).collect())
    }

    /// How long it takes from each of some places to each of many: a row for each of `from`. None for what
    /// lies off the roads and where they do not lead. Blocks: a microsecond or two for each pair.
    #[must_use]
    pub fn table(&self, from: &[Wgs84], goals: &Goals, mover: Mover) -> Vec<Vec<Option<Drive>>> {
        let starts: Vec<Option<Snap>> = from.iter().map(|place| self.snap(*place)).collect();
        let on_road = |snaps: &[Option<Snap>]| snaps.iter().copied().flatten().collect();
        let (origins, ends): (Vec<Snap>, Vec<Snap>) = (on_road(&starts), on_road(&goals.0));
        let timed = self.timed(mover);
        let swift = Swift::new(&timed.network, &self.hierarchy, &timed.customised);
        let matrix = swift.matrix(&origins, &ends);
        let mut rows = matrix.rows();
        let row = |start: Option<Snap>| {
            let Some((start, costs)) = start.zip(start.and_then(|_| rows.next())) else {
                return vec![None; goals.0.len()];
            };
            let mut costs = costs.iter();
            let drive = |goal: &Option<Snap>| {
                let goal = (*goal)?;
                let cost = (*costs.next()?)?;
                Some(self.with_ends(cost, start, goal))
            };
            goals.0.iter().map(drive).collect()
        };
        starts.into_iter().map(row).collect()
    }

    /// The quickest way from one place to another. Blocks.
    ///
    /// # Errors
    /// [`NoWay`].
    pub fn way(&self, from: Wgs84, to: Wgs84) -> Result<Way, NoWay> {
        let start = self.snap(from).ok_or(NoWay::BeginsOffRoad)?;
        let goal = self.snap(to).ok_or(NoWay::EndsOffRoad)?;
        let route = self.swift().route(&start, &goal).ok_or(NoWay::Apart)?;
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

    /// The road at a place, of those that lead anywhere.
    pub(crate) fn snap(&self, place: Wgs84) -> Option<Snap> {
        let leads_on = |stretch| {
            let found = self.network().stretch(stretch);
            found.is_some_and(|found| self.joined.in_largest(found.from))
        };
        self.snaps
            .nearest_where(self.network(), place, self.parameters.reach, leads_on)
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
        length.0 / (self.parameters.off_road_kmh / 3.6)
    }
}

/// By the network's own bytes.
fn tag_of(network: &Network) -> String {
    let mut bytes = Vec::new();
    // Memory refuses nothing.
    let _infallible = network.write_to(&mut bytes);
    sm3(&[&bytes]).to_string().chars().take(16).collect()
}

fn metres(millimetres: u64) -> Metres {
    Metres(millimetres as f64 / 1e3)
}
