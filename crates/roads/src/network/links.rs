//! Links between junctions at one place: what they take, for what moves.

use super::split::Link;
use super::turns::{Turn, TurnRule};
use super::{Arc, JunctionId, Network, StretchId, at, count};
use crate::barrier::{Barrier, Passing};
use crate::profile::Profile;
use base::Wgs84;

impl Network {
    /// The barriers that are passed from road to road, each with its junction.
    #[must_use]
    pub fn barriers(&self) -> &[(JunctionId, Barrier)] {
        &self.barriers
    }

    /// The forbidden turns that are followed, each with whom it binds.
    pub fn bans(&self) -> impl Iterator<Item = (Turn, &TurnRule)> {
        let bans = self.bans.iter();
        bans.filter_map(|(turn, rule)| Some((*turn, self.rules.get(at(*rule))?)))
    }

    /// Their rules, and each with the number of its own.
    pub(crate) fn numbered_bans(&self) -> (&[TurnRule], &[(Turn, u32)]) {
        (&self.rules, &self.bans)
    }

    /// Whether a stretch is no road but a link between two junctions at one place.
    #[must_use]
    pub fn is_link(&self, stretch: StretchId) -> bool {
        at(stretch.0) >= self.stretches().len()
    }

    /// The same roads as something else moves on them: at its speeds, past barriers as it passes them, and
    /// bound by those forbidden turns that bind it. Classes that it does not move on stay open: close them.
    #[must_use]
    pub fn moved_by(self, profile: &Profile) -> Self {
        self.at_speeds(&profile.speeds()).linked_for(profile)
    }

    pub(super) fn linked_for(mut self, profile: &Profile) -> Self {
        let passings = self.barriers.iter();
        let passings: Vec<Passing> = passings
            .map(|(_, barrier)| profile.passing(barrier))
            .collect();
        let bound = self.rules.iter().map(|rule| profile.is_bound_by(rule));
        let bound: Vec<bool> = bound.collect();
        let binds = |rule: &u32| bound.get(at(*rule)) == Some(&true);
        let times = self.links.iter().map(|link| match link {
            Link::Barrier(number) => {
                let passing = passings.get(at(*number)).copied();
                passing.map_or(Arc::BARRED, time_past)
            }
            Link::Turns(rules) if rules.iter().any(binds) => Arc::BARRED,
            Link::Turns(_) => 0,
        });
        let times: Vec<u32> = times.collect();
        self.set_link_times(&times);
        self
    }

    /// What the links take, one after another.
    pub(crate) fn link_times(&self) -> impl Iterator<Item = u32> {
        let links = self.stretches.get(self.stretches().len()..);
        let arcs = links.unwrap_or_default().iter();
        let arcs = arcs.map(|link| link.arcs.into_iter().flatten().find_map(|id| self.arc(id)));
        arcs.map(|arc| arc.map_or(Arc::BARRED, |arc| arc.time_ms))
    }

    pub(crate) fn set_link_times(&mut self, times: &[u32]) {
        let roads = self.stretches().len();
        for (link, time) in (roads..self.stretches.len()).zip(times) {
            for id in self.arcs_of(StretchId(count(link))).into_iter().flatten() {
                if let Some(arc) = self.arcs.get_mut(at(id.0)) {
                    arc.time_ms = *time;
                }
            }
        }
    }

    /// The junctions that are copies.
    pub(crate) fn copies(&self) -> impl Iterator<Item = JunctionId> {
        (self.drawn..count(self.junctions.len())).map(JunctionId)
    }

    /// The junctions without copies.
    pub(crate) fn drawn(&self) -> &[Wgs84] {
        self.junctions.get(..at(self.drawn)).unwrap_or_default()
    }
}

/// Milliseconds past a barrier.
fn time_past(passing: Passing) -> u32 {
    match passing {
        Passing::Free => 0,
        Passing::OpensInS(seconds) => seconds.saturating_mul(1_000).min(super::LONGEST_TIME),
        Passing::Closed => Arc::BARRED,
    }
}
