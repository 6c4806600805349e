//! Periods: a range of days of the city's own calendar, and how they follow each other.
//!
//! A period is written `2025`, `2025-H1`, `2025-Q3`, `2025-11`, `2025-W47` (ISO week),
//! `2025-11-23` or `2025-01-10..2025-03-09`; what is written is what is shown.

use std::fmt;
use std::str::FromStr;

use base::Timestamp;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::Offset;
use jiff::{Span, ToSpan};

/// A range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    step: Step,
    from: Date,
    until: Date,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// 日
    Day,
    /// 周, Monday to Sunday
    Week,
    /// 月
    Month,
    /// 季度
    Quarter,
    /// 半年
    HalfYear,
    /// 年
    Year,
    /// Any other range of days.
    Days,
}

/// A text that is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no period: write 2025, 2025-H1, 2025-Q3, 2025-11, 2025-W47, 2025-11-23 or 2025-01-10..2025-03-09"
)]
pub struct PeriodError(String);

impl Step {
    /// All steps that have a name of their own, the longest first.
    pub const NAMED: [Self; 6] = [
        Self::Year,
        Self::HalfYear,
        Self::Quarter,
        Self::Month,
        Self::Week,
        Self::Day,
    ];

    /// Its word in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::Days => "days",
        }
    }

    const fn months(self) -> Option<i8> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::Day | Self::Week | Self::Days => None,
        }
    }
}

impl Period {
    /// The period of this step in which a day lies; for [`Step::Days`] the day alone.
    #[must_use]
    pub fn of(step: Step, day: Date) -> Self {
        let from = match step {
            Step::Day | Step::Days => day,
            Step::Week => {
                let behind = i64::from(day.weekday().to_monday_zero_offset());
                moved(day, (-behind).days())
            }
            Step::Month | Step::Quarter | Step::HalfYear | Step::Year => {
                let months = step.months().unwrap_or(1);
                let first = (day.month() - 1) / months * months + 1;
                Date::new(day.year(), first, 1).unwrap_or(day)
            }
        };
        Self::starting(step, from)
    }

    /// The days from one to another; `None` when they are turned round.
    #[must_use]
    pub fn days(from: Date, until: Date) -> Option<Self> {
        (from <= until).then_some(Self {
            step: Step::Days,
            from,
            until,
        })
    }

    fn starting(step: Step, from: Date) -> Self {
        let next = match step {
            Step::Day | Step::Days => moved(from, 1.days()),
            Step::Week => moved(from, 7.days()),
            _ => moved(from, i64::from(step.months().unwrap_or(1)).months()),
        };
        Self {
            step,
            from,
            until: next.yesterday().unwrap_or(next),
        }
    }

    /// How long it is.
    #[must_use]
    pub const fn step(self) -> Step {
        self.step
    }

    /// Its first day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// Its last day.
    #[must_use]
    pub const fn until(self) -> Date {
        self.until
    }

    /// The period of the same length just before: 环比.
    #[must_use]
    pub fn before(self) -> Self {
        let last = self.from.yesterday().unwrap_or(self.from);
        match self.step {
            Step::Days => {
                let length = self.from.until(self.until).unwrap_or_default();
                Self {
                    step: Step::Days,
                    from: moved(last, length.negate()),
                    until: last,
                }
            }
            step => Self::of(step, last),
        }
    }

    /// The same period of the year before: 同比. The 29th of February becomes the 28th, a week the
    /// week of the same number, or the last one.
    #[must_use]
    pub fn year_before(self) -> Self {
        let back = |day: Date| moved(day, (-1).years());
        match self.step {
            Step::Days => Self {
                step: Step::Days,
                from: back(self.from),
                until: back(self.until),
            },
            Step::Week => {
                let week = self.from.iso_week_date();
                let (year, number) = (week.year() - 1, week.week());
                let same = ISOWeekDate::new(year, number, Weekday::Monday)
                    .or_else(|_| ISOWeekDate::new(year, number - 1, Weekday::Monday));
                same.map_or(self, |week| Self::of(Step::Week, week.date()))
            }
            step => Self::of(step, back(self.from)),
        }
    }

    /// This period and those before it, `count` in all, the earliest first.
    #[must_use]
    pub fn back(self, count: usize) -> Vec<Self> {
        let mut all: Vec<Self> = std::iter::successors(Some(self), |one| Some(one.before()))
            .take(count)
            .collect();
        all.reverse();
        all
    }

    /// The year in which it ends.
    #[must_use]
    pub fn year(self) -> Self {
        Self::of(Step::Year, self.until)
    }
}

/// A day moved by a span, standing still at the ends of the calendar.
fn moved(day: Date, by: Span) -> Date {
    day.saturating_add(by)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.from.year(), self.from.month());
        match self.step {
            Step::Day => write!(f, "{}", self.from),
            Step::Week => {
                let week = self.from.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Step::Month => write!(f, "{year:04}-{month:02}"),
            Step::Quarter => write!(f, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Step::HalfYear => write!(f, "{year:04}-H{}", (month - 1) / 6 + 1),
            Step::Year => write!(f, "{year:04}"),
            Step::Days => write!(f, "{}..{}", self.from, self.until),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        read(text).ok_or_else(|| PeriodError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Period> {
    if let Some((from, until)) = text.split_once("..") {
        return Period::days(day(from)?, day(until)?);
    }
    if let Some(day) = day(text) {
        return Some(Period::of(Step::Day, day));
    }
    let (year, rest) = text.split_at_checked(4)?;
    let year: i16 = number(year)?;
    let month = |first: i8| Date::new(year, first, 1).ok();
    if rest.is_empty() {
        return Some(Period::of(Step::Year, month(1)?));
    }
    let rest = rest.strip_prefix('-')?;
    if let Some(half) = rest.strip_prefix('H') {
        let half: i8 = number(half).filter(|half| (1..=2).contains(half))?;
        return Some(Period::of(Step::HalfYear, month(half * 6 - 5)?));
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter: i8 = number(quarter).filter(|quarter| (1..=4).contains(quarter))?;
        return Some(Period::of(Step::Quarter, month(quarter * 3 - 2)?));
    }
    if let Some(week) = rest.strip_prefix('W') {
        let week = ISOWeekDate::new(year, number(week)?, Weekday::Monday).ok()?;
        return Some(Period::of(Step::Week, week.date()));
    }
    (rest.len() == 2).then_some(())?;
    Some(Period::of(Step::Month, month(number(rest)?)?))
}

fn number<T: FromStr>(digits: &str) -> Option<T> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn day(text: &str) -> Option<Date> {
    text.parse::<base::Date>().ok().map(base::Date::civil)
}

/// The first moment of a day in a zone of this offset from UTC.
#[must_use]
pub fn start_of(day: Date, offset: Offset) -> Timestamp {
    let instant = offset.to_timestamp(day.at(0, 0, 0, 0));
    let micros = instant.map(|instant| instant.as_microsecond());
    Timestamp::from_micros(micros.unwrap_or(if day.year() < 0 { i64::MIN } else { i64::MAX }))
}

/// The first moment of the day after.
#[must_use]
pub fn end_of(day: Date, offset: Offset) -> Timestamp {
    start_of(day.tomorrow().unwrap_or(day), offset)
}

/// The day in which a moment lies.
#[must_use]
pub fn day_of(at: Timestamp, offset: Offset) -> Date {
    let instant = jiff::Timestamp::from_microsecond(at.as_micros());
    instant.map_or(Date::MAX, |instant| offset.to_datetime(instant).date())
}

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;
