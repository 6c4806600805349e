//! From a piece that was driven to legs: from fix to fix along the roads, with the time that the network
//! expects and the time that it took.

use ::roads::{Class, Cost, Network, Route, Snap, StretchId, Swift};
use base::{Metres, Timestamp, Wgs84};

use super::cut::seconds;
use super::{Fix, LearnParameters, LegRefusal};
use crate::mover::Timed;
use crate::roads::Ground;

/// Roads that a fix may lie on, at most.
const CANDIDATES: usize = 3;
/// Metres that a way is longer than the straight line as likely as not: the β of Newson and Krumm. An
/// assumption of ours.
const COMMON_DETOUR: f64 = 100.0;
/// Of the fixes between the ends of a leg, so many hundredths may lie beside the way.
const MOST_BESIDE_PERCENT: usize = 30;

/// A leg as the roads have it.
pub(super) struct Driven {
    pub(super) began: Timestamp,
    pub(super) observed_ms: u64,
    /// Milliseconds that the network expects on each class, by class.
    pub(super) expected: Vec<(Class, u64)>,
    /// Milliseconds that it expects for what is no road: passing a gate.
    pub(super) fixed_ms: u64,
}

/// Puts fixes beside the roads of a mover when nothing hinders.
pub(super) struct Matcher<'r> {
    ground: &'r Ground,
    timed: &'r Timed,
    swift: Swift<'r>,
    terms: &'r LearnParameters,
}

impl<'r> Matcher<'r> {
    pub(super) fn on(ground: &'r Ground, timed: &'r Timed, terms: &'r LearnParameters) -> Self {
        Self {
            swift: Swift::new(&timed.network, &ground.hierarchy, &timed.customised),
            ground,
            timed,
            terms,
        }
    }

    /// The leg between the first and the last of some fixes.
    pub(super) fn leg(&mut self, fixes: &[Fix]) -> Result<Driven, LegRefusal> {
        let (Some(first), Some(last)) = (fixes.first(), fixes.last()) else {
            return Err(LegRefusal::NoTime);
        };
        let (from, to) = (self.beside(first.place), self.beside(last.place));
        if from.is_empty() || to.is_empty() {
            return Err(LegRefusal::OffRoad);
        }
        let straight = first.place.distance(last.place).0;
        let route = self.likeliest(&from, &to, straight);
        let route = route.ok_or(LegRefusal::Apart)?;
        let longest = straight * f64::from(self.terms.longest_way_percent) / 100.0
            + 2.0 * f64::from(self.terms.beside_m);
        if metres(route.cost) > longest {
            return Err(LegRefusal::Detour);
        }
        let between = fixes.get(1..fixes.len() - 1).unwrap_or_default();
        if !self.lies_along(between, &route) {
            return Err(LegRefusal::OtherWay);
        }
        let expected = by_class(&self.timed.network, &route);
        let on_roads = expected.iter().map(|(_, time)| time).sum::<u64>();
        if on_roads == 0 {
            return Err(LegRefusal::NoTime);
        }
        Ok(Driven {
            began: first.at,
            observed_ms: u64::try_from(last.at.since(first.at).as_millis()).unwrap_or(u64::MAX),
            fixed_ms: route.cost.time_ms.saturating_sub(on_roads),
            expected,
        })
    }

    /// The roads that a fix may lie on, the nearest first.
    fn beside(&self, place: Wgs84) -> Vec<Snap> {
        let network = &self.timed.network;
        let within = Metres(self.terms.beside_m.into());
        let mut found: Vec<Snap> = Vec::with_capacity(CANDIDATES);
        let mut taken: Vec<StretchId> = Vec::with_capacity(CANDIDATES);
        while found.len() < CANDIDATES {
            let is_free = |stretch| {
                let mut arcs = network.arcs_of(stretch).into_iter().flatten();
                !taken.contains(&stretch) && arcs.any(|arc| !self.timed.closures.is_closed(arc))
            };
            let next = (self.ground.snaps).nearest_where(network, place, within, is_free);
            let Some(snap) = next else { break };
            let Some(arc) = network.arc(snap.arc) else {
                break;
            };
            taken.push(arc.stretch);
            found.push(snap);
        }
        found
    }

