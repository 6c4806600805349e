//! Targets that contradict each other in time, and things that are to be finished at two times.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::facts::Reading;
use crate::finding::{Confidence, Finding};
use crate::measure::{Number, read_number};
use crate::message::Detail;
use crate::plan::{Milestone, Target};
use crate::report::Report;

/// A target, read. Less is better where `falls`.
struct Aim<'p> {
    of: &'p Target,
    number: Number,
    value: Exact,
}

impl Aim<'_> {
    fn is_worse_than(&self, value: Exact) -> bool {
        if self.of.falls {
            self.value > value
        } else {
            self.value < value
        }
    }

    fn printed(&self) -> String {
        let bare = self
            .number
            .printed
            .ends_with(|letter: char| letter.is_ascii_digit());
        let measure = if bare { self.of.measure.as_str() } else { "" };
        format!("{}{measure}", self.number.printed)
    }
}

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let mut all: BTreeMap<(String, String), Vec<Aim>> = BTreeMap::new();
    for of in &reading.plan.targets {
        let read = read_number(&of.printed, &of.measure)
            .and_then(|number| Some((number.scaled()?, number)));
        if let Some((value, number)) = read {
            let key = (
                reading.plan.called(&of.quantity),
                reading.plan.area(of.area.as_deref()),
            );
            all.entry(key).or_default().push(Aim { of, number, value });
        }
    }
    for ((quantity, area), aims) in &mut all {
        aims.sort_by_key(|aim| (aim.of.line, aim.of.year));
        between(quantity, aims, report);
        behind(reading, quantity, area, aims, report);
        every_year(reading, quantity, aims, report);
    }
    events(reading, report);
}

/// Targets of different lines for one year, and a later target that is worse than an earlier one.
fn between(quantity: &str, aims: &[Aim], report: &mut Report) {
    for (nth, later) in aims.iter().enumerate() {
        let before = aims.get(..nth).unwrap_or_default();
        let other_line = |aim: &&Aim| aim.of.line != later.of.line;
        let two = before
            .iter()
            .filter(other_line)
            .find(|aim| aim.of.year == later.of.year && aim.value != later.value);
        let earlier = before.iter().chain(aims.iter().skip(nth + 1));
        let worse = earlier
            .filter(|aim| aim.of.year < later.of.year)
            .find(|aim| later.is_worse_than(aim.value));
        let subject = quantity.to_owned();
        let (other, detail) = match (two, worse) {
            (Some(other), _) => (
                other,
                Detail::TwoTargets {
                    subject,
                    year: later.of.year,
                },
            ),
            (None, Some(other)) => (
                other,
                Detail::Backwards {
                    subject,
                    year: later.of.year,
                    since: other.of.year,
                },
            ),
            (None, None) => {
                full_at_another_time(quantity, before, later, report);
                continue;
            }
        };
        let finding = Finding::new(
            later.of.line,
            later.printed(),
            other.printed(),
            Confidence::PLAIN,
            detail,
        );
        report.add(finding.against([other.of.line]));
    }
}

/// What every year is measured by, where some year's target asks for less. An evaluation may be fitted to
/// its year, so this is only worth a look.
fn every_year(reading: &Reading, quantity: &str, aims: &[Aim], report: &mut Report) {
    for said in &reading.plan.requirements {
        if reading.plan.called(&said.quantity) != quantity {
            continue;
        }
        let number = read_number(&said.printed, &said.measure);
        let value = number.as_ref().and_then(Number::scaled);
        let less = aims
            .iter()
            .filter(|aim| aim.of.line != said.line && aim.of.falls == said.falls)
            .filter(|aim| value.is_some_and(|value| aim.is_worse_than(value)))
            .min_by_key(|aim| aim.of.year);
        if let Some((aim, number)) = less.zip(number) {
            let detail = Detail::TwoTargets {
                subject: quantity.to_owned(),
                year: aim.of.year,
            };
            let finding = Finding::new(
                said.line,
                number.printed,
                aim.printed(),
                Confidence::LOOK,
                detail,
            );
            report.add(finding.against([aim.of.line]));
        }
    }
}

/// All of it by one year here and by another there, where no year has a target in both.
fn full_at_another_time(quantity: &str, before: &[Aim], later: &Aim, report: &mut Report) {
    let other = before.iter().find(|aim| {
        let years = |line| {
            before
                .iter()
                .filter(move |aim| aim.of.line == line)
                .map(|aim| aim.of.year)
        };
        aim.of.line != later.of.line
            && aim.value == Exact::ONE
            && later.value == Exact::ONE
            && aim.of.year != later.of.year
            && !years(aim.of.line).any(|year| year == later.of.year)
    });
    if let Some(other) = other {
        let detail = Detail::TwoTimes {
            subject: format!("{quantity} {}", later.printed()),
        };
        let (here, there) = (later.of.year.to_string(), other.of.year.to_string());
        let finding = Finding::new(later.of.line, here, there, Confidence::PLAIN, detail);
        report.add(finding.against([other.of.line]));
    }
}

