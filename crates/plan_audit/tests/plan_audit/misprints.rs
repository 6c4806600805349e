//! One misprint at a time, made in cells of the packs' tables: how many of them the auditor sees.
//! `EVERY=1` tries every cell and says which it misses.

use std::collections::BTreeSet;

use plan_audit::{Finding, Plan, audit};

use crate::packs::{plan_folders, read};

/// Of a hundred misprints, so many are told at least, and so many of these on their own line. What is
/// missed stands in columns that nothing else in the plan speaks of.
const TOLD: usize = 75;
const ON_THEIR_LINE: usize = 60;
/// Most figures of sentences stand there alone.
const TOLD_OF_SENTENCES: usize = 30;

/// One cell of so many is tried, unless `EVERY` says otherwise.
const EVERY: usize = 4;

fn keys(findings: &[Finding]) -> BTreeSet<(u32, String, String)> {
    findings
        .iter()
        .map(|finding| {
            (
                finding.line,
                finding.printed.clone(),
                finding.computed.clone(),
            )
        })
        .collect()
}

/// The number with its first digit raised by one, 9 becoming 1.
fn misprint(cell: &str) -> String {
    let mut done = false;
    let change = |letter: char| match letter.to_digit(10) {
        Some(digit) if !done && digit > 0 => {
            done = true;
            char::from_digit(digit % 9 + 1, 10).unwrap()
        }
        _ => letter,
    };
    cell.chars().map(change).collect()
}

/// Every cell with something printed: table, row, column.
fn cells(plan: &Plan) -> Vec<(usize, usize, usize)> {
    let mut cells = Vec::new();
    for (table, of) in plan.tables.iter().enumerate() {
        for (row, printed) in of.rows.iter().enumerate() {
            let filled = printed
                .cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| misprint(cell) != **cell);
            cells.extend(filled.map(|(column, _)| (table, row, column)));
        }
    }
    cells
}

#[test]
fn most_misprints_are_told() {
    let every = std::env::var("EVERY").map_or(EVERY, |every| every.parse().unwrap());
    for folder in plan_folders() {
        let mut plan: Plan = read(&folder);
        let known = keys(&audit(&plan));
        let (mut all, mut told, mut here) = (0, 0, 0);
        for (table, row, column) in cells(&plan).into_iter().step_by(every) {
            let of = &mut plan.tables[table].rows[row];
            let (line, right) = (of.line, of.cells[column].clone());
            of.cells[column] = misprint(&right);
            let found: Vec<_> = keys(&audit(&plan)).difference(&known).cloned().collect();
            all += 1;
            told += usize::from(!found.is_empty());
            here += usize::from(found.iter().any(|(at, ..)| *at == line));
            if found.is_empty() {
                println!(
                    "missed: {} L{line} {right}",
                    plan.tables[table].columns[column].name
                );
            }
            plan.tables[table].rows[row].cells[column] = right;
        }
        println!(
            "{}: {all} misprints, {told} told, {here} on their line",
            folder.display()
        );
        assert!(told * 100 >= all * TOLD && here * 100 >= told * ON_THEIR_LINE);
    }
}

/// Every printed number outside of tables, with its line.
fn numbers(plan: &mut Plan) -> Vec<(u32, &mut String)> {
    let said = plan
        .statements
        .iter_mut()
        .map(|said| (said.line, &mut said.printed));
    let grown = plan
        .growths
        .iter_mut()
        .map(|said| (said.line, &mut said.printed));
    let shares = plan
        .shares
        .iter_mut()
        .map(|said| (said.line, &mut said.printed));
    let targets = plan
        .targets
        .iter_mut()
        .map(|said| (said.line, &mut said.printed));
    let mut all: Vec<_> = said.chain(grown).chain(shares).chain(targets).collect();
    for chapter in &mut plan.evaluation {
        all.push((chapter.line, &mut chapter.points));
        for block in &mut chapter.blocks {
            all.push((block.line, &mut block.points));
            all.extend(
                block
                    .items
                    .iter_mut()
                    .map(|item| (item.line, &mut item.points)),
            );
        }
    }
    all
}

#[test]
fn misprints_in_sentences_and_points_are_told_where_something_speaks_of_them() {
    let every = std::env::var("EVERY").map_or(EVERY, |every| every.parse().unwrap());
    for folder in plan_folders() {
        let plan = read(&folder);
        let known = keys(&audit(&plan));
        let (mut all, mut told) = (0, 0);
        for at in (0..numbers(&mut plan.clone()).len()).step_by(every) {
            let mut wrong = plan.clone();
            let (line, printed) = numbers(&mut wrong).swap_remove(at);
            let right = printed.clone();
            *printed = misprint(printed);
            let found = keys(&audit(&wrong));
            all += 1;
            told += usize::from(found.difference(&known).next().is_some());
            if found.is_subset(&known) {
                println!("missed: L{line} {right}");
            }
        }
        println!("{}: {all} misprints, {told} told", folder.display());
        assert!(told * 100 >= all * TOLD_OF_SENTENCES);
    }
}
