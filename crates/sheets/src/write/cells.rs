//! Cells and their formats in a workbook.

use jiff::civil::{Date, DateTime, Time};
use rust_xlsxwriter::{Color, Format, Worksheet};

use super::{Kind, WriteError};
use crate::cell::Cell;
use crate::serial;

/// The longest text of a cell, in UTF-16 units, as Excel counts.
pub(crate) const MAX_TEXT: usize = 32_767;
pub(crate) const MAX_COLUMNS: usize = 16_384;

/// Where a cell goes, from 0.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) row: u32,
    pub(crate) column: u16,
}

/// The formats of one workbook.
pub(crate) struct Formats {
    pub(crate) heading: Format,
    pub(crate) required: Format,
    text: Format,
    date: Format,
    date_time: Format,
    time: Format,
    plain: Format,
}

impl Default for Formats {
    fn default() -> Self {
        let code = |code: &str| Format::new().set_num_format(code);
        let heading = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_EDF2));
        Self {
            required: heading.clone().set_font_color(Color::RGB(0x00C0_0000)),
            heading,
            text: code("@"),
            date: code("yyyy-mm-dd"),
            date_time: code("yyyy-mm-dd hh:mm:ss"),
            time: code("hh:mm:ss"),
            plain: Format::new(),
        }
    }
}

impl Formats {
    /// What a column of this kind gives its empty cells.
    pub(crate) fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Date => &self.date,
            Kind::DateTime => &self.date_time,
            Kind::Time => &self.time,
            Kind::Number | Kind::Bool => &self.plain,
        }
    }
}

/// Width in characters of a column where nothing is said.
pub(crate) fn usual_width(kind: Kind) -> u16 {
    match kind {
        Kind::Text | Kind::DateTime => 20,
        Kind::Date => 12,
        Kind::Number | Kind::Time | Kind::Bool => 10,
    }
}

pub(crate) fn write(
    sheet: &mut Worksheet,
    at: Place,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), WriteError> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(text) | Cell::Error(text) => write_text(sheet, at, text, &formats.text),
        Cell::Number(number) if number.survives_excel() => {
            sheet.write_number(at.row, at.column, number.value())?;
            Ok(())
        }
        Cell::Number(number) => write_text(sheet, at, number.source(), &formats.text),
        Cell::Date(date) => write_serial(sheet, at, of_date(*date), cell, formats),
        Cell::DateTime(moment) => write_serial(sheet, at, of_moment(*moment), cell, formats),
        Cell::Time(time) => write_serial(sheet, at, of_time(*time), cell, formats),
        Cell::Bool(value) => {
            sheet.write_boolean(at.row, at.column, *value)?;
            Ok(())
        }
        Cell::Formula { cached } => write(sheet, at, cached, formats),
    }
}

/// A string, whatever its first character: a workbook knows types.
pub(crate) fn write_text(
    sheet: &mut Worksheet,
    at: Place,
    text: &str,
    format: &Format,
) -> Result<(), WriteError> {
    // An empty string with a format would be written as a blank; leave it out.
    if !text.is_empty() {
        sheet.write_string_with_format(at.row, at.column, text, format)?;
    }
    Ok(())
}

/// The row must fit as a whole: a row half written would shift blame to the next.
pub(crate) fn check<'t>(
    row: u32,
    texts: impl ExactSizeIterator<Item = Option<&'t str>>,
) -> Result<(), WriteError> {
    if texts.len() > MAX_COLUMNS {
        return Err(WriteError::TooManyColumns { limit: MAX_COLUMNS });
    }
    for (column, text) in (1_u32..).zip(texts) {
        let units = |text: &str| text.encode_utf16().take(MAX_TEXT + 1).count();
        if text.is_some_and(|text| text.len() > MAX_TEXT && units(text) > MAX_TEXT) {
            return Err(WriteError::TooLong {
                row: row + 1,
                column,
                limit: MAX_TEXT,
            });
        }
    }
    Ok(())
}

/// The text that a cell is written as, if it is one.
pub(crate) fn text_of(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) | Cell::Error(text) => Some(text),
        Cell::Formula { cached } => text_of(cached),
        _ => None,
    }
}

fn of_date(date: Date) -> Option<(f64, Kind)> {
    serial::of_date(date).map(|days| (days, Kind::Date))
}

fn of_moment(moment: DateTime) -> Option<(f64, Kind)> {
    let days = serial::of_date(moment.date())?;
    Some((days + serial::of_time(moment.time()), Kind::DateTime))
}

#[expect(clippy::unnecessary_wraps, reason = "the same shape as its siblings")]
fn of_time(time: Time) -> Option<(f64, Kind)> {
    Some((serial::of_time(time), Kind::Time))
}

/// A moment as a number with its format; as text where the calendar of workbooks has not begun.
fn write_serial(
    sheet: &mut Worksheet,
    at: Place,
    serial: Option<(f64, Kind)>,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), WriteError> {
    match serial {
        Some((days, kind)) => {
            sheet.write_number_with_format(at.row, at.column, days, formats.of(kind))?;
            Ok(())
        }
        None => write_text(sheet, at, &cell.plain(), &formats.text),
    }
}
