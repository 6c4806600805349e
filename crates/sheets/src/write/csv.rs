//! CSV: UTF-8 with a byte order mark, because Excel takes a file without one for the machine's
//! old encoding; commas; CRLF.

use std::borrow::Cow;
use std::io::{BufWriter, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::{Heading, RowWriter, WriteError};
use crate::cell::Cell;

const MARK: &[u8] = b"\xEF\xBB\xBF";
/// A text that begins with one of these may become a formula where the file is opened.
const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];
const GUARD: char = '\'';

/// Writes CSV, row by row.
///
/// # Errors
/// [`WriteError::Io`].
pub fn csv_writer<'o>(
    mut out: impl Write + Send + 'o,
) -> Result<Box<dyn RowWriter + Send + 'o>, WriteError> {
    out.write_all(MARK)?;
    let writer = WriterBuilder::new()
        .flexible(true)
        .terminator(Terminator::CRLF)
        .from_writer(BufWriter::new(out));
    Ok(Box::new(CsvRows {
        writer,
        has_rows: false,
    }))
}

struct CsvRows<W: Write> {
    writer: Writer<BufWriter<W>>,
    has_rows: bool,
}

impl<W: Write> CsvRows<W> {
    fn record<'c>(&mut self, fields: impl Iterator<Item = Cow<'c, str>>) -> Result<(), WriteError> {
        self.has_rows = true;
        for field in fields {
            self.writer.write_field(field.as_bytes()).map_err(io)?;
        }
        // Ends the record.
        self.writer.write_record(None::<&[u8]>).map_err(io)
    }
}

impl<W: Write> RowWriter for CsvRows<W> {
    fn heading(&mut self, headings: &[Heading]) -> Result<(), WriteError> {
        if self.has_rows {
            return Err(WriteError::LateHeading);
        }
        self.record(headings.iter().map(|heading| guarded(&heading.text)))
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        self.record(cells.iter().map(field))
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.writer.flush()?;
        Ok(())
    }
}

fn io(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        // Rows may differ in length and fields are bytes: nothing else can happen.
        other => WriteError::Io(std::io::Error::other(format!("{other:?}"))),
    }
}

/// Texts are guarded; what was computed is not, or every negative number would become a text.
fn field(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) | Cell::Error(text) => guarded(text),
        Cell::Formula { cached } => field(cached),
        other => other.plain(),
    }
}

fn guarded(text: &str) -> Cow<'_, str> {
    let forbidden = |letter: char| matches!(letter, '\0'..='\x08' | '\x0E'..='\x1F');
    let clean: Cow<'_, str> = if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    };
    if needs_guard(&clean) {
        Cow::Owned(format!("{GUARD}{clean}"))
    } else {
        clean
    }
}

/// A text that already has apostrophes before such a character gets one more, so that taking one
/// off always gives the text back.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches(GUARD).starts_with(FORMULA_STARTS)
}

/// The text that was written, without its guard.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix(GUARD) {
        Some(rest) if needs_guard(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_comes_off_again() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+86 10", "'+86 10"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'quoted'", "'quoted'"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
        assert_eq!(guarded("a\0b"), "a\u{FFFD}b");
    }
}
