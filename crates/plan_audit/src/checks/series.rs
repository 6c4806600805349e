//! Values that break their own series of years, where nothing else confirms them.
//!
//! Three forms, and no general measure of distance: real years differ by much, misprints differ in form.
//! * A constant series with one exception.
//! * A rising or falling series that one inner value interrupts, by half more than any other step.
//! * A value ten times off a series whose other values lie within a factor of two.

use crate::exact::Exact;
use crate::facts::{Fact, Reading};
use crate::finding::{Confidence, Finding};
use crate::message::Detail;
use crate::report::Report;

/// Fewer years have no habit to break.
const FEWEST: usize = 5;

pub(super) fn check(reading: &Reading, report: &mut Report) {
    let all = reading.series();
    for series in all.values().filter(|series| series.len() >= FEWEST) {
        let facts: Vec<&Fact> = series.values().copied().collect();
        let values: Vec<Exact> = facts.iter().map(|fact| fact.number.value).collect();
        let odd = constant(&values)
            .or_else(|| monotone(&values))
            .or_else(|| digit(&values));
        if let Some((fact, odd)) = odd.and_then(|odd| Some((facts.get(odd.at)?, odd))) {
            tell(fact, &odd, report);
        }
    }
}

/// A value that does not belong, and what its neighbours suggest.
struct Odd {
    at: usize,
    rather: Exact,
    form: Form,
}

enum Form {
    Constant,
    Monotone,
    Digit,
}

fn tell(fact: &Fact, odd: &Odd, report: &mut Report) {
    let Some(cell) = fact.cell.filter(|cell| !report.is_firm(*cell)) else {
        return;
    };
    let subject = format!(
        "{} {} {}",
        fact.key.area, fact.key.period, fact.key.quantity
    );
    let (detail, confidence) = match odd.form {
        Form::Constant => (Detail::Constant { subject }, Confidence::LIKELY),
        Form::Monotone => (Detail::Monotone { subject }, Confidence::LIKELY),
        Form::Digit => (Detail::Digit { subject }, Confidence::LOOK),
    };
    // A share of it that was computed from this value speaks for it.
    let confidence = if report.is_likely(cell) {
        Confidence::LOOK
    } else {
        confidence
    };
    let rather = odd.rather.text(fact.number.places);
    report.add(Finding::new(
        fact.line,
        &fact.number.printed,
        rather,
        confidence,
        detail,
    ));
}

/// All equal but one.
fn constant(values: &[Exact]) -> Option<Odd> {
    let (first, second, last) = (values.first()?, values.get(1)?, values.last()?);
    let usual = if first == second { first } else { last };
    let mut others = values
        .iter()
        .enumerate()
        .filter(|(_, value)| *value != usual);
    let (at, _) = others.next()?;
    let alone = others.next().is_none() && !usual.is_zero();
    alone.then_some(Odd {
        at,
        rather: *usual,
        form: Form::Constant,
    })
}

/// Rising or falling but for one inner value.
fn monotone(values: &[Exact]) -> Option<Odd> {
    let goes = |values: &[Exact]| {
        let pairs = || values.iter().zip(values.iter().skip(1));
        let moves = pairs().any(|(one, next)| one != next);
        moves && (pairs().all(|(one, next)| one <= next) || pairs().all(|(one, next)| one >= next))
    };
    if goes(values) {
        return None;
    }
    let mut odd = None;
    for at in 1..values.len().saturating_sub(1) {
        let rest: Vec<Exact> = without(values, at);
        if !goes(&rest) {
            continue;
        }
        let rather = values
            .get(at - 1)?
            .plus(*values.get(at + 1)?)?
            .by(Exact::whole(2))?;
        let off = values.get(at)?.minus(rather)?.size();
        let steps = rest
            .iter()
            .zip(rest.iter().skip(1))
            .filter_map(|(one, next)| next.minus(*one));
        let widest = steps.map(Exact::size).max()?;
        if off > widest.times(Exact::fraction(3, 2)?)? {
            // Two values that could each be the odd one are none.
            if odd.is_some() {
                return None;
            }
            odd = Some(Odd {
                at,
                rather,
                form: Form::Monotone,
            });
        }
    }
    odd
}

/// Ten times too small or too large beside others that are alike.
fn digit(values: &[Exact]) -> Option<Odd> {
    let (five, ten) = (Exact::whole(5), Exact::whole(10));
    for (at, value) in values.iter().enumerate() {
        let rest = without(values, at);
        let (low, high) = (*rest.iter().min()?, *rest.iter().max()?);
        if low <= Exact::ZERO || high > low.times(Exact::whole(2))? {
            continue;
        }
        let room = Exact::fraction(5, 4)?;
        let (least, most) = (low.by(room)?, high.times(room)?);
        let fits = |value: &Exact| least <= *value && *value <= most;
        let rather = [value.times(ten)?, value.by(ten)?].into_iter().find(fits);
        let far = value.times(five)? < low || high.times(five)? < *value;
        if let Some(rather) = rather.filter(|_| far) {
            return Some(Odd {
                at,
                rather,
                form: Form::Digit,
            });
        }
    }
    None
}

fn without(values: &[Exact], at: usize) -> Vec<Exact> {
    let kept = values.iter().enumerate().filter(|(nth, _)| *nth != at);
    kept.map(|(_, value)| *value).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::checks::made::found;

    fn of(values: [i64; 5]) -> Vec<(u32, String, String)> {
        let rows: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(nth, value)| json!({ "line": nth, "label": (2016 + nth).to_string(), "cells": [value.to_string()] }))
            .collect();
        found(
            &json!({ "tables": [{ "title": "表", "columns": [{ "name": "数", "quantity": "数" }], "rows": rows }] }),
        )
    }

    #[test]
    fn a_constant_series_with_one_exception() {
        assert_eq!(of([500, 500, 500, 500, 420])[0].0, 4);
        assert_eq!(of([420, 500, 500, 500, 500])[0].0, 0);
        assert!(of([100, 100, 100, 240, 240]).is_empty());
    }

    #[test]
    fn a_rising_series_that_one_value_interrupts() {
        assert_eq!(of([60, 64, 95, 66, 72]), [(2, "95".into(), "65".into())]);
        assert!(of([100, 110, 120, 119, 140]).is_empty());
        assert!(of([430, 350, 360, 440, 460]).is_empty());
    }

    #[test]
    fn a_digit_that_is_missing() {
        assert_eq!(
            of([310, 420, 360, 400, 41]),
            [(4, "41".into(), "410".into())]
        );
    }

    #[test]
    fn real_years_differ_by_much() {
        assert!(of([300, 210, 190, 200, 700]).is_empty());
        assert!(of([3, 6, 5, 3, 2]).is_empty());
    }
}
