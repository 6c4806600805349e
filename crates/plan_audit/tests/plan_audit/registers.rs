//! A pack's registers hold figures of the plan too, at a register's own scale and without sums. Where
//! one names a line, the same number stands in the plan's data at that line: two transcriptions that
//! hold each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::packs::plan_folders;

/// Every number of the folder's files, by line.
fn numbers(folder: &Path) -> BTreeSet<(u64, String)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            gather(&value, 0, &mut found);
        }
    }
    found
}

fn gather(value: &Value, line: u64, found: &mut BTreeSet<(u64, String)>) {
    match value {
        Value::Object(fields) => {
            let line = fields.get("line").and_then(Value::as_u64).unwrap_or(line);
            fields.values().for_each(|value| gather(value, line, found));
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, line, found)),
        Value::String(text) => found.extend(first_number(text).map(|number| (line, number))),
        _ => {}
    }
}

/// The number that a text begins with, without idle zeros.
fn first_number(text: &str) -> Option<String> {
    let text = text.trim_start_matches('≤');
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == '-'))
        .unwrap_or(text.len());
    let digits = text[..end].trim_end_matches('-');
    let bare = if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    };
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[test]
fn figures_of_registers_stand_in_the_plan_at_their_line() {
    for folder in plan_folders() {
        let known = numbers(&folder);
        for entry in fs::read_dir(folder.parent().unwrap().join("registers")).unwrap() {
            let value: Value =
                serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
            for row in value["rows"].as_array().into_iter().flatten() {
                let Some(line) = row.get("line").and_then(Value::as_u64) else {
                    continue;
                };
                for field in ["value", "site_area", "floor_area"] {
                    if let Some(number) = row
                        .get(field)
                        .and_then(Value::as_str)
                        .and_then(first_number)
                    {
                        assert!(
                            known.contains(&(line, number.clone())),
                            "L{line}: {number} of {row}"
                        );
                    }
                }
            }
        }
    }
}
