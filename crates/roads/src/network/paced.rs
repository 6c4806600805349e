//! The same roads at another pace: each class's times multiplied by a factor of its own.

use super::{LONGEST_TIME, Network};
use crate::class::Class;

/// Thousandths that change nothing.
const AS_EVER: u32 = 1_000;

impl Network {
    /// The same roads, the times of each class multiplied by so many thousandths: 1,300 takes three tenths
    /// longer, 1,000 is the time as it is, 0 counts as 1. Times stay whole milliseconds, rounded up. Limits
    /// do not bind here: a time that respects one is multiplied with it. What has no length keeps its time,
    /// because a class says nothing about it.
    #[must_use]
    pub fn paced(mut self, per_mille: impl Fn(Class) -> u32) -> Self {
        let factors = Class::ALL.map(|class| per_mille(class).max(1));
        for arc in &mut self.arcs {
            let stretch = self.stretches.get(super::at(arc.stretch.0));
            let factor = stretch.and_then(|found| factors.get(usize::from(found.class.code())));
            let factor = factor.copied().unwrap_or(AS_EVER);
            if factor != AS_EVER && arc.length_mm > 0 {
                let paced =
                    (u64::from(arc.time_ms) * u64::from(factor)).div_ceil(u64::from(AS_EVER));
                arc.time_ms = u32::try_from(paced).unwrap_or(u32::MAX).min(LONGEST_TIME);
            }
        }
        self
    }
}
