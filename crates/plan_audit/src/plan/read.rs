//! From files to a [`Plan`], with every fault at once.

use crate::measure::{read_number, read_range};
use crate::period::Period;

use super::{Plan, Table};

/// What is wrong with a file of the plan, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {at}: {what}")]
pub struct PlanError {
    /// Which file.
    pub file: String,
    /// Line and column of the file, or the thing in it.
    pub at: String,
    /// What is wrong and what should stand there.
    pub what: String,
}

impl Plan {
    /// Reads files of a plan: their names and bytes, in any order and division.
    ///
    /// # Errors
    ///
    /// All faults of all files: what is no JSON of this form, what is no number or no year where one
    /// should stand, rows of another length than their table.
    pub fn from_parts(parts: &[(&str, &[u8])]) -> Result<Self, Vec<PlanError>> {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        for (file, bytes) in parts {
            match serde_json::from_slice::<Self>(bytes) {
                Ok(part) => {
                    let mut faults = Faults {
                        file,
                        errors: &mut errors,
                    };
                    faults.of(&part);
                    plan.take(part);
                }
                Err(error) => errors.push(PlanError {
                    file: (*file).to_owned(),
                    at: format!("line {}, column {}", error.line(), error.column()),
                    what: error.to_string(),
                }),
            }
        }
        errors.extend(plan.circles());
        if errors.is_empty() {
            Ok(plan)
        } else {
            Err(errors)
        }
    }

    /// Areas that are part of themselves, by whatever way: sums over them would have no end.
    fn circles(&self) -> Vec<PlanError> {
        let reaches = |area: &str| {
            let mut seen: Vec<String> = Vec::new();
            let mut next = self.parts(area);
            while let Some(part) = next.pop() {
                if !seen.contains(&part) {
                    next.extend(self.parts(&part));
                    seen.push(part);
                }
            }
            seen
        };
        let wholes = self.areas.iter().map(|whole| self.called(&whole.name));
        let circles = wholes.filter(|whole| reaches(whole).contains(whole));
        let told = circles.map(|whole| PlanError {
            file: "all files".to_owned(),
            at: format!("areas, {whole}"),
            what: "it is part of itself; take it out of its own parts".to_owned(),
        });
        told.collect()
    }

    fn take(&mut self, part: Self) {
        if !part.title.is_empty() {
            self.title = part.title;
        }
        if !part.period.is_empty() {
            self.period = part.period;
        }
        self.areas.extend(part.areas);
        self.aliases.extend(part.aliases);
        self.tables.extend(part.tables);
        self.statements.extend(part.statements);
        self.growths.extend(part.growths);
        self.shares.extend(part.shares);
        self.products.extend(part.products);
        self.targets.extend(part.targets);
        self.requirements.extend(part.requirements);
        self.milestones.extend(part.milestones);
        self.minimums.extend(part.minimums);
        self.indicators.extend(part.indicators);
        self.lists.extend(part.lists);
        self.titles.extend(part.titles);
        self.evaluation.extend(part.evaluation);
        self.projects.extend(part.projects);
        self.schedules.extend(part.schedules);
        self.standards.extend(part.standards);
    }
}

/// Collects what is wrong with one file.
struct Faults<'f> {
    file: &'f str,
    errors: &'f mut Vec<PlanError>,
}

