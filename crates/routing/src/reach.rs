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
        let mut swift = Swift::new(&timed.network, self.hierarchy(), &timed.customised);
        let goals: Vec<Option<Snap>> = to.iter().map(|place| self.snap(*place)).collect();
        let mut best: Vec<Option<Soonest>> = vec![None; to.len()];
        for (number, place) in from.iter().enumerate() {
            let Some(start) = self.snap(*place) else {
                continue;
            };
            let near = to.iter().zip(&goals).enumerate();
            let near = near.filter_map(|(at, (there, goal))| {
                let goal = (*goal)?;
                (place.distance(*there).0 <= seconds * FASTEST).then_some((at, goal))
            });
            let (numbers, near): (Vec<usize>, Vec<Snap>) = near.unzip();
            let costs = swift.to_many(&start, &near);
            for ((at, goal), cost) in numbers.into_iter().zip(near).zip(costs) {
                let Some(cost) = cost else { continue };
                let drive = self.with_ends(cost, start, goal);
                if let Some(slot) = best.get_mut(at)
                    && drive.seconds <= seconds
                    && slot.is_none_or(|known| drive.seconds < known.drive.seconds)
                {
                    *slot = Some(Soonest {
                        from: number,
                        drive,
                    });
                }
            }
        }
        best
    }
}

fn within(timed: &Timed, seconds: f64) -> Terms<'_> {
    Terms {
        weight: Weight::Time,
        closures: &timed.closures,
        within: Some((seconds * 1e3) as u64),
        nearest: None,
    }
}
