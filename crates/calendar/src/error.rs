//! What can go wrong, apart by what the reader should do next.

use jiff::civil::Date;

/// A day was asked for that no loaded notice settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the holidays of {year} are not known, and {date} depends on them: add the State Council's \
     notice for {year} to the pack's calendar folder"
)]
pub struct MissingYear {
    /// The year whose notice is missing. For the last days of December it is the next year's,
    /// because that notice may move them (see [`crate::Calendar::kind`]).
    pub year: i16,
    /// The day that was asked for.
    pub date: Date,
}

/// A deadline that cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The period starts on, ends on or runs through a day of a year without a notice.
    #[error(transparent)]
    MissingYear(#[from] MissingYear),
    /// The period ends outside the years -9999 to 9999.
    #[error("the period ends beyond the year 9999: check the number of days")]
    OutOfRange,
}

/// A notice that cannot be what the State Council wrote.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// The text is no notice at all.
    #[error("the calendar file is no holiday notice")]
    Json(#[from] serde_json::Error),
    /// Two files tell the same year.
    #[error("the holidays of {year} are given twice: keep one file a year")]
    YearTwice {
        /// That year.
        year: i16,
    },
    /// A day that two holidays claim, of one notice or of two.
    #[error("{date} is told by two notices or holidays, {first} and {second}: mend one of them")]
    DayTwice {
        /// The day.
        date: Date,
        /// What said it first.
        first: String,
        /// What says it again.
        second: String,
    },
    /// A span that ends before it starts, or whose length is not the number of days it says.
    #[error("{holiday} of {year} runs from {from} to {to}, which is not {days} days")]
    WrongLength {
        /// The notice's year.
        year: i16,
        /// The holiday's Chinese name.
        holiday: String,
        /// Its first day off.
        from: Date,
        /// Its last day off.
        to: Date,
        /// The number of days the file says.
        days: u8,
    },
    /// A day far from the notice's year.
    #[error("{date} does not belong to the notice for {year}")]
    WrongYear {
        /// The notice's year.
        year: i16,
        /// The day.
        date: Date,
    },
    /// A make-up day that would be a working day anyway.
    #[error("{date} is no Saturday or Sunday, so nobody makes up for a holiday on it")]
    MakeUpOnWeekday {
        /// The day.
        date: Date,
    },
    /// The notice's own check sum does not hold: a date was mistyped.
    #[error(
        "the notice for {year} takes {counted} working days away, its file says {stated}: a date \
         is mistyped"
    )]
    CheckSum {
        /// The notice's year.
        year: i16,
        /// Weekdays off less make-up days, counted.
        counted: i32,
        /// The same as the file states it.
        stated: i32,
    },
}