    /// Of the quickest ways between these points the likeliest, as P. Newson and J. Krumm reckon it
    /// (2009), each leg by itself: noise is normal, and what the way is longer than the straight line
    /// exponential.
    fn likeliest(&mut self, from: &[Snap], to: &[Snap], straight: f64) -> Option<Route> {
        let noise = f64::from(self.terms.noise_m.max(1));
        let off = |snap: &Snap| (snap.distance.0 / noise).powi(2) / 2.0;
        let matrix = self.swift.matrix(from, to);
        let mut best: Option<(f64, &Snap, &Snap)> = None;
        for (start, costs) in from.iter().zip(matrix.rows()) {
            for (goal, cost) in to.iter().zip(costs) {
                let Some(cost) = cost else { continue };
                let longer = (metres(*cost) - straight).abs() / COMMON_DETOUR;
                let unlikely = off(start) + off(goal) + longer;
                if best.is_none_or(|(least, ..)| unlikely < least) {
                    best = Some((unlikely, start, goal));
                }
            }
        }
        let (_, start, goal) = best?;
        self.swift.route(start, goal)
    }

    /// Whether enough of these fixes lie along the way.
    fn lies_along(&self, fixes: &[Fix], route: &Route) -> bool {
        let places = route.places(&self.timed.network);
        let within = f64::from(self.terms.beside_m);
        let beside = fixes
            .iter()
            .filter(|fix| !is_near(fix.place, &places, within));
        beside.count() * 100 <= fixes.len() * MOST_BESIDE_PERCENT
    }
}

/// Cuts a piece into legs: from a fix to the first one that lies so far from it in a straight line, and on
/// from there. Neighbours share a fix.
pub(super) fn thinned<'p>(piece: &'p [Fix], terms: &LearnParameters) -> Vec<&'p [Fix]> {
    let long = f64::from(terms.leg_m.max(1));
    let mut legs = Vec::new();
    let mut rest = piece;
    while let Some(first) = rest.first() {
        let far = |fix: &Fix| first.place.distance(fix.place).0 >= long;
        let Some(end) = rest.iter().position(far) else {
            break;
        };
        legs.extend(rest.get(..=end));
        rest = rest.get(end..).unwrap_or_default();
    }
    legs.retain(|leg| {
        leg.last()
            .zip(leg.first())
            .is_some_and(|(to, from)| seconds(from.at, to.at) > 0.0)
    });
    legs
}

/// What a way is expected to take on each class, by class.
fn by_class(network: &Network, route: &Route) -> Vec<(Class, u64)> {
    let mut expected: Vec<(Class, u64)> = Vec::new();
    // What has no length is no road.
    for leg in route.legs.iter().filter(|leg| leg.from_mm < leg.to_mm) {
        let Some(stretch) = network.stretch_of(leg.arc) else {
            continue;
        };
        let time = leg.cost(network).time_ms;
        match expected
            .iter_mut()
            .find(|(class, _)| *class == stretch.class)
        {
            Some((_, sum)) => *sum += time,
            None => expected.push((stretch.class, time)),
        }
    }
    expected.sort_unstable();
    expected
}

fn metres(cost: Cost) -> f64 {
    Metres(cost.length_mm as f64 / 1e3).0
}

/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;

/// Whether a place lies within so many metres of a line, on a plane that touches the earth at the place.
fn is_near(place: Wgs84, line: &[Wgs84], within: f64) -> bool {
    let east = METRES_A_DEGREE * place.latitude().to_radians().cos();
    let flat = |other: &Wgs84| {
        let x = (other.longitude() - place.longitude()) * east;
        let y = (other.latitude() - place.latitude()) * METRES_A_DEGREE;
        (x, y)
    };
    let ends = line.iter().zip(line.iter().skip(1));
    let mut pieces = ends.map(|(from, to)| (flat(from), flat(to)));
    pieces.any(|((ax, ay), (bx, by))| {
        let (dx, dy) = (bx - ax, by - ay);
        let squared = dx * dx + dy * dy;
        let part = if squared > 0.0 {
            (-(ax * dx + ay * dy) / squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (ax + part * dx).hypot(ay + part * dy) <= within
    })
}
