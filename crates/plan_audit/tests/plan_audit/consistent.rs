//! Tables that are right have no finding, and one changed cell has one on its line.

use plan_audit::{Finding, Plan, audit};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A table of areas and kinds with sums down and across and a rate, all of it right.
fn table(amounts: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut rows: Vec<Vec<u32>> = amounts
        .iter()
        .map(|row| row.iter().copied().chain([row.iter().sum()]).collect())
        .collect();
    let width = rows[0].len();
    rows.push(
        (0..width)
            .map(|column| rows.iter().map(|row| row[column]).sum())
            .collect(),
    );
    rows
}

fn plan(rows: &[Vec<u32>]) -> Plan {
    let last = rows.len() - 1;
    let columns: Vec<Value> = (0..rows[0].len())
        .map(|column| json!({ "name": if column == rows[0].len() - 1 { "合计".to_owned() } else { format!("类{column}") } }))
        .collect();
    let rows: Vec<Value> = rows
        .iter()
        .enumerate()
        .map(|(nth, row)| {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            let label = if nth == last {
                "总计".to_owned()
            } else {
                format!("区{nth}")
            };
            json!({ "line": nth + 1, "label": label, "cells": cells })
        })
        .collect();
    let text =
        json!({ "tables": [{ "title": "表", "columns": columns, "rows": rows }] }).to_string();
    Plan::from_parts(&[("made.json", text.as_bytes())]).unwrap()
}

/// States that grow by what each year adds, for some areas.
fn chain(areas: &[(u32, [u32; 5])]) -> Vec<Vec<(u32, u32)>> {
    areas
        .iter()
        .map(|(base, added)| {
            let mut state = *base;
            let step = |added: &u32| {
                state += added;
                (*added, state)
            };
            added.iter().map(step).collect()
        })
        .collect()
}

fn chain_plan(areas: &[Vec<(u32, u32)>]) -> Plan {
    let mut rows = Vec::new();
    for (area, years) in areas.iter().enumerate() {
        for (year, (added, state)) in years.iter().enumerate() {
            rows.push(json!({ "line": area * 10 + year, "area": format!("区{area}"), "label": (2021 + year).to_string(),
                "cells": [added.to_string(), state.to_string()] }));
        }
    }
    let columns = json!([{ "name": "新建数", "quantity": "新建" }, { "name": "达到总数", "quantity": "达到" }]);
    let text =
        json!({ "tables": [{ "title": "表", "columns": columns, "rows": rows }] }).to_string();
    Plan::from_parts(&[("made.json", text.as_bytes())]).unwrap()
}

fn lines(findings: &[Finding]) -> Vec<u32> {
    findings.iter().map(|finding| finding.line).collect()
}

proptest! {
    #[test]
    fn a_table_of_sums_is_silent_until_a_cell_is_changed(
        amounts in prop::collection::vec(prop::collection::vec(0_u32..100_000, 3), 3..8),
        at in any::<(prop::sample::Index, prop::sample::Index)>(),
        by in 1_u32..1000,
    ) {
        let mut rows = table(&amounts);
        prop_assert_eq!(lines(&audit(&plan(&rows))), Vec::<u32>::new());
        let (row, column) = (at.0.index(rows.len()), at.1.index(rows[0].len()));
        rows[row][column] += by;
        let found = lines(&audit(&plan(&rows)));
        prop_assert!(found.contains(&(u32::try_from(row).unwrap() + 1)), "{found:?}");
    }

    #[test]
    fn a_chain_is_silent_until_a_state_is_changed(
        areas in prop::collection::vec((0_u32..1000, prop::array::uniform5(50_u32..100)), 3..6),
        at in any::<prop::sample::Index>(),
        year in 1_usize..5,
        by in 1_u32..100,
    ) {
        // Four equal years after another one are an odd series, right or not.
        prop_assume!(areas.iter().all(|(_, added)| added[1..].iter().any(|year| *year != added[1])));
        let mut chained = chain(&areas);
        prop_assert_eq!(lines(&audit(&chain_plan(&chained))), Vec::<u32>::new());
        let area = at.index(chained.len());
        chained[area][year].1 += by;
        let found = lines(&audit(&chain_plan(&chained)));
        let line = u32::try_from(area * 10 + year).unwrap();
        prop_assert!(!found.is_empty() && found.iter().all(|found| *found == line), "{found:?}");
    }
}
