//! What is refused at its field because the evaluation of the year does not know it.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::{Clock, Label};
use jiff::tz::Offset;
use metric::MetricDef;
use register::{Fault, FaultCode, Faults, Judge, Register, RegisterDef, Value};
use rules::{Each, FactDef, Kind, Points, Scheme, Scope, Versions};

use crate::{CorrectionState, EntryState, EvaluationCorrection, EvaluationEntry};

/// The judges of this room's registers by the versions of the evaluation. `metrics` are all that exist: what
/// they count is not entered any more. `offset` is the city's from UTC, by which its years begin.
#[must_use]
pub fn judges(
    versions: &Arc<Versions>,
    metrics: &[&'static MetricDef],
    clock: &Clock,
    offset: Offset,
) -> [(&'static RegisterDef, Arc<Judge>); 2] {
    let book = || Book {
        versions: Arc::clone(versions),
        counted: metrics.iter().map(|metric| metric.key).collect(),
        clock: clock.clone(),
        offset,
    };
    let (entries, corrections) = (book(), book());
    [
        (
            EvaluationEntry::DEF,
            Arc::new(move |values: &[Value], faults: &mut Faults| {
                if let Ok(entry) = EvaluationEntry::from_values(values) {
                    entries.entry(&entry, faults);
                }
            }),
        ),
        (
            EvaluationCorrection::DEF,
            Arc::new(move |values: &[Value], faults: &mut Faults| {
                if let Ok(correction) = EvaluationCorrection::from_values(values) {
                    corrections.correction(&correction, faults);
                }
            }),
        ),
    ]
}

struct Book {
    versions: Arc<Versions>,
    counted: BTreeSet<&'static str>,
    clock: Clock,
    offset: Offset,
}

impl Book {
    /// What was taken back is not judged: it may have been wrong.
    fn entry(&self, entry: &EvaluationEntry, faults: &mut Faults) {
        if entry.state == EntryState::Withdrawn {
            return;
        }
        let Some(scheme) = self.scheme(entry.year, faults) else {
            return;
        };
        let Some(fact) = scheme.fact(&entry.fact) else {
            let message = Label::new(
                "{year}年的考核体系（{version}）中没有“{key}”这一考核事实",
                "the evaluation of {year} ({version}) knows no fact '{key}'",
            );
            faults.add(about("fact", message, scheme, entry.year).with("key", &entry.fact));
            return;
        };
        // What was entered before its metric came may still be confirmed and withdrawn.
        let metric = fact.metric.as_deref();
        let counted = metric.is_some_and(|key| self.counted.contains(key));
        if fact.evidence.is_none() || (counted && entry.state == EntryState::Entered) {
            let message = Label::new(
                "“{zh}”由指标计算，不作填报",
                "'{en}' is counted by a metric and not entered",
            );
            let fault = about("fact", message, scheme, entry.year);
            faults.add(fault.with("zh", &fact.name.zh).with("en", &fact.name.en));
        }
        place(entry, fact, faults);
        member(entry, fact, faults);
        value(entry, fact, faults);
        if entry.before.is_some() && !scheme.falling().contains(fact.key.as_str()) {
            let message = Label::new(
                "此项不与上年相比，不填上年数值",
                "it is not held against the year before; leave this empty",
            );
            faults.rule("before", message);
        }
    }

    fn correction(&self, correction: &EvaluationCorrection, faults: &mut Faults) {
        if correction.state == CorrectionState::Withdrawn {
            return;
        }
        let Some(scheme) = self.scheme(correction.year, faults) else {
            return;
        };
        let Some(item) = scheme.item(&correction.item) else {
            let message = Label::new(
                "{year}年的考核体系（{version}）中没有“{key}”这一考核项",
                "the evaluation of {year} ({version}) has no item '{key}'",
            );
            let fault = about("item", message, scheme, correction.year);
            faults.add(fault.with("key", &correction.item));
            return;
        };
        let points = Points::hundredths(correction.points);
        if points == Points::NONE
            || points > item.points
            || points < Points::NONE.minus(item.points)
        {
            let message = Label::new(
                "加减分不为零，且不超过该项的{points}分",
                "add or take something, and no more than the item's {points} points",
            );
            let fault = about("points", message, scheme, correction.year);
            faults.add(fault.with("points", item.points));
        }
    }

    /// The version by which the year is evaluated.
    fn scheme(&self, year: i64, faults: &mut Faults) -> Option<&Scheme> {
        let now = metric::period::day_of(self.clock.now(), self.offset);
        if year > i64::from(now.year()) {
            let message = Label::new("{year}年尚未开始", "the year {year} has not begun");
            faults.add(Fault::new("year", FaultCode::Rule, message).with("year", year));
            return None;
        }
        let found = i32::try_from(year)
            .ok()
            .map(|year| self.versions.of_year(year));
        match found {
            Some(Ok(scheme)) => Some(scheme),
            Some(Err(error)) => {
                let words = error.words();
                let message = Label::new(
                    "{year}年没有可用的考核体系：{zh}",
                    "{year} is not evaluated: {en}",
                );
                let fault = Fault::new("year", FaultCode::Rule, message).with("year", year);
                faults.add(fault.with("zh", words.zh).with("en", words.en));
                None
            }
            None => None,
        }
    }
}

fn about(field: &str, message: Label, scheme: &Scheme, year: i64) -> Fault {
    let fault = Fault::new(field, FaultCode::Rule, message);
    fault.with("year", year).with("version", &scheme.version)
}

fn place(entry: &EvaluationEntry, fact: &FactDef, faults: &mut Faults) {
    match (fact.of, entry.area) {
        (Scope::City, Some(_)) => faults.rule(
            "area",
            Label::new(
                "此项为全市统一事项，不填考核单元",
                "it is the whole city's; name no area",
            ),
        ),
        (Scope::Area, None) => faults.rule(
            "area",
            Label::new("此项须填考核单元", "it is an area's own; name the area"),
        ),
        (Scope::City, None) | (Scope::Area, Some(_)) => {}
    }
}

fn member(entry: &EvaluationEntry, fact: &FactDef, faults: &mut Faults) {
    let expected = fact.each.as_ref().map(Each::expected);
    match (expected, &entry.member) {
        (None, Some(_)) => faults.rule(
            "member",
            Label::new("此项不分项", "it does not consist of parts"),
        ),
        (Some(_), None) => faults.rule(
            "member",
            Label::new("此项须注明分项", "say which part it is of"),
        ),
        (Some(names), Some(member)) if !names.is_empty() && !names.contains(member) => {
            let message = Label::new("分项应为其中之一：{names}", "the part is one of: {names}");
            let fault = Fault::new("member", FaultCode::Rule, message);
            faults.add(fault.with("names", names.join("、")));
        }
        _ => {}
    }
}

fn value(entry: &EvaluationEntry, fact: &FactDef, faults: &mut Faults) {
    let needed = |field: &str, there: bool, wanted: bool, faults: &mut Faults| {
        if wanted && !there {
            faults.rule(field, Label::new("此项必填", "this fact needs it"));
        } else if there && !wanted {
            faults.rule(
                field,
                Label::new("此类事实不填这一项", "this kind of fact does not take it"),
            );
        }
    };
    let (yes, number) = (entry.done.is_some(), entry.number.is_some());
    needed("done", yes, fact.kind != Kind::Number, faults);
    needed("number", number, fact.kind == Kind::Number, faults);
    let happened = fact.kind == Kind::Events && entry.done == Some(true);
    needed("events", entry.events.is_some(), happened, faults);
}
