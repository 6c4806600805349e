//! One quantity in two places: the same quantity, area and period with values that no rounding unites.

use std::collections::BTreeMap;

use crate::facts::{Fact, Reading};
use crate::finding::{Confidence, Finding};
use crate::grid::Key;
use crate::message::Detail;
use crate::period::Period;
use crate::report::Report;

/// So many figures of a line that are those of another year are no chance.
const REPEATED: usize = 3;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let mut all: BTreeMap<_, Vec<&Fact>> = BTreeMap::new();
    for fact in &reading.facts {
        let key = (&fact.key.quantity, &fact.key.area, fact.key.period);
        all.entry(key).or_default().push(fact);
    }
    for facts in all.values().filter(|facts| facts.len() > 1) {
        let groups = groups(facts);
        let Some(believed) = groups
            .iter()
            .max_by(|left, right| weight(left).cmp(&weight(right)))
        else {
            continue;
        };
        let Some(other) = believed.first() else {
            continue;
        };
        for fact in facts
            .iter()
            .filter(|fact| !fact.interval.meets(&other.interval))
        {
            tell(reading, fact, believed, report);
        }
    }
}

/// Figures that can be one value, together.
fn groups<'f>(facts: &[&'f Fact]) -> Vec<Vec<&'f Fact>> {
    let mut groups: Vec<Vec<&Fact>> = Vec::new();
    for fact in facts {
        let same = |group: &&mut Vec<&Fact>| {
            group
                .iter()
                .all(|other| other.interval.meets(&fact.interval))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(fact),
            None => groups.push(vec![fact]),
        }
    }
    groups
}

/// Whom to believe: what stands in more places, then in a table, then earlier.
fn weight(group: &[&Fact]) -> (usize, bool, i64) {
    let line = group
        .iter()
        .map(|fact| i64::from(fact.line))
        .min()
        .unwrap_or_default();
    (
        group.len(),
        group.iter().any(|fact| fact.cell.is_some()),
        -line,
    )
}

fn tell(reading: &Reading, fact: &Fact, believed: &[&Fact], report: &mut Report) {
    let Some(other) = believed.first() else {
        return;
    };
    let subject = format!(
        "{} {} {}",
        fact.key.area, fact.key.period, fact.key.quantity
    );
    // In the unit of the place that is doubted, with the other's own digits.
    let digits = other.number.places + 4;
    let computed = other
        .number
        .scaled()
        .and_then(|value| value.by(fact.number.factor));
    let sign = fact.number.sign();
    let computed = computed
        .map(|value| format!("{}{sign}", value.text(digits)))
        .unwrap_or_default();
    let lines = believed.iter().map(|other| other.line);
    report.add(
        Finding::new(
            fact.line,
            &fact.number.printed,
            computed,
            Confidence::PLAIN,
            Detail::Conflict {
                subject,
                repeats: repeated(reading, fact),
            },
        )
        .against(lines),
    );
}

/// The other period of which the doubted figure is the right one: a span whose printed sum it is, or a
/// year of which the line prints three figures or more.
fn repeated(reading: &Reading, fact: &Fact) -> Option<Period> {
    let others = |of: &Key| {
        let of = of.clone();
        reading.facts.iter().filter(move |other| {
            other.key.quantity == of.quantity
                && other.key.area == of.area
                && other.key.period != of.period
        })
    };
    let sum = others(&fact.key).find(|other| other.is_sum && other.interval.meets(&fact.interval));
    if let Some(sum) = sum {
        return Some(sum.key.period);
    }
    let same_line = |other: &&Fact| other.line == fact.line && other.key.period == fact.key.period;
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for here in reading.facts.iter().filter(same_line) {
        for other in others(&here.key).filter(|other| other.number.value == here.number.value) {
            *counts.entry(other.key.period).or_default() += 1;
        }
    }
    let (period, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let mut then = others(&fact.key).filter(|other| other.key.period == period);
    let repeats = then.any(|other| other.number.value == fact.number.value);
    (count >= REPEATED && repeats).then_some(period)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::{findings, found};

    fn plan(figures: &[(u32, &str, &str)]) -> Value {
        let statements: Vec<Value> = figures
            .iter()
            .map(|(line, printed, measure)| {
                json!({ "line": line, "quantity": "经费", "period": "2020", "printed": printed, "measure": measure })
            })
            .collect();
        json!({ "statements": statements })
    }

    #[test]
    fn the_place_that_stands_alone_is_doubted() {
        let told = found(&plan(&[(1, "7", "个"), (2, "8", "个"), (3, "8", "个")]));
        assert_eq!(told, [(1, "7".into(), "8".into())]);
        let told = found(&plan(&[(1, "3.14", "亿元"), (2, "42718.28", "万元")]));
        assert_eq!(told, [(2, "42718.28".into(), "31400".into())]);
    }

    #[test]
    fn a_line_that_repeats_another_year_says_so() {
        let figure = |line, quantity, period, printed: &str| json!({ "line": line, "quantity": quantity, "period": period, "printed": printed });
        let years = [("室", "40", "46"), ("人", "120", "276"), ("率", "50", "95")];
        let statements: Vec<Value> = years
            .iter()
            .flat_map(|(of, old, new)| {
                [
                    figure(1, *of, "2016", old),
                    figure(2, *of, "2020", new),
                    figure(3, *of, "2020", old),
                ]
            })
            .collect();
        let told = findings(&json!({ "statements": statements }));
        assert_eq!(told.len(), 3);
        assert!(
            told.iter()
                .all(|finding| finding.line == 3 && finding.message.zh.contains("2016"))
        );
    }

    #[test]
    fn rounding_is_no_contradiction() {
        assert!(
            found(&plan(&[
                (1, "4.27", "亿元"),
                (2, "42718.28", "万元"),
                (3, "42718", "万元")
            ]))
            .is_empty()
        );
    }

    #[test]
    fn categories_and_subtotals_of_a_table_are_not_one_figure() {
        let row = |line: u32, label: &str, cell: &str| json!({ "line": line, "label": label, "cells": [cell] });
        let rows = [
            row(1, "车辆", "3"),
            row(2, "器材", "4"),
            row(3, "小计", "7"),
            row(4, "房屋", "5"),
            row(5, "合计", "12"),
        ];
        let mut plan = json!({ "tables": [{ "title": "表", "period": "2020", "rows": rows,
            "columns": [{ "name": "投资", "quantity": "投资" }] }] });
        assert!(found(&plan).is_empty());
        plan["statements"] =
            json!([{ "line": 9, "quantity": "投资", "period": "2020", "printed": "13" }]);
        assert_eq!(found(&plan), [(9, "13".into(), "12".into())]);
    }

    #[test]
    fn what_is_said_as_about_is_no_contradiction() {
        let mut plan = plan(&[(1, "7", "个"), (2, "8", "个")]);
        plan["statements"][0]["about"] = json!(true);
        assert!(found(&plan).is_empty());
    }
}
