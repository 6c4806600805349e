//! 用时表 how long it takes from each site to each demand point, along the roads.

use base::Wgs84;
use routing::{Mover, Roads};

/// Stands for "no way".
pub(crate) const NEVER: u32 = u32::MAX;

/// Sites that are asked about at a time: the goals' side of the work is done once for each such block.
const BLOCK: usize = 16;

/// Driving seconds, whole and rounded up, by site and demand point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    rows: Vec<Vec<u32>>,
}

impl Table {
    /// Asks the roads, some sites at a time; `told` hears how many are done and may end it.
    pub(crate) fn of(
        roads: &Roads,
        sites: &[Wgs84],
        points: &[Wgs84],
        mut told: impl FnMut(usize) -> bool,
    ) -> Option<Self> {
        let goals = roads.goals(points, Mover::FireEngine);
        let mut rows = Vec::with_capacity(sites.len());
        for (done, block) in sites.chunks(BLOCK).enumerate() {
            if !told(done * BLOCK) {
                return None;
            }
            for row in roads.table(block, &goals) {
                let seconds = row.into_iter();
                let seconds = seconds.map(|one| one.map_or(NEVER, |drive| whole(drive.seconds)));
                rows.push(seconds.collect());
            }
        }
        Some(Self { rows })
    }

    pub(crate) fn row(&self, site: usize) -> &[u32] {
        self.rows.get(site).map_or(&[], Vec::as_slice)
    }

    /// For each demand point the site that is there first and when, among some sites.
    pub(crate) fn first(&self, sites: &[usize], points: usize) -> Vec<Option<(usize, u32)>> {
        let mut first = vec![None; points];
        for site in sites {
            for (slot, seconds) in first.iter_mut().zip(self.row(*site)) {
                let sooner = slot.is_none_or(|(_, best)| *seconds < best);
                if *seconds != NEVER && sooner {
                    *slot = Some((*site, *seconds));
                }
            }
        }
        first
    }

    #[cfg(test)]
    pub(crate) fn made(rows: Vec<Vec<u32>>) -> Self {
        Self { rows }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hours at most, and never less than none"
)]
fn whole(seconds: f64) -> u32 {
    seconds.ceil().clamp(0.0, f64::from(NEVER - 1)) as u32
}
