//! Two series of different names that print the same figure in every year but one: they count the same
//! things, and one of them is misprinted there.

use std::collections::BTreeMap;

use crate::facts::{Fact, Reading};
use crate::finding::{Confidence, Finding};
use crate::message::Detail;
use crate::report::Report;

/// Years that must be equal, with so many different values among them: short or constant series are
/// equal by chance.
const FEWEST: usize = 4;
const DIFFERENT: usize = 3;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let all = reading.series();
    let series: Vec<_> = all
        .iter()
        .filter(|(_, years)| years.len() > FEWEST)
        .collect();
    for (nth, ((_, quantity, area), one)) in series.iter().enumerate() {
        for ((_, other_quantity, other_area), other) in series.iter().skip(nth + 1) {
            if quantity != other_quantity && area == other_area {
                compare(one, other, report);
            }
        }
    }
}

fn compare(one: &BTreeMap<i32, &Fact>, other: &BTreeMap<i32, &Fact>, report: &mut Report) {
    let pairs: Vec<(&Fact, &Fact)> = one
        .iter()
        .filter_map(|(year, fact)| Some((*fact, *other.get(year)?)))
        .collect();
    let (same, apart): (Vec<_>, Vec<_>) = pairs
        .into_iter()
        .partition(|(one, other)| one.number.scaled() == other.number.scaled());
    let mut values: Vec<_> = same.iter().map(|(one, _)| one.number.value).collect();
    values.sort_unstable();
    values.dedup();
    if same.len() < FEWEST || values.len() < DIFFERENT || apart.len() > 1 {
        return;
    }
    let facts = same.iter().flat_map(|(one, other)| [one, other]);
    report.confirm(facts.filter_map(|fact| fact.cell));
    for (first, later) in apart {
        let detail = Detail::Twin {
            subject: format!(
                "{} {} {}",
                later.key.area, later.key.period, later.key.quantity
            ),
            other: first.key.quantity.clone(),
        };
        let (printed, computed) = (&later.number.printed, &first.number.printed);
        let finding = Finding::new(later.line, printed, computed, Confidence::LIKELY, detail);
        report.add(finding.against([first.line]));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::checks::made::found;

    fn of(files: [&str; 5]) -> Vec<(u32, String, String)> {
        let table = |from: usize, quantity: &str, values: [&str; 5]| {
            let row = |(nth, value): (usize, &&str)| json!({ "line": from + nth, "label": (2016 + nth).to_string(), "cells": [value] });
            let rows: Vec<_> = values.iter().enumerate().map(row).collect();
            json!({ "title": quantity, "columns": [{ "name": quantity, "quantity": quantity }], "rows": rows })
        };
        let units = ["110", "125", "140", "163", "188"];
        found(&json!({ "tables": [table(10, "单位", units), table(20, "档案", files)] }))
    }

    #[test]
    fn the_one_year_in_which_twins_differ_is_told() {
        assert!(of(["110", "125", "140", "163", "188"]).is_empty());
        assert_eq!(
            of(["110", "125", "104", "163", "188"]),
            [(22, "104".into(), "140".into())]
        );
    }

    #[test]
    fn series_that_differ_in_two_years_are_no_twins() {
        assert!(of(["110", "125", "141", "164", "188"]).is_empty());
    }
}
