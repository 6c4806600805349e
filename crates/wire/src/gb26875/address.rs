//! The 48-bit address of a device or of the centre (clause 6.6, table 1).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Source or destination address 源地址、目的地址: a 48-bit number, low byte first on the wire.
///
/// Invariant: never above 2^48 − 1. What the number means (a device id, zero for any centre, the
/// digits of a modem) is the gateway's business.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(try_from = "u64", into = "u64")]
pub struct Address(u64);

impl Address {
    /// The highest address.
    pub const MAX: Self = Self((1 << 48) - 1);

    /// An address from a number; `None` above 48 bits.
    pub const fn new(number: u64) -> Option<Self> {
        if number <= Self::MAX.0 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// Reads the six wire bytes as the standard does, low byte first.
    pub const fn from_wire([a, b, c, d, e, f]: [u8; 6]) -> Self {
        Self(u64::from_le_bytes([a, b, c, d, e, f, 0, 0]))
    }

    /// The six wire bytes.
    pub const fn to_wire(self) -> [u8; 6] {
        let [a, b, c, d, e, f, _, _] = self.0.to_le_bytes();
        [a, b, c, d, e, f]
    }

    /// The number as the standard reads it.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The same wire bytes read with the first byte as the highest, as some NB-IoT bridges mean
    /// them.
    #[must_use]
    pub const fn reversed(self) -> Self {
        let [a, b, c, d, e, f] = self.to_wire();
        Self::from_wire([f, e, d, c, b, a])
    }
}

impl From<Address> for u64 {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl TryFrom<u64> for Address {
    type Error = AddressError;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        Self::new(number).ok_or(AddressError { number })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number that does not fit the 48 bits of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address {number} is above 281474976710655, the highest 48-bit number")]
pub struct AddressError {
    /// The number that was given.
    pub number: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_low_byte_first_and_both_ways_round() {
        let address = Address::from_wire([0x79, 3, 0, 0, 0, 0]);
        assert_eq!(address.number(), 889);
        assert_eq!(address.reversed().number(), 0x7903_0000_0000);
        assert_eq!(address.reversed().reversed(), address);
    }

    #[test]
    fn refuses_more_than_48_bits() {
        assert_eq!(Address::new(1 << 48), None);
        assert!(serde_json::from_str::<Address>("281474976710656").is_err());
        assert_eq!(
            serde_json::from_str::<Address>("281474976710655").unwrap(),
            Address::MAX
        );
    }
}
