//! What does not fit is refused by name; what is not known is never nought and never full marks.

use rules::{
    AreaFacts, CityFacts, EntryState, Fact, Kind, Reference, Refused, Scheme, Single, Unknown,
    Value, VersionError, Versions, Words, evaluate,
};

use crate::given::{correction, entry, events, number, of, score, span, yes};
use crate::made::{TEXT, scheme};

fn area() -> AreaFacts {
    AreaFacts {
        area: "east".to_owned(),
        ..AreaFacts::default()
    }
}

fn plans(area: AreaFacts) -> rules::ItemScore {
    let evaluation = score(&scheme(), 2023, &[area], &CityFacts::default());
    evaluation.scores[0].item("plans").unwrap().clone()
}

fn refused(area: AreaFacts, city: &CityFacts) -> Vec<Refused> {
    evaluate(&scheme(), 2023, &[area], city).unwrap_err()
}

/// The plan is made; the rate is this.
fn with_rate(value: Result<Value, Unknown>) -> AreaFacts {
    AreaFacts {
        facts: vec![Fact::new("rate", 2023, value)],
        entries: vec![entry("plan_made", 2023, Value::yes(true))],
        ..area()
    }
}

#[test]
fn a_target_whose_metric_does_not_exist_leaves_its_points_open_and_says_which() {
    let mut area = with_rate(of("50"));
    area.facts.clear();
    let item = plans(area);
    assert_eq!(item.tally.got, span("0", "6"));
    let why = Unknown::NoMetric {
        metric: "rate".to_owned(),
        name: scheme().fact("rate").unwrap().name.clone(),
    };
    assert_eq!(item.unknown.len(), 1);
    assert_eq!(item.unknown[0].why.as_ref(), Some(&why));
}

#[test]
fn a_metric_without_data_is_neither_nought_nor_full_marks() {
    let why = Unknown::Said(Words::new("台账尚无记录", "the register is empty"));
    let item = plans(with_rate(Err(why.clone())));
    assert_eq!(item.tally.got, span("0", "6"));
    assert_eq!(item.unknown[0].why.as_ref(), Some(&why));
}

#[test]
fn nobody_to_divide_by_is_unknown_and_no_division() {
    assert_eq!(Value::per(3, 100_000, 0), Err(Unknown::NothingToDivideBy));
    assert_eq!(Value::per_cent(0, 0), Err(Unknown::NothingToDivideBy));
    let item = plans(with_rate(Value::per_cent(0, 0)));
    assert_eq!(item.tally.got, span("0", "6"));
    assert_eq!(
        plans(with_rate(Value::per_cent(1, 2))).tally.got,
        span("6", "6")
    );
}

#[test]
fn a_day_has_one_version_in_force() {
    let until = |until: &str| TEXT.replace("2025-12-31", until);
    let from = |from: &str, name: &str| TEXT.replace("2021-01-01", from).replace("made-1", name);
    let read = |text: String| Scheme::read("made.json", &text).unwrap();
    let versions = Versions::new(vec![
        read(from("2023-01-01", "made-2")),
        read(until("2022-12-31")),
        read(from("2025-06-01", "made-3")),
    ]);
    let on = |day: &str| versions.in_force(day.parse().unwrap());
    assert_eq!(on("2022-12-31").unwrap().version, "made-1");
    assert_eq!(on("2023-01-01").unwrap().version, "made-2");
    assert_eq!(versions.of_year(2022).unwrap().version, "made-1");
    assert_eq!(versions.of_year(2024).unwrap().version, "made-2");
    let none = VersionError::NoneInForce {
        day: "2020-12-31".to_owned(),
    };
    assert_eq!(on("2020-12-31").unwrap_err(), none);
    let several = VersionError::SeveralInForce {
        day: "2025-12-31".to_owned(),
        versions: vec!["made-2".to_owned(), "made-3".to_owned()],
    };
    assert_eq!(versions.of_year(2025).unwrap_err(), several);
}

#[test]
fn what_is_of_another_year_is_refused_by_name() {
    let stray = AreaFacts {
        facts: vec![Fact::new("rate", 2022, of("50"))],
        entries: vec![entry("plan_made", 2024, Value::yes(true))],
        corrections: vec![correction("plans", 2022, "1")],
        ..area()
    };
    let wrong = |fact: &str, year| Refused::WrongYear {
        whose: "east".to_owned(),
        fact: fact.to_owned(),
        year,
        assessed: 2023,
    };
    let of_correction = Refused::CorrectionOfWrongYear {
        whose: "east".to_owned(),
        item: "plans".to_owned(),
        year: 2022,
        assessed: 2023,
    };
    let expected = [wrong("plan_made", 2024), wrong("rate", 2022), of_correction];
    assert_eq!(refused(stray, &CityFacts::default()), expected);
}

