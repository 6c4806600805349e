//! How long it takes from place to place, and along which streets.

use base::{Metres, Wgs84};
use roads::{Route, Snap};

use crate::mover::Mover;
use crate::roads::{Roads, metres};

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
        self.beside(place, Mover::FireEngine).is_some()
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

    fn streets(&self, route: &Route) -> Vec<(String, Metres)> {
        let runs = route.streets(self.network()).into_iter();
        runs.map(|run| (run.name.to_owned(), metres(run.cost.length_mm)))
            .collect()
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
