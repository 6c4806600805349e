//! Ids: UUID version 7 (RFC 9562 §5.7), so that ids made later sort later.

use std::sync::Mutex;

use uuid::{ContextV7, Timestamp as UuidTime, Uuid};

use crate::Clock;

/// Makes ids in ascending order within one process, also when the clock stands or steps back.
#[derive(Debug)]
pub struct IdSource {
    clock: Clock,
    context: Mutex<ContextV7>,
}

impl IdSource {
    /// A source that reads its time from `clock`.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let context = Mutex::new(ContextV7::new().with_additional_precision());
        Self { clock, context }
    }

    /// The next id; greater than every id this source gave before.
    #[must_use]
    pub fn next(&self) -> Uuid {
        let micros = self.clock.now().as_micros().max(0).unsigned_abs();
        let nanos = u32::try_from(micros % 1_000_000).unwrap_or(0) * 1_000;
        let context = match self.context.lock() {
            Ok(context) => context,
            Err(poisoned) => poisoned.into_inner(),
        };
        Uuid::new_v7(UuidTime::from_unix(&*context, micros / 1_000_000, nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn ids_ascend_while_the_clock_stands() {
        let source = IdSource::new(Clock::manual(Timestamp::from_micros(1_700_000_000_000_000)));
        let ids: Vec<_> = (0..10_000).map(|_| source.next()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
