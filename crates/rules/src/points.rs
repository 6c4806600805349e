//! 分 points of an evaluation, in hundredths, and the span that they lie in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Points, in hundredths: 150 is 1.5 分. Written as a text, `"1.5"`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Points(i64);

/// A text that is no number of points.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no number of points; write it as \"1.5\", with two digits behind the point at most"
)]
pub struct PointsError(String);

impl Points {
    /// None.
    pub const NONE: Self = Self(0);

    /// From hundredths.
    #[must_use]
    pub const fn hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// In hundredths.
    #[must_use]
    pub const fn in_hundredths(self) -> i64 {
        self.0
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// This less the other, below nothing too.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times.
    #[must_use]
    pub fn times(self, times: u64) -> Self {
        Self(
            self.0
                .saturating_mul(i64::try_from(times).unwrap_or(i64::MAX)),
        )
    }

    /// The nearest of nothing to `most`.
    #[must_use]
    pub fn within(self, most: Self) -> Self {
        self.max(Self::NONE).min(most)
    }
}

impl FromStr for Points {
    type Err = PointsError;

    fn from_str(text: &str) -> Result<Self, PointsError> {
        let fail = || PointsError(text.to_owned());
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) || part.len() > 2 || whole.len() > 9 {
            return Err(fail());
        }
        let number = |text: &str| text.parse::<i64>().map_err(|_| fail());
        let tenfold = if part.len() == 1 { 10 } else { 1 };
        Ok(Self(
            sign * (number(whole)? * 100 + number(part)? * tenfold),
        ))
    }
}

impl TryFrom<String> for Points {
    type Error = PointsError;

    fn try_from(text: String) -> Result<Self, PointsError> {
        text.parse()
    }
}

impl From<Points> for String {
    fn from(points: Points) -> Self {
        points.to_string()
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, all) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let text = format!("{sign}{}.{:02}", all / 100, all % 100);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// What points may come to: what is known sets both ends, what is unknown keeps them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// The least, whatever the unknown turns out to be.
    pub least: Points,
    /// The most.
    pub most: Points,
}

impl Span {
    /// Known points.
    #[must_use]
    pub const fn exactly(points: Points) -> Self {
        Self {
            least: points,
            most: points,
        }
    }

    /// Between two; in whichever order they come.
    #[must_use]
    pub fn between(one: Points, other: Points) -> Self {
        Self {
            least: one.min(other),
            most: one.max(other),
        }
    }

    /// Whether nothing unknown is left in it.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.least == self.most
    }

    /// Whether the points lie in it.
    #[must_use]
    pub fn holds(self, points: Points) -> bool {
        self.least <= points && points <= self.most
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            least: self.least.plus(other.least),
            most: self.most.plus(other.most),
        }
    }

    /// Both ends taken through a function that never turns more into less.
    #[must_use]
    pub(crate) fn map(self, rising: impl Fn(Points) -> Points) -> Self {
        Self {
            least: rising(self.least),
            most: rising(self.most),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_known() {
            write!(f, "{}", self.least)
        } else {
            write!(f, "{}–{}", self.least, self.most)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_written_without_rounding() {
        for text in ["0", "1.5", "0.25", "-1.5", "100", "-0.05"] {
            assert_eq!(text.parse::<Points>().unwrap().to_string(), text);
        }
        assert_eq!("1.50".parse(), Ok(Points::hundredths(150)));
        for text in [
            "",
            "1.",
            ".5",
            "1.234",
            "1,5",
            "+1",
            "1e2",
            "--1",
            "9999999999",
        ] {
            assert!(text.parse::<Points>().is_err(), "{text}");
        }
    }

    #[test]
    fn points_stay_between_nothing_and_the_most() {
        let most = Points::hundredths(150);
        assert_eq!(Points::hundredths(-50).within(most), Points::NONE);
        assert_eq!(Points::hundredths(200).within(most), most);
        assert_eq!(most.times(u64::MAX), Points::hundredths(i64::MAX));
    }
}
