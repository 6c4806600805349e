//! In tests: small plans and what is found in them.

use serde_json::{Value, json};

use crate::{Finding, Plan, audit};

/// A plan of one table: names of its columns, rows as `[line, label, cells…]`.
pub(super) fn table(columns: &str, rows: &str) -> Value {
    let columns: Vec<Value> = list(columns)
        .iter()
        .map(|name| json!({ "name": name }))
        .collect();
    let rows: Vec<Value> = list(rows)
        .iter()
        .map(
            |row| json!({ "line": row[0], "label": row[1], "cells": row.as_array().unwrap()[2..] }),
        )
        .collect();
    json!({ "tables": [{ "title": "表", "columns": columns, "rows": rows }] })
}

fn list(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

/// Line, printed and computed of all that is found.
pub(super) fn found(plan: &Value) -> Vec<(u32, String, String)> {
    let all = findings(plan).into_iter();
    all.map(|finding| (finding.line, finding.printed, finding.computed))
        .collect()
}

pub(super) fn findings(plan: &Value) -> Vec<Finding> {
    let text = plan.to_string();
    audit(&Plan::from_parts(&[("made.json", text.as_bytes())]).unwrap())
}
