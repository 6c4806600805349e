//! What a table is made of.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime, Time};

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or nothing but a style.
    #[default]
    Empty,
    /// Text as typed. A CSV holds nothing else.
    Text(String),
    /// A number that is no date.
    Number(Number),
    /// A number shown as a day.
    Date(Date),
    /// A number shown as a day with a time, to the millisecond.
    DateTime(DateTime),
    /// A number below one shown as a time of day, to the millisecond.
    Time(Time),
    /// True or false.
    Bool(bool),
    /// An error of the spreadsheet program, such as `#N/A`.
    Error(String),
    /// A formula, with the value that the program last computed; [`Cell::Empty`] if it kept none.
    /// Nothing here computes.
    Formula {
        /// The kept value; never a formula itself.
        cached: Box<Cell>,
    },
}

impl Cell {
    /// No content; a formula counts as content.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The cell as plain text: dates by ISO 8601, numbers as they stand in the file, a formula as
    /// its kept value. What [`csv_writer`](crate::csv_writer) writes.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Borrowed(number.source()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::DateTime(at) => {
                let time = at.time();
                Cow::Owned(format!("{} {time}", at.date()))
            }
            Self::Time(time) => Cow::Owned(time.to_string()),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Formula { cached } => cached.plain(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Digits that Excel keeps of a number; what a person typed beyond them is lost before any file
/// is written.
const EXACT_DIGITS: usize = 15;

/// A finite number together with its text in the file, because a code of eighteen digits or a
/// telephone number that became a number is more than its `f64`.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    value: f64,
    source: String,
}

/// A text that is no finite number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a finite number")]
pub struct NumberError;

impl Number {
    /// Keeps `source` beside its value.
    pub fn parse(source: impl Into<String>) -> Result<Self, NumberError> {
        let source = source.into();
        let value: f64 = source.trim().parse().map_err(|_| NumberError)?;
        if !value.is_finite() {
            return Err(NumberError);
        }
        Ok(Self { value, source })
    }

    /// A finite value; its text is the shortest that reads back equal.
    pub fn new(value: f64) -> Result<Self, NumberError> {
        if !value.is_finite() {
            return Err(NumberError);
        }
        Ok(Self {
            value,
            source: value.to_string(),
        })
    }

    /// The value.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The text in the file, such as `13800138000` or `1.3800138E10`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// All digits of a whole number, if none can have been lost: the file holds at most fifteen
    /// of them, or holds every digit without exponent. An identity number that Excel turned into
    /// `1.10101199003071E17` gives nothing, and is for its typist to enter again as text.
    pub fn whole_digits(&self) -> Option<String> {
        let source = self.source.trim();
        let (sign, digits) = match source.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", source.strip_prefix('+').unwrap_or(source)),
        };
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(format!("{sign}{digits}"));
        }
        let whole = self.value.fract() == 0.0 && self.value.abs() < 1e15;
        whole.then(|| format!("{:.0}", self.value))
    }

    /// Whether a spreadsheet program would show it as typed; else it is better written as text.
    pub(crate) fn survives_excel(&self) -> bool {
        let digits = self.source.bytes().filter(u8::is_ascii_digit).count();
        digits <= EXACT_DIGITS || self.value.fract() != 0.0
    }
}

impl From<i64> for Number {
    #[expect(
        clippy::cast_precision_loss,
        reason = "the source keeps what the value loses"
    )]
    fn from(value: i64) -> Self {
        Self {
            value: value as f64,
            source: value.to_string(),
        }
    }
}

/// One row with content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// As a spreadsheet program counts it, from 1. Rows without content are not given, so numbers
    /// may skip.
    pub number: u32,
    /// The row is not shown (filtered out, or hidden by hand).
    pub hidden: bool,
    /// The row lies in a merged range; [`Layout::merged_at`] says in which.
    pub merged: bool,
    /// Up to the last cell with content, those before it included.
    pub cells: Vec<Cell>,
}

/// A block of cells shown as one; its content stands in the first. All bounds count from 1 and
/// are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergedRange {
    /// First row.
    pub first_row: u32,
    /// Last row.
    pub last_row: u32,
    /// First column.
    pub first_column: u32,
    /// Last column.
    pub last_column: u32,
}

/// What holds for a sheet as a whole. A CSV has none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Merged ranges, by first row.
    pub merged: Vec<MergedRange>,
    /// First and last number, from 1, of columns that are not shown.
    pub hidden_columns: Vec<(u32, u32)>,
}

impl Layout {
    /// The merged ranges that a row lies in.
    pub fn merged_at(&self, row: u32) -> impl Iterator<Item = &MergedRange> {
        self.merged
            .iter()
            .take_while(move |range| range.first_row <= row)
            .filter(move |range| row <= range.last_row)
    }

    /// Whether a column, counted from 1, is not shown.
    pub fn is_hidden(&self, column: u32) -> bool {
        self.hidden_columns
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&column))
    }
}
