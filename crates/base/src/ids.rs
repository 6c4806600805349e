//! Ids: UUID version 7 (RFC 9562 §5.7), so that ids made later sort later.

use std::sync::Mutex;

use uuid::{ContextV7, Timestamp as UuidTime, Uuid};

use crate::{Clock, Timestamp};

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

/// The first id that a source could give in the millisecond of `at`: ids of rows that came later are
/// not below it, so a list "since" walks the key and no other index.
#[must_use]
pub fn first_id_of(at: Timestamp) -> Uuid {
    let millis = u128::from(at.as_micros().max(0).unsigned_abs() / 1_000);
    Uuid::from_u128(((millis & 0xffff_ffff_ffff) << 80) | (0x7 << 76) | (0b10 << 62))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_while_the_clock_stands() {
        let source = IdSource::new(Clock::manual(Timestamp::from_micros(1_700_000_000_000_000)));
        let ids: Vec<_> = (0..10_000).map(|_| source.next()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn the_first_id_of_a_moment_parts_before_from_after() {
        let at = Timestamp::from_micros(1_700_000_000_123_000);
        let made = |micros| IdSource::new(Clock::manual(Timestamp::from_micros(micros))).next();
        let first = first_id_of(at);
        assert!(made(at.as_micros() - 1) < first);
        assert!(made(at.as_micros()) >= first);
        assert_eq!(first.get_version_num(), 7);
    }
}
