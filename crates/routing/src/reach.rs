//! 可达圈 what is reached from places in so much time, and who is reached from none of them.

use ::roads::{Dijkstra, Ground, Snap, Swift, Terms, Weight, covered, covered_mm};
use base::{Metres, Wgs84};

use crate::mover::{Mover, Timed};
use crate::roads::{Drive, Roads};

/// 可达圈 what is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The ground along the roads that are reached.
    pub ground: Ground,
    /// How much road that is; a road of two directions counts once.
    pub road: Metres,
    /// The places that lie off the roads, by number: nothing is reached from them.
    pub off: Vec<usize>,
}

/// Who is soonest at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Soonest {
    /// The number of the place where it begins.
    pub from: usize,
    /// What it takes.
    pub drive: Drive,
}

/// Nobody on a road is faster, metres a second: pairs that lie farther apart are not asked about.
const FASTEST: f64 = 120.0 / 3.6;

impl Roads {
    /// What is reached from any of these places within so many seconds of driving. Some milliseconds
    /// a place; blocks.
    #[must_use]
    pub fn reach(&self, from: &[Wgs84], seconds: f64, mover: Mover) -> Reach {
        let timed = self.timed(mover);
        let mut search = Dijkstra::new(&timed.network);
        let (mut parts, mut off) = (Vec::new(), Vec::new());
        for (number, place) in from.iter().enumerate() {
            let Some(start) = self.snap(*place) else {
                off.push(number);
                continue;
            };
            let left = seconds - self.off_road_seconds(start.distance);
            if left > 0.0 {
                parts.extend(search.area(&start, &within(timed, left)));
            }
        }
        let covered = covered(&timed.network, &parts);
        Reach {
            ground: Ground::along(&timed.network, &covered),
            road: Metres(covered_mm(&covered) as f64 / 1e3),
            off,
        }
    }

    /// Who of these places is soonest at each of those, in their order; none where nobody comes within
    /// so many seconds. Blocks.
    #[must_use]
    pub fn soonest(
        &self,
        from: &[Wgs84],
        to: &[Wgs84],
        seconds: f64,
        mover: Mover,
    ) -> Vec<Option<Soonest>> {
        let timed = self.timed(mover);
        let swift = Swift::new(&timed.network, self.hierarchy(), &timed.customised);
        let (starts, snapped_starts) = self.snapped(from);
        let (goals, snapped_goals) = self.snapped(to);
        let reach_m = seconds * FASTEST;
        let near = |start, goal| {
            let pair = starts.get(start).zip(goals.get(goal));
            pair.is_some_and(|((_, one), (_, other))| are_within(*one, *other, reach_m))
        };
        let mut best: Vec<Option<Soonest>> = vec![None; to.len()];
        swift.pairs(
            &snapped_starts,
            &snapped_goals,
            near,
            |start, goal, cost| {
                let ends = snapped_starts.get(start).zip(snapped_goals.get(goal));
                let Some((origin, end)) = ends else { return };
                let drive = self.with_ends(cost, *origin, *end);
                let slot = goals
                    .get(goal)
                    .and_then(|(number, _)| best.get_mut(*number));
                if let (Some(slot), Some((number, _))) = (slot, starts.get(start))
                    && drive.seconds <= seconds
                    && slot.is_none_or(|known| drive.seconds < known.drive.seconds)
                {
                    *slot = Some(Soonest {
                        from: *number,
                        drive,
                    });
                }
            },
        );
        best
    }

    /// The places that lie by a road, with their numbers, and where on the road.
    fn snapped(&self, places: &[Wgs84]) -> (Vec<(usize, Wgs84)>, Vec<Snap>) {
        let found = places.iter().enumerate();
        found
            .filter_map(|(number, place)| Some(((number, *place), self.snap(*place)?)))
            .unzip()
    }
}

/// Whether two places lie within so many metres of each other; most pairs are told apart by their
/// latitudes alone, a ten-millionth of a degree being eleven millimetres.
fn are_within(one: Wgs84, other: Wgs84, metres: f64) -> bool {
    let north = f64::from(one.latitude_e7.abs_diff(other.latitude_e7)) * 0.011;
    north <= metres && one.distance(other).0 <= metres
}

fn within(timed: &Timed, seconds: f64) -> Terms<'_> {
    Terms {
        weight: Weight::Time,
        closures: &timed.closures,
        within: Some((seconds * 1e3) as u64),
        nearest: None,
    }
}
