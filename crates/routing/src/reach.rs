//! 可达圈 what is reached from places in so much time, and who is reached from none of them.

use ::roads::{Cost, Dijkstra, Ground, Snap, Terms, Weight, covered, covered_mm};
use base::{Metres, Wgs84};

use crate::mover::{Mover, Timed};
use crate::roads::Roads;

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

impl Roads {
    /// What is reached from any of these places within so many seconds of driving. Blocks: some
    /// milliseconds, however many places there are.
    #[must_use]
    pub fn reach(&self, from: &[Wgs84], seconds: f64, mover: Mover) -> Reach {
        let timed = self.timed(mover);
        let (starts, off) = self.starts(from, mover);
        let terms = Terms {
            within: Some(milliseconds(seconds)),
            ..open_to(timed)
        };
        let parts = Dijkstra::new(&timed.network).area_of(&starts, &terms);
        let covered = covered(&timed.network, &parts);
        Reach {
            ground: Ground::along(&timed.network, &covered),
            road: Metres(covered_mm(&covered) as f64 / 1e3),
            off,
        }
    }

    /// How long it takes until the first from any of these places is at each of those, in their order,
    /// seconds; none where the roads do not lead. Blocks: some milliseconds, however many there are.
    #[must_use]
    pub fn soonest(&self, from: &[Wgs84], to: &[Wgs84], mover: Mover) -> Vec<Option<f64>> {
        let timed = self.timed(mover);
        let (starts, _) = self.starts(from, mover);
        let snapped: Vec<Option<Snap>> = to.iter().map(|place| self.snap(*place, mover)).collect();
        let goals: Vec<Snap> = snapped.iter().copied().flatten().collect();
        let mut search = Dijkstra::new(&timed.network);
        let mut costs = search.soonest(&starts, &goals, &open_to(timed)).into_iter();
        let seconds = |goal: Option<Snap>| {
            let goal = goal?;
            let cost = costs.next().flatten()?;
            Some(cost.time_ms as f64 / 1e3 + self.off_road_seconds(goal.distance))
        };
        snapped.into_iter().map(seconds).collect()
    }

    /// The places by a road, each with the time from the place to the road; and the numbers of those that
    /// lie off the roads.
    fn starts(&self, places: &[Wgs84], mover: Mover) -> (Vec<(Snap, Cost)>, Vec<usize>) {
        let (mut starts, mut off) = (Vec::new(), Vec::new());
        for (number, place) in places.iter().enumerate() {
            match self.snap(*place, mover) {
                Some(snap) => {
                    let spent = Cost {
                        time_ms: milliseconds(self.off_road_seconds(snap.distance)),
                        length_mm: 0,
                    };
                    starts.push((snap, spent));
                }
                None => off.push(number),
            }
        }
        (starts, off)
    }
}

/// By time, without a limit, on the roads that this mover takes.
fn open_to(timed: &Timed) -> Terms<'_> {
    Terms {
        weight: Weight::Time,
        closures: &timed.closures,
        within: None,
        nearest: None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hours at most, and never less than none"
)]
fn milliseconds(seconds: f64) -> u64 {
    (seconds.max(0.0) * 1e3) as u64
}
