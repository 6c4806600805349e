//! From judged conditions to points: needs, deductions, parts.

use std::collections::BTreeMap;

use super::Sight;
use super::judge::{Judged, judge};
use super::rank::ranked;
use super::step::{Step, Times, Verdict};
use crate::{Conditions, Deduction, Part, Per, Points, Rule, Span, Treatment};

/// What a rule gives of `of` points, and how.
pub(crate) fn points(sight: &Sight<'_>, rule: &Rule, of: Points) -> (Span, Vec<Step>) {
    match rule {
        Rule::Conditions(rule) => conditions(sight, rule, of),
        Rule::Parts(parts) => {
            let scored: Vec<(Span, Step)> = parts.iter().map(|one| part(sight, one)).collect();
            let nothing = Span::exactly(Points::NONE);
            let got = scored.iter().fold(nothing, |sum, (got, _)| sum.plus(*got));
            (got, scored.into_iter().map(|(_, step)| step).collect())
        }
        Rule::Rank(rank) => {
            let ranked = ranked(sight, rank);
            (ranked.points, vec![Step::Ranked(ranked)])
        }
    }
}

/// A part; one of which nothing is asked yet is given in full, as a condition not yet due costs nothing.
fn part(sight: &Sight<'_>, part: &Part) -> (Span, Step) {
    let (got, steps) = if part.rule.is_asked_in(sight.year) {
        points(sight, &part.rule, part.points)
    } else {
        let not_yet = Step::NotYet {
            from: part.rule.first_year(),
            treatment: Treatment::Full,
        };
        (Span::exactly(part.points), vec![not_yet])
    };
    let step = Step::Part {
        name: part.name.clone(),
        of: part.points,
        got,
        steps,
    };
    (got, step)
}

fn conditions(sight: &Sight<'_>, rule: &Conditions, of: Points) -> (Span, Vec<Step>) {
    let mut steps = Vec::new();
    let mut needs = Times::default();
    for need in &rule.need {
        let judged = judge(sight, need);
        needs = needs.plus(Times::of(judged.whole));
        steps.extend(judged.steps);
    }
    let mut left = Span::exactly(of);
    for deduction in &rule.deduct {
        let (taken, how) = deduct(sight, deduction);
        left = Span {
            least: left.least.minus(taken.most),
            most: left.most.minus(taken.least),
        };
        steps.extend(how);
    }
    let bounded = left.map(|points| points.within(of));
    if bounded != left {
        steps.push(Step::Bounded { unbounded: left });
    }
    let got = match needs {
        Times { most: 0, .. } => return (bounded, steps),
        Times { least: 0, .. } => Span {
            least: Points::NONE,
            most: bounded.most,
        },
        Times { .. } => Span::exactly(Points::NONE),
    };
    let count = |times: u64| usize::try_from(times).unwrap_or(usize::MAX);
    steps.push(Step::NeedsLacking {
        missed: count(needs.least),
        open: count(needs.most - needs.least),
    });
    (got, steps)
}

fn deduct(sight: &Sight<'_>, deduction: &Deduction) -> (Span, Vec<Step>) {
    let judged: Vec<Judged> = deduction.of.iter().map(|one| judge(sight, one)).collect();
    let each = || judged.iter().map(|one| Times::of(one.whole));
    let sum = |sum: Times, one: Times| sum.plus(one);
    let times = match deduction.per {
        Per::Condition => each().fold(Times::default(), sum),
        Per::Once => each().fold(Times::default(), sum).no_more_than(1),
        Per::Event => judged
            .iter()
            .map(|one| one.events)
            .fold(Times::default(), sum),
        Per::Member => by_member(&judged),
    };
    let taken = Span {
        least: deduction.points.times(times.least),
        most: deduction.points.times(times.most),
    };
    let mut steps: Vec<Step> = judged.into_iter().flat_map(|one| one.steps).collect();
    steps.push(Step::Deducted {
        points: deduction.points,
        per: deduction.per,
        times,
        taken,
    });
    (taken, steps)
}

/// How many members miss any of the conditions. Where it is not known which members there are, there is no
/// end to how many may.
fn by_member(judged: &[Judged]) -> Times {
    let mut verdicts: BTreeMap<&str, Vec<Verdict>> = BTreeMap::new();
    let mut unlisted = Times::default();
    for one in judged {
        match &one.members {
            Some(members) => {
                for (name, verdict) in members {
                    verdicts.entry(name).or_default().push(*verdict);
                }
            }
            None if one.whole == Verdict::Exempt => {}
            None => unlisted = Times::UNBOUNDED,
        }
    }
    let listed = verdicts
        .into_values()
        .map(|all| Times::of(Verdict::together(all)));
    listed.fold(unlisted, |sum, one| sum.plus(one))
}
