//! Tables of cells in and out: .xlsx and CSV, for registers that people keep in spreadsheets.
//!
//! [`open`] tells the format by content, [`Book::rows`] streams the rows of one sheet;
//! [`xlsx_writer`] and [`csv_writer`] write behind one trait, [`RowWriter`]; [`Template`] makes the
//! empty workbook that people fill in.
//!
//! Invariants:
//! - Memory does not grow with the number of rows. What a workbook needs at hand as a whole (its
//!   shared strings, styles, merged ranges) has a limit each.
//! - Every byte from outside may be hostile. Inflated bytes are counted as they come, never
//!   believed from a header; a file past one of its [`Limits`] is refused by name; nothing panics.
//! - XML with a document type is refused; no entity but the five of XML itself is ever resolved,
//!   nothing outside the file is ever fetched.
//! - Nothing a person typed is lost silently: a number keeps its text, a formula is marked as one,
//!   hidden and merged rows say so.
//! - What [`RowWriter`] wrote, [`open`] reads back equal, but for what the formats cannot hold; the
//!   writers say what that is.
//!
//! Read straight on `zip` and `quick-xml` because the well-kept reader, calamine, cannot keep
//! these invariants: it opens the archive itself, so inflated bytes cannot be counted; it loads the
//! shared strings without a limit; its streaming cells drop number texts, formula marks and hidden
//! rows; its merged ranges cost a second parse of the sheet. It stays the peer that the benchmark
//! and the tests compare with.
//!
//! Not here: what a column means, which headings are wanted, what to do with a wrong cell, and
//! files: a caller opens them and hands over the stream. Not here either: .xls, .xlsb, .ods,
//! files with macros or a password, which are refused each under its name.

mod book;
mod cell;
mod error;
mod limits;
mod metered;
mod number_format;
mod serial;
mod sniff;
mod text;
mod write;
mod xlsx;

pub use book::{Book, Format, Rows, SheetInfo, Source, Visibility, open};
pub use cell::{Cell, Layout, MergedRange, Number, NumberError, Row};
pub use error::{Damage, Found, SheetError};
pub use limits::{Limits, Measure};
pub use text::{Delimiter, TextEncoding};
pub use write::{
    Column, Heading, Kind, NoteSheet, REQUIRED_MARK, RowWriter, Template, WriteError, csv_writer,
    unmarked, xlsx_writer,
};
