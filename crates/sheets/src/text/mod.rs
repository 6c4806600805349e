//! Tables as text: CSV after RFC 4180, and what people call by that name.
//!
//! The encoding is told by a byte order mark, else it is UTF-8 if the whole file is, else
//! GB 18030, which Chinese Windows still writes. The delimiter is told from the first lines. A
//! line break inside a cell becomes one line feed, however the file writes it; an apostrophe that
//! [`csv_writer`](crate::csv_writer) put before a formula's first character is taken off again.

mod decoded;
mod delimiter;
mod rows;

use std::io::Read as _;

pub(crate) use rows::TextRows;

use crate::book::{SheetInfo, Source, Visibility};
use crate::error::{Found, SheetError};
use crate::limits::Limits;
use decoded::{Decoded, mark};

/// How a text's characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// With or without a byte order mark.
    Utf8,
    /// With its mark, low byte first: Excel's "Unicode text".
    Utf16Le,
    /// With its mark, high byte first.
    Utf16Be,
    /// Chinese national standard; holds GBK and GB 2312.
    Gb18030,
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// A tab, as text copied out of a spreadsheet has it.
    Tab,
    /// `;`, where the comma is a decimal point.
    Semicolon,
}

/// A text that was looked through once: it can be decoded, and holds no binary bytes.
pub(crate) struct TextFile {
    source: Box<dyn Source>,
    encoding: TextEncoding,
    delimiter: Delimiter,
    limits: Limits,
    sheets: [SheetInfo; 1],
}

impl TextFile {
    pub(crate) fn open(mut source: Box<dyn Source>, limits: &Limits) -> Result<Self, SheetError> {
        let encoding = encoding(source.as_mut())?;
        let mut head = Vec::new();
        Decoded::new(source.as_mut(), encoding)?
            .take(delimiter::ENOUGH)
            .read_to_end(&mut head)?;
        let text = String::from_utf8_lossy(&head);
        let found = match text.trim_start() {
            "" if (head.len() as u64) < delimiter::ENOUGH => Some(Found::Nothing),
            text if is_markup(text) => Some(Found::Markup),
            _ => None,
        };
        if let Some(found) = found {
            return Err(SheetError::NotASheet { found });
        }
        Ok(Self {
            delimiter: delimiter::told_by(&text),
            source,
            encoding,
            limits: limits.clone(),
            sheets: [SheetInfo {
                name: String::new(),
                visibility: Visibility::Visible,
            }],
        })
    }

    pub(crate) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(crate) fn encoding(&self) -> TextEncoding {
        self.encoding
    }

    pub(crate) fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    pub(crate) fn rows(&mut self, index: usize) -> Result<TextRows<'_>, SheetError> {
        if index > 0 {
            return Err(SheetError::NoSuchSheet { index });
        }
        let decoded = Decoded::new(self.source.as_mut(), self.encoding)?;
        Ok(TextRows::new(decoded, self.delimiter, &self.limits))
    }
}

/// Web pages and XML that were given the ending of a table. A cell may well begin with `<`.
fn is_markup(text: &str) -> bool {
    let first: String = text.chars().take(16).collect();
    let first = first.to_ascii_lowercase();
    [
        "<?xml",
        "<!doctype",
        "<html",
        "<head",
        "<meta",
        "<table",
        "<workbook",
    ]
    .iter()
    .any(|opening| first.starts_with(opening))
}

/// The first encoding that the whole text can be read in.
fn encoding(source: &mut dyn Source) -> Result<TextEncoding, SheetError> {
    if let Some(marked) = mark(source)? {
        return Decoded::new(source, marked)?
            .look_through()
            .map(|()| marked);
    }
    match Decoded::new(source, TextEncoding::Utf8)?.look_through() {
        Err(SheetError::Undecodable { .. }) => {
            Decoded::new(source, TextEncoding::Gb18030)?.look_through()?;
            Ok(TextEncoding::Gb18030)
        }
        looked => looked.map(|()| TextEncoding::Utf8),
    }
}
