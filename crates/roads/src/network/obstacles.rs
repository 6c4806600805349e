//! Barriers of an extract: which are drawn, and what becomes of them, by kind.

use std::collections::BTreeMap;

use super::{Draft, DraftError, JunctionId, Network};
use crate::barrier::{Barrier, BarrierKind, Passing};
use crate::profile::Profile;

/// Barriers of one kind on roads, as the profile passes them for which the extract was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarrierCount {
    /// The kind.
    pub kind: BarrierKind,
    /// How many stand on roads.
    pub all: u64,
    /// Of these, passed as if nothing stood there.
    pub free: u64,
    /// Passed after some seconds.
    pub delaying: u64,
    /// Not passed.
    pub closed: u64,
    /// Where more than two roads meet, so that it is not known which of them they stop, or at the end of a
    /// road: they count for nothing.
    pub aside: u64,
}

/// The barriers of an extract.
pub(super) struct Obstacles<'p> {
    profile: &'p Profile,
    /// All whose passing matters to somebody: what is free for all of them is not drawn.
    movers: Vec<Profile>,
    counts: BTreeMap<BarrierKind, BarrierCount>,
}

impl<'p> Obstacles<'p> {
    pub(super) fn of(profile: &'p Profile) -> Self {
        Self {
            profile,
            movers: Profile::names().filter_map(Profile::named).collect(),
            counts: BTreeMap::new(),
        }
    }

    /// Counts one that stands on a road; whether it hinders anybody.
    pub(super) fn hinders(&mut self, barrier: &Barrier) -> bool {
        let hinders = self.counts_for_somebody(barrier);
        let count = self.count_of(barrier);
        count.all += 1;
        count.free += u64::from(!hinders);
        hinders
    }

    fn counts_for_somebody(&self, barrier: &Barrier) -> bool {
        let mut all = self.movers.iter().chain([self.profile]);
        all.any(|mover| mover.passing(barrier) != Passing::Free)
    }

    fn count_of(&mut self, barrier: &Barrier) -> &mut BarrierCount {
        let kind = barrier.kind();
        self.counts.entry(kind).or_insert(BarrierCount {
            kind,
            all: 0,
            free: 0,
            delaying: 0,
            closed: 0,
            aside: 0,
        })
    }

    /// Puts one that hinders somebody at its junction.
    pub(super) fn draw(
        &mut self,
        draft: &mut Draft,
        junction: JunctionId,
        barrier: &Barrier,
    ) -> Result<(), DraftError> {
        if !self.counts_for_somebody(barrier) {
            return Ok(());
        }
        self.count_of(barrier).aside += 1;
        draft.barrier(junction, barrier.clone())
    }

    /// What became of them.
    pub(super) fn counted(mut self, network: &Network) -> Vec<BarrierCount> {
        for (_, barrier) in network.barriers() {
            let passing = self.profile.passing(barrier);
            let count = self.count_of(barrier);
            count.aside -= 1;
            match passing {
                Passing::Free => count.free += 1,
                Passing::OpensInS(_) => count.delaying += 1,
                Passing::Closed => count.closed += 1,
            }
        }
        self.counts.into_values().collect()
    }
}
