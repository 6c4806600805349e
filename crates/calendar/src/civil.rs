//! Points in time and civil days of China.
//!
//! China keeps one time, and no daylight saving since the summer of 1991: UTC+8 is the whole rule
//! for every day this product meets, and no time-zone database is read.

use base::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::CalendarError;

/// Beijing time 北京时间.
const CHINA: Offset = Offset::constant(8);

/// The civil day in China on which `at` falls.
///
/// # Errors
/// [`CalendarError::OutOfRange`] beyond the years -9999 to 9999.
pub fn date_of(at: Timestamp) -> Result<Date, CalendarError> {
    Ok(civil_of(at)?.date())
}

/// 00:00 of `date`, the first moment of that day.
///
/// # Errors
/// [`CalendarError::OutOfRange`] at the very ends of the calendar.
pub fn start_of(date: Date) -> Result<Timestamp, CalendarError> {
    instant_of(date.at(0, 0, 0, 0))
}

/// 00:00 of the day in China on which `at` falls: when "today" began. At the very ends of the
/// calendar, which no clock shows, `at` itself.
#[must_use]
pub fn day_began(at: Timestamp) -> Timestamp {
    date_of(at).and_then(start_of).unwrap_or(at)
}

/// 24:00 of `date`, which is 00:00 of the day after.
///
/// # Errors
/// [`CalendarError::OutOfRange`] at the very ends of the calendar.
pub fn end_of(date: Date) -> Result<Timestamp, CalendarError> {
    start_of(date.tomorrow().map_err(|_| CalendarError::OutOfRange)?)
}

pub(crate) fn civil_of(at: Timestamp) -> Result<DateTime, CalendarError> {
    let instant =
        jiff::Timestamp::from_microsecond(at.as_micros()).map_err(|_| CalendarError::OutOfRange)?;
    Ok(CHINA.to_datetime(instant))
}

pub(crate) fn instant_of(civil: DateTime) -> Result<Timestamp, CalendarError> {
    CHINA
        .to_timestamp(civil)
        .map(|instant| Timestamp::from_micros(instant.as_microsecond()))
        .map_err(|_| CalendarError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_turns_at_sixteen_hours_utc() {
        let last: Timestamp = "2026-11-23T15:59:59.999999Z".parse().unwrap();
        let first: Timestamp = "2026-11-23T16:00:00Z".parse().unwrap();
        assert_eq!(date_of(last), Ok(date(2026, 11, 23)));
        assert_eq!(date_of(first), Ok(date(2026, 11, 24)));
        assert_eq!(start_of(date(2026, 11, 24)), Ok(first));
        assert_eq!(end_of(date(2026, 11, 23)), Ok(first));
        assert_eq!(day_began(first), first);
        assert_eq!(
            day_began(last),
            first.minus(std::time::Duration::from_secs(24 * 3600))
        );
    }

    #[test]
    fn the_ends_of_time_are_refused() {
        assert_eq!(
            date_of(Timestamp::from_micros(i64::MAX)),
            Err(CalendarError::OutOfRange)
        );
        assert_eq!(end_of(Date::MAX), Err(CalendarError::OutOfRange));
    }
}
