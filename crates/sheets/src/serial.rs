//! Days as spreadsheets count them.
//!
//! Excel's day 1 is 1 January 1900, and its day 60 is 29 February 1900, which never was: the
//! mistake of an older program, kept for its files. The other count begins with day 0 on
//! 1 January 1904 (ECMA-376 part 1, 18.17.4.1).

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{Span, Unit};

const DAY_MILLIS: f64 = 86_400_000.0;
const LAST: Date = date(9999, 12, 31);

/// Where a workbook begins to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    #[default]
    Y1900,
    Y1904,
}

/// A serial number taken apart; nothing for numbers that are no moment of the civil calendar.
pub(crate) fn moment(serial: f64, epoch: Epoch) -> Option<DateTime> {
    if !(0.0..3e6).contains(&serial) {
        return None;
    }
    let (mut days, mut millis) = (serial.floor(), (serial.fract() * DAY_MILLIS).round());
    if millis >= DAY_MILLIS {
        days += 1.0;
        millis = 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below three million")]
    let (days, millis) = (days as i64, millis as i64);
    let start = match epoch {
        Epoch::Y1904 => date(1904, 1, 1),
        Epoch::Y1900 if days == 60 => return None,
        Epoch::Y1900 if days < 60 => date(1899, 12, 31),
        Epoch::Y1900 => date(1899, 12, 30),
    };
    let day = start.checked_add(Span::new().try_days(days).ok()?).ok()?;
    Some(DateTime::from_parts(day, time_of(millis)?))
}

fn time_of(millis: i64) -> Option<Time> {
    let part = |unit: i64, of: i64| i8::try_from(millis / unit % of).ok();
    let subsecond = i32::try_from(millis % 1000 * 1_000_000).ok()?;
    Time::new(
        part(3_600_000, 24)?,
        part(60_000, 60)?,
        part(1000, 60)?,
        subsecond,
    )
    .ok()
}

/// The serial number of a day in the count from 1900; nothing before that count begins.
pub(crate) fn of_date(day: Date) -> Option<f64> {
    let start = if day < date(1900, 3, 1) {
        date(1899, 12, 31)
    } else {
        date(1899, 12, 30)
    };
    if day < date(1900, 1, 1) || day > LAST {
        return None;
    }
    let days = start.until((Unit::Day, day)).ok()?.get_days();
    Some(f64::from(days))
}

/// The part of a day that has passed, to the millisecond.
pub(crate) fn of_time(time: Time) -> f64 {
    let seconds =
        (i32::from(time.hour()) * 60 + i32::from(time.minute())) * 60 + i32::from(time.second());
    let millis = seconds * 1000 + time.subsec_nanosecond() / 1_000_000;
    f64::from(millis) / DAY_MILLIS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_of_both_counts() {
        let at = |serial, epoch| moment(serial, epoch).map(|at| at.to_string());
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(at(1.0, Epoch::Y1900), is("1900-01-01T00:00:00"));
        assert_eq!(at(59.0, Epoch::Y1900), is("1900-02-28T00:00:00"));
        assert_eq!(at(60.0, Epoch::Y1900), None);
        assert_eq!(at(61.0, Epoch::Y1900), is("1900-03-01T00:00:00"));
        assert_eq!(at(45_292.75, Epoch::Y1900), is("2024-01-01T18:00:00"));
        assert_eq!(at(2_958_465.0, Epoch::Y1900), is("9999-12-31T00:00:00"));
        assert_eq!(at(2_958_466.0, Epoch::Y1900), None);
        assert_eq!(at(0.0, Epoch::Y1904), is("1904-01-01T00:00:00"));
        assert_eq!(at(43_830.0, Epoch::Y1904), is("2024-01-01T00:00:00"));
        assert_eq!(at(-1.0, Epoch::Y1904), None);
        assert_eq!(at(f64::NAN, Epoch::Y1904), None);
        // The last half millisecond belongs to the next day.
        assert_eq!(
            at(45_292.999_999_999, Epoch::Y1900),
            is("2024-01-02T00:00:00")
        );
    }

    #[test]
    fn every_day_comes_back() {
        for days in 1..2_958_466_i32 {
            if days == 60 || (days > 4000 && days % 97 != 0) {
                continue;
            }
            let serial = f64::from(days);
            let day = moment(serial, Epoch::Y1900).unwrap().date();
            assert_eq!(of_date(day), Some(serial), "{day}");
        }
        assert_eq!(of_date(date(1899, 12, 31)), None);
    }
}
