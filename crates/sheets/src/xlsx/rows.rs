//! The rows of one sheet, as they come.

use std::iter::Peekable;
use std::vec::IntoIter;

use jiff::civil::{DateTime, Time};

use super::address;
use super::layout;
use super::strings::{Strings, rich_text};
use super::styles::Styles;
use super::tags::{CellKind, CellTag, Child, RowTag, hidden_columns};
use super::xml::{Text, Token, Xml, is_true};
use crate::cell::{Cell, Layout, MergedRange, Number, Row};
use crate::error::{Damage, SheetError};
use crate::limits::{Limits, MAX_ROW_BYTES, Measure};
use crate::number_format::Shown;
use crate::serial::{Epoch, moment};

/// What cells point at.
pub(crate) struct Values<'a> {
    pub(crate) strings: &'a Strings,
    pub(crate) styles: &'a Styles,
    pub(crate) epoch: Epoch,
}

pub(crate) struct Rows<'a> {
    xml: Xml<'a>,
    values: Values<'a>,
    limits: Limits,
    layout: Layout,
    /// Row spans of the merged ranges, joined where they touch.
    spans: Peekable<IntoIter<(u32, u32)>>,
    last_row: u32,
    given: u32,
    text: Text,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    InRows,
    Done,
}

impl<'a> Rows<'a> {
    /// Reads up to the first row.
    pub(crate) fn new(
        xml: Xml<'a>,
        values: Values<'a>,
        merged: Vec<MergedRange>,
        limits: &Limits,
    ) -> Result<Self, SheetError> {
        let mut rows = Self {
            xml,
            values,
            limits: limits.clone(),
            spans: row_spans(&merged).into_iter().peekable(),
            layout: Layout {
                merged,
                hidden_columns: Vec::new(),
            },
            last_row: 0,
            given: 0,
            text: Text::new(limits.max_cell_chars),
            state: State::Done,
        };
        rows.seek_first()?;
        Ok(rows)
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    fn seek_first(&mut self) -> Result<(), SheetError> {
        loop {
            let hidden = match self.xml.next()? {
                Token::Open { tag, is_empty } => match tag.local_name().as_ref() {
                    "sheetData" if is_empty => return Ok(()),
                    "sheetData" => {
                        self.state = State::InRows;
                        return Ok(());
                    }
                    "col" => hidden_columns(&tag),
                    _ => Ok(None),
                },
                Token::Close | Token::Text(_) => Ok(None),
                Token::End => return Ok(()),
            };
            let hidden = hidden.map_err(|what| self.xml.damage(what))?;
            // Columns past the last are one hostile way to grow this list.
            if self.layout.hidden_columns.len() < 16_384 {
                self.layout.hidden_columns.extend(hidden);
            }
        }
    }

    /// The next row with content; nothing at the end, which it checks.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        while self.state == State::InRows {
            let tag = match self.xml.next()? {
                Token::Open { tag, is_empty } if tag.local_name().as_ref() == "row" => {
                    RowTag::read(&tag, is_empty).map(Some)
                }
                Token::Open { is_empty, .. } => {
                    if !is_empty {
                        self.xml.skip_element()?;
                    }
                    continue;
                }
                Token::Close => Ok(None),
                Token::Text(_) => continue,
                Token::End => return Err(self.xml.damage(Damage::EndsEarly)),
            };
            let Some(tag) = tag.map_err(|what| self.xml.damage(what))? else {
                self.state = State::Done;
                self.check_tail()?;
                break;
            };
            if let Some(row) = self.row(&tag)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn row(&mut self, tag: &RowTag) -> Result<Option<Row>, SheetError> {
        let number = self.row_number(tag)?;
        if tag.is_empty {
            return Ok(None);
        }
        let cells = self.cells(number)?;
        if cells.is_empty() {
            return Ok(None);
        }
        self.given += 1;
        if self.given > self.limits.max_rows {
            return Err(too_large(Measure::Rows, u64::from(self.limits.max_rows)));
        }
        Ok(Some(Row {
            number,
            hidden: tag.hidden,
            merged: self.is_merged(number),
            cells,
        }))
    }

    fn row_number(&mut self, tag: &RowTag) -> Result<u32, SheetError> {
        let number = tag.number.unwrap_or(self.last_row + 1);
        if number <= self.last_row || number > address::MAX_ROW {
            return Err(self.xml.damage(Damage::Order { row: number }));
        }
        self.last_row = number;
        Ok(number)
    }

    /// The cells of the row that was just opened, up to the last with content.
    fn cells(&mut self, row: u32) -> Result<Vec<Cell>, SheetError> {
        let mut cells = Vec::new();
        let (mut last, mut bytes) = (0_u32, 0_u64);
        loop {
            let tag = match self.xml.next()? {
                Token::Open { tag, is_empty } if tag.local_name().as_ref() == "c" => {
                    CellTag::read(&tag, is_empty)
                }
                Token::Open { is_empty, .. } => {
                    if !is_empty {
                        self.xml.skip_element()?;
                    }
                    continue;
                }
                Token::Text(_) => continue,
                Token::Close => return Ok(cells),
                Token::End => return Err(self.xml.damage(Damage::EndsEarly)),
            };
            let tag = tag.map_err(|what| self.xml.damage(what))?;
            let column = self.column(&tag, row, last)?;
            last = column;
            let cell = self.cell(&tag, row)?;
            if cell.is_empty() {
                continue;
            }
            bytes += held(&cell);
            if bytes > MAX_ROW_BYTES {
                return Err(too_large(Measure::RowBytes, MAX_ROW_BYTES));
            }
            place(&mut cells, column, cell, self.limits.max_columns)?;
        }
    }

    fn column(&self, tag: &CellTag, row: u32, last: u32) -> Result<u32, SheetError> {
        let Some((at_row, column)) = tag.address else {
            return match last {
                address::MAX_COLUMN.. => Err(self.xml.damage(Damage::Order { row })),
                last => Ok(last + 1),
            };
        };
        if at_row != row || column <= last {
            return Err(self.xml.damage(Damage::Order { row }));
        }
        Ok(column)
    }

    fn cell(&mut self, tag: &CellTag, row: u32) -> Result<Cell, SheetError> {
        if tag.is_empty {
            return Ok(Cell::Empty);
        }
        self.text.clear();
        let (mut formula, mut inline) = (false, false);
        loop {
            let child = match self.xml.next()? {
                Token::Open { tag, is_empty } => {
                    let child = Child::of(&tag);
                    formula |= child == Child::Formula;
                    if is_empty { Child::Nothing } else { child }
                }
                Token::Text(_) => continue,
                Token::Close => break,
                Token::End => return Err(self.xml.damage(Damage::EndsEarly)),
            };
            match child {
                Child::Value => self.xml.own_text(&mut self.text)?,
                Child::Inline => {
                    inline = true;
                    rich_text(&mut self.xml, &mut self.text)?;
                }
                Child::Formula | Child::Other => self.xml.skip_element()?,
                Child::Nothing => {}
            }
        }
        let kind = if inline { CellKind::Inline } else { tag.kind };
        let cell = self.value(kind, tag.style, row)?;
        Ok(match formula {
            true => Cell::Formula {
                cached: Box::new(cell),
            },
            false => cell,
        })
    }

    fn value(&self, kind: CellKind, style: usize, row: u32) -> Result<Cell, SheetError> {
        let raw = self.text.raw();
        Ok(match kind {
            CellKind::Inline | CellKind::Formula if raw.is_empty() => Cell::Empty,
            CellKind::Inline | CellKind::Formula => Cell::Text(self.text.unescaped()),
            _ if raw.trim().is_empty() => Cell::Empty,
            CellKind::Shared => {
                let found = raw.trim().parse().ok();
                match found.and_then(|index| self.values.strings.get(index)) {
                    Some("") => Cell::Empty,
                    Some(text) => Cell::Text(text.to_owned()),
                    None => return Err(self.xml.damage(Damage::SharedString { row })),
                }
            }
            CellKind::Bool => Cell::Bool(is_true(Some(raw.trim()))),
            CellKind::Error => Cell::Error(raw.trim().to_owned()),
            CellKind::IsoDate => iso_date(raw.trim(), self.values.styles.shown(style)),
            CellKind::Number => match Number::parse(raw.trim()) {
                Ok(number) => self.styled(number, style),
                Err(_) => return Err(self.xml.damage(Damage::Number { row })),
            },
        })
    }

    /// A number as its style shows it.
    fn styled(&self, number: Number, style: usize) -> Cell {
        let shown = self.values.styles.shown(style);
        if shown == Shown::Plain {
            return Cell::Number(number);
        }
        let Some(at) = moment(number.value(), self.values.epoch) else {
            return Cell::Number(number);
        };
        match shown {
            Shown::Time if number.value() < 1.0 => Cell::Time(at.time()),
            // A time of day that the format does not show is there all the same.
            Shown::Day if at.time() == Time::midnight() => Cell::Date(at.date()),
            _ => Cell::DateTime(at),
        }
    }

    fn is_merged(&mut self, row: u32) -> bool {
        while self.spans.next_if(|(_, last)| *last < row).is_some() {}
        self.spans.peek().is_some_and(|(first, _)| *first <= row)
    }

    /// After the rows: the merged ranges must be those that were seen ahead.
    fn check_tail(&mut self) -> Result<(), SheetError> {
        let mut ranges = Vec::new();
        loop {
            let range = match self.xml.next()? {
                Token::Open { tag, .. } => layout::merged_range(&tag),
                Token::Close | Token::Text(_) => Ok(None),
                Token::End => break,
            };
            layout::push(&mut ranges, range.map_err(|what| self.xml.damage(what))?)?;
        }
        ranges.sort_unstable();
        if ranges == self.layout.merged {
            Ok(())
        } else {
            Err(self.xml.damage(Damage::MergedRanges))
        }
    }
}

/// Joined spans of rows, ascending; the ranges come sorted by their first row.
fn row_spans(merged: &[MergedRange]) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for range in merged {
        match spans.last_mut() {
            Some((_, last)) if range.first_row <= last.saturating_add(1) => {
                *last = range.last_row.max(*last);
            }
            _ => spans.push((range.first_row, range.last_row)),
        }
    }
    spans
}

