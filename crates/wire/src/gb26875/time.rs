//! The time label 时间标签 (clause 8.2.2, figure 17): six bytes, second first.
//!
//! Invariants: the six raw bytes are kept whatever they say; an impossible date reads as `None`
//! and is never an error. Not here: time zones. The standard names none; by convention a label is
//! China local time (UTC+8), and the gateway does the conversion.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a device model writes its time labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeCoding {
    /// One plain binary number a byte: the standard.
    #[default]
    Binary,
    /// Two decimal digits a byte, as some device models send.
    Bcd,
}

/// Six raw bytes: second, minute, hour, day, month, year − 2000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimeLabel(pub [u8; 6]);

impl TimeLabel {
    /// All zero: what devices without a clock send. Reads as `None`.
    pub const ZERO: Self = Self([0; 6]);

    /// The label as a date and time, or `None` where it is no valid date.
    pub fn decode(self, coding: TimeCoding) -> Option<LocalTime> {
        let [second, minute, hour, day, month, year] = match coding {
            TimeCoding::Binary => self.0,
            TimeCoding::Bcd => {
                let mut plain = [0; 6];
                for (out, byte) in plain.iter_mut().zip(self.0) {
                    *out = bcd(byte)?;
                }
                plain
            }
        };
        LocalTime::new(2000 + u16::from(year), month, day, hour, minute, second)
    }

    /// The label of a date and time.
    pub fn encode(time: LocalTime, coding: TimeCoding) -> Self {
        let year = u8::try_from(time.year.saturating_sub(2000)).unwrap_or(99);
        let plain = [
            time.second,
            time.minute,
            time.hour,
            time.day,
            time.month,
            year,
        ];
        Self(match coding {
            TimeCoding::Binary => plain,
            TimeCoding::Bcd => plain.map(|n| ((n / 10) << 4) | (n % 10)),
        })
    }

    /// Whether the six bytes also read as a valid date in binary-coded decimal. `false` proves
    /// that a device which sends this label writes binary; `true` proves nothing.
    pub fn may_be_bcd(self) -> bool {
        self.decode(TimeCoding::Bcd).is_some()
    }
}

fn bcd(byte: u8) -> Option<u8> {
    let (tens, ones) = (byte >> 4, byte & 0x0F);
    (tens <= 9 && ones <= 9).then_some(tens * 10 + ones)
}

/// A date and time of day without a zone, years 2000–2099, to the second.
///
/// Displays as ISO 8601 without an offset: `2012-09-26T09:58:32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl LocalTime {
    /// A checked date and time; `None` for a date that the calendar does not have.
    pub const fn new(
        year: u16,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Option<Self> {
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            // 2000 is a leap year and 2100 is out of range.
            2 if year.is_multiple_of(4) => 29,
            2 => 28,
            _ => return None,
        };
        if year < 2000 || year > 2099 || day == 0 || day > days {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        })
    }

    /// Year, month (1–12) and day (1–31).
    pub const fn date(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// Hour (0–23), minute and second (0–59).
    pub const fn time(self) -> (u8, u8, u8) {
        (self.hour, self.minute, self.second)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_is_the_standard() {
        let label = TimeLabel([0x20, 0x3A, 9, 0x1A, 9, 0x0C]);
        let time = label.decode(TimeCoding::Binary).unwrap();
        assert_eq!(time.to_string(), "2012-09-26T09:58:32");
        assert_eq!(TimeLabel::encode(time, TimeCoding::Binary), label);
        assert!(!label.may_be_bcd());
    }

    #[test]
    fn decimal_only_when_asked() {
        let label = TimeLabel([0x32, 0x58, 0x09, 0x26, 0x09, 0x12]);
        let time = label.decode(TimeCoding::Bcd).unwrap();
        assert_eq!(time.to_string(), "2012-09-26T09:58:32");
        assert_eq!(TimeLabel::encode(time, TimeCoding::Bcd), label);
        assert_eq!(label.decode(TimeCoding::Binary), None);
    }

    #[test]
    fn impossible_dates_are_none() {
        for raw in [
            [0; 6],
            [0xFF; 6],
            [60, 0, 0, 1, 1, 20],
            [0, 60, 0, 1, 1, 20],
            [0, 0, 24, 1, 1, 20],
            [0, 0, 0, 0, 1, 20],
            [0, 0, 0, 29, 2, 21],
            [0, 0, 0, 31, 4, 20],
            [0, 0, 0, 1, 13, 20],
            [0, 0, 0, 1, 1, 100],
        ] {
            assert_eq!(TimeLabel(raw).decode(TimeCoding::Binary), None, "{raw:?}");
        }
        assert!(
            TimeLabel([0, 0, 0, 29, 2, 20])
                .decode(TimeCoding::Binary)
                .is_some()
        );
    }
}
