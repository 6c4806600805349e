//! How fast one sender may report: a bucket of reports that fills by the second.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base::{Timestamp, Uuid};

/// Reports at once.
const BURST: f64 = 3_000.0;
/// Reports a second in the long run: a city's vehicles and radios, each every few seconds.
const A_SECOND: f64 = 500.0;

/// What each sender has left. Kept in memory: it guards this process and nothing else.
#[derive(Default)]
pub(super) struct Rates(Mutex<HashMap<Uuid, (Timestamp, f64)>>);

impl Rates {
    /// Takes `reports` out of a sender's bucket, or says how long to wait.
    pub(super) fn take(
        &self,
        sender: Uuid,
        reports: usize,
        now: Timestamp,
    ) -> Result<(), Duration> {
        let wanted = u32::try_from(reports).map_or(f64::MAX, f64::from);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, left) = all.entry(sender).or_insert((now, BURST));
        *left = BURST.min(*left + now.since(*at).as_secs_f64() * A_SECOND);
        *at = now;
        if *left >= wanted {
            *left -= wanted;
            return Ok(());
        }
        let wait = (wanted - *left) / A_SECOND;
        Err(Duration::try_from_secs_f64(wait).unwrap_or(Duration::from_secs(60)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_says_how_long_and_fills_again() {
        let (rates, sender) = (Rates::default(), Uuid::from_u128(1));
        let start = Timestamp::from_micros(0);
        for _ in 0..3 {
            assert_eq!(rates.take(sender, 1_000, start), Ok(()));
        }
        assert_eq!(
            rates.take(sender, 1_000, start),
            Err(Duration::from_secs(2))
        );
        assert_eq!(rates.take(Uuid::from_u128(2), 1_000, start), Ok(()));
        let later = start.plus(Duration::from_secs(2));
        assert_eq!(rates.take(sender, 1_000, later), Ok(()));
    }
}
