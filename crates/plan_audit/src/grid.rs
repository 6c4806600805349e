//! A table with its roles: which rows and columns are details, sums and growth, and what each cell is
//! of. All of it is read from labels.

use crate::measure::{Number, read_number};
use crate::names::plain;
use crate::period::Period;
use crate::plan::{Plan, Row, Table};
use crate::report::Cell;

/// What a row or a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Detail,
    Sum,
    Growth,
    /// 年均: the mean of the details.
    Mean,
    /// 其中: part of a detail beside it, which a sum counts already.
    Within,
    /// 序号: counts rows and says nothing.
    Number,
}

const SUMS: [&str; 4] = ["小计", "合计", "总计", "共计"];
const MEANS: [&str; 4] = ["年均", "平均", "平均值", "均值"];
const WITHIN: &str = "其中";
const NUMBERS: [&str; 5] = ["序号", "编号", "排名", "名次", "位次"];
const GROWTH: [&str; 6] = ["增长", "增幅", "增减", "同比", "上升", "下降"];

/// What a cell is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) quantity: String,
    pub(crate) area: String,
    pub(crate) period: Period,
}

/// A table, read.
pub(crate) struct Grid<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) table: &'p Table,
    pub(crate) index: usize,
    pub(crate) rows: Vec<Role>,
    pub(crate) columns: Vec<Role>,
    cells: Vec<Vec<Option<Number>>>,
}

impl<'p> Grid<'p> {
    pub(crate) fn new(plan: &'p Plan, table: &'p Table, index: usize) -> Self {
        let has_areas = table.rows.iter().filter(|row| row.area.is_some()).count() > 1;
        let whole = plan.whole();
        let row_role = |row: &Row| {
            let is_whole = has_areas && plan.called(&row.label) == whole;
            if is_whole {
                Role::Sum
            } else {
                role(&row.label)
            }
        };
        let number = |row: &Row, column: usize| {
            let of = table.columns.get(column)?;
            if role(&of.name) == Role::Number {
                return None;
            }
            let measure = row
                .measure
                .as_ref()
                .or(of.measure.as_ref())
                .or(table.measure.as_ref());
            read_number(row.cells.get(column)?, measure.map_or("", String::as_str))
        };
        let cells = |row| {
            (0..table.columns.len())
                .map(|column| number(row, column))
                .collect()
        };
        Self {
            plan,
            table,
            index,
            rows: table.rows.iter().map(row_role).collect(),
            columns: table
                .columns
                .iter()
                .map(|column| role(&column.name))
                .collect(),
            cells: table.rows.iter().map(cells).collect(),
        }
    }

    pub(crate) fn number(&self, row: usize, column: usize) -> Option<&Number> {
        self.cells.get(row)?.get(column)?.as_ref()
    }

    /// A number that has a sum.
    pub(crate) fn amount(&self, row: usize, column: usize) -> Option<&Number> {
        self.number(row, column).filter(|number| !number.is_rate)
    }

    pub(crate) const fn cell(&self, row: usize, column: usize) -> Cell {
        Cell {
            table: self.index,
            row,
            column,
        }
    }

    pub(crate) fn line(&self, row: usize) -> u32 {
        self.table
            .rows
            .get(row)
            .map_or(self.table.line, |row| row.line)
    }

    pub(crate) fn row_is(&self, row: usize, role: Role) -> bool {
        self.rows.get(row) == Some(&role)
    }

    pub(crate) fn column_is(&self, column: usize, role: Role) -> bool {
        self.columns.get(column) == Some(&role)
    }

    pub(crate) fn rows_that_are(&self, role: Role) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(move |row| self.row_is(*row, role))
    }

    pub(crate) fn columns_that_are(&self, role: Role) -> impl Iterator<Item = usize> {
        (0..self.columns.len()).filter(move |column| self.column_is(*column, role))
    }

    /// Whether the columns are years, so that rows are what has a quantity.
    pub(crate) fn columns_are_years(&self) -> bool {
        !self.table.columns.is_empty()
            && self
                .table
                .columns
                .iter()
                .all(|column| Period::named(&column.name).is_some())
    }

    /// The block of a row: its group, else its area.
    pub(crate) fn block(&self, row: usize) -> Option<&str> {
        let row = self.table.rows.get(row)?;
        row.group.as_deref().or(row.area.as_deref())
    }

    /// What a cell is of; `None` where the plan's data does not say.
    pub(crate) fn key(&self, row: usize, column: usize) -> Option<Key> {
        let (of_row, of_column) = (self.table.rows.get(row)?, self.table.columns.get(column)?);
        let quantity = of_row
            .quantity
            .as_ref()
            .or(of_column.quantity.as_ref())
            .or(self.table.quantity.as_ref())?;
        let is_sum = self.row_is(row, Role::Sum);
        // A subtotal is of some areas; which, only its own row could say.
        let vague = is_sum && of_row.label.contains("小计") && of_row.area.is_none();
        if vague && Period::named(&of_row.label).is_none() {
            return None;
        }
        let area = match &of_row.area {
            Some(area) => Some(area.as_str()),
            None if is_sum && self.table.area.is_none() => None,
            None => self.table.area.as_deref().or_else(|| self.label_area(row)),
        };
        let group = of_row.group.as_deref().and_then(Period::named);
        let merged = group.filter(|_| self.column_is(column, Role::Sum));
        let period = of_column
            .period
            .as_deref()
            .and_then(Period::named)
            .or(merged)
            .or_else(|| Period::named(&of_row.label))
            .or(group)
            .or_else(|| Period::named(&of_column.name))
            .or_else(|| self.table.period.as_deref().and_then(Period::named))?;
        Some(Key {
            quantity: self.plan.called(quantity),
            area: self.plan.area(area),
            period,
        })
    }

    /// The area that a row's label names, where the plan knows one of that name.
    fn label_area(&self, row: usize) -> Option<&str> {
        let label = &self.table.rows.get(row)?.label;
        let named = self.plan.called(label);
        let known = self.plan.areas.iter().flat_map(|whole| &whole.parts);
        let mut known = known.map(|part| self.plan.called(part));
        known.any(|area| area == named).then_some(label.as_str())
    }

    /// Whether a cell is a figure of its own: no growth, no mean, and no part of the row above unless the
    /// row says of what.
    pub(crate) fn is_figure(&self, row: usize, column: usize) -> bool {
        let own = self
            .table
            .rows
            .get(row)
            .is_some_and(|row| row.quantity.is_some());
        let is = |role| self.row_is(row, role) || self.column_is(column, role);
        !is(Role::Growth) && !is(Role::Mean) && (own || !is(Role::Within))
    }

    /// What a cell is called in a message.
    pub(crate) fn subject(&self, row: usize, column: usize) -> String {
        let label = self
            .table
            .rows
            .get(row)
            .map(|row| plain(&row.label))
            .unwrap_or_default();
        let block = self
            .block(row)
            .map(plain)
            .filter(|block| !label.contains(block.as_str()));
        let column = self
            .table
            .columns
            .get(column)
            .map(|column| plain(&column.name));
        [block, Some(label), column]
            .into_iter()
            .flatten()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn role(label: &str) -> Role {
    let label = plain(label);
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if NUMBERS.contains(&label.as_str()) {
        Role::Number
    } else if MEANS.contains(&label.as_str()) {
        Role::Mean
    } else if label.starts_with(WITHIN) {
        Role::Within
    } else if says(&GROWTH) {
        Role::Growth
    } else if says(&SUMS) {
        Role::Sum
    } else {
        Role::Detail
    }
}
