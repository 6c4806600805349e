//! A file of tables, opened.

use std::io::{Read, Seek, SeekFrom};

use crate::cell::{Layout, Row};
use crate::error::SheetError;
use crate::limits::{Limits, Measure};
use crate::sniff::{Sniffed, sniff};
use crate::text::{Delimiter, TextEncoding, TextFile, TextRows};
use crate::xlsx;

/// What tables are read from: a file, or bytes in a `Cursor`. Buffering is done here.
pub trait Source: Read + Seek + Send {}

impl<S: Read + Seek + Send> Source for S {}

/// Opens a file as what its content says it is, and reads what is needed before the first row.
///
/// # Errors
/// Every [`SheetError`] but those that only rows can have.
pub fn open(source: impl Source + 'static, limits: &Limits) -> Result<Book, SheetError> {
    let mut source: Box<dyn Source> = Box::new(source);
    let bytes = source.seek(SeekFrom::End(0))?;
    if bytes > limits.max_file_bytes {
        return Err(SheetError::TooLarge {
            what: Measure::FileBytes,
            limit: limits.max_file_bytes,
        });
    }
    let content = match sniff(source.as_mut())? {
        Sniffed::Zip => Content::Workbook(Box::new(xlsx::Workbook::open(source, limits)?)),
        Sniffed::Text => Content::Text(TextFile::open(source, limits)?),
    };
    Ok(Book { content })
}

/// An opened file. One pass over one sheet at a time.
pub struct Book {
    content: Content,
}

enum Content {
    Workbook(Box<xlsx::Workbook>),
    Text(TextFile),
}

/// What a file was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Text with a delimiter.
    Csv {
        /// How its characters are written.
        encoding: TextEncoding,
        /// What stands between two cells.
        delimiter: Delimiter,
    },
}

/// A sheet's name, and whether people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// Empty for the one sheet of a CSV.
    pub name: String,
    /// Whether people see it.
    pub visibility: Visibility,
}

/// Whether people see a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// It has a tab.
    Visible,
    /// Hidden; the program's menu brings it back.
    Hidden,
    /// Hidden so that only macros bring it back.
    VeryHidden,
}

impl Book {
    /// The sheets with cells, in their order; hidden ones too, and marked.
    pub fn sheets(&self) -> &[SheetInfo] {
        match &self.content {
            Content::Workbook(book) => book.sheets(),
            Content::Text(file) => file.sheets(),
        }
    }

    /// What the file was read as.
    pub fn format(&self) -> Format {
        match &self.content {
            Content::Workbook(_) => Format::Xlsx,
            Content::Text(file) => Format::Csv {
                encoding: file.encoding(),
                delimiter: file.delimiter(),
            },
        }
    }

    /// The rows of a sheet, by its place in [`Book::sheets`]. Starts at the top each time.
    ///
    /// # Errors
    /// [`SheetError::NoSuchSheet`], and what is wrong ahead of the first row.
    pub fn rows(&mut self, sheet: usize) -> Result<Rows<'_>, SheetError> {
        let inner = match &mut self.content {
            Content::Workbook(book) => Inner::Workbook(Box::new(book.rows(sheet)?)),
            Content::Text(file) => Inner::Text(Box::new(file.rows(sheet)?)),
        };
        Ok(Rows {
            inner,
            is_over: false,
        })
    }
}

/// The rows with content, from the top. After an error comes nothing more: what was given before
/// it is right as far as it goes, and the sheet as a whole is not.
pub struct Rows<'a> {
    inner: Inner<'a>,
    is_over: bool,
}

enum Inner<'a> {
    Workbook(Box<xlsx::Rows<'a>>),
    Text(Box<TextRows<'a>>),
}

impl Rows<'_> {
    /// Merged ranges and hidden columns; known before the first row.
    pub fn layout(&self) -> Layout {
        match &self.inner {
            Inner::Workbook(rows) => rows.layout().clone(),
            Inner::Text(_) => Layout::default(),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = match &mut self.inner {
            Inner::Workbook(rows) => rows.next_row(),
            Inner::Text(rows) => rows.next_row(),
        };
        self.is_over = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}
