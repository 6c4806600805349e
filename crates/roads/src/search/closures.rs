//! 封路 arcs that a question leaves out.

use crate::network::{ArcId, Network, StretchId, at, count};

/// A set of arcs that are closed. A closed arc is not driven, not even the part of it before or
/// behind a point where a way begins or ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closures {
    /// A bit for each arc; arcs beyond the end are open.
    bits: Vec<u64>,
}

impl Closures {
    /// Nothing is closed.
    #[must_use]
    pub const fn none() -> Self {
        Self { bits: Vec::new() }
    }

    /// Closes one direction.
    pub fn close(&mut self, arc: ArcId) {
        let word = at(arc.0 / 64);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= 1 << (arc.0 % 64);
        }
    }

    /// Opens one direction again.
    pub fn open(&mut self, arc: ArcId) {
        if let Some(bits) = self.bits.get_mut(at(arc.0 / 64)) {
            *bits &= !(1 << (arc.0 % 64));
        }
    }

    /// Closes a stretch in each direction that it has.
    pub fn close_stretch(&mut self, network: &Network, stretch: StretchId) {
        for arc in network.arcs_of(stretch).into_iter().flatten() {
            self.close(arc);
        }
    }

    /// Whether an arc is closed.
    #[must_use]
    pub fn is_closed(&self, arc: ArcId) -> bool {
        let bits = self.bits.get(at(arc.0 / 64)).copied().unwrap_or(0);
        bits >> (arc.0 % 64) & 1 == 1
    }

    /// The arcs below `arcs` that are closed in one of both alone.
    pub(crate) fn differing(&self, other: &Self, arcs: usize) -> Vec<ArcId> {
        let words = self.bits.len().max(other.bits.len());
        let word = |closures: &Self, index: usize| closures.bits.get(index).copied().unwrap_or(0);
        let mut differing = Vec::new();
        for index in 0..words {
            let mut bits = word(self, index) ^ word(other, index);
            while bits != 0 {
                let arc = index * 64 + at(bits.trailing_zeros());
                differing.extend((arc < arcs).then(|| ArcId(count(arc))));
                bits &= bits - 1;
            }
        }
        differing
    }
}
