//! A network that answers: places of the map instead of points on arcs.

use std::sync::{Arc, OnceLock};

use base::{Bounds, Metres, Wgs84, sm3};
use roads::{
    Class, Hierarchy, HierarchyError, Network, Parts, Snap, SnapIndex, Stretch, StretchId, Swift,
};

use crate::RoadSource;
use crate::beside::Beside;
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
    beside: Beside,
    pub(crate) parameters: RoadParameters,
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
            beside: Beside::default(),
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

    pub(crate) fn swift(&self, mover: Mover) -> Swift<'_> {
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

    /// The roads that have a name, each once for each place where there is one of that name.
    #[must_use]
    pub fn named_streets(&self) -> Vec<NamedStreet> {
        streets::of(self.network())
    }

    /// The road at a place, of those that lead anywhere. A closed one counts only where no open one lies
    /// about as near: who stands at its corner is not cut off.
    pub(crate) fn snap(&self, place: Wgs84, mover: Mover) -> Option<Snap> {
        let closures = &self.timed(mover).closures;
        let nearest = self.beside(place, mover)?;
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

    /// The road at a place, of those that lead anywhere, whatever hinders.
    pub(crate) fn beside(&self, place: Wgs84, mover: Mover) -> Option<Snap> {
        let reach = self.ground.parameters.reach;
        let look = || self.nearest(place, mover, reach, |_| true);
        self.ground.beside.of(place, mover, look)
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

pub(crate) fn metres(millimetres: u64) -> Metres {
    Metres(millimetres as f64 / 1e3)
}
