//! When a reconciler is due: on a grid of its period, and sooner after a failure. Pure.

use std::time::Duration;

use tokio::time::Instant;

use crate::signal::InPause;

/// The pause after the first failure; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// No period is shorter.
const SHORTEST_PERIOD: Duration = Duration::from_millis(1);

#[derive(Debug)]
pub(crate) struct Plan {
    period: Duration,
    /// The next point of the grid.
    planned: Instant,
    failures: u32,
    /// The end of the pause after a failure.
    again: Option<Instant>,
}

impl Plan {
    /// Due at once, and then every `period`.
    pub(crate) fn new(now: Instant, period: Duration) -> Self {
        Self {
            period: period.max(SHORTEST_PERIOD),
            planned: now,
            failures: 0,
            again: None,
        }
    }

    /// A run ended well. A grid that fell behind goes on at its next point.
    pub(crate) fn done(&mut self, now: Instant) {
        self.failures = 0;
        self.again = None;
        self.advance(now);
    }

    /// A run failed: again after a pause, or at the next point when that is sooner.
    pub(crate) fn failed(&mut self, now: Instant) {
        self.again = Some(now + pause(self.failures));
        self.failures = self.failures.saturating_add(1);
        self.advance(now);
    }

    /// Moves the grid behind `now`; its points stay where they were, however late a run was.
    fn advance(&mut self, now: Instant) {
        let late = now.saturating_duration_since(self.planned);
        if now < self.planned {
            return;
        }
        let into = late.as_nanos() % self.period.as_nanos();
        let into = Duration::from_nanos(u64::try_from(into).unwrap_or(0));
        self.planned = now + self.period.saturating_sub(into);
    }

    pub(crate) fn due(&self) -> Instant {
        self.again
            .map_or(self.planned, |again| again.min(self.planned))
    }

    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    pub(crate) const fn in_pause(&self) -> InPause {
        match self.again {
            Some(_) => InPause::Yes,
            None => InPause::No,
        }
    }
}

/// The pause before another try after so many failures before this one.
pub(crate) fn pause(failures: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(2_u32.saturating_pow(failures))
        .min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_grid_stays_where_it_was_however_long_a_run_takes() {
        let start = Instant::now();
        let mut plan = Plan::new(start, 10 * SECOND);
        assert_eq!(plan.due(), start);
        plan.done(start + SECOND);
        assert_eq!(plan.due(), start + 10 * SECOND);
        // A run by a poke moves nothing.
        plan.done(start + 7 * SECOND);
        assert_eq!(plan.due(), start + 10 * SECOND);
        // Points that were missed are left out.
        plan.done(start + 34 * SECOND);
        assert_eq!(plan.due(), start + 40 * SECOND);
        plan.done(start + 40 * SECOND);
        assert_eq!(plan.due(), start + 50 * SECOND);
    }

    #[test]
    fn pauses_grow_and_never_go_beyond_the_next_point() {
        let start = Instant::now();
        let mut plan = Plan::new(start, 10 * SECOND);
        for (failed_at, due) in [(0, 1), (1, 3), (3, 7), (7, 10), (10, 20)] {
            plan.failed(start + failed_at * SECOND);
            assert_eq!(plan.due(), start + due * SECOND, "failed at {failed_at}");
            assert_eq!(plan.in_pause(), InPause::Yes);
        }
        plan.done(start + 20 * SECOND);
        assert_eq!((plan.failures(), plan.in_pause()), (0, InPause::No));
        assert_eq!(pause(4_000), LONGEST_PAUSE);
    }
}
