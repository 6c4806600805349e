//! How long to wait after a failure: doubling, capped, spread.
//!
//! The spread comes from the message's own id and attempt and not from chance: messages that failed
//! together come back apart, and a test or a replay sees the same pauses again.

use std::time::Duration;

use base::{Uuid, sm3};

use crate::Limits;

/// The pause after failed attempt number `attempt` (from 1), between half and the whole of the
/// doubled pause; never shorter than `asked` and never longer than the longest pause.
pub(crate) fn pause(limits: &Limits, id: Uuid, attempt: i32, asked: Option<Duration>) -> Duration {
    let doublings = u32::try_from(attempt.saturating_sub(1))
        .unwrap_or(0)
        .min(31);
    let full = limits
        .first_pause
        .saturating_mul(1 << doublings)
        .min(limits.longest_pause);
    let digest = sm3(&[id.as_bytes(), &attempt.to_be_bytes()]);
    let thousandths = u32::from(digest.as_bytes().first().copied().unwrap_or(0)) * 1000 / 255;
    let spread = (full / 2).saturating_add((full / 2).saturating_mul(thousandths) / 1000);
    spread
        .max(asked.unwrap_or_default())
        .min(limits.longest_pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap_and_stay_in_their_half() {
        let limits = Limits::default();
        let id = Uuid::now_v7();
        let mut full = limits.first_pause;
        for attempt in 1..200 {
            let found = pause(&limits, id, attempt, None);
            assert!(
                found >= full / 2 && found <= full,
                "{attempt}: {found:?} of {full:?}"
            );
            assert_eq!(found, pause(&limits, id, attempt, None));
            full = (full * 2).min(limits.longest_pause);
        }
    }

    #[test]
    fn messages_that_failed_together_come_back_apart() {
        let limits = Limits::default();
        let pauses: std::collections::HashSet<_> = (0..200)
            .map(|_| pause(&limits, Uuid::now_v7(), 5, None))
            .collect();
        assert!(pauses.len() > 50, "{}", pauses.len());
    }

    #[test]
    fn the_receivers_wish_is_honoured_up_to_the_cap() {
        let limits = Limits::default();
        let wish = |seconds| Some(Duration::from_secs(seconds));
        let id = Uuid::now_v7();
        assert_eq!(pause(&limits, id, 1, wish(120)), Duration::from_secs(120));
        assert_eq!(pause(&limits, id, 1, wish(86_400)), limits.longest_pause);
    }
}
