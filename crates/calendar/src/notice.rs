//! One year's notice 国务院办公厅关于某年部分节假日安排的通知, read from the pack and checked.
//!
//! The file repeats what the notice says of itself (a holiday's number of days) and carries a
//! check sum, because a mistyped date here becomes a wrong deadline in law.

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::NoticeError;
use crate::days::DayKind;

/// A name in the two languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// Where a year's days come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The notice's title.
    pub title: String,
    /// Its number 发文字号.
    pub number: String,
    /// The day it was issued 成文日期.
    pub issued: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notice {
    pub(crate) year: i16,
    pub(crate) source: Source,
    /// Weekdays off less make-up days: the statutory holidays of the year, 11 until 2024 and 13
    /// since (全国年节及纪念日放假办法, 国务院令第795号), unless a notice gives more.
    working_days_lost: i32,
    holidays: Vec<Holiday>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: Name,
    from: Date,
    to: Date,
    /// 共几天, as the notice says.
    days: u8,
    /// 调休上班
    make_up: Vec<Date>,
}

impl Notice {
    pub(crate) fn from_json(text: &str) -> Result<Self, NoticeError> {
        Ok(serde_json::from_str(text)?)
    }

    /// Every day that differs from an ordinary week, after all checks inside this notice.
    pub(crate) fn days(&self) -> Result<Vec<(Date, DayKind)>, NoticeError> {
        let mut days = Vec::new();
        for holiday in &self.holidays {
            for date in self.span(holiday)? {
                days.push((date, DayKind::Holiday(holiday.name.clone())));
            }
            for &date in &holiday.make_up {
                self.near(date)?;
                if !is_weekend(date) {
                    return Err(NoticeError::MakeUpOnWeekday { date });
                }
                days.push((date, DayKind::MakeUp(holiday.name.clone())));
            }
        }
        self.check_sum(&days)?;
        Ok(days)
    }

    fn span(&self, holiday: &Holiday) -> Result<Vec<Date>, NoticeError> {
        self.near(holiday.from)?;
        self.near(holiday.to)?;
        let dates: Vec<Date> = holiday
            .from
            .series(jiff::Span::new().days(1))
            .take_while(|date| *date <= holiday.to)
            .collect();
        if dates.len() == usize::from(holiday.days) && !dates.is_empty() {
            return Ok(dates);
        }
        Err(NoticeError::WrongLength {
            year: self.year,
            holiday: holiday.name.zh.clone(),
            from: holiday.from,
            to: holiday.to,
            days: holiday.days,
        })
    }

    /// A notice tells days of its year, and of the December before from the 29th on.
    fn near(&self, date: Date) -> Result<(), NoticeError> {
        if governing_year(date) == self.year || date.year() == self.year {
            return Ok(());
        }
        Err(NoticeError::WrongYear {
            year: self.year,
            date,
        })
    }

    fn check_sum(&self, days: &[(Date, DayKind)]) -> Result<(), NoticeError> {
        let counted: i32 = days
            .iter()
            .map(|(date, kind)| match kind {
                DayKind::Holiday(_) if !is_weekend(*date) => 1,
                DayKind::MakeUp(_) => -1,
                _ => 0,
            })
            .sum();
        if counted == self.working_days_lost {
            return Ok(());
        }
        Err(NoticeError::CheckSum {
            year: self.year,
            counted,
            stated: self.working_days_lost,
        })
    }
}

/// The year whose notice speaks last about `date`: its own, but the next year's from 29 December.
///
/// The notice for 2007 made 30 and 31 December 2006 working days, that for 2019 made 29 December
/// 2018 one, that for 2023 began its holiday on 31 December 2022. None has reached further back.
pub(crate) fn governing_year(date: Date) -> i16 {
    if date.month() == 12 && date.day() >= 29 {
        date.year().saturating_add(1)
    } else {
        date.year()
    }
}

pub(crate) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
