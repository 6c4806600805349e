//! Sets of places in a segment, and how a posting keeps one.
//!
//! A posting is bytes: up to 4,095 places as 16-bit numbers going up, low byte first; from 4,096 on
//! a bit a place, 8,192 bytes. The length tells which of the two it is.

/// Places in a segment.
pub(super) const PLACES: usize = 65_536;
const WORDS: usize = PLACES / 64;
/// Bytes of a posting that keeps a bit a place.
const DENSE: usize = PLACES / 8;

/// A set of places in one segment.
#[derive(Clone)]
pub(super) struct Bits(Box<[u64; WORDS]>);

impl Bits {
    pub(super) fn none() -> Self {
        Self(Box::new([0; WORDS]))
    }

    /// Adds the places of a posting.
    pub(super) fn add(&mut self, posting: &[u8]) {
        if posting.len() == DENSE {
            let words = posting.chunks_exact(8).zip(self.0.iter_mut());
            for (bytes, word) in words {
                *word |= bytes.try_into().map_or(0, u64::from_le_bytes);
            }
            return;
        }
        for pair in posting.chunks_exact(2) {
            self.put(pair.try_into().map_or(0, u16::from_le_bytes));
        }
    }

    /// The first so many places.
    pub(super) fn first(many: usize) -> Self {
        let mut all = Self::none();
        for (at, word) in all.0.iter_mut().enumerate() {
            *word = match many.saturating_sub(at * 64) {
                0 => 0,
                some @ 1..64 => (1 << some) - 1,
                _ => u64::MAX,
            };
        }
        all
    }

    /// Adds what `other` has.
    pub(super) fn join(&mut self, other: &Self) {
        for (word, added) in self.0.iter_mut().zip(other.0.iter()) {
            *word |= added;
        }
    }

    /// Leaves out what `other` has.
    pub(super) fn leave_out(&mut self, other: &Self) {
        for (word, left) in self.0.iter_mut().zip(other.0.iter()) {
            *word &= !left;
        }
    }

    /// Adds one place.
    pub(super) fn put(&mut self, place: u16) {
        if let Some(word) = self.0.get_mut(usize::from(place) / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// Keeps what `other` has too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (word, kept) in self.0.iter_mut().zip(other.0.iter()) {
            *word &= kept;
        }
    }

    pub(super) fn has(&self, place: u16) -> bool {
        let word = self.0.get(usize::from(place) / 64);
        word.is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The places, going up.
    pub(super) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (0u16..).zip(self.0.iter()).flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as u16;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

/// A posting of places that go up.
pub(super) fn posting(places: &[u16]) -> Vec<u8> {
    if places.len() * 2 < DENSE {
        return places
            .iter()
            .flat_map(|place| place.to_le_bytes())
            .collect();
    }
    let mut bytes = vec![0u8; DENSE];
    for place in places {
        if let Some(byte) = bytes.get_mut(usize::from(*place) / 8) {
            *byte |= 1 << (place % 8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_there_and_back_on_both_sides_of_the_border() {
        for many in [0usize, 1, 4_095, 4_096, 5_000, 65_536] {
            let places: Vec<u16> = (0..many).map(|n| (n * 65_536 / many) as u16).collect();
            let bytes = posting(&places);
            assert_eq!(bytes.len(), if many < 4_096 { many * 2 } else { 8_192 });
            let mut bits = Bits::none();
            bits.add(&bytes);
            assert_eq!(bits.len(), many);
            assert_eq!(bits.iter().collect::<Vec<_>>(), places);
            assert!(places.iter().all(|place| bits.has(*place)));
            assert_eq!(bits.has(1), places.contains(&1));
        }
    }

    #[test]
    fn the_first_places_and_sets_put_together() {
        for many in [0usize, 1, 63, 64, 65, 4_095, 65_536] {
            let first = Bits::first(many);
            assert_eq!(first.len(), many);
            assert!(first.iter().map(usize::from).eq(0..many));
        }
        let mut few = Bits::none();
        [3, 64, 70].into_iter().for_each(|place| few.put(place));
        few.join(&Bits::first(2));
        assert_eq!(few.iter().collect::<Vec<_>>(), [0, 1, 3, 64, 70]);
        few.leave_out(&Bits::first(65));
        assert_eq!(few.iter().collect::<Vec<_>>(), [70]);
    }

    #[test]
    fn what_two_sets_share() {
        let (mut even, mut third) = (Bits::none(), Bits::none());
        even.add(&posting(&(0..=65_534).step_by(2).collect::<Vec<u16>>()));
        third.add(&posting(
            &(0..=65_535).step_by(30_000).collect::<Vec<u16>>(),
        ));
        even.keep(&third);
        assert_eq!(even.iter().collect::<Vec<_>>(), [0, 30_000, 60_000]);
    }
}