/// The one thing that is refused of an area with this fact.
fn of_fact(fact: Fact) -> Refused {
    let stray = AreaFacts {
        facts: vec![fact],
        ..area()
    };
    let mut all = refused(stray, &CityFacts::default());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn what_the_evaluation_does_not_know_is_refused_by_name() {
    let (whose, named) = ("east".to_owned(), |fact: &str| fact.to_owned());
    let unknown = Refused::UnknownFact {
        whose: whose.clone(),
        fact: named("rates"),
    };
    assert_eq!(of_fact(Fact::new("rates", 2023, of("50"))), unknown);
    let kind = Refused::WrongKind {
        whose: whose.clone(),
        fact: named("rate"),
        expected: Kind::Number,
    };
    assert_eq!(of_fact(Fact::new("rate", 2023, yes(true))), kind);
    let not_counted = Refused::NotCounted {
        whose: whose.clone(),
        fact: named("plan_made"),
    };
    assert_eq!(
        of_fact(Fact::new("plan_made", 2023, yes(true))),
        not_counted
    );

    let by_hand = AreaFacts {
        entries: vec![entry("fires", 2023, events(1).unwrap())],
        ..area()
    };
    let not_by_hand = Refused::NotByHand {
        whose: whose.clone(),
        fact: named("fires"),
    };
    assert_eq!(refused(by_hand, &CityFacts::default()), [not_by_hand]);

    let twice = AreaFacts {
        facts: vec![
            Fact::new("rate", 2023, of("50")),
            Fact::new("rate", 2023, of("60")),
        ],
        ..area()
    };
    let fact_twice = Refused::FactTwice {
        whose,
        fact: named("rate"),
    };
    assert_eq!(refused(twice, &CityFacts::default()), [fact_twice]);

    let city = CityFacts {
        facts: vec![Fact::new("rate", 2023, of("50"))],
        ..CityFacts::default()
    };
    let not_the_citys = Refused::WrongScope {
        whose: "city".to_owned(),
        fact: named("rate"),
    };
    assert_eq!(refused(area(), &city), [not_the_citys]);

    let two = evaluate(&scheme(), 2023, &[area(), area()], &CityFacts::default());
    assert_eq!(two.unwrap_err(), [Refused::AreaTwice("east".to_owned())]);
}

#[test]
fn a_member_that_there_is_not_is_refused_by_name() {
    let scheme = crate::packs::of_plan("plan-145");
    let months = crate::given::each(&[("13", Ok(Single::Number(number("1"))))]);
    let stray = AreaFacts {
        entries: vec![entry("station_open_days", 2023, months.unwrap())],
        ..area()
    };
    let stray_fact = Fact::new(
        "government_fire_sessions",
        2023,
        crate::given::each(&[
            ("H1", Ok(Single::Number(number("1")))),
            ("H1", Ok(Single::Number(number("1")))),
        ]),
    );
    let stray = AreaFacts {
        facts: vec![stray_fact],
        ..stray
    };
    let wrong = |fact: &str, member: &str| Refused::WrongMember {
        whose: "east".to_owned(),
        fact: fact.to_owned(),
        member: member.to_owned(),
    };
    let all = evaluate(&scheme, 2023, &[stray], &CityFacts::default()).unwrap_err();
    let expected = [
        wrong("government_fire_sessions", "H1"),
        wrong("station_open_days", "13"),
    ];
    assert_eq!(all, expected);
}

#[test]
fn a_correction_says_what_why_and_by_whom() {
    let with = |correction| AreaFacts {
        corrections: vec![correction],
        ..area()
    };
    let mut silent = correction("plans", 2023, "1");
    silent.why = "  ".to_owned();
    let no_reason = Refused::NoReason {
        whose: "east".to_owned(),
        item: "plans".to_owned(),
    };
    assert_eq!(refused(with(silent), &CityFacts::default()), [no_reason]);
    let unknown = Refused::UnknownItem {
        whose: "east".to_owned(),
        item: "nothing".to_owned(),
    };
    assert_eq!(
        refused(
            with(correction("nothing", 2023, "1")),
            &CityFacts::default()
        ),
        [unknown]
    );
}

#[test]
fn a_refusal_says_in_words_whose_and_which() {
    let stray = Fact::new("rate", 2022, of("50"));
    let words = of_fact(stray).words();
    assert_eq!(
        words.en,
        "east: 'rate' is of 2022, and 2023 is evaluated; hand over that year's"
    );
    assert_eq!(
        words.zh,
        "east：“rate”是2022年的，现考核2023年，请提供当年数据"
    );
    let none = Versions::default().of_year(2023).unwrap_err().words();
    assert_eq!(none.zh, "2023-12-31没有生效的考核版本，请补一版");
}

#[test]
fn evidence_that_is_withdrawn_after_its_confirmation_takes_the_score_along() {
    let mut area = with_rate(of("50"));
    assert_eq!(plans(area.clone()).tally.got, span("6", "6"));
    area.entries[0].state = EntryState::Withdrawn;
    let item = plans(area);
    assert_eq!(item.tally.got, span("0", "6"));
    assert_eq!(item.unknown[0].why, Some(Unknown::Withdrawn));
    let compared = item.steps.iter().find_map(|step| match step {
        rules::Step::Compared(compared) if compared.fact == "plan_made" => Some(compared),
        _ => None,
    });
    let history = Reference::new("entry", "plan_made");
    assert!(
        compared.unwrap().sources.contains(&history),
        "it still leads to what was entered"
    );
}
