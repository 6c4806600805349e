//! 每年不少于: a schedule by years against the least share that each year has to bring.

use crate::exact::Exact;
use crate::facts::{Fact, Reading};
use crate::finding::{Confidence, Finding};
use crate::measure::read_number;
use crate::message::Detail;
use crate::period::Period;
use crate::plan::Minimum;
use crate::report::Report;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let Some(span) = reading.plan.years() else {
        return;
    };
    for minimum in &reading.plan.minimums {
        let of = reading.plan.called(&minimum.of);
        let mut areas: Vec<&str> = Vec::new();
        for fact in reading
            .facts
            .iter()
            .filter(|fact| fact.key.quantity == of && fact.cell.is_some())
        {
            let area = fact.key.area.as_str();
            if !fact.is_sum && !areas.contains(&area) {
                areas.push(area);
                judge(reading, minimum, fact, span, report);
            }
        }
    }
}

/// One finding for each area: its first year below the least, with all that are.
fn judge(reading: &Reading, minimum: &Minimum, whole: &Fact, span: Period, report: &mut Report) {
    let quantity = reading.plan.called(&minimum.quantity);
    let Some(share) =
        read_number(&minimum.printed, &minimum.measure).and_then(|number| number.scaled())
    else {
        return;
    };
    let Some(least) = whole
        .number
        .value
        .times(share)
        .filter(|least| *least > Exact::ZERO)
    else {
        return;
    };
    let years = span.years().filter_map(|year| {
        reading
            .of(&quantity, &whole.key.area, Period::year(year))
            .find(|fact| fact.cell.is_some())
    });
    let below: Vec<&Fact> = years.filter(|fact| fact.number.value < least).collect();
    let Some(first) = below.first() else {
        return;
    };
    let years: Vec<String> = below
        .iter()
        .map(|fact| fact.key.period.to_string())
        .collect();
    let bring: Vec<&str> = below
        .iter()
        .map(|fact| fact.number.printed.as_str())
        .collect();
    let detail = Detail::Minimum {
        subject: format!("{} {quantity}", whole.key.area),
        of: whole.number.printed.clone(),
        years: years.join("、"),
    };
    let asked = format!(
        "{}{}（{}）",
        minimum.printed,
        minimum.measure,
        least.text(2)
    );
    let finding = Finding::new(
        first.line,
        bring.join("、"),
        asked,
        Confidence::LOOK,
        detail,
    );
    report.add(finding.against(below.iter().map(|fact| fact.line).chain([minimum.line])));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::findings;

    fn plan(first: &str) -> Value {
        let row = |line: u32, year: &str, all: &str, new: &str| json!({ "line": line, "label": year, "area": "甲", "cells": [all, new] });
        json!({ "period": "2021-2022", "minimums": [{ "line": 9, "quantity": "新建", "of": "欠账", "printed": "20", "measure": "%" }],
            "tables": [{ "title": "表", "rows": [row(1, "2021", "203", first), row(2, "2022", "", "41")], "columns": [
                { "name": "欠账", "quantity": "欠账", "period": "2021-2022" }, { "name": "新建", "quantity": "新建" }] }] })
    }

    #[test]
    fn a_year_below_the_least_share_is_told_on_its_line() {
        assert!(findings(&plan("41")).is_empty());
        let told = findings(&plan("40"));
        assert_eq!(
            (told.len(), told[0].line, told[0].printed.as_str()),
            (1, 1, "40")
        );
    }
}
