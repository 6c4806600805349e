//! Properties against an oracle that knows a list of working days and nothing else.

use std::collections::BTreeSet;

use base::Timestamp;
use calendar::{Calendar, LastDay, Rule, Term};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::Value;

use crate::{NOTICES, pack};

const DAY: i64 = 86_400;
/// Days that every notice in the pack settles.
const FIRST: Date = date(2021, 1, 1);
const LAST: Date = date(2026, 12, 28);

/// All working days, from the raw files by set arithmetic.
fn working() -> BTreeSet<Date> {
    let mut days: BTreeSet<Date> = span(FIRST, LAST)
        .filter(|day| day.weekday().to_monday_zero_offset() < 5)
        .collect();
    for text in NOTICES {
        let notice: Value = serde_json::from_str(text).unwrap();
        for holiday in notice["holidays"].as_array().unwrap() {
            for day in span(day(&holiday["from"]), day(&holiday["to"])) {
                days.remove(&day);
            }
            days.extend(holiday["make_up"].as_array().unwrap().iter().map(day));
        }
    }
    days
}

fn day(value: &Value) -> Date {
    value.as_str().unwrap().parse().unwrap()
}

fn span(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(jiff::Span::new().days(1))
        .take_while(move |day| *day <= to)
}

/// A minute between 2021 and the middle of 2026, in China.
fn moment() -> impl Strategy<Value = (Date, i64)> {
    (0..2_000_i64, 0..1_440_i64).prop_map(|(day, minute)| {
        let date = FIRST.checked_add(jiff::Span::new().days(day)).unwrap();
        (date, minute)
    })
}

fn timestamp((date, minute): (Date, i64)) -> Timestamp {
    let days = date.duration_since(date_zero()).as_hours() / 24;
    Timestamp::from_micros((days * DAY + (minute - 8 * 60) * 60) * 1_000_000)
}

const fn date_zero() -> Date {
    date(1970, 1, 1)
}

/// Whether offices are open in the minute that starts at `minute` of a day.
fn open(minute: i64) -> bool {
    (8 * 60..12 * 60).contains(&minute) || (14 * 60 + 30..18 * 60).contains(&minute)
}

fn slow_working_hours(days: &BTreeSet<Date>, from: (Date, i64), hours: i64) -> (Date, i64) {
    let (mut date, mut minute) = from;
    let mut left = hours * 60;
    while left > 0 {
        if minute == 1_440 {
            date = date.tomorrow().unwrap();
            minute = 0;
        }
        if days.contains(&date) && open(minute) {
            left -= 1;
        }
        minute += 1;
    }
    (date, minute)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn working_days_are_the_oracles((date, _) in moment(), count in 0_usize..90) {
        let (days, calendar): (_, Calendar) = (working(), pack());
        prop_assert_eq!(calendar.is_working_day(date).unwrap(), days.contains(&date));
        let after = days.range(date..).filter(|day| **day > date).nth(count).unwrap();
        let count = i32::try_from(count + 1).unwrap();
        prop_assert_eq!(calendar.add_working_days(date, count).unwrap(), *after);
    }

    #[test]
    fn between_undoes_add((date, _) in moment(), count in -90_i32..90) {
        let calendar = pack();
        if let Ok(other) = calendar.add_working_days(date, count) {
            prop_assert_eq!(calendar.working_days_between(date, other).unwrap(), count);
        } else {
            prop_assert!(date < date_with_margin());
        }
    }

    #[test]
    fn a_later_start_is_never_over_sooner(
        from in moment(),
        minutes_later in 0_i64..3_000,
        count in 0_u16..40,
    ) {
        let calendar = pack();
        let early = timestamp(from);
        let late = Timestamp::from_micros(early.as_micros() + minutes_later * 60_000_000);
        for term in [
            Term::WorkingDays(count),
            Term::Days(u32::from(count)),
            Term::Hours(u32::from(count)),
            Term::WorkingHours(count),
        ] {
            let rule = Rule::default();
            let first = calendar.deadline(early, term, rule).unwrap();
            prop_assert!(first >= early);
            prop_assert!(first <= calendar.deadline(late, term, rule).unwrap());
        }
    }

    #[test]
    fn natural_days_end_on_the_oracles_day((date, minute) in moment(), count in 0_u32..60) {
        let (days, calendar) = (working(), pack());
        let from = timestamp((date, minute));
        let falls = span(date, LAST).nth(usize::try_from(count).unwrap()).unwrap();
        let last = calendar.last_day(from, Term::Days(count), Rule::default()).unwrap();
        prop_assert_eq!(Some(&last), days.range(falls..).next());
        let stays = Rule { last_day: LastDay::Stays, ..Rule::default() };
        prop_assert_eq!(calendar.last_day(from, Term::Days(count), stays).unwrap(), falls);
    }

    #[test]
    fn working_hours_are_the_oracles_minutes(from in moment(), hours in 1_u16..60) {
        let over = pack().deadline(timestamp(from), Term::WorkingHours(hours), Rule::default());
        let slow = slow_working_hours(&working(), from, i64::from(hours));
        prop_assert_eq!(over.unwrap(), timestamp(slow));
    }
}

/// Before this day 90 working days back may leave the first notice.
const fn date_with_margin() -> Date {
    date(2021, 7, 1)
}
