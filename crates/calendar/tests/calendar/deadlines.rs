//! Deadlines counted by hand over real holidays.

use calendar::{CalendarError, Closing, LastDay, MissingYear, OfficeHours, Rule, StartDay, Term};
use jiff::civil::date;

use crate::{at, pack};

const LAW: Rule = Rule {
    start: StartDay::NotCounted,
    last_day: LastDay::MovesPastRestDays,
    closing: Closing::Midnight,
};

fn last(from: &str, term: Term, rule: Rule) -> String {
    let calendar = pack();
    let last = calendar.last_day(at(from), term, rule).unwrap();
    let over = calendar.deadline(at(from), term, rule).unwrap();
    if rule.closing == Closing::Midnight {
        assert_eq!(over, calendar::end_of(last).unwrap());
    }
    last.to_string()
}

#[test]
fn across_spring_festival_2026() {
    // Thursday the 12th; 13th and the make-up Saturday 14th are worked, then nine days off.
    let from = "2026-02-12 10:00";
    assert_eq!(last(from, Term::WorkingDays(2), LAW), "2026-02-14");
    assert_eq!(last(from, Term::WorkingDays(3), LAW), "2026-02-24");
    assert_eq!(last(from, Term::WorkingDays(5), LAW), "2026-02-26");
    // 24, 25, 26, 27 and the make-up Saturday 28th.
    assert_eq!(last(from, Term::WorkingDays(7), LAW), "2026-02-28");
    assert_eq!(last(from, Term::WorkingDays(8), LAW), "2026-03-02");
}

#[test]
fn across_national_day_2025() {
    // Friday; Sunday the 28th makes up, 1 to 8 October are off, Saturday the 11th makes up.
    let from = "2025-09-26 17:59";
    assert_eq!(last(from, Term::WorkingDays(3), LAW), "2025-09-30");
    assert_eq!(last(from, Term::WorkingDays(4), LAW), "2025-10-09");
    assert_eq!(last(from, Term::WorkingDays(7), LAW), "2025-10-13");
}

#[test]
fn natural_days_that_end_on_rest_move_behind_it() {
    assert_eq!(last("2025-09-26 09:00", Term::Days(7), LAW), "2025-10-09");
    assert_eq!(last("2026-11-14 09:00", Term::Days(7), LAW), "2026-11-23");
    let make_up = last("2026-02-13 09:00", Term::Days(15), LAW);
    assert_eq!(
        make_up, "2026-02-28",
        "a Saturday that is worked ends a period"
    );

    let holidays_only = Rule {
        last_day: LastDay::MovesPastHolidays,
        ..LAW
    };
    let weekend = last("2026-11-14 09:00", Term::Days(7), holidays_only);
    assert_eq!(weekend, "2026-11-21");
    let holiday = last("2025-09-26 09:00", Term::Days(7), holidays_only);
    assert_eq!(holiday, "2025-10-09");

    let stays = Rule {
        last_day: LastDay::Stays,
        ..LAW
    };
    assert_eq!(last("2025-09-26 09:00", Term::Days(7), stays), "2025-10-03");
}

#[test]
fn across_the_year() {
    // Wednesday the 31st, then 1 to 3 January off, Sunday the 4th makes up.
    let from = "2025-12-30 09:00";
    assert_eq!(last(from, Term::WorkingDays(1), LAW), "2025-12-31");
    assert_eq!(last(from, Term::WorkingDays(2), LAW), "2026-01-04");
    assert_eq!(last(from, Term::WorkingDays(3), LAW), "2026-01-05");
    assert_eq!(
        last("2022-12-30 09:00", Term::WorkingDays(1), LAW),
        "2023-01-03"
    );
}

#[test]
fn the_start_day_counts_where_a_rule_says_so() {
    let counted = Rule {
        start: StartDay::Counted,
        ..LAW
    };
    assert_eq!(
        last("2026-11-23 09:00", Term::WorkingDays(1), counted),
        "2026-11-23"
    );
    assert_eq!(
        last("2026-11-23 09:00", Term::Days(3), counted),
        "2026-11-25"
    );
    // A Saturday is no working day to count.
    assert_eq!(
        last("2026-11-21 09:00", Term::WorkingDays(1), counted),
        "2026-11-23"
    );
}

