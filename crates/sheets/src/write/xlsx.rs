//! .xlsx, row by row.
//!
//! Rows wait in an unnamed file of the temporary folder until [`RowWriter::finish`] packs them, so
//! memory stays constant. The library beneath panics when that file cannot be written; the panic
//! is caught here and becomes [`WriteError::TemporaryFolder`], because a full disk is no reason to
//! lose a thread.

use std::io::{BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{IgnoreError, Workbook, Worksheet};

use super::cells::{self, Formats, Place};
use super::{Heading, RowWriter, WriteError};
use crate::cell::Cell;

/// The most rows of a sheet.
const MAX_ROWS: u32 = 1_048_576;

/// Writes a workbook of one sheet, row by row. The sheet's name has at most 31 characters, and
/// none of `[]:*?/\`.
///
/// # Errors
/// [`WriteError::Workbook`] for the name, [`WriteError::TemporaryFolder`].
pub fn xlsx_writer<'o>(
    out: impl Write + Send + 'o,
    sheet: &str,
) -> Result<Box<dyn RowWriter + Send + 'o>, WriteError> {
    let mut workbook = Workbook::new();
    let worksheet = workbook
        .add_worksheet_with_constant_memory()
        .map_err(|_| WriteError::TemporaryFolder)?;
    worksheet.set_name(sheet)?;
    Ok(Box::new(XlsxRows {
        out,
        workbook,
        formats: Formats::default(),
        next: 0,
        columns: 0,
        has_heading: false,
        is_broken: false,
    }))
}

struct XlsxRows<W> {
    out: W,
    workbook: Workbook,
    formats: Formats,
    /// The next row, from 0.
    next: u32,
    columns: u16,
    has_heading: bool,
    is_broken: bool,
}

impl<W> XlsxRows<W> {
    /// Does something with the sheet; never again after it went wrong half way.
    fn with_sheet(
        &mut self,
        act: impl FnOnce(&mut Worksheet, &Formats) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        if self.is_broken {
            return Err(WriteError::TemporaryFolder);
        }
        let Self {
            workbook, formats, ..
        } = self;
        let done = caught(|| act(workbook.worksheet_from_index(0)?, formats));
        self.is_broken = done.is_err();
        done
    }
}

/// A panic of the library as an error.
fn caught(act: impl FnOnce() -> Result<(), WriteError>) -> Result<(), WriteError> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or(Err(WriteError::TemporaryFolder))
}

impl<W: Write + Send> RowWriter for XlsxRows<W> {
    fn heading(&mut self, headings: &[Heading]) -> Result<(), WriteError> {
        if self.next > 0 {
            return Err(WriteError::LateHeading);
        }
        cells::check(
            0,
            headings.iter().map(|heading| Some(heading.text.as_str())),
        )?;
        self.with_sheet(|sheet, formats| {
            for (column, heading) in (0..).zip(headings) {
                set_width(sheet, column, heading)?;
                let at = Place { row: 0, column };
                cells::write_text(sheet, at, &heading.text, &formats.heading)?;
            }
            sheet.set_freeze_panes(1, 0)?;
            Ok(())
        })?;
        self.columns = u16::try_from(headings.len()).unwrap_or(u16::MAX);
        self.has_heading = true;
        self.next = 1;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        let row = self.next;
        if row >= MAX_ROWS {
            return Err(WriteError::TooManyRows { limit: MAX_ROWS });
        }
        cells::check(row, cells.iter().map(cells::text_of))?;
        self.with_sheet(|sheet, formats| {
            for (column, cell) in (0..).zip(cells) {
                cells::write(sheet, Place { row, column }, cell, formats)?;
            }
            Ok(())
        })?;
        let columns = u16::try_from(cells.len()).unwrap_or(u16::MAX);
        self.columns = self.columns.max(columns);
        self.next += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        let (last_row, has_heading) = (self.next.saturating_sub(1), self.has_heading);
        if let Some(last_column) = self.columns.checked_sub(1) {
            self.with_sheet(|sheet, _| {
                if has_heading {
                    sheet.autofilter(0, 0, last_row, last_column)?;
                }
                // Codes and telephone numbers are text on purpose.
                let error = IgnoreError::NumberStoredAsText;
                sheet.ignore_error_range(0, 0, last_row, last_column, error)?;
                Ok(())
            })?;
        }
        let Self { workbook, out, .. } = self.as_mut();
        caught(|| {
            let mut buffered = BufWriter::new(out);
            workbook.save_to_writer(&mut buffered)?;
            buffered.flush()?;
            Ok(())
        })
    }
}

pub(crate) fn set_width(
    sheet: &mut Worksheet,
    column: u16,
    heading: &Heading,
) -> Result<(), WriteError> {
    let width = heading.width.unwrap_or(cells::usual_width(heading.kind));
    sheet.set_column_width(column, f64::from(width))?;
    Ok(())
}
