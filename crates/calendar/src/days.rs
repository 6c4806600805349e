//! The calendar: what kind of day each is, and counting over working days.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::notice::{Name, Notice, Source, governing_year, is_weekend};
use crate::{MissingYear, NoticeError, OfficeHours};

/// What kind of day a day is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday, nothing moved.
    Working,
    /// Saturday or Sunday, nothing moved.
    Weekend,
    /// A day off of a notice, also where it falls on a weekend 放假.
    Holiday(Name),
    /// A Saturday or Sunday worked to make up for a holiday 调休上班.
    MakeUp(Name),
}

impl DayKind {
    /// Whether offices work on it.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MakeUp(_))
    }
}

/// Working days of the years whose notices are loaded.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    sources: BTreeMap<i16, Source>,
    /// Only the days that differ from an ordinary week.
    moved: HashMap<Date, DayKind>,
    hours: OfficeHours,
}

impl Calendar {
    /// A calendar from notices, one JSON text a year, in any order.
    ///
    /// # Errors
    /// A text that is no notice, a year or a day told twice, or a notice that fails its checks.
    pub fn from_json<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, NoticeError> {
        let mut calendar = Self::default();
        for text in texts {
            calendar.add(Notice::from_json(text)?)?;
        }
        Ok(calendar)
    }

    /// The same calendar with the office hours of a city; [`OfficeHours::default`] without.
    #[must_use]
    pub fn with_office_hours(self, hours: OfficeHours) -> Self {
        Self { hours, ..self }
    }

    pub(crate) const fn hours(&self) -> &OfficeHours {
        &self.hours
    }

    fn add(&mut self, notice: Notice) -> Result<(), NoticeError> {
        let year = notice.year;
        for (date, kind) in notice.days()? {
            if let Some(first) = self.moved.get(&date) {
                return Err(NoticeError::DayTwice {
                    date,
                    first: describe(first),
                    second: describe(&kind),
                });
            }
            self.moved.insert(date, kind);
        }
        match self.sources.insert(year, notice.source) {
            Some(_) => Err(NoticeError::YearTwice { year }),
            None => Ok(()),
        }
    }

    /// The years that are known, and where each comes from.
    pub fn years(&self) -> impl Iterator<Item = (i16, &Source)> {
        self.sources.iter().map(|(year, source)| (*year, source))
    }

    /// What kind of day `date` is.
    ///
    /// # Errors
    /// [`MissingYear`] when the notice for the day's year is not loaded. 29 to 31 December also need
    /// the next year's, which may move them for the New Year's holiday: until it is out, nobody
    /// knows whether offices work on those days.
    pub fn kind(&self, date: Date) -> Result<DayKind, MissingYear> {
        for year in [date.year(), governing_year(date)] {
            if !self.sources.contains_key(&year) {
                return Err(MissingYear { year, date });
            }
        }
        Ok(match self.moved.get(&date) {
            Some(kind) => kind.clone(),
            None if is_weekend(date) => DayKind::Weekend,
            None => DayKind::Working,
        })
    }

    /// Whether offices work on `date`.
    ///
    /// # Errors
    /// [`MissingYear`], see [`Calendar::kind`].
    pub fn is_working_day(&self, date: Date) -> Result<bool, MissingYear> {
        Ok(self.kind(date)?.is_working())
    }

    /// The `count`th working day after `date`; before it for a negative count. `date` itself is
    /// never counted, and a count of 0 is `date` as it is, a day off or not.
    ///
    /// # Errors
    /// [`MissingYear`] when `date` or a day on the way is not known.
    pub fn add_working_days(&self, date: Date, count: i32) -> Result<Date, MissingYear> {
        self.kind(date)?;
        let mut at = date;
        let mut left = count.unsigned_abs();
        while left > 0 {
            at = self.step(at, count < 0)?;
            if self.is_working_day(at)? {
                left -= 1;
            }
        }
        Ok(at)
    }

    /// How many working days lie after `from` up to and including `to`; negative, counted from
    /// `to` inclusive up to before `from`, when `to` is earlier.
    ///
    /// It undoes [`Calendar::add_working_days`].
    ///
    /// # Errors
    /// [`MissingYear`] when `from`, `to` or a day between is not known.
    pub fn working_days_between(&self, from: Date, to: Date) -> Result<i32, MissingYear> {
        self.kind(from)?;
        let back = to < from;
        let mut at = from;
        let mut count = 0;
        while at != to {
            at = self.step(at, back)?;
            if self.is_working_day(at)? {
                count += if back { -1 } else { 1 };
            }
        }
        Ok(count)
    }

    /// `date` when offices work on it, else the first working day after it.
    ///
    /// # Errors
    /// [`MissingYear`] when `date` or a day on the way is not known.
    pub fn on_or_after(&self, date: Date) -> Result<Date, MissingYear> {
        if self.is_working_day(date)? {
            Ok(date)
        } else {
            self.add_working_days(date, 1)
        }
    }

    /// One day on or back. At the ends of the calendar no notice can be loaded on the far side.
    fn step(&self, date: Date, back: bool) -> Result<Date, MissingYear> {
        let next = if back {
            date.yesterday()
        } else {
            date.tomorrow()
        };
        next.map_err(|_| MissingYear {
            year: date.year(),
            date,
        })
    }
}

fn describe(kind: &DayKind) -> String {
    match kind {
        DayKind::Working => "a working day".to_owned(),
        DayKind::Weekend => "a weekend".to_owned(),
        DayKind::Holiday(name) => format!("a day off for {}", name.zh),
        DayKind::MakeUp(name) => format!("a make-up day for {}", name.zh),
    }
}
