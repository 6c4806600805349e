//! How hard to try: time limits, parallelism, patience.

use std::time::Duration;

/// Limits of a [`crate::Deliverer`].
#[derive(Clone, Debug)]
pub struct Limits {
    /// How often to look without being rung.
    pub period: Duration,
    /// Calls at a time, for each channel.
    pub parallel: usize,
    /// The longest call.
    pub call: Duration,
    /// How long a claim keeps others away; longer than `call`, with room for noting the outcome.
    /// A message whose process died is delivered again this long after somebody saw the claim.
    pub lease: Duration,
    /// The pause after the first failure; it doubles with each.
    pub first_pause: Duration,
    /// The longest pause, also when the receiver asks for a longer one.
    pub longest_pause: Duration,
    /// Attempts before a message is given up.
    pub attempts: u32,
    /// A message older than this is given up at its next failure.
    pub age: Duration,
    /// How long calls in flight may go on after the sign to stop.
    pub stop: Duration,
}

const HOUR: Duration = Duration::from_secs(3600);

impl Default for Limits {
    fn default() -> Self {
        Self {
            period: Duration::from_secs(1),
            parallel: 8,
            call: Duration::from_secs(15),
            lease: Duration::from_secs(45),
            first_pause: Duration::from_secs(2),
            longest_pause: Duration::from_secs(600),
            attempts: 20,
            age: 24 * HOUR,
            stop: Duration::from_secs(10),
        }
    }
}

/// Limits that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    /// A claim would end before its call.
    #[error("a lease of {lease:?} must be at least half as long again as a call of {call:?}")]
    LeaseTooShort {
        /// The lease.
        lease: Duration,
        /// The longest call.
        call: Duration,
    },
    /// Nothing would ever be delivered.
    #[error("{0} must not be zero")]
    Zero(&'static str),
}

impl Limits {
    /// Looks whether they fit together.
    ///
    /// # Errors
    /// [`LimitsError`].
    pub fn check(&self) -> Result<(), LimitsError> {
        let zero = [
            ("period", self.period.is_zero()),
            ("parallel", self.parallel == 0),
            ("call", self.call.is_zero()),
            ("first_pause", self.first_pause.is_zero()),
            ("attempts", self.attempts == 0),
        ];
        if let Some((name, _)) = zero.into_iter().find(|(_, zero)| *zero) {
            return Err(LimitsError::Zero(name));
        }
        if self.lease < self.call.saturating_add(self.call / 2) {
            return Err(LimitsError::LeaseTooShort {
                lease: self.lease,
                call: self.call,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_limits_fit_and_a_short_lease_does_not() {
        assert_eq!(Limits::default().check(), Ok(()));
        let lease = Duration::from_secs(16);
        let short = Limits {
            lease,
            ..Limits::default()
        };
        assert!(matches!(
            short.check(),
            Err(LimitsError::LeaseTooShort { .. })
        ));
        let idle = Limits {
            parallel: 0,
            ..Limits::default()
        };
        assert_eq!(idle.check(), Err(LimitsError::Zero("parallel")));
    }
}