fn place(cells: &mut Vec<Cell>, column: u32, cell: Cell, max: u32) -> Result<(), SheetError> {
    if column > max {
        return Err(too_large(Measure::Columns, u64::from(max)));
    }
    cells.resize(column as usize - 1, Cell::Empty);
    cells.push(cell);
    Ok(())
}

/// A date as the strict form of the format writes it; anything else stays text. Some programs
/// write a time of midnight to every day.
fn iso_date(text: &str, shown: Shown) -> Cell {
    let bare = text.strip_suffix('Z').unwrap_or(text);
    if !bare.contains('T') {
        return bare.parse().map_or_else(|_| text.into(), Cell::Date);
    }
    match bare.parse::<DateTime>() {
        Ok(at) if shown == Shown::Day && at.time() == Time::midnight() => Cell::Date(at.date()),
        Ok(at) => Cell::DateTime(at),
        Err(_) => text.into(),
    }
}

/// What a cell costs of a row's memory.
fn held(cell: &Cell) -> u64 {
    let text = match cell {
        Cell::Text(text) | Cell::Error(text) => text.len(),
        Cell::Number(number) => number.source().len(),
        Cell::Formula { cached } => return size_of::<Cell>() as u64 + held(cached),
        _ => 0,
    };
    (size_of::<Cell>() + text) as u64
}

fn too_large(what: Measure, limit: u64) -> SheetError {
    SheetError::TooLarge { what, limit }
}
