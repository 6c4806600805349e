//! Strands: columns beside each other, or rows below each other, whose values belong together one by one.

use crate::grid::{Grid, Role};
use crate::measure::Number;
use crate::names::plain;
use crate::report::Cell;

/// A column over its rows, or a row over its columns.
pub(super) struct Strand<'g> {
    pub(super) name: String,
    values: Vec<Option<(Cell, &'g Number)>>,
}

impl<'g> Strand<'g> {
    pub(super) fn at(&self, place: usize) -> Option<(Cell, &'g Number)> {
        self.values.get(place).copied().flatten()
    }

    /// The value at a place, when it has a sum.
    pub(super) fn amount(&self, place: usize) -> Option<(Cell, &'g Number)> {
        self.at(place).filter(|(_, number)| !number.is_rate)
    }

    pub(super) fn has_amounts(&self) -> bool {
        (0..self.values.len()).any(|place| self.amount(place).is_some())
    }

    /// Whether its figures are shares: all that are more than nothing say so.
    pub(super) fn has_rates(&self) -> bool {
        let mut numbers = self
            .values
            .iter()
            .flatten()
            .filter(|(_, number)| !number.value.is_zero());
        let mut some = false;
        numbers.all(|(_, number)| {
            some = true;
            number.is_rate
        }) && some
    }

    pub(super) const fn len(&self) -> usize {
        self.values.len()
    }
}

/// The strands of a table that belong together. Rows do when the columns are years and each row has
/// its own quantity; columns do in every other table.
pub(super) fn bundles<'g>(grid: &'g Grid) -> Vec<Vec<Strand<'g>>> {
    let rows: Vec<usize> = (0..grid.rows.len())
        .filter(|row| !grid.row_is(*row, Role::Growth) && !grid.row_is(*row, Role::Mean))
        .collect();
    let columns: Vec<usize> = (0..grid.columns.len())
        .filter(|column| !grid.column_is(*column, Role::Growth))
        .collect();
    if !grid.columns_are_years() {
        let bundle = columns.iter().map(|column| Strand {
            name: grid
                .table
                .columns
                .get(*column)
                .map(|of| plain(&of.name))
                .unwrap_or_default(),
            values: rows.iter().map(|row| value(grid, *row, *column)).collect(),
        });
        return vec![bundle.collect()];
    }
    let mut blocks: Vec<Option<&str>> = rows.iter().map(|row| grid.block(*row)).collect();
    blocks.dedup();
    blocks
        .into_iter()
        .map(|block| {
            let within = rows.iter().filter(|row| grid.block(**row) == block);
            within
                .map(|row| Strand {
                    name: grid
                        .table
                        .rows
                        .get(*row)
                        .map(|of| plain(&of.label))
                        .unwrap_or_default(),
                    values: columns
                        .iter()
                        .map(|column| value(grid, *row, *column))
                        .collect(),
                })
                .collect()
        })
        .collect()
}

fn value<'g>(grid: &'g Grid, row: usize, column: usize) -> Option<(Cell, &'g Number)> {
    Some((grid.cell(row, column), grid.number(row, column)?))
}
