//! A tree of boxes that is built once and asked often: leaves lie along a curve that keeps near
//! places together (G. Morton, 1966), and each level above holds the boxes of sixteen that follow each
//! other. Building is one sort and one pass, a tenth of what a general R-tree takes.

use base::Wgs84;

/// Boxes below one.
const FAN: usize = 16;

/// West, south, east, north in 1e-7 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Box4(pub(super) [i32; 4]);

impl Box4 {
    const NOTHING: Self = Self([i32::MAX, i32::MAX, i32::MIN, i32::MIN]);

    /// Around places.
    pub(super) fn around(places: impl IntoIterator<Item = Wgs84>) -> Self {
        let places = places.into_iter();
        places.fold(Self::NOTHING, |Self([west, south, east, north]), place| {
            let (x, y) = (place.longitude_e7, place.latitude_e7);
            Self([west.min(x), south.min(y), east.max(x), north.max(y)])
        })
    }

    pub(super) fn with(self, other: Self) -> Self {
        let Self([west, south, east, north]) = self;
        let Self([w, s, e, n]) = other;
        Self([west.min(w), south.min(s), east.max(e), north.max(n)])
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        let Self([west, south, east, north]) = self;
        let Self([w, s, e, n]) = other;
        west <= e && w <= east && south <= n && s <= north
    }

    /// Where its middle lies on the curve.
    fn key(self) -> u64 {
        let Self([west, south, east, north]) = self;
        let part =
            |low: i32, high: i32| spread(low.midpoint(high).wrapping_sub(i32::MIN).cast_unsigned());
        part(west, east) | part(south, north) << 1
    }
}

/// The bits of a number with a gap before each.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    for (shift, mask) in [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

/// Things with a box.
#[derive(Debug)]
pub(super) struct Tree<T> {
    things: Vec<T>,
    /// The boxes of the things, then those of each level above, up to one alone.
    levels: Vec<Vec<Box4>>,
}

impl<T> Tree<T> {
    pub(super) fn new(boxed: Vec<(Box4, T)>) -> Self {
        let mut keyed: Vec<(u64, Box4, T)> = boxed
            .into_iter()
            .map(|(around, thing)| (around.key(), around, thing))
            .collect();
        keyed.sort_by_key(|(key, ..)| *key);
        let mut leaves = Vec::with_capacity(keyed.len());
        let mut things = Vec::with_capacity(keyed.len());
        for (_, around, thing) in keyed {
            leaves.push(around);
            things.push(thing);
        }
        let mut levels = vec![leaves];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let above = level.chunks(FAN).map(|run| {
                run.iter()
                    .fold(Box4::NOTHING, |all, around| all.with(*around))
            });
            levels.push(above.collect());
        }
        Self { things, levels }
    }

    /// The things whose box meets another.
    pub(super) fn meeting(&self, other: Box4) -> impl Iterator<Item = &T> {
        let mut met = vec![0];
        for (number, level) in self.levels.iter().enumerate().rev() {
            met.retain(|index| level.get(*index).is_some_and(|around| around.meets(other)));
            if number > 0 {
                let below = met.iter().map(|index| index * FAN..(index + 1) * FAN);
                met = below.flatten().collect();
            }
        }
        met.into_iter().filter_map(|index| self.things.get(index))
    }
}
