//! Entries by hand, metrics that take over from them, corrections, totals and the areas' ranking.

use rules::{
    AreaFacts, CityFacts, EntryState, EntryStep, Fact, ItemScore, Places, Points, Single, Step,
    Unknown, Value,
};

use crate::given::{correction, entry, events, number, of, score, span};
use crate::made::scheme;

fn item(area: AreaFacts, key: &str, year: i32) -> ItemScore {
    let evaluation = score(&scheme(), year, &[area], &CityFacts::default());
    evaluation.scores[0].item(key).unwrap().clone()
}

/// Both facts of the first item by hand.
fn by_hand(rate: &str) -> AreaFacts {
    AreaFacts {
        entries: vec![
            entry("plan_made", 2023, Value::yes(true)),
            entry("rate", 2023, Value::number(number(rate))),
        ],
        ..AreaFacts::default()
    }
}

#[test]
fn an_entry_counts_when_both_levels_have_confirmed_it() {
    let states = [
        (EntryState::Entered, "0–6"),
        (EntryState::ConfirmedByArea, "0–6"),
        (EntryState::ConfirmedByCity, "6"),
        (EntryState::Withdrawn, "0–6"),
    ];
    for (state, expected) in states {
        let mut area = by_hand("50");
        area.entries[0].state = state;
        let item = item(area, "plans", 2023);
        assert_eq!(item.tally.got.to_string(), expected, "{state:?}");
        let why = item.unknown.first().and_then(|one| one.why.clone());
        let expected = match state {
            EntryState::ConfirmedByCity => None,
            EntryState::Withdrawn => Some(Unknown::Withdrawn),
            state => Some(Unknown::Unconfirmed { state }),
        };
        assert_eq!(why, expected);
    }
}

#[test]
fn an_entry_goes_one_way_and_is_taken_back_at_any_time() {
    use EntryState::{ConfirmedByArea, ConfirmedByCity, Entered, Withdrawn};
    use EntryStep::{ConfirmByArea, ConfirmByCity, Withdraw};
    let table = [
        (Entered, [Some(ConfirmedByArea), None, Some(Withdrawn)]),
        (
            ConfirmedByArea,
            [None, Some(ConfirmedByCity), Some(Withdrawn)],
        ),
        (ConfirmedByCity, [None, None, Some(Withdrawn)]),
        (Withdrawn, [None, None, None]),
    ];
    for (state, after) in table {
        let steps = [ConfirmByArea, ConfirmByCity, Withdraw];
        assert_eq!(steps.map(|step| state.after(step)), after, "{state:?}");
    }
}

#[test]
fn a_confirmation_without_evidence_counts_for_nothing() {
    let mut area = by_hand("50");
    area.entries[0].evidence.clear();
    let item = item(area, "plans", 2023);
    assert_eq!(item.tally.got, span("0", "6"));
    assert_eq!(item.unknown[0].why, Some(Unknown::NoEvidence));
}

#[test]
fn confirmed_entries_that_disagree_decide_nothing() {
    let mut area = by_hand("50");
    area.entries
        .push(entry("rate", 2023, Value::number(number("40"))));
    let open = item(area.clone(), "plans", 2023);
    assert_eq!(open.tally.got, span("0", "6"));
    assert_eq!(open.unknown[0].why, Some(Unknown::EntriesDisagree));
    area.entries[2].state = EntryState::Withdrawn;
    assert_eq!(item(area, "plans", 2023).tally.got, span("6", "6"));
}

#[test]
fn once_a_metric_counts_a_fact_the_entry_is_past() {
    let entered = by_hand("50");
    assert_eq!(
        item(entered.clone(), "plans", 2023).tally.got,
        span("6", "6")
    );
    let counted = |value| AreaFacts {
        facts: vec![Fact::new("rate", 2023, value)],
        ..entered.clone()
    };
    assert_eq!(
        item(counted(of("49")), "plans", 2023).tally.got,
        span("0", "0")
    );
    assert_eq!(
        item(counted(of("50")), "plans", 2023).tally.got,
        span("6", "6")
    );
    let nobody = Err(Unknown::NothingToDivideBy);
    assert_eq!(
        item(counted(nobody), "plans", 2023).tally.got,
        span("0", "6")
    );
}

