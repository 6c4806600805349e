//! Days of the civil calendar, without a time and without a zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day. As JSON, as text and in the database it is `2026-11-23`, which also sorts as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(jiff::civil::Date);

/// A text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no day: write it as 2026-11-23")]
pub struct DateError(String);

impl Date {
    /// As the calendar's own type, for reckoning with days.
    #[must_use]
    pub const fn civil(self) -> jiff::civil::Date {
        self.0
    }

    /// Days since 1 January 1970; before it they are negative.
    #[must_use]
    pub fn since_1970(self) -> i64 {
        let span = self.0 - jiff::civil::Date::constant(1970, 1, 1);
        i64::from(span.get_days())
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let fail = || DateError(text.to_owned());
        // The library reads more forms than the one that sorts as text.
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(fail());
        }
        text.parse().map(Self).map_err(|_| fail())
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_one_form_only() {
        let day: Date = "2024-02-29".parse().unwrap();
        assert_eq!(day.to_string(), "2024-02-29");
        for wrong in ["2023-02-29", "20240229", "2024-2-9", "2024-02-29T00:00", ""] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }
}