#[test]
fn a_period_of_nothing_ends_with_its_day_or_at_once() {
    assert_eq!(
        last("2026-11-23 09:00", Term::WorkingDays(0), LAW),
        "2026-11-23"
    );
    assert_eq!(last("2026-11-23 09:00", Term::Days(0), LAW), "2026-11-23");
    assert_eq!(
        last("2026-11-22 09:00", Term::WorkingDays(0), LAW),
        "2026-11-23"
    );
    let now = at("2026-11-22 09:00");
    for term in [Term::Hours(0), Term::WorkingHours(0)] {
        assert_eq!(pack().deadline(now, term, LAW), Ok(now));
    }
}

#[test]
fn a_last_day_ends_at_midnight_or_with_the_office() {
    let office = Rule {
        closing: Closing::Office,
        ..LAW
    };
    let end = |from, term, rule| pack().deadline(at(from), term, rule).unwrap();
    let monday = "2026-11-23 19:00";
    assert_eq!(
        end(monday, Term::WorkingDays(1), LAW),
        at("2026-11-25 00:00")
    );
    assert_eq!(
        end(monday, Term::WorkingDays(1), office),
        at("2026-11-24 18:00")
    );
    let over_already = end(monday, Term::WorkingDays(0), office);
    assert_eq!(
        over_already,
        at(monday),
        "no deadline lies before its start"
    );
    let sunday = Rule {
        last_day: LastDay::Stays,
        ..office
    };
    assert_eq!(end(monday, Term::Days(6), sunday), at("2026-11-30 00:00"));
}

#[test]
fn hours_run_through_and_working_hours_do_not() {
    let end = |from, term| pack().deadline(at(from), term, LAW).unwrap();
    assert_eq!(
        end("2025-09-30 10:00", Term::Hours(24)),
        at("2025-10-01 10:00")
    );
    // 17:00 on the last day before National Day: one hour, then 9 October.
    assert_eq!(
        end("2025-09-30 17:00", Term::WorkingHours(2)),
        at("2025-10-09 09:00")
    );
    assert_eq!(
        end("2026-11-21 03:00", Term::WorkingHours(1)),
        at("2026-11-23 09:00")
    );
    let summer = r#"{ "office_hours": [{ "from": "07:30", "to": "13:30" }] }"#;
    let calendar = pack().with_office_hours(OfficeHours::from_json(summer).unwrap());
    let over = calendar.deadline(at("2026-07-10 13:00"), Term::WorkingHours(1), LAW);
    assert_eq!(over, Ok(at("2026-07-13 08:00")));
}

#[test]
fn a_year_without_notice_is_named() {
    let calendar = pack();
    let deadline = |from, term| calendar.deadline(at(from), term, LAW);
    let missing = |year, date| Err(CalendarError::MissingYear(MissingYear { year, date }));
    let friday = "2026-12-25 09:00";
    assert!(deadline(friday, Term::WorkingDays(1)).is_ok());
    let unknown = missing(2027, date(2026, 12, 29));
    assert_eq!(deadline(friday, Term::WorkingDays(2)), unknown);
    assert_eq!(deadline(friday, Term::WorkingHours(30)), unknown);
    assert_eq!(
        deadline(friday, Term::Days(15)),
        missing(2027, date(2027, 1, 9))
    );
    assert!(
        deadline(friday, Term::Hours(24 * 15)).is_ok(),
        "hours need no holidays"
    );
    assert_eq!(
        deadline("2027-03-01 09:00", Term::WorkingDays(1)),
        missing(2027, date(2027, 3, 1))
    );
}

#[test]
fn a_period_beyond_the_calendar_is_refused() {
    let from = at("2026-11-23 09:00");
    let stays = Rule {
        last_day: LastDay::Stays,
        ..LAW
    };
    for term in [Term::Days(u32::MAX), Term::Hours(u32::MAX)] {
        let over = pack().deadline(from, term, stays);
        assert_eq!(over, Err(CalendarError::OutOfRange));
    }
}

#[test]
fn terms_and_rules_are_data() {
    let term: Term = serde_json::from_str(r#"{ "working_days": 5 }"#).unwrap();
    assert_eq!(term, Term::WorkingDays(5));
    let rule: Rule = serde_json::from_str(r#"{ "closing": "office" }"#).unwrap();
    assert_eq!(rule.closing, Closing::Office);
    assert_eq!(rule.last_day, LastDay::MovesPastRestDays);
    assert!(serde_json::from_str::<Rule>(r#"{ "close": "office" }"#).is_err());
}
