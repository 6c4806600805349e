//! 累计、达到: states that grow by what each year adds; what they begin from, end with and add up to.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::facts::{Fact, Reading};
use crate::finding::{Confidence, Finding};
use crate::message::Detail;
use crate::report::Report;

/// Steps or areas that must show a relation.
const FEWEST: usize = 3;

/// The figures of one quantity in one table, by area and period.
type Series<'f> = BTreeMap<String, BTreeMap<i32, &'f Fact>>;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    for table in 0..reading.grids.len() {
        let yearly = yearly(reading, table);
        for (state, states) in &yearly {
            for (added, additions) in &yearly {
                if state == added || !is_chain(states, additions) {
                    continue;
                }
                for (area, states) in states {
                    if let Some(additions) = additions.get(area) {
                        steps(states, additions, report);
                    }
                }
                ends(reading, table, states, additions, report);
            }
        }
    }
}

/// Quantities of a table that have a figure for each of three years or more.
fn yearly<'r>(reading: &'r Reading, table: usize) -> BTreeMap<String, Series<'r>> {
    let mut all: BTreeMap<String, Series> = BTreeMap::new();
    for fact in in_table(reading, table).filter(|fact| fact.key.period.is_year()) {
        let series = all.entry(fact.key.quantity.clone()).or_default();
        series
            .entry(fact.key.area.clone())
            .or_default()
            .entry(fact.key.period.from)
            .or_insert(fact);
    }
    for series in all.values_mut() {
        series.retain(|_, years| years.len() >= FEWEST);
    }
    all.retain(|_, series| !series.is_empty());
    all
}

fn in_table<'r>(reading: &'r Reading, table: usize) -> impl Iterator<Item = &'r Fact> {
    reading.facts.iter().filter(move |fact| {
        !fact.is_sum && !fact.number.is_rate && fact.cell.is_some_and(|cell| cell.table == table)
    })
}

/// The state that follows from the year before, with the fact of that year.
fn step<'f>(
    year: i32,
    states: &BTreeMap<i32, &'f Fact>,
    additions: &BTreeMap<i32, &Fact>,
) -> Option<(&'f Fact, Exact)> {
    let before = states.get(&(year - 1))?;
    Some((
        before,
        before
            .number
            .value
            .plus(additions.get(&year)?.number.value)?,
    ))
}

/// Whether most steps are states with their additions, and three of them with something added.
fn is_chain(states: &Series, additions: &Series) -> bool {
    let (mut all, mut fits, mut shown) = (0, 0, 0);
    for (area, states) in states {
        let Some(additions) = additions.get(area) else {
            continue;
        };
        for (year, state) in states {
            let Some((_, computed)) = step(*year, states, additions) else {
                continue;
            };
            let adds = additions
                .get(year)
                .is_some_and(|fact| !fact.number.value.is_zero());
            let holds = computed == state.number.value;
            all += 1;
            fits += usize::from(holds);
            shown += usize::from(holds && adds);
        }
    }
    shown >= FEWEST && fits * 3 >= all * 2
}

fn steps(states: &BTreeMap<i32, &Fact>, additions: &BTreeMap<i32, &Fact>, report: &mut Report) {
    // What the state of the year before should have been, when it was not.
    let mut rather: Option<Exact> = None;
    for (year, state) in states {
        let (Some((before, computed)), Some(added)) =
            (step(*year, states, additions), additions.get(year))
        else {
            rather = None;
            continue;
        };
        let cells = [
            Some(*state),
            Some(*added),
            Some(before).filter(|_| rather.is_none()),
        ];
        // After a wrong state the next step fails too: one misprint, one finding.
        let mended = rather.and_then(|rather| rather.plus(added.number.value));
        if computed == state.number.value || mended == Some(state.number.value) {
            report.confirm(cells.into_iter().flatten().filter_map(|fact| fact.cell));
            rather = None;
            continue;
        }
        rather = Some(computed);
        broken(state, before, added, computed, report);
    }
}

fn broken(state: &Fact, before: &Fact, added: &Fact, computed: Exact, report: &mut Report) {
    let detail = Detail::Chain {
        subject: subject(state),
        before: before.number.printed.clone(),
    };
    let printed = &state.number.printed;
    let finding = Finding::new(
        state.line,
        printed,
        computed.text(6),
        Confidence::ARITHMETIC,
        detail,
    );
    report.add(finding.against([before.line, added.line]));
}

/// Which single figure of an area belongs to its years.
#[derive(Clone, Copy)]
enum End {
    /// What stood before the first year.
    Begin,
    /// What stands after the last.
    Last,
    /// What all years add.
    Total,
}

impl End {
    fn of(self, states: &BTreeMap<i32, &Fact>, additions: &BTreeMap<i32, &Fact>) -> Option<Exact> {
        match self {
            Self::Begin => {
                let (year, first) = states.first_key_value()?;
                first.number.value.minus(additions.get(year)?.number.value)
            }
            Self::Last => Some(states.last_key_value()?.1.number.value),
            Self::Total => additions
                .values()
                .try_fold(Exact::ZERO, |sum, fact| sum.plus(fact.number.value)),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Begin => "首年达到数－首年新增数",
            Self::Last => "末年达到数",
            Self::Total => "各年新增数之和",
        }
    }
}

