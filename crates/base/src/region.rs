//! Official statistical codes of regions 行政区划, unpadded.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A statistical region code: city 4, county 6, township 9 or village 12 digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

/// The level of a [`RegionCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionLevel {
    /// 地级市
    City,
    /// 县(市、区)
    County,
    /// 乡镇(街道)
    Township,
    /// 行政村(社区)
    Village,
}

/// Why a text is not a region code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a region code: write 4, 6, 9 or 12 digits without padding")]
pub struct RegionError(String);

impl RegionCode {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level that the number of digits tells.
    #[must_use]
    pub fn level(&self) -> RegionLevel {
        match self.0.len() {
            4 => RegionLevel::City,
            6 => RegionLevel::County,
            9 => RegionLevel::Township,
            _ => RegionLevel::Village,
        }
    }

    /// Whether `other` is this region or lies in it by its code. Areas that are carved out of a
    /// region (a development zone) are sets and not codes; see the access room.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl FromStr for RegionCode {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, RegionError> {
        let known_length = matches!(text.len(), 4 | 6 | 9 | 12);
        if known_length && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RegionError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for RegionCode {
    type Error = RegionError;

    fn try_from(text: String) -> Result<Self, RegionError> {
        text.parse()
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_holds_its_townships_and_not_its_neighbours() {
        let county: RegionCode = "140802".parse().unwrap();
        assert_eq!(county.level(), RegionLevel::County);
        assert!(county.contains(&"140802001".parse().unwrap()));
        assert!(!county.contains(&"140821".parse().unwrap()));
    }

    #[test]
    fn padded_codes_are_refused_with_the_way_out() {
        let error = "14080".parse::<RegionCode>().unwrap_err();
        assert!(error.to_string().contains("4, 6, 9 or 12"));
    }
}