impl Faults<'_> {
    fn of(&mut self, part: &Plan) {
        self.period("period", &part.period, part.period.is_empty());
        for table in &part.tables {
            self.table(table);
        }
        self.prose(part);
        self.evaluation(part);
        self.facilities(part);
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let at = format!("table {:?}, L{}", table.title, row.line);
            if row.cells.len() != table.columns.len() {
                let what = format!(
                    "{} cells under {} columns; an empty cell is \"\"",
                    row.cells.len(),
                    table.columns.len()
                );
                self.add(&at, what);
            }
            for cell in row.cells.iter().filter(|cell| !cell.trim().is_empty()) {
                self.number(&at, cell);
            }
        }
    }

    fn prose(&mut self, part: &Plan) {
        for said in &part.statements {
            let at = format!("statements, L{} {}", said.line, said.quantity);
            self.number(&at, &said.printed);
            self.period(&at, &said.period, false);
        }
        for said in &part.growths {
            let at = format!("growths, L{} {}", said.line, said.quantity);
            self.number(&at, &said.printed);
            self.period(&at, &said.from, false);
            self.period(&at, &said.to, false);
        }
        for said in &part.shares {
            let at = format!("shares, L{} {}", said.line, said.quantity);
            for text in [&said.part, &said.whole, &said.printed] {
                self.number(&at, text);
            }
        }
        for said in &part.products {
            let at = format!("products, L{} {}", said.line, said.quantity);
            said.factors
                .iter()
                .chain([&said.printed])
                .for_each(|text| self.number(&at, text));
        }
        for said in &part.targets {
            self.number(
                &format!("targets, L{} {}", said.line, said.quantity),
                &said.printed,
            );
        }
        for said in &part.requirements {
            let at = format!("requirements, L{} {}", said.line, said.quantity);
            self.number(&at, &said.printed);
        }
        for said in &part.minimums {
            self.number(
                &format!("minimums, L{} {}", said.line, said.quantity),
                &said.printed,
            );
        }
        for said in &part.indicators {
            let at = format!("indicators, L{} {}", said.line, said.name);
            self.number(&at, &said.base);
            self.number(&at, &said.target);
            self.period(&at, &said.base_period, false);
            if said.per < 1 {
                self.add(&at, "per is less than 1".to_owned());
            }
        }
    }

    fn evaluation(&mut self, part: &Plan) {
        for chapter in &part.evaluation {
            self.number(
                &format!("evaluation, L{} {}", chapter.line, chapter.name),
                &chapter.points,
            );
            for block in &chapter.blocks {
                self.number(
                    &format!("evaluation, L{} {}", block.line, block.name),
                    &block.points,
                );
                for item in &block.items {
                    let at = format!("evaluation, L{} {}", item.line, item.name);
                    let taken = item.deduction.iter().map(|deduction| &deduction.points);
                    let texts = item.parts.iter().chain([&item.points]).chain(taken);
                    texts.for_each(|text| self.number(&at, text));
                }
            }
        }
    }

    fn facilities(&mut self, part: &Plan) {
        for project in part.projects.iter().flat_map(|list| &list.items) {
            let at = format!("projects, L{} {}", project.line, project.name);
            for text in project.facts.values() {
                if read_range(text, "").is_none() {
                    self.add(
                        &at,
                        format!("{text:?} is neither a number nor a range of two"),
                    );
                }
            }
            for date in [&project.begins, &project.ends].into_iter().flatten() {
                self.period(&at, date, false);
            }
        }
        for standard in &part.standards {
            let at = format!("standards, {} {}", standard.class, standard.fact);
            self.number(&at, &standard.low);
            self.number(&at, &standard.high);
        }
    }

    fn number(&mut self, at: &str, text: &str) {
        if read_number(text, "").is_none() {
            let what = format!("{text:?} begins with no number of at most 15 digits");
            self.add(at, what);
        }
    }

    fn period(&mut self, at: &str, text: &str, may_lack: bool) {
        if !may_lack && Period::named(text).is_none() {
            self.add(
                at,
                format!("{text:?} names no year such as 2021 and no span such as 2021-2025"),
            );
        }
    }

    fn add(&mut self, at: &str, what: String) {
        self.errors.push(PlanError {
            file: self.file.to_owned(),
            at: at.to_owned(),
            what,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let errors = Plan::from_parts(&[("a.json", text.as_bytes())]).unwrap_err();
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn files_of_any_division_are_one_plan() {
        let first: &[u8] = br#"{"period": "2021-2025", "areas": [{"name": "W", "parts": ["a"]}]}"#;
        let second: &[u8] =
            br#"{"statements": [{"line": 1, "quantity": "q", "period": "2020", "printed": "3"}]}"#;
        let plan = Plan::from_parts(&[("2.json", second), ("1.json", first)]).unwrap();
        assert_eq!((plan.statements.len(), plan.whole().as_str()), (1, "W"));
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let told = faults(
            r#"{"tables": [{"title": "t", "columns": [{"name": "c"}],
                "rows": [{"line": 7, "label": "x", "cells": ["many", "2"]}]}],
                "statements": [{"line": 9, "quantity": "q", "period": "once", "printed": "1"}]}"#,
        );
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("L7") && told[2].contains("once"));
    }

    #[test]
    fn an_area_that_is_part_of_itself_is_told() {
        let areas =
            r#"{"areas": [{"name": "W", "parts": ["a", "b"]}, {"name": "a", "parts": ["W"]}]}"#;
        assert_eq!(faults(areas).len(), 2);
    }

    #[test]
    fn a_field_that_is_not_known_is_told_with_line_and_column() {
        let told = faults("{\n  \"statment\": []\n}");
        assert!(told[0].starts_with("a.json, line 2"), "{told:?}");
    }
}
