//! Both parts of a cost in one number that is compared and added up like the pair.

use crate::network::Arc;
use crate::search::{Cost, Weight};

/// What cannot be reached. Two of them still fit 64 bits.
pub(super) const FAR: u64 = u64::MAX >> 1;

/// Bits of milliseconds, and of millimetres.
const TIME_BITS: u32 = 30;
const LENGTH_BITS: u32 = 33;

/// How many bits the part has that decides among equals.
const fn low_bits(weight: Weight) -> u32 {
    match weight {
        Weight::Time => LENGTH_BITS,
        Weight::Length => TIME_BITS,
    }
}

/// A cost as one number.
pub(super) const fn packed(weight: Weight, cost: Cost) -> u64 {
    let (decides, among_equals) = weight.key(cost);
    decides << low_bits(weight) | among_equals
}

/// The cost of a number; `None` for what cannot be reached.
pub(super) fn unpacked(weight: Weight, number: u64) -> Option<Cost> {
    let bits = low_bits(weight);
    (number < FAR).then(|| weight.cost((number >> bits, number & ((1 << bits) - 1))))
}

/// Whether an arc's cost can be packed; one that is barred has none.
pub(super) const fn fits(arc: &Arc) -> bool {
    arc.is_barred() || arc.time_ms >> TIME_BITS == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_costs_add_up_and_compare_as_pairs() {
        let cost = |time_ms, length_mm| Cost { time_ms, length_mm };
        for weight in [Weight::Time, Weight::Length] {
            let (one, other) = (cost(7, 1 << 32), cost(1 << 29, 9));
            let sum = packed(weight, one) + packed(weight, other);
            assert_eq!(unpacked(weight, sum), Some(one.plus(other)));
            assert_eq!(
                packed(weight, one) < packed(weight, other),
                weight.key(one) < weight.key(other)
            );
            assert_eq!(unpacked(weight, FAR), None);
        }
    }
}
