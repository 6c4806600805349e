//! When a claim that somebody left behind may be taken over.
//!
//! Two machines' clocks differ and either may be set while it runs, so the time written in a lease
//! is never compared with a clock. Each process looks at the claims that stand and notes since when
//! it has seen each one unchanged, on the monotonic clock that nobody can set. A claimer ends its
//! call before its lease is over; who has watched the same claim for a whole lease knows that the
//! claimer is dead. The price: after a restart the watching starts anew.

use std::collections::HashMap;
use std::time::Duration;

use base::Uuid;
use store::Time;
use tokio::time::Instant;

/// What marks one claim: it changes with every claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) id: Uuid,
    pub(crate) attempts: i32,
    pub(crate) lease_until: Option<Time>,
}

/// The claims of others, and since when each was seen.
#[derive(Debug, Default)]
pub(crate) struct LeaseWatch {
    seen: HashMap<Uuid, (Claim, Instant)>,
}

impl LeaseWatch {
    /// Takes note of the claims that stand at `now` and gives those that stood for a whole `lease`.
    pub(crate) fn dead(&mut self, standing: &[Claim], now: Instant, lease: Duration) -> Vec<Claim> {
        let before = std::mem::take(&mut self.seen);
        for claim in standing {
            let known = before.get(&claim.id).filter(|(seen, _)| seen == claim);
            let since = known.map_or(now, |(_, since)| *since);
            self.seen.insert(claim.id, (*claim, since));
        }
        self.seen
            .values()
            .filter(|(_, since)| now.saturating_duration_since(*since) >= lease)
            .map(|(claim, _)| *claim)
            .collect()
    }

    /// Starts over: while the database did not answer, claimers could not note their outcomes.
    pub(crate) fn forget(&mut self) {
        self.seen.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEASE: Duration = Duration::from_secs(30);

    fn claim(attempts: i32, until: i64) -> Claim {
        Claim {
            id: Uuid::from_u128(7),
            attempts,
            lease_until: Some(Time(until)),
        }
    }

    #[test]
    fn a_claim_is_dead_when_it_stood_still_for_a_lease() {
        let (mut watch, start) = (LeaseWatch::default(), Instant::now());
        // The time in it is long gone, or far away: nobody compares it.
        for standing in [claim(1, 0), claim(1, i64::MAX)] {
            watch.forget();
            assert_eq!(watch.dead(&[standing], start, LEASE), []);
            assert_eq!(watch.dead(&[standing], start + LEASE / 2, LEASE), []);
            assert_eq!(watch.dead(&[standing], start + LEASE, LEASE), [standing]);
        }
    }

    #[test]
    fn a_new_claim_and_a_gap_in_watching_start_over() {
        let (mut watch, start) = (LeaseWatch::default(), Instant::now());
        watch.dead(&[claim(1, 5)], start, LEASE);
        assert_eq!(watch.dead(&[claim(2, 9)], start + LEASE, LEASE), []);
        assert_eq!(watch.dead(&[], start + LEASE, LEASE), []);
        assert_eq!(watch.dead(&[claim(2, 9)], start + 2 * LEASE, LEASE), []);
        watch.forget();
        assert_eq!(watch.dead(&[claim(2, 9)], start + 4 * LEASE, LEASE), []);
    }
}
