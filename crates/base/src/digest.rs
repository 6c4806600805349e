//! SM3 (GB/T 32905-2016), the hash of the journal's chain.

use std::fmt;

use sm3::Digest as _;

/// A 32-byte SM3 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest "of nothing" that the first link of a chain stands on.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest's bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads back 32 stored bytes; `None` when the length is another.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Reads 64 hexadecimal digits; `None` when they are not.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .filter_map(|pair| pair.first().zip(pair.get(1)).map(|(h, l)| h << 4 | l))
            .collect();
        if digits.len() == 64 {
            Self::from_slice(&bytes)
        } else {
            None
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// SM3 over `parts`, each preceded by its length (u64, big endian), so that no two different lists
/// of parts give the same input.
#[must_use]
pub fn sm3(parts: &[&[u8]]) -> Digest {
    let mut hasher = sm3::Sm3::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    Digest(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GB/T 32905-2016, annex A.1: the digest of "abc" without our length prefix.
    #[test]
    fn the_library_computes_the_standards_example() {
        let digest = Digest(sm3::Sm3::digest(b"abc").into());
        assert_eq!(
            digest.to_string(),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
        assert_eq!(Digest::from_hex(&digest.to_string()), Some(digest));
    }

    #[test]
    fn parts_cannot_be_shifted_against_each_other() {
        assert_ne!(sm3(&[b"ab", b"c"]), sm3(&[b"a", b"bc"]));
    }
}
