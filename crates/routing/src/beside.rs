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