/// Figures that stand once for each area of the table: for most areas they are one end of the years.
fn ends(reading: &Reading, table: usize, states: &Series, additions: &Series, report: &mut Report) {
    let mut single: BTreeMap<&str, BTreeMap<&str, Vec<&Fact>>> = BTreeMap::new();
    for fact in in_table(reading, table) {
        let areas = single.entry(&fact.key.quantity).or_default();
        areas.entry(&fact.key.area).or_default().push(fact);
    }
    for areas in single.values() {
        for end in [End::Begin, End::Last, End::Total] {
            judge(end, areas, states, additions, report);
        }
    }
}

fn judge(
    end: End,
    areas: &BTreeMap<&str, Vec<&Fact>>,
    states: &Series,
    additions: &Series,
    report: &mut Report,
) {
    let (mut fits, mut others, mut blanks) = (0, Vec::new(), Vec::new());
    for (area, facts) in areas {
        let ([fact], Some(states)) = (facts.as_slice(), states.get(*area)) else {
            continue;
        };
        let Some(additions) = additions.get(*area) else {
            continue;
        };
        let nothing =
            |years: &BTreeMap<i32, &Fact>| years.values().all(|fact| fact.number.value.is_zero());
        match end.of(states, additions) {
            _ if nothing(states) && nothing(additions) => blanks.push((*fact, states)),
            Some(value) if value == fact.number.value => fits += 1,
            Some(value) => others.push((*fact, value)),
            None => {}
        }
    }
    if fits < FEWEST || fits * 100 < (fits + others.len()) * 75 {
        return;
    }
    for (fact, value) in others {
        let detail = Detail::Ends {
            subject: subject(fact),
            of: end.words().to_owned(),
        };
        let printed = &fact.number.printed;
        report.add(Finding::new(
            fact.line,
            printed,
            value.text(6),
            Confidence::PLAIN,
            detail,
        ));
    }
    let stands = blanks
        .into_iter()
        .filter(|(fact, _)| !fact.number.value.is_zero());
    for (fact, states) in stands.filter(|_| matches!(end, End::Begin)) {
        blank(fact, states, report);
    }
}

/// A state that is nothing in all years though something stands: a cell that nobody filled in, most
/// likely, and still not what it says.
fn blank(fact: &Fact, states: &BTreeMap<i32, &Fact>, report: &mut Report) {
    let Some((_, first)) = states.first_key_value() else {
        return;
    };
    let detail = Detail::Blank {
        subject: subject(first),
        of: subject(fact),
    };
    let computed = fact.number.value.text(6);
    report.add(
        Finding::new(
            first.line,
            &first.number.printed,
            computed,
            Confidence::LOOK,
            detail,
        )
        .against([fact.line]),
    );
}

fn subject(fact: &Fact) -> String {
    format!(
        "{} {} {}",
        fact.key.area, fact.key.period, fact.key.quantity
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    /// Areas with what stands, what is missing, and years of `[added, reached]`.
    fn plan(areas: &[(&str, i64, [[i64; 2]; 3])]) -> Value {
        let mut rows = Vec::new();
        for (nth, (area, base, years)) in areas.iter().enumerate() {
            for (year, [added, reached]) in years.iter().enumerate() {
                let base = if year == 0 {
                    base.to_string()
                } else {
                    String::new()
                };
                rows.push(json!({ "line": nth * 10 + year, "area": area, "label": (2021 + year).to_string(),
                    "cells": [base, added.to_string(), reached.to_string()] }));
            }
        }
        json!({ "tables": [{ "title": "表", "rows": rows, "columns": [
            { "name": "实有", "quantity": "实有", "period": "2020" },
            { "name": "新建", "quantity": "新建" }, { "name": "达到", "quantity": "达到" } ] }] })
    }

    const GOOD: [(&str, i64, [[i64; 2]; 3]); 4] = [
        ("甲", 10, [[2, 12], [3, 15], [1, 16]]),
        ("乙", 20, [[5, 25], [5, 30], [5, 35]]),
        ("丙", 7, [[1, 8], [1, 9], [2, 11]]),
        ("丁", 4, [[4, 8], [6, 14], [9, 23]]),
    ];

    #[test]
    fn a_consistent_chain_is_silent() {
        assert!(found(&plan(&GOOD)).is_empty());
    }

    #[test]
    fn a_wrong_state_is_told_once_and_on_its_line() {
        let mut areas = GOOD;
        areas[1].2[1][1] = 31;
        assert_eq!(found(&plan(&areas)), [(11, "31".into(), "30".into())]);
    }

    #[test]
    fn a_base_that_the_first_year_does_not_begin_from_is_told() {
        let mut areas = GOOD;
        areas[2].1 = 8;
        assert_eq!(found(&plan(&areas)), [(20, "8".into(), "7".into())]);
    }

    #[test]
    fn a_state_of_nothing_where_something_stands_is_worth_a_look() {
        let mut areas = GOOD.to_vec();
        areas.push(("戊", 0, [[0, 0]; 3]));
        assert!(found(&plan(&areas)).is_empty());
    }
}
