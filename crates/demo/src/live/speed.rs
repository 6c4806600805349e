//! The city's own clock.

use std::time::Duration;

/// How many times faster than life a synthetic city lives. What its devices send bears the house's
/// time all the same: only what lies between two events is shorter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(f64);

impl Speed {
    /// So many times faster, from 1 to 500.
    #[must_use]
    pub const fn times(factor: f64) -> Self {
        Self(factor.clamp(1.0, 500.0))
    }

    /// How long so many seconds of the city take here.
    #[must_use]
    pub fn lasts(self, seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds.max(0.0) / self.0)
    }

    /// How long a colleague leaves something to the person at the screen. Up to ten times life that is
    /// `by_hand`; faster than that nobody works by hand any more.
    #[must_use]
    pub fn patience(self, by_hand: Duration) -> Duration {
        by_hand.div_f64((self.0 / 10.0).max(1.0))
    }

    /// How many seconds of the city pass in this time.
    #[must_use]
    pub fn passed(self, here: Duration) -> f64 {
        here.as_secs_f64() * self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_city_waits_less() {
        assert_eq!(Speed::times(100.0).lasts(60.0), Duration::from_millis(600));
        assert_eq!(Speed::times(1.0).lasts(-3.0), Duration::ZERO);
        let hand = Duration::from_secs(120);
        assert_eq!(Speed::times(10.0).patience(hand), hand);
        assert_eq!(Speed::times(100.0).patience(hand), Duration::from_secs(12));
        assert_eq!(Speed::times(9_999.0), Speed::times(500.0));
    }
}
