//! Counting wrong passwords: after so many in a row the door stays shut for a while.
//!
//! Names that no account has are counted too, in memory, so that the lock-out does not tell which
//! names exist.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base::Timestamp;

/// More unknown names than this are not remembered; then counting starts anew.
const CAPACITY: usize = 10_000;

/// A row of failures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    pub(crate) count: i32,
    pub(crate) locked_until: Option<Timestamp>,
}

impl Failures {
    /// How long the door stays shut yet.
    pub(crate) fn locked_for(self, now: Timestamp) -> Option<Duration> {
        let until = self.locked_until.filter(|until| *until > now)?;
        Some(until.since(now))
    }

    /// After one more failure.
    pub(crate) fn one_more(self, now: Timestamp, allowed: i32, lock: Duration) -> Self {
        let count = self.count.saturating_add(1);
        if count >= allowed {
            Self {
                count: 0,
                locked_until: Some(now.plus(lock)),
            }
        } else {
            Self {
                count,
                locked_until: None,
            }
        }
    }
}

/// Failures of names that no account has.
#[derive(Debug, Default)]
pub(crate) struct Strangers(Mutex<HashMap<String, Failures>>);

impl Strangers {
    pub(crate) fn get(&self, name: &str) -> Failures {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(name).copied().unwrap_or_default()
    }

    pub(crate) fn set(&self, name: String, failures: Failures) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= CAPACITY {
            names.clear();
        }
        names.insert(name, failures);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_shuts_the_door_and_time_opens_it() {
        let lock = Duration::from_secs(300);
        let now = Timestamp::from_micros(1_000_000);
        let mut failures = Failures::default();
        for _ in 0..4 {
            failures = failures.one_more(now, 5, lock);
            assert_eq!(failures.locked_for(now), None);
        }
        failures = failures.one_more(now, 5, lock);
        assert_eq!(failures.locked_for(now), Some(lock));
        assert_eq!(failures.locked_for(now.plus(lock)), None);
        let again = failures.one_more(now.plus(lock), 5, lock);
        assert_eq!(again.count, 1);
    }
}