/// The first target of a line that falls behind what the plan reports of an earlier year.
fn behind(reading: &Reading, quantity: &str, area: &str, aims: &[Aim], report: &mut Report) {
    let mut told = Vec::new();
    for aim in aims {
        let reached = reading.facts.iter().filter(|fact| {
            fact.key.quantity == quantity
                && fact.key.area == area
                && fact.key.period.to < aim.of.year
                && fact.number.is_rate == aim.number.is_rate
        });
        let last = reached.max_by_key(|fact| (fact.key.period.to, std::cmp::Reverse(fact.line)));
        let Some(fact) = last.filter(|_| !told.contains(&aim.of.line)) else {
            continue;
        };
        if fact
            .number
            .scaled()
            .is_some_and(|value| aim.is_worse_than(value))
        {
            told.push(aim.of.line);
            let detail = Detail::Backwards {
                subject: quantity.to_owned(),
                year: aim.of.year,
                since: fact.key.period.to,
            };
            let printed = &fact.number.printed;
            let finding = Finding::new(
                aim.of.line,
                aim.printed(),
                printed,
                Confidence::LIKELY,
                detail,
            );
            report.add(finding.against([fact.line]));
        }
    }
}

fn events(reading: &Reading, report: &mut Report) {
    let mut all: BTreeMap<String, Vec<&Milestone>> = BTreeMap::new();
    for milestone in &reading.plan.milestones {
        all.entry(reading.plan.called(&milestone.event))
            .or_default()
            .push(milestone);
    }
    for (event, milestones) in &mut all {
        milestones.sort_by_key(|milestone| milestone.line);
        let Some((first, others)) = milestones.split_first() else {
            continue;
        };
        for other in others.iter().filter(|other| other.year != first.year) {
            let loosely = other.loosely || first.loosely;
            let confidence = if loosely {
                Confidence::LOOK
            } else {
                Confidence::PLAIN
            };
            let detail = Detail::TwoTimes {
                subject: event.clone(),
            };
            let finding = Finding::new(
                other.line,
                &other.printed,
                &first.printed,
                confidence,
                detail,
            );
            report.add(finding.against([first.line]));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::checks::made::found;

    fn plan(aims: &[(u32, i32, &str)]) -> Value {
        let targets: Vec<Value> = aims
            .iter()
            .map(|(line, year, printed)| json!({ "line": line, "quantity": "达标率", "year": year, "printed": printed, "measure": "%" }))
            .collect();
        json!({ "targets": targets })
    }

    const SERIES: [(u32, i32, &str); 3] = [(1, 2021, "30%"), (1, 2022, "60%"), (1, 2025, "100%")];

    #[test]
    fn a_series_and_the_same_target_elsewhere_are_silent() {
        assert!(found(&plan(&SERIES)).is_empty());
        assert!(
            found(&plan(
                &[SERIES.as_slice(), &[(9, 2025, "100%"), (9, 2023, "70%")]].concat()
            ))
            .is_empty()
        );
    }

    #[test]
    fn another_target_for_the_same_year() {
        let told = found(&plan(&[SERIES.as_slice(), &[(9, 2022, "100%")]].concat()));
        assert_eq!(told[0], (9, "100%".into(), "60%".into()));
    }

    #[test]
    fn all_of_it_at_another_time() {
        let told = found(&plan(&[(1, 2023, "100%"), (9, 2022, "100%")]));
        assert_eq!(told, [(9, "2022".into(), "2023".into())]);
    }

    #[test]
    fn a_later_target_that_is_worse_and_one_behind_what_stands() {
        assert_eq!(found(&plan(&[(1, 2021, "60%"), (1, 2022, "50%")])).len(), 1);
        let mut plan = plan(&SERIES);
        plan["statements"] = json!([{ "line": 4, "quantity": "达标率", "period": "2020", "printed": "50%", "measure": "%" }]);
        assert_eq!(found(&plan), [(1, "30%".into(), "50%".into())]);
    }

    #[test]
    fn what_every_year_is_measured_by_and_some_year_falls_short_of() {
        let mut plan = plan(&SERIES);
        plan["requirements"] =
            json!([{ "line": 9, "quantity": "达标率", "printed": "100%", "measure": "%" }]);
        assert_eq!(found(&plan), [(9, "100%".into(), "30%".into())]);
        plan["requirements"][0]["printed"] = json!("30%");
        assert!(found(&plan).is_empty());
    }

    #[test]
    fn one_thing_two_times() {
        let event = |line, year: i32| json!({ "line": line, "event": "平台建成", "year": year, "printed": year.to_string() });
        assert!(found(&json!({ "milestones": [event(1, 2023), event(2, 2023)] })).is_empty());
        assert_eq!(
            found(&json!({ "milestones": [event(1, 2021), event(2, 2023)] })),
            [(2, "2023".into(), "2021".into())]
        );
    }
}
