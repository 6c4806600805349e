//! Pieces of a file as rows of a register: cells are read, names of other rows are looked up, the
//! register checks the rest.

use std::collections::{HashMap, HashSet};

use api::{Caller, Problem};
use base::{Label, Uuid};
use register::{FieldDef, Ledger, Plan, Seen};
use serde_json::{Map, Value as Json};
use sheets::{Cell, Row};

use super::state::{RowFault, WrongRow};
use crate::file::{reference_of, value_of};
use crate::problem::of_ledger;
use crate::scope;

/// The file's columns: for each the field it was taken for.
pub(super) type Columns = Vec<Option<&'static FieldDef>>;

/// A piece of the file, checked.
pub(super) struct Checked {
    pub(super) plans: Vec<Plan>,
    pub(super) wrong: Vec<WrongRow>,
}

/// Titles in the file that lead to rows, by register and title.
type Called = HashMap<(&'static str, String), Vec<Uuid>>;

/// Checks a piece of the file.
pub(super) async fn check(
    ledger: &Ledger,
    caller: &Caller,
    columns: &Columns,
    rows: Vec<Row>,
    seen: &mut Seen,
) -> Result<Checked, Problem> {
    let called = called(ledger, columns, &rows).await?;
    let mut wrong = Vec::new();
    let (mut whole, mut inputs) = (Vec::new(), Vec::new());
    for row in rows {
        match input_of(columns, &row, &called, ledger, caller) {
            Ok(input) => {
                inputs.push(input);
                whole.push(row);
            }
            Err(faults) => wrong.push(wrong_row(row, faults)),
        }
    }
    let planned = ledger.plan(inputs, seen).await.map_err(of_ledger)?;
    let mut plans = Vec::with_capacity(planned.len());
    for (row, plan) in whole.into_iter().zip(planned) {
        match plan {
            Ok(Plan::Update { current, .. }) if !scope::admits(caller, ledger.def(), &current) => {
                wrong.push(wrong_row(row, vec![outside(ledger)]));
            }
            Ok(plan) => plans.push(plan),
            Err(faults) => wrong.push(wrong_row(row, RowFault::all_of(&faults))),
        }
    }
    wrong.sort_by_key(|row| row.number);
    Ok(Checked { plans, wrong })
}

async fn called(ledger: &Ledger, columns: &Columns, rows: &[Row]) -> Result<Called, Problem> {
    let mut asked: HashMap<&'static str, HashSet<String>> = HashMap::new();
    for row in rows {
        for (field, cell) in columns.iter().zip(&row.cells) {
            let target = field.and_then(reference_of);
            if let (Some(target), Cell::Text(title)) = (target, cell) {
                asked
                    .entry(target)
                    .or_default()
                    .insert(title.trim().to_owned());
            }
        }
    }
    let mut called = Called::new();
    for (target, titles) in asked {
        let found = ledger.called(target, &titles).await.map_err(of_ledger)?;
        called.extend(found.into_iter().map(|(title, ids)| ((target, title), ids)));
    }
    Ok(called)
}

fn input_of(
    columns: &Columns,
    row: &Row,
    called: &Called,
    ledger: &Ledger,
    caller: &Caller,
) -> Result<Map<String, Json>, Vec<RowFault>> {
    let mut faults = Vec::new();
    if row.merged {
        let words = Label::new(
            "此行有合并单元格，请拆分",
            "the row has merged cells; take them apart",
        );
        faults.push(RowFault::of_cell(ledger.def().title, words));
    }
    let mut input = Map::new();
    for (at, field) in columns.iter().enumerate() {
        let Some(field) = field else { continue };
        let cell = row.cells.get(at).unwrap_or(&Cell::Empty);
        let read = match reference_of(field) {
            Some(target) => referred(target, cell, called),
            None => value_of(field, cell),
        };
        match read {
            Ok(value) => {
                input.insert(field.name.to_owned(), value);
            }
            Err(words) => faults.push(RowFault::of_cell(field.name, words)),
        }
    }
    let def = ledger.def();
    // A file may leave the place of standing rows out; what it says must be the importer's.
    let says = def.scope.is_none_or(|field| input.contains_key(field));
    if says && !scope::admits_input(caller, def, None, &input) {
        faults.push(outside(ledger));
    }
    if faults.is_empty() {
        Ok(input)
    } else {
        Err(faults)
    }
}

fn referred(target: &'static str, cell: &Cell, called: &Called) -> Result<Json, Label> {
    let text = cell.plain().trim().to_owned();
    if text.is_empty() || Uuid::parse_str(&text).is_ok() {
        return Ok(if text.is_empty() {
            Json::Null
        } else {
            Json::from(text)
        });
    }
    match called.get(&(target, text)).map(Vec::as_slice) {
        Some([id]) => Ok(Json::from(id.to_string())),
        Some([_, _, ..]) => Err(Label::new(
            "有多条记录叫这个名称，请改填编号",
            "several rows are called so; write the id of one",
        )),
        _ => Err(Label::new(
            "台账中没有叫这个名称的记录，请先登记",
            "no row is called so; enter it first",
        )),
    }
}

fn outside(ledger: &Ledger) -> RowFault {
    let words = Label::new(
        "不在您负责的辖区内",
        "outside the areas that you answer for",
    );
    RowFault::of_cell(ledger.def().scope.unwrap_or_default(), words)
}

fn wrong_row(row: Row, faults: Vec<RowFault>) -> WrongRow {
    WrongRow {
        number: row.number,
        cells: row
            .cells
            .iter()
            .map(|cell| cell.plain().into_owned())
            .collect(),
        faults,
    }
}
