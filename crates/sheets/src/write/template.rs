//! The empty workbook that people fill in and send back.
//!
//! One sheet to fill in: headings with the required ones marked, a hint at each, a list to choose
//! from where values are given, columns already of the right format, one example row. A second
//! sheet with explanations in the caller's words. A third, hidden, holds the lists: a list written
//! beside its column may have 255 characters and no comma.

use std::io::{BufWriter, Write};

use rust_xlsxwriter::{DataValidation, Formula, Note, Workbook, Worksheet};

use super::cells::{self, Formats, Place};
use super::xlsx::set_width;
use super::{Heading, WriteError};
use crate::cell::Cell;

/// Ends the heading of a column that must be filled in. [`unmarked`] takes it off.
pub const REQUIRED_MARK: &str = "*";
const LISTS: &str = "_lists";
/// Excel's last row, from 0.
const LAST_ROW: u32 = 1_048_575;

/// A heading without the mark of required columns and the white space around it.
pub fn unmarked(heading: &str) -> &str {
    let heading = heading.trim();
    heading
        .strip_suffix(REQUIRED_MARK)
        .map_or(heading, str::trim_end)
}

/// A workbook to fill in.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Name of the sheet to fill in.
    pub sheet: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The sheet that explains them.
    pub notes: NoteSheet,
}

/// A column to fill in.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its head, without [`REQUIRED_MARK`].
    pub heading: Heading,
    /// It must be filled in.
    pub is_required: bool,
    /// Values to choose from; any value if there are none.
    pub allowed: Vec<String>,
    /// Shown at the heading; nothing if empty.
    pub hint: String,
    /// What the example row says; that row is left out if all columns say nothing.
    pub example: Cell,
}

/// A sheet of explanations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteSheet {
    /// Its name; no such sheet if empty.
    pub name: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Template {
    /// Writes the workbook.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn write(&self, out: impl Write + Send) -> Result<(), WriteError> {
        let formats = Formats::default();
        let mut workbook = Workbook::new();
        self.fill_in(workbook.add_worksheet(), &formats)?;
        if !self.notes.name.is_empty() {
            self.notes.write(workbook.add_worksheet(), &formats)?;
        }
        if self.columns.iter().any(|column| !column.allowed.is_empty()) {
            self.lists(workbook.add_worksheet(), &formats)?;
        }
        let mut buffered = BufWriter::new(out);
        workbook.save_to_writer(&mut buffered)?;
        buffered.flush()?;
        Ok(())
    }

    fn fill_in(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), WriteError> {
        sheet.set_name(&self.sheet)?;
        sheet.set_freeze_panes(1, 0)?;
        let headings = self.columns.iter().map(|column| &column.heading);
        cells::check(0, headings.map(|heading| Some(heading.text.as_str())))?;
        for (index, column) in (0..).zip(&self.columns) {
            column.write(sheet, index, formats)?;
        }
        Ok(())
    }

    /// Each list in the column that it belongs to.
    fn lists(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), WriteError> {
        sheet.set_name(LISTS)?;
        sheet.set_hidden(true);
        for (column, list) in (0..).zip(&self.columns) {
            for (row, value) in (0..).zip(&list.allowed) {
                let at = Place { row, column };
                cells::write_text(sheet, at, value, formats.of(super::Kind::Text))?;
            }
        }
        Ok(())
    }
}

impl Column {
    fn write(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        formats: &Formats,
    ) -> Result<(), WriteError> {
        set_width(sheet, column, &self.heading)?;
        sheet.set_column_format(column, formats.of(self.heading.kind))?;
        let (text, format) = match self.is_required {
            true => (
                format!("{}{REQUIRED_MARK}", self.heading.text),
                &formats.required,
            ),
            false => (self.heading.text.clone(), &formats.heading),
        };
        cells::write_text(sheet, Place { row: 0, column }, &text, format)?;
        if !self.hint.is_empty() {
            sheet.insert_note(0, column, &Note::new(&self.hint).add_author_prefix(false))?;
        }
        if let Some(last) = self.allowed.len().checked_sub(1) {
            let list = list_range(column, last + 1);
            let choice = DataValidation::new().allow_list_formula(Formula::new(list));
            sheet.add_data_validation(1, column, LAST_ROW, column, &choice)?;
        }
        cells::write(sheet, Place { row: 1, column }, &self.example, formats)
    }
}

impl NoteSheet {
    fn write(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), WriteError> {
        sheet.set_name(&self.name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(&self.headings) {
            set_width(sheet, column, heading)?;
            let at = Place { row: 0, column };
            cells::write_text(sheet, at, &heading.text, &formats.heading)?;
        }
        for (row, cells) in (1..).zip(&self.rows) {
            cells::check(row, cells.iter().map(cells::text_of))?;
            for (column, cell) in (0..).zip(cells) {
                cells::write(sheet, Place { row, column }, cell, formats)?;
            }
        }
        Ok(())
    }
}

/// The first `count` cells of a column of the lists, for a formula.
fn list_range(column: u16, count: usize) -> String {
    let letters = rust_xlsxwriter::utility::column_number_to_name(column);
    format!("='{LISTS}'!${letters}$1:${letters}${count}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_comes_off_headings() {
        assert_eq!(unmarked("名称*"), "名称");
        assert_eq!(unmarked(" 名称 * "), "名称");
        assert_eq!(unmarked("名称"), "名称");
        assert_eq!(unmarked("*"), "");
    }
}
