//! Exact numbers of facts: fractions, because a rate is compared with its target and not with what it
//! rounds to. 99.96 % does not reach 100 %.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// Digits behind the point of a number that is no finite decimal, where it is shown.
const SHOWN_DIGITS: u32 = 4;

/// A fraction in lowest terms. Read from a decimal (`"7800"`, `"0.07"`); only ever compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Number {
    over: i128,
    under: i128,
}

/// A text that is no decimal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no number; write a decimal such as \"100\" or \"0.07\"")]
pub struct NumberError(String);

impl Number {
    /// None of it.
    pub const ZERO: Self = Self { over: 0, under: 1 };

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self {
            over: number as i128,
            under: 1,
        }
    }

    /// `over / under`; `None` over nothing.
    #[must_use]
    pub fn ratio(over: i128, under: i128) -> Option<Self> {
        if under == 0 || over == i128::MIN || under == i128::MIN {
            return None;
        }
        let shared = common(over.abs(), under.abs()) * under.signum();
        Some(Self {
            over: over / shared,
            under: under / shared,
        })
    }

    /// So many of a hundred: `part / whole` as per cent; `None` of nothing, and beyond 128 bits.
    #[must_use]
    pub fn per_cent(part: i64, whole: i64) -> Option<Self> {
        Self::ratio(i128::from(part) * 100, i128::from(whole))
    }
}

/// The greatest common divisor of two that are not negative and not both nothing.
const fn common(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    /// By whole parts, then by what is left over turned upside down: nothing is multiplied, so nothing
    /// overflows.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        let mut upright = true;
        loop {
            let wholes = (a.over.div_euclid(a.under)).cmp(&b.over.div_euclid(b.under));
            let (left_a, left_b) = (a.over.rem_euclid(a.under), b.over.rem_euclid(b.under));
            let found = match (wholes, left_a, left_b) {
                (Ordering::Equal, 0, 0) => Ordering::Equal,
                (Ordering::Equal, 0, _) => Ordering::Less,
                (Ordering::Equal, _, 0) => Ordering::Greater,
                (Ordering::Equal, _, _) => {
                    (a.over, b.over) = (a.under, b.under);
                    (a.under, b.under) = (left_a, left_b);
                    upright = !upright;
                    continue;
                }
                (decided, _, _) => decided,
            };
            return if upright { found } else { found.reverse() };
        }
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let fail = || NumberError(text.to_owned());
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let pointed = digits.contains('.') && part.is_empty();
        if whole.is_empty() || pointed || !plain(whole) || !plain(part) || digits.len() > 30 {
            return Err(fail());
        }
        let over: i128 = format!("{whole}{part}").parse().map_err(|_| fail())?;
        let places = u32::try_from(part.len()).map_err(|_| fail())?;
        let signed = if digits.len() < text.len() {
            -over
        } else {
            over
        };
        Self::ratio(signed, 10_i128.pow(places)).ok_or_else(fail)
    }
}

impl TryFrom<String> for Number {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Number {
    /// As a decimal; one that has no end is cut behind its fourth digit and followed by `…`, so that
    /// 99.99996 never looks like 100.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.over < 0 {
            f.write_str("-")?;
        }
        let mut left = self.over.unsigned_abs() % self.under.unsigned_abs();
        write!(
            f,
            "{}",
            self.over.unsigned_abs() / self.under.unsigned_abs()
        )?;
        let mut digits = String::new();
        for _ in 0..SHOWN_DIGITS {
            let Some(tenfold) = left.checked_mul(10).filter(|_| left != 0) else {
                break;
            };
            digits.push_str(&(tenfold / self.under.unsigned_abs()).to_string());
            left = tenfold % self.under.unsigned_abs();
        }
        if !digits.is_empty() {
            write!(f, ".{digits}")?;
        }
        if left == 0 {
            Ok(())
        } else {
            f.write_str("…")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_read_and_shown_as_they_are() {
        for text in ["0", "100", "0.07", "-2.5", "7800", "0.0001"] {
            assert_eq!(text.parse::<Number>().unwrap().to_string(), text);
        }
        for text in ["", ".", "1.", ".5", "1e3", "65%", "１", "--1"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
        assert_eq!(Number::ratio(2, 3).unwrap().to_string(), "0.6666…");
        assert_eq!(
            Number::per_cent(9_999_999, 10_000_000).unwrap().to_string(),
            "99.9999…"
        );
        assert_eq!(Number::per_cent(1, 0), None);
    }

    #[test]
    fn numbers_too_large_to_multiply_are_still_compared() {
        let near = Number::ratio(i128::MAX - 1, i128::MAX).unwrap();
        let nearer = Number::ratio(i128::MAX, i128::MAX - 2).unwrap();
        assert!(near < Number::whole(1) && Number::whole(1) < nearer);
        assert!(Number::ratio(-1, 3).unwrap() < Number::ratio(-1, 4).unwrap());
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_cross_multiplication(
            a in -1000_i128..1000, b in 1_i128..1000, c in -1000_i128..1000, d in 1_i128..1000,
        ) {
            let (left, right) = (Number::ratio(a, b).unwrap(), Number::ratio(c, d).unwrap());
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
        }
    }
}
