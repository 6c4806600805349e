//! Places beside their roads, remembered: stations do not move, and vehicles stand most of the day.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use base::Wgs84;
use roads::Snap;

use crate::mover::Mover;

/// So many places at most: some megabytes, and more than a city's responders, hydrants and premises that
/// anybody asks about in an hour.
const MOST: usize = 32_768;

/// Where the places that were asked about lie on a network, whatever hinders on it. Of a place far from all
/// roads it is remembered that there is none.
#[derive(Default)]
pub(crate) struct Beside(RwLock<HashMap<(Wgs84, Mover), Option<Snap>>>);

impl Beside {
    /// What is remembered of a place, or else what `look` finds, which is remembered then.
    pub(crate) fn of(
        &self,
        place: Wgs84,
        mover: Mover,
        look: impl FnOnce() -> Option<Snap>,
    ) -> Option<Snap> {
        let key = (place, mover);
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(snap) = known.get(&key) {
            return *snap;
        }
        drop(known);
        let found = look();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Those that stand still are back at once; those that moved on are gone.
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, found);
        found
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use base::{Metres, Wgs84};
    use roads::{ArcId, Snap};

    use super::{Beside, MOST};
    use crate::Mover;

    fn place(number: usize) -> Wgs84 {
        let number = i32::try_from(number).unwrap_or_default();
        Wgs84 {
            longitude_e7: number,
            latitude_e7: 350_000_000,
        }
    }

    fn snap(arc: u32) -> Option<Snap> {
        Some(Snap {
            arc: ArcId(arc),
            along_mm: 0,
            position: place(0),
            distance: Metres(1.0),
        })
    }

    #[test]
    fn a_place_is_looked_for_once_by_each_mover() {
        let beside = Beside::default();
        let looked = Cell::new(0);
        let of = |number, mover, found| {
            beside.of(place(number), mover, || {
                looked.set(looked.get() + 1);
                found
            })
        };
        assert_eq!(of(1, Mover::FireEngine, snap(7)), snap(7));
        assert_eq!(of(1, Mover::FireEngine, snap(9)), snap(7), "as it was");
        assert_eq!(of(1, Mover::OnFoot, snap(9)), snap(9), "another's road");
        assert_eq!(of(2, Mover::FireEngine, None), None);
        assert_eq!(
            of(2, Mover::FireEngine, snap(9)),
            None,
            "nothing is known too"
        );
        assert_eq!(looked.get(), 3);
    }

    #[test]
    fn it_never_holds_more_than_its_most() {
        let beside = Beside::default();
        for number in 0..=MOST {
            beside.of(place(number), Mover::FireEngine, || snap(1));
        }
        let held = beside.0.read().map(|known| known.len());
        assert_eq!(held.ok(), Some(1), "it began anew");
    }
}
