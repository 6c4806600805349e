//! The rows of a text, as they come.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::Delimiter;
use super::decoded::Decoded;
use crate::cell::{Cell, Row};
use crate::error::SheetError;
use crate::limits::{Limits, Measure};
use crate::write::unguarded;

pub(crate) struct TextRows<'a> {
    reader: Reader<Decoded<'a>>,
    record: StringRecord,
    limits: Limits,
    number: u32,
    given: u32,
}

impl<'a> TextRows<'a> {
    pub(crate) fn new(decoded: Decoded<'a>, delimiter: Delimiter, limits: &Limits) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter.byte())
            .from_reader(decoded);
        Self {
            reader,
            record: StringRecord::new(),
            limits: limits.clone(),
            number: 0,
            given: 0,
        }
    }

    pub(crate) fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        loop {
            self.reader.get_mut().settle();
            let line = self.reader.position().line();
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) => return Err(self.refusal(error)),
            }
            let lines = self.reader.position().line() - line;
            self.count(lines);
            let cells = self.cells()?;
            if cells.is_empty() {
                continue;
            }
            self.given += 1;
            if self.given > self.limits.max_rows {
                return Err(too_large(Measure::Rows, self.limits.max_rows));
            }
            return Ok(Some(Row {
                number: self.number,
                cells,
                ..Row::default()
            }));
        }
    }

    /// The row's number as a spreadsheet program counts it: blank lines, which the CSV reader
    /// passes over, are rows, and line breaks inside cells are not.
    fn count(&mut self, lines: u64) {
        let inside: usize = self
            .record
            .iter()
            .map(|field| field.bytes().filter(|byte| *byte == b'\n').count())
            .sum();
        let rows = lines.saturating_sub(inside as u64).max(1);
        self.number = self
            .number
            .saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
    }

    fn cells(&self) -> Result<Vec<Cell>, SheetError> {
        let mut cells = Vec::new();
        for (index, field) in self.record.iter().enumerate() {
            if field.is_empty() {
                continue;
            }
            if index >= self.limits.max_columns as usize {
                return Err(too_large(Measure::Columns, self.limits.max_columns));
            }
            let most = self.limits.max_cell_chars;
            // Characters are counted only where the bytes could be too many.
            if field.len() > most as usize && field.chars().count() > most as usize {
                return Err(too_large(Measure::CellChars, most));
            }
            cells.resize(index, Cell::Empty);
            cells.push(Cell::Text(unguarded(field).to_owned()));
        }
        Ok(cells)
    }

    fn refusal(&self, error: csv::Error) -> SheetError {
        let io = match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            // Text is decoded before, and rows may differ in length: nothing else can happen.
            other => std::io::Error::other(format!("{other:?}")),
        };
        self.reader.get_ref().refusal(io)
    }
}

fn too_large(what: Measure, limit: u32) -> SheetError {
    SheetError::TooLarge {
        what,
        limit: u64::from(limit),
    }
}
