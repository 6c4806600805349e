//! Tables out: a heading, then rows, in either format.
//!
//! What the formats cannot hold is changed, never refused: a whole number of more than fifteen
//! digits becomes text (Excel would round it), a day before 1900 becomes text, an error value and
//! the kept value of a formula become plain cells, times are kept to the millisecond. In CSV every
//! cell becomes its plain text, CR becomes LF, and a control character becomes U+FFFD.
//!
//! A text is never a formula: .xlsx holds it as a string in a cell of text format, and CSV, which
//! knows no types, gets an apostrophe before a first `=`, `+`, `-`, `@`, tab or line break, the
//! guard against CSV injection. Numbers keep their minus.

mod cells;
mod csv;
mod template;
mod xlsx;

use std::io;

pub use self::csv::csv_writer;
pub(crate) use self::csv::unguarded;
pub use template::{Column, NoteSheet, REQUIRED_MARK, Template, unmarked};
pub use xlsx::xlsx_writer;

use crate::cell::Cell;

/// Rows of one sheet, written one after the other with memory that does not grow.
pub trait RowWriter {
    /// The first row: bold, frozen, with a filter, where the format knows such things. At most
    /// once and before every row.
    ///
    /// # Errors
    /// [`WriteError`]; the file is of no use then.
    fn heading(&mut self, headings: &[Heading]) -> Result<(), WriteError>;

    /// The next row.
    ///
    /// # Errors
    /// [`WriteError`]; the file is of no use then, but for [`WriteError::TooLong`] and
    /// [`WriteError::TooManyColumns`], which leave this row out.
    fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError>;

    /// Writes what is left. A writer dropped without this leaves no usable file.
    ///
    /// # Errors
    /// [`WriteError`]; the file is of no use then.
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

/// The head of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub text: String,
    /// Width in characters; by the kind if nothing is said.
    pub width: Option<u16>,
    /// What stands below it.
    pub kind: Kind,
}

impl Heading {
    /// A heading of ordinary width.
    pub fn new(text: impl Into<String>, kind: Kind) -> Self {
        Self {
            text: text.into(),
            width: None,
            kind,
        }
    }

    /// The same with a width in characters.
    #[must_use]
    pub fn width(mut self, characters: u16) -> Self {
        self.width = Some(characters);
        self
    }
}

/// What stands in a column. Cells decide for themselves how they are written; the kind gives the
/// column its width, and in a [`Template`] the format of cells that are still empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; codes and telephone numbers too, so that no digit is lost.
    Text,
    /// Numbers to calculate with.
    Number,
    /// Days.
    Date,
    /// Days with a time.
    DateTime,
    /// Times of day.
    Time,
    /// True and false.
    Bool,
}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A text longer than a cell of .xlsx can hold.
    #[error("row {row}, column {column}: a cell holds at most {limit} characters")]
    TooLong {
        /// Row, from 1.
        row: u32,
        /// Column, from 1.
        column: u32,
        /// The most that fit, counted in UTF-16 units.
        limit: usize,
    },
    /// More rows than a sheet of .xlsx can hold.
    #[error("a sheet holds at most {limit} rows; write CSV, or several files")]
    TooManyRows {
        /// The most that fit, the heading included.
        limit: u32,
    },
    /// More columns than a sheet of .xlsx can hold.
    #[error("a sheet holds at most {limit} columns")]
    TooManyColumns {
        /// The most that fit.
        limit: usize,
    },
    /// A heading after the first row.
    #[error("the heading must come first")]
    LateHeading,
    /// A part of the workbook (a sheet's name, a hint) breaks a rule of the format.
    #[error("the workbook could not be written")]
    Workbook(#[source] rust_xlsxwriter::XlsxError),
    /// The rows could not be kept until the workbook is complete; most often the disk of the
    /// temporary folder is full.
    #[error("the temporary folder takes no more")]
    TemporaryFolder,
    /// The output could not be written.
    #[error("the file could not be written")]
    Io(#[from] io::Error),
}

impl From<rust_xlsxwriter::XlsxError> for WriteError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::IoError(error) => Self::Io(error),
            error => Self::Workbook(error),
        }
    }
}