#[test]
fn a_number_says_whether_something_is_done_and_lists_no_events() {
    let scheme = scheme();
    let counted = |fact: &str, text: &str| scheme.fact(fact).unwrap().counted(number(text));
    assert_eq!(counted("plan_made", "0"), Some(Single::Yes(false)));
    assert_eq!(counted("plan_made", "2"), Some(Single::Yes(true)));
    assert_eq!(
        counted("rate", "49.5"),
        Some(Single::Number(number("49.5")))
    );
    assert_eq!(counted("fires", "2"), None);
}

#[test]
fn corrections_add_up_within_nothing_and_all_points() {
    let by = |rate: &str, points: &[&str]| {
        let corrections = points
            .iter()
            .map(|points| correction("plans", 2023, points));
        let area = AreaFacts {
            corrections: corrections.collect(),
            ..by_hand(rate)
        };
        item(area, "plans", 2023)
    };
    assert_eq!(by("49", &["2.5"]).tally.got, span("2.5", "2.5"));
    assert_eq!(by("50", &["-2.5", "1"]).tally.got, span("4.5", "4.5"));
    let over = by("50", &["3"]);
    assert_eq!(over.tally.got, span("6", "6"));
    assert!(matches!(
        over.steps.as_slice(),
        [.., Step::Corrected(_), Step::Bounded { .. }]
    ));
    assert_eq!(by("49", &["-3"]).tally.got, span("0", "0"));
    assert_eq!(by("50", &["-8", "4"]).tally.got, span("2", "2"));
}

#[test]
fn a_correction_of_an_open_item_moves_both_ends() {
    let area = AreaFacts {
        corrections: vec![correction("plans", 2023, "2")],
        ..AreaFacts::default()
    };
    assert_eq!(item(area, "plans", 2023).tally.got, span("2", "6"));
}

#[test]
fn what_is_left_out_is_neither_got_nor_to_be_got() {
    let mut area = by_hand("50");
    area.entries.iter_mut().for_each(|entry| entry.year = 2022);
    let early = score(&scheme(), 2022, &[area], &CityFacts::default())
        .scores
        .remove(0);
    assert_eq!(early.total.of.to_string(), "6");
    assert_eq!(early.total.left_out.to_string(), "4");
    assert_eq!(early.total.got, span("6", "6"));
    assert_eq!(
        early.least_grade.as_deref(),
        Some("good"),
        "6 of 6 is 100 %"
    );
}

#[test]
fn each_event_takes_off_and_the_end_is_nothing() {
    let by = |count| {
        let area = AreaFacts {
            facts: vec![Fact::new("fires", 2023, events(count))],
            ..AreaFacts::default()
        };
        item(area, "later", 2023).tally.got.to_string()
    };
    assert_eq!(
        [by(0), by(1), by(3), by(4), by(9)],
        ["4", "3", "1", "0", "0"]
    );
    assert_eq!(
        item(AreaFacts::default(), "later", 2023).tally.got,
        span("0", "4")
    );
}

#[test]
fn a_grade_begins_with_its_least() {
    let scheme = scheme();
    let grade = |got: &str, of: &str| {
        let grade = scheme.grade(got.parse().unwrap(), of.parse().unwrap());
        grade.unwrap().key.clone()
    };
    assert_eq!(grade("80", "100"), "good");
    assert_eq!(grade("79.99", "100"), "fail");
    assert_eq!(grade("4.8", "6"), "good");
    assert_eq!(grade("0", "6"), "fail");
    assert_eq!(scheme.grade(Points::NONE, Points::NONE), None);
}

/// An area with so many fires and a rate, by name.
fn with(area: &str, fires: Option<usize>) -> AreaFacts {
    let value = fires.map_or(Err(Unknown::NotEntered), events);
    AreaFacts {
        area: area.to_owned(),
        facts: vec![Fact::new("fires", 2023, value)],
        ..by_hand("50")
    }
}

