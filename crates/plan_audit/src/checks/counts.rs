//! Counts against what they count, products against their factors, tables over all areas against the
//! areas.

use std::collections::BTreeSet;

use crate::exact::Exact;
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::measure::read_number;
use crate::message::Detail;
use crate::names::{distance, plain};
use crate::plan::NameList;
use crate::report::Report;

/// Fewer areas are no table over all of them.
const FEWEST_AREAS: usize = 4;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for list in &reading.plan.lists {
        let members = members(reading, list);
        count(reading, &list.of, members.len(), list.line, report);
    }
    for list in &reading.plan.projects {
        let line = list
            .items
            .iter()
            .map(|project| project.line)
            .min()
            .unwrap_or_default();
        count(reading, &list.of, list.items.len(), line, report);
    }
    products(reading, report);
    areas(reading, report);
}

/// The names of a list; for 其余, those that the lists beside it leave.
fn members(reading: &Reading, list: &NameList) -> BTreeSet<String> {
    let called = |names: &[String]| {
        names
            .iter()
            .map(|name| reading.plan.called(name))
            .collect::<Vec<_>>()
    };
    let mut members: BTreeSet<String> = called(&list.members).into_iter().collect();
    if let Some(all) = &list.rest_of {
        let beside = reading
            .plan
            .lists
            .iter()
            .filter(|other| list.besides.contains(&other.of));
        let taken: BTreeSet<String> = beside.flat_map(|other| called(&other.members)).collect();
        let all = reading.plan.lists.iter().filter(|other| other.of == *all);
        let rest = all
            .flat_map(|other| called(&other.members))
            .filter(|name| !taken.contains(name));
        members.extend(rest);
    }
    members
}

fn count(reading: &Reading, of: &str, listed: usize, line: u32, report: &mut Report) {
    let quantity = reading.plan.called(of);
    let Ok(whole) = i64::try_from(listed) else {
        return;
    };
    for fact in reading
        .facts
        .iter()
        .filter(|fact| fact.key.quantity == quantity && fact.cell.is_none())
    {
        if fact.number.value != Exact::whole(whole) {
            let detail = Detail::Count { of: plain(of) };
            let finding = Finding::new(
                fact.line,
                &fact.number.printed,
                listed.to_string(),
                Confidence::PLAIN,
                detail,
            );
            report.add(finding.against([line]));
        }
    }
}

fn products(reading: &Reading, report: &mut Report) {
    for said in &reading.plan.products {
        let factors = said
            .factors
            .iter()
            .filter_map(|factor| read_number(factor, ""));
        let product = factors
            .map(|factor| factor.value)
            .try_fold(Exact::ONE, Exact::times);
        let Some((printed, product)) = read_number(&said.printed, "").zip(product) else {
            continue;
        };
        if !printed.interval().is_some_and(|range| range.holds(product)) {
            let detail = Detail::Product {
                subject: plain(&said.quantity),
            };
            let computed = product.text(6);
            report.add(Finding::new(
                said.line,
                printed.printed,
                computed,
                Confidence::ARITHMETIC,
                detail,
            ));
        }
    }
}

/// A table that names nearly all parts of the whole area is meant to name all.
fn areas(reading: &Reading, report: &mut Report) {
    let lists = reading
        .plan
        .areas
        .iter()
        .map(|whole| reading.plan.parts(&reading.plan.called(&whole.name)));
    let all: BTreeSet<String> = lists
        .flatten()
        .filter(|area| reading.plan.parts(area).is_empty())
        .collect();
    for table in &reading.plan.tables {
        let named: BTreeSet<String> = table
            .rows
            .iter()
            .filter_map(|row| row.area.as_deref())
            .map(|area| reading.plan.called(area))
            .collect();
        let present = all.intersection(&named).count();
        if present * 4 < all.len() * 3 || present < FEWEST_AREAS {
            continue;
        }
        let mut missing: Vec<&str> = all.difference(&named).map(String::as_str).collect();
        for row in &table.rows {
            let spelled = row.area.as_deref().map(|area| reading.plan.called(area));
            let Some(spelled) = spelled.filter(|area| !all.contains(area)) else {
                continue;
            };
            if let Some(at) = missing
                .iter()
                .position(|area| distance(area, &spelled) == 1)
            {
                let detail = Detail::Spelling {
                    list: "各单元".to_owned(),
                };
                let meant = missing.remove(at);
                report.add(Finding::new(
                    row.line,
                    spelled,
                    meant,
                    Confidence::PLAIN,
                    detail,
                ));
            }
        }
        if !missing.is_empty() {
            let (title, missing) = (plain(&table.title), missing.join("、"));
            let detail = Detail::MissingAreas {
                table: title.clone(),
            };
            report.add(Finding::new(
                table.line,
                title,
                missing,
                Confidence::LIKELY,
                detail,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(local: &str) -> Value {
        let figure = |quantity, printed: &str| json!({ "line": 1, "quantity": quantity, "period": "2025", "printed": printed });
        json!({ "statements": [figure("市级馆", "2"), figure("县级馆", local)], "lists": [
            { "line": 5, "of": "单元", "members": ["甲", "乙", "丙", "丁"] },
            { "line": 9, "of": "市级馆", "members": ["甲", "丙"] }, { "line": 9, "of": "县级馆", "rest_of": "单元", "besides": ["市级馆"] }] })
    }

    #[test]
    fn a_count_is_held_against_the_names_and_the_rest() {
        assert!(found(&plan("2")).is_empty());
        assert_eq!(found(&plan("9")), [(1, "9".into(), "2".into())]);
    }

    #[test]
    fn a_product_is_held_against_its_factors() {
        let said = |printed| json!({ "products": [{ "line": 3, "quantity": "人", "factors": ["20", "15"], "printed": printed }] });
        assert!(found(&said("300")).is_empty());
        assert_eq!(found(&said("320")), [(3, "320".into(), "300".into())]);
    }

    #[test]
    fn a_table_that_leaves_out_one_of_many_areas() {
        let table = |areas: &[&str]| {
            let rows: Vec<Value> = areas
                .iter()
                .map(|area| json!({ "line": 2, "label": area, "area": area, "cells": ["1"] }))
                .collect();
            json!({ "areas": [{ "name": "全市", "parts": ["甲", "乙", "丙", "丁", "戊"] }],
                "tables": [{ "title": "表", "line": 1, "columns": [{ "name": "数" }], "rows": rows }] })
        };
        assert!(found(&table(&["甲", "乙", "丙", "丁", "戊"])).is_empty());
        assert!(found(&table(&["甲", "乙"])).is_empty());
        assert_eq!(
            found(&table(&["甲", "乙", "丙", "丁"])),
            [(1, "表".into(), "戊".into())]
        );
    }
}
