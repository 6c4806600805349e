//! Periods of law 期间 and when they end.
//!
//! 民法典 art. 201: of days, the one on which the period starts is not counted; hours run from their
//! moment. Art. 203: a last day that is a legal rest day 法定休假日 moves to the day after the rest
//! ends; the last day ends at 24:00, or when business closes where there are business hours.
//! 行政处罚法 art. 85: "2日", "3日", "5日" and "7日" there mean working days, and so does every period
//! of up to ten days in 行政强制法 art. 69. Which of these a paragraph asks for is said by [`Term`] and
//! [`Rule`], which are data; the arithmetic is here.

use std::time::Duration;

use base::Timestamp;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::civil::{civil_of, instant_of};
use crate::{Calendar, CalendarError, DayKind, date_of, end_of};

const SECONDS_OF_AN_HOUR: u64 = 3_600;

/// How long a period is. As JSON `{"working_days": 5}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// 工作日: days on which offices work, make-up days among them.
    WorkingDays(u16),
    /// 日, 自然日: days of the calendar.
    Days(u32),
    /// 小时: sixty minutes each, day and night.
    Hours(u32),
    /// 工作小时: only while offices are open.
    WorkingHours(u16),
}

/// Whether the day on which a period of days starts is its first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartDay {
    /// 开始的当日不计入 (民法典 art. 201): the next day is the first.
    #[default]
    NotCounted,
    /// 自即日起计算: it is the first, where a paragraph says so.
    Counted,
}

/// What happens to a period of days whose last day is none to act on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDay {
    /// It moves to the first working day after (法定休假日, weekends among them; 民法典 art. 203).
    #[default]
    MovesPastRestDays,
    /// It moves behind the days of a holiday notice only; an ordinary weekend ends it
    /// (法定节假日 in the narrow sense).
    MovesPastHolidays,
    /// It stays where it falls.
    Stays,
}

/// When the last day of a period of days is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// At 24:00.
    #[default]
    Midnight,
    /// When offices close (有业务时间的, art. 203); at 24:00 on a day without office hours.
    Office,
}

/// How a period is counted; [`Rule::default`] is the general one of 民法典 art. 201 and 203.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// Whether the start day counts.
    pub start: StartDay,
    /// Where the last day moves.
    pub last_day: LastDay,
    /// When the last day ends.
    pub closing: Closing,
}

impl Calendar {
    /// The first moment at which a period that starts at `from` is over: acting before it is in
    /// time. 24:00 of the last day is 00:00 of the next; show people [`Calendar::last_day`].
    ///
    /// `rule` governs periods of days; hours run from their moment and working hours through office
    /// hours, whatever it says. A period of nothing is over at once for hours, and with its start
    /// day for days. No deadline lies before `from`.
    ///
    /// # Errors
    /// [`CalendarError::MissingYear`] when the period starts in, runs into or ends in a year whose
    /// notice is not loaded; [`CalendarError::OutOfRange`] beyond the year 9999.
    pub fn deadline(
        &self,
        from: Timestamp,
        term: Term,
        rule: Rule,
    ) -> Result<Timestamp, CalendarError> {
        let over = match term {
            Term::WorkingDays(_) | Term::Days(_) => {
                self.closing(self.last_counted(date_of(from)?, term, rule)?, rule)?
            }
            Term::Hours(hours) => {
                let over = from.plus(Duration::from_secs(u64::from(hours) * SECONDS_OF_AN_HOUR));
                civil_of(over)?;
                over
            }
            Term::WorkingHours(hours) => self.after_working_hours(from, hours)?,
        };
        Ok(over.max(from))
    }

    /// The last day of the period, as a document names it (限于某月某日前).
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn last_day(&self, from: Timestamp, term: Term, rule: Rule) -> Result<Date, CalendarError> {
        match term {
            Term::WorkingDays(_) | Term::Days(_) => self.last_counted(date_of(from)?, term, rule),
            Term::Hours(_) | Term::WorkingHours(_) => {
                let over = self.deadline(from, term, rule)?;
                date_of(over.minus(Duration::from_micros(1)).max(from))
            }
        }
    }

    fn last_counted(&self, start: Date, term: Term, rule: Rule) -> Result<Date, CalendarError> {
        let counted = match term {
            Term::WorkingDays(days) => self.after_working_days(start, i32::from(days), rule)?,
            Term::Days(days) => after_days(start, days, rule)?,
            Term::Hours(_) | Term::WorkingHours(_) => start,
        };
        self.settle(counted, rule.last_day)
    }

    fn after_working_days(
        &self,
        start: Date,
        days: i32,
        rule: Rule,
    ) -> Result<Date, CalendarError> {
        let first_counts =
            days > 0 && rule.start == StartDay::Counted && self.is_working_day(start)?;
        let further = if first_counts { days - 1 } else { days };
        Ok(self.add_working_days(start, further)?)
    }

    fn settle(&self, last: Date, rule: LastDay) -> Result<Date, CalendarError> {
        match rule {
            LastDay::Stays => Ok(last),
            LastDay::MovesPastRestDays => Ok(self.on_or_after(last)?),
            LastDay::MovesPastHolidays => {
                let mut at = last;
                while matches!(self.kind(at)?, DayKind::Holiday(_)) {
                    at = at.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
                }
                Ok(at)
            }
        }
    }

    fn closing(&self, last: Date, rule: Rule) -> Result<Timestamp, CalendarError> {
        if rule.closing == Closing::Office && self.is_working_day(last)? {
            instant_of(last.to_datetime(self.hours().close()))
        } else {
            end_of(last)
        }
    }

    fn after_working_hours(&self, from: Timestamp, hours: u16) -> Result<Timestamp, CalendarError> {
        if hours == 0 {
            return Ok(from);
        }
        let mut left = SignedDuration::from_hours(i64::from(hours));
        let mut at = civil_of(from)?;
        loop {
            if self.is_working_day(at.date())? {
                match self.hours().work(at, left) {
                    Ok(over) => return instant_of(over),
                    Err(rest) => left = rest,
                }
            }
            let next = at.date().tomorrow();
            at = next.map_err(|_| CalendarError::OutOfRange)?.at(0, 0, 0, 0);
        }
    }
}

fn after_days(start: Date, days: u32, rule: Rule) -> Result<Date, CalendarError> {
    let further = match rule.start {
        StartDay::NotCounted => days,
        StartDay::Counted => days.saturating_sub(1),
    };
    start
        .checked_add(SignedDuration::from_hours(i64::from(further) * 24))
        .map_err(|_| CalendarError::OutOfRange)
}