#[test]
fn equal_totals_share_a_place_and_the_next_is_left_out() {
    let areas = [
        with("c", Some(1)),
        with("b", Some(0)),
        with("a", Some(1)),
        with("d", Some(2)),
    ];
    let evaluation = score(&scheme(), 2023, &areas, &CityFacts::default());
    let told: Vec<(&str, Points, Places)> = evaluation
        .ranking
        .iter()
        .map(|one| (one.area.as_str(), one.total.least, one.places))
        .collect();
    let at = |best| Places { best, worst: best };
    let points = Points::hundredths;
    let expected = [
        ("b", points(1000), at(1)),
        ("a", points(900), at(2)),
        ("c", points(900), at(2)),
        ("d", points(800), at(4)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn an_open_total_keeps_places_open() {
    let areas = [
        with("known", Some(2)),
        with("open", None),
        with("last", Some(9)),
    ];
    let evaluation = score(&scheme(), 2023, &areas, &CityFacts::default());
    let told: Vec<(&str, usize, usize)> = evaluation
        .ranking
        .iter()
        .map(|one| (one.area.as_str(), one.places.best, one.places.worst))
        .collect();
    assert_eq!(told, [("known", 1, 2), ("open", 1, 2), ("last", 2, 3)]);
}

#[test]
fn every_step_and_every_reason_has_words() {
    let scheme = scheme();
    let area = AreaFacts {
        corrections: vec![correction("plans", 2023, "-9")],
        facts: vec![Fact::new("fires", 2023, events(9))],
        ..by_hand("49.5")
    };
    let scored = score(&scheme, 2023, &[area], &CityFacts::default())
        .scores
        .remove(0);
    let told: Vec<String> = scored
        .items()
        .flat_map(|item| &item.steps)
        .map(|step| step.words(&scheme).zh)
        .collect();
    assert_eq!(
        told,
        [
            "规划已编制：已完成（要求完成）——达到",
            "比率：49.5%（要求不少于50%）——未达到",
            "必须达到的有1项未达到、0项不明，未全部达到不得分",
            "更正-9分（the assessment office，2024-01-15）：the papers came late",
            "算得-9分，以0分和满分为限",
            "火灾：9起（要求未发生）——未达到",
            "每起扣1分，9起，扣9分",
            "算得-5分，以0分和满分为限",
        ]
    );
    let open = score(
        &scheme,
        2022,
        &[AreaFacts::default()],
        &CityFacts::default(),
    );
    let open: Vec<String> = open.scores[0]
        .items()
        .flat_map(|item| &item.steps)
        .map(|step| step.words(&scheme).en)
        .collect();
    assert_eq!(
        open,
        [
            "the plan is made: nobody has entered it (asked: done) – not known",
            "the rate: nothing counts 'the rate' yet, and nobody has entered it (asked: at least 50 %) – not known",
            "of what has to be met 0 are not and 2 are not known; without all there are no points",
            "assessed from 2023; not this year, and left out of the total",
        ]
    );
}

#[test]
fn a_score_is_written_down_to_its_facts() {
    let area = AreaFacts {
        area: "east".to_owned(),
        ..by_hand("49.5")
    };
    let evaluation = score(&scheme(), 2023, &[area], &CityFacts::default());
    let written = serde_json::to_value(&evaluation).unwrap();
    let items = &written["scores"][0]["chapters"][0]["blocks"][0]["items"];
    assert_eq!(
        items[0]["tally"]["got"],
        serde_json::json!({"least": "0", "most": "0"})
    );
    let compared = serde_json::json!({
        "step": "compared",
        "fact": "rate",
        "member": null,
        "role": "condition",
        "found": {"known": {"number": "49.5"}},
        "before": null,
        "asked": {"at_least": "50"},
        "verdict": "missed",
        "sources": [
            {"kind": "attachment", "id": "rate"},
            {"kind": "entry", "id": "rate"},
        ],
    });
    assert_eq!(items[0]["steps"][1], compared);
    let made = scheme();
    let name = &made.fact("fires").unwrap().name;
    let name = serde_json::json!({"zh": name.zh, "en": name.en});
    let fires = serde_json::json!({"unknown": {"no_metric": {"metric": "fires", "name": name}}});
    assert_eq!(items[1]["steps"][0]["found"], fires);
}
