//! Tables as printed: columns, rows with their line, cells as texts.

use serde::Deserialize;

/// A table. What a cell is of follows from its column, its row and the table, in this order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Table {
    /// Its heading.
    pub title: String,
    /// Line of its heading.
    pub line: u32,
    /// The area it is of; the whole when nothing is said.
    pub area: Option<String>,
    /// What all its figures are of, when neither row nor column says so.
    pub quantity: Option<String>,
    /// What all its figures are counted in.
    pub measure: Option<String>,
    /// The time it is of, when neither rows nor columns say so.
    pub period: Option<String>,
    /// Columns behind the label.
    pub columns: Vec<Column>,
    /// Rows in their order.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Column {
    /// As printed. A year in it is the time of its figures; 小计 or 合计 makes it a column of sums,
    /// 增长 or 增幅 one of growth.
    pub name: String,
    /// What its figures are of; they are compared with others only where this is said.
    pub quantity: Option<String>,
    /// What they are counted in.
    pub measure: Option<String>,
    /// The time they are of, whatever the rows say.
    pub period: Option<String>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Row {
    /// Line of the plan's text.
    pub line: u32,
    /// What stands before its figures. A year in it is their time; 小计, 合计 or the whole area's name
    /// makes it a row of sums, 增长 or 增幅 one of growth.
    pub label: String,
    /// The block of rows that it belongs to.
    pub group: Option<String>,
    /// The area its figures are of.
    pub area: Option<String>,
    /// What they are of.
    pub quantity: Option<String>,
    /// What they are counted in.
    pub measure: Option<String>,
    /// As printed, one for each column; empty where nothing is printed.
    pub cells: Vec<String>,
}
