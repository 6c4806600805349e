//! Days, times and numbers as steps of a stair, so that a range of them is a few tokens.
//!
//! A value stands on one step; steps are gathered by fours, those by fours again. A range is asked in
//! the largest gatherings that fit into it, small ones at its ends: some dozen tokens. Days and times
//! stand eight days to a step, numbers eight steps to each doubling; what lies on the last step beside
//! the range is for the database to leave out.

use crate::{FieldDef, FieldKind, Value};

/// How many binary digits of a step each size of gathering leaves out.
const SIZES: [u32; 6] = [0, 2, 4, 6, 8, 10];

const DAYS: i64 = 8;
const DAY_MICROS: i64 = 86_400_000_000;
/// The days that are told apart: from 1900 to 2170; what lies outside stands on the last step.
const FIRST_DAY: i64 = -25_567;
const LAST_DAY: i64 = 73_049;

/// Whether the field's values stand on steps.
pub(super) fn has_steps(field: &FieldDef) -> bool {
    let ordered = field.kind.is_number() || matches!(field.kind, FieldKind::Date | FieldKind::Time);
    ordered && field.filter
}

/// The step of a value.
pub(super) fn step_of(value: &Value) -> Option<i64> {
    match value {
        Value::Date(day) => Some(of_day(day.since_1970())),
        Value::Time(time) => Some(of_day(time.as_micros().div_euclid(DAY_MICROS))),
        Value::Integer(number) => Some(of_number(*number)),
        _ => None,
    }
}

fn of_day(day: i64) -> i64 {
    day.clamp(FIRST_DAY, LAST_DAY).div_euclid(DAYS)
}

/// Eight steps to each doubling of the size; the smallest numbers have a step each.
fn of_number(number: i64) -> i64 {
    let size = number.unsigned_abs();
    let step = match size.checked_ilog2() {
        Some(doublings) if doublings >= 3 => {
            let within = (size >> (doublings - 3)) & 7;
            8 + i64::from(doublings - 3) * 8 + i64::try_from(within).unwrap_or(7)
        }
        _ => i64::try_from(size).unwrap_or(7),
    };
    if number < 0 { -step } else { step }
}

/// The tokens of a value that stands on a step.
pub(super) fn tokens_of(field: &FieldDef, step: i64) -> impl Iterator<Item = String> {
    SIZES
        .into_iter()
        .map(move |size| token(field, size, step >> size))
}

fn token(field: &FieldDef, size: u32, gathering: i64) -> String {
    format!("{}~{size}~{gathering}", field.name)
}

/// The tokens of a range.
pub(super) struct Range {
    /// Who has one of these lies in the range.
    pub(super) inside: Vec<String>,
    /// Of who has one of these only the value can tell: it stands on a step on which the range ends.
    pub(super) ends: Vec<String>,
}

/// The tokens of which a value from one to another has at least one; without an end, all that follow.
pub(super) fn tokens_between(
    field: &FieldDef,
    from: Option<&Value>,
    to: Option<&Value>,
) -> Option<Range> {
    let (lowest, highest) = match field.kind {
        FieldKind::Date | FieldKind::Time => (of_day(FIRST_DAY), of_day(LAST_DAY)),
        _ => (of_number(i64::MIN), of_number(i64::MAX)),
    };
    let end = |value: Option<&Value>| value.map_or(Some(None), |value| step_of(value).map(Some));
    let (first, last) = (end(from)?, end(to)?);
    let from = first.map_or(lowest, |step| step + 1);
    let to = last.map_or(highest, |step| step - 1);
    let mut ends: Vec<i64> = first.into_iter().chain(last).collect();
    // A range that ends before it begins has no step at all.
    if first.zip(last).is_some_and(|(first, last)| first > last) {
        ends.clear();
    }
    ends.dedup();
    Some(Range {
        inside: gathered(field, from, to),
        ends: ends.into_iter().map(|step| token(field, 0, step)).collect(),
    })
}

/// The largest gatherings that make up the steps from one to another.
fn gathered(field: &FieldDef, first: i64, last: i64) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut at = first;
    while at <= last {
        let fits = |size: &u32| at & ((1 << size) - 1) == 0 && at + (1 << size) - 1 <= last;
        let size = SIZES.into_iter().rev().find(fits).unwrap_or(0);
        tokens.push(token(field, size, at >> size));
        at += 1 << size;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldType;

    const FIELD: FieldDef = FieldDef::of::<Option<i64>>("n", base::Label::new("数", "Number"));

    #[test]
    fn steps_never_go_down() {
        let mut numbers: Vec<i64> = (-70..70).collect();
        numbers.extend([
            i64::MIN,
            -1_000_000,
            -513,
            512,
            1_000,
            1_024,
            1_000_000,
            i64::MAX,
        ]);
        numbers.sort_unstable();
        for pair in numbers.windows(2) {
            assert!(of_number(pair[0]) <= of_number(pair[1]), "{pair:?}");
        }
        assert!(of_number(1_000) < of_number(1_200));
    }

    fn has_one(value: i64, tokens: &[String]) -> bool {
        let step = step_of(&value.into_value()).unwrap();
        tokens_of(&FIELD, step).any(|token| tokens.contains(&token))
    }

    fn is_in(value: i64, range: &Range) -> bool {
        has_one(value, &range.inside) || has_one(value, &range.ends)
    }

    #[test]
    fn a_range_that_ends_before_it_begins_holds_nothing() {
        let (low, high) = (100.into_value(), 3.into_value());
        let range = tokens_between(&FIELD, Some(&low), Some(&high)).unwrap();
        assert!(range.inside.is_empty() && range.ends.is_empty());
    }

    #[test]
    fn a_value_in_a_range_has_one_of_its_tokens() {
        let ends = [-5_000_000, -17, -1, 0, 3, 8, 100, 4_000, 9_999_999];
        for from in ends {
            for to in ends.into_iter().filter(|to| *to >= from) {
                let (low, high) = (from.into_value(), to.into_value());
                let between = tokens_between(&FIELD, Some(&low), Some(&high)).unwrap();
                let above = tokens_between(&FIELD, Some(&low), None).unwrap();
                let below = tokens_between(&FIELD, None, Some(&high)).unwrap();
                for range in [&between, &above, &below] {
                    assert!(range.inside.len() + range.ends.len() <= 48);
                }
                for value in [from, to, from.midpoint(to)] {
                    for range in [&between, &above, &below] {
                        assert!(is_in(value, range), "{value} in {from}..{to}");
                    }
                }
                for value in ends {
                    let inside = |range: &Range| has_one(value, &range.inside);
                    assert!(!inside(&between) || (from..=to).contains(&value));
                    assert!(!inside(&above) || value >= from);
                    assert!(!inside(&below) || value <= to);
                }
            }
        }
    }
}
