//! The same roads at another pace: each class's times multiplied by a factor of its own.

use super::{LONGEST_TIME, Network};
use crate::class::Class;

/// Thousandths that change nothing.
const AS_EVER: u32 = 1_000;

impl Network {
    /// The same roads, the times of each class multiplied by so many thousandths: 1,300 takes three tenths
    /// longer, 1,000 is the time as it is, 0 counts as 1. Times stay whole milliseconds, rounded up. Limits
    /// do not bind here: a time that respects one is multiplied with it. What is no road keeps its time: a
    /// gate opens no sooner, and what is barred stays barred.
    #[must_use]
    pub fn paced(mut self, per_mille: impl Fn(Class) -> u32) -> Self {
        let factors = Class::ALL.map(|class| per_mille(class).max(1));
        for arc in &mut self.arcs {
            let stretch = self.stretches.get(super::at(arc.stretch.0));
            let factor = stretch.and_then(|found| factors.get(usize::from(found.class.code())));
            let factor = factor.copied().unwrap_or(AS_EVER);
            if factor != AS_EVER && arc.length_mm > 0 && !arc.is_barred() {
                let paced =
                    (u64::from(arc.time_ms) * u64::from(factor)).div_ceil(u64::from(AS_EVER));
                arc.time_ms = u32::try_from(paced).unwrap_or(u32::MAX).min(LONGEST_TIME);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use base::Wgs84;

    use crate::{Class, Direction, Draft, Network, SpeedTable, Street};

    /// Two streets of some 900 m, and one of a motorway that begins where it ends.
    fn network() -> Network {
        let mut draft = Draft::new();
        let mut at = |east: i32| {
            let place = Wgs84 {
                longitude_e7: 1_110_000_000 + east * 100_000,
                latitude_e7: 350_000_000,
            };
            draft.junction(place).unwrap()
        };
        let [west, middle, east, over] = [at(0), at(1), at(2), at(2)];
        for (from, to, class) in [
            (west, middle, Class::Primary),
            (middle, east, Class::Residential),
            (east, over, Class::Motorway),
        ] {
            let street = Street {
                from,
                to,
                via: &[],
                class,
                direction: Direction::Both,
                limits: [None; 2],
                name: "",
            };
            draft.street(&street).unwrap();
        }
        draft.finish(&SpeedTable::default())
    }

    /// The times of arcs with their classes.
    fn times(network: &Network) -> Vec<(Class, u32)> {
        let arcs = network.arcs().iter();
        let of = |stretch| network.stretch(stretch).unwrap().class;
        arcs.map(|arc| (of(arc.stretch), arc.time_ms)).collect()
    }

    #[test]
    fn each_class_has_its_factor_and_times_are_rounded_up() {
        let paced = network().paced(|class| match class {
            Class::Primary => 1_333,
            Class::Residential => 500,
            _ => 0,
        });
        for ((class, before), (_, after)) in times(&network()).into_iter().zip(times(&paced)) {
            let expected = match class {
                Class::Primary => (before * 1_333).div_ceil(1_000),
                Class::Residential => before.div_ceil(2),
                _ => before,
            };
            assert_eq!(after, expected, "{class:?}");
        }
        assert_eq!(network().paced(|_| 1_000), network());
    }

    #[test]
    fn no_time_grows_beyond_what_whole_ways_can_count() {
        let slow = network().paced(|_| u32::MAX);
        let longest = times(&slow).into_iter().map(|(_, time)| time).max();
        assert_eq!(longest, Some(super::LONGEST_TIME));
    }
}
