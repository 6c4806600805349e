//! Hand-worked cases of what changes by year: targets, falls, what is not due yet, and whole years.

use rules::{AreaFacts, CityFacts, Kind, Member, Points, Scheme, Single, Step, Treatment, Value};

use crate::given::{each, events, got, item, number, of, put, score, single, yes};
use crate::packs::of_plan;

fn plan() -> Scheme {
    of_plan("plan-145")
}

#[test]
fn a_rate_has_to_fall_against_the_year_before() {
    let scheme = plan();
    let by = |before: Option<&str>, now: &str| {
        let mut area = AreaFacts::default();
        let mut city = CityFacts::default();
        for key in ["rural_fire_rate", "rural_fire_death_rate"] {
            put(&scheme, 2023, (&mut area, &mut city), (key, of(now)));
        }
        for fact in &mut area.facts {
            fact.before = before.map(|text| Ok(number(text)));
        }
        let evaluation = score(&scheme, 2023, &[area], &city);
        evaluation.scores[0]
            .item("rural_fires")
            .unwrap()
            .tally
            .got
            .to_string()
    };
    assert_eq!(by(Some("0.8"), "0.79"), "1.5");
    assert_eq!(by(Some("0.8"), "0.8"), "0");
    assert_eq!(by(Some("0.8"), "0.9"), "0");
    assert_eq!(by(Some("0"), "0"), "1.5");
    assert_eq!(by(None, "0.5"), "0–1.5");
}

#[test]
fn targets_rise_by_year_and_stand_until_the_next() {
    let scheme = plan();
    let certified = |year, rate: &str| {
        got(
            &scheme,
            "control_room_certificates",
            year,
            &[("control_room_certified_rate", of(rate))],
        )
    };
    for (year, least, short) in [
        (2021, "65", "64.99"),
        (2022, "70", "69.99"),
        (2023, "80", "79.99"),
        (2024, "90", "89.99"),
        (2025, "100", "99.99"),
    ] {
        assert_eq!(certified(year, least), "0.5", "{year}");
        assert_eq!(certified(year, short), "0", "{year}");
    }
    let bikes = |year, rate: &str| {
        let given = [
            ("old_premises_in_works", yes(true)),
            ("ebike_management_rate", of(rate)),
        ];
        got(&scheme, "old_premises", year, &given)
    };
    assert_eq!(bikes(2024, "50"), "4");
    assert_eq!(bikes(2025, "50"), "2");
}

#[test]
fn a_rate_may_be_no_more() {
    let scheme = plan();
    let deaths = |rate: &str| {
        got(
            &scheme,
            "death_rate",
            2025,
            &[("fire_death_rate", of(rate))],
        )
    };
    assert_eq!(deaths("0.07"), "1.5");
    assert_eq!(deaths("0"), "1.5");
    assert_eq!(deaths("0.0701"), "0");
}

#[test]
fn what_is_not_due_yet_costs_nothing() {
    let scheme = plan();
    let classes = ["火灾高危单位", "大型商业综合体", "大型医疗建筑", "地下建筑"];
    let by = |year, rate: &str| {
        let rates: Vec<_> = classes
            .into_iter()
            .map(|name| (name, single(rate)))
            .collect();
        let given = [
            ("ops_centre_built", yes(false)),
            ("data_hub_built", yes(false)),
            ("early_warning_built", yes(true)),
            ("electrical_monitoring_rate", each(&rates)),
        ];
        got(&scheme, "smart_fire", year, &given)
    };
    assert_eq!(by(2022, "40"), "3");
    assert_eq!(by(2022, "39"), "1.5");
    assert_eq!(by(2023, "60"), "1.5");
    assert_eq!(by(2023, "59"), "0");
}

#[test]
fn an_item_of_which_nothing_is_asked_yet_says_so() {
    let scheme = plan();
    let early = item(&scheme, "township_fire_plans", 2021, &[]);
    assert_eq!(early.tally.got.to_string(), "2");
    assert_eq!(early.tally.given.to_string(), "2");
    let not_yet = Step::NotYet {
        from: Some(2022),
        treatment: Treatment::Full,
    };
    assert_eq!(early.steps, [not_yet]);
    let later = item(&scheme, "township_fire_plans", 2022, &[]);
    assert_eq!(later.tally.got.to_string(), "0–2");
    assert_eq!(later.tally.given.to_string(), "0");
}

/// What there is to get by doing nothing at all: what is not due yet, and, for a single area, the first
/// place of its ranking (2). 2021: L569 1, L575 2, L583 1, L588 2, L605 2 and the first half of L585 1.5.
const BY_DOING_NOTHING: [(i32, &str); 5] = [
    (2021, "11.5"),
    (2022, "5.5"),
    (2023, "4"),
    (2024, "4"),
    (2025, "2"),
];

#[test]
fn who_does_everything_gets_a_hundred_and_who_does_nothing_what_is_not_due() {
    let scheme = plan();
    for (year, nothing) in BY_DOING_NOTHING {
        for (good, expected) in [(true, "100"), (false, nothing)] {
            let (area, city) = everything(&scheme, year, good);
            let total = score(&scheme, year, &[area], &city).scores.remove(0).total;
            assert_eq!(total.got.to_string(), expected, "{year}");
        }
    }
}

/// Every fact at its best or at its worst; nothing is exempted.
fn everything(scheme: &Scheme, year: i32, good: bool) -> (AreaFacts, CityFacts) {
    let mut area = AreaFacts::default();
    let mut city = CityFacts::default();
    let exemptions: Vec<&str> = scheme
        .items()
        .flat_map(|item| item.rule.conditions())
        .filter_map(|one| Some(one.exempt.as_deref()?.fact.as_str()))
        .collect();
    let low = [
        "overage_equipment",
        "rural_fire_rate",
        "rural_fire_death_rate",
        "fire_death_rate",
        "fire_rate",
        "fire_loss_rate",
    ];
    for def in scheme
        .facts
        .iter()
        .filter(|def| !exemptions.contains(&def.key.as_str()))
    {
        let lower_is_better = low.contains(&def.key.as_str());
        let value = match def.kind {
            Kind::Yes => Single::Yes(good),
            Kind::Number => Single::Number(number(if good == lower_is_better {
                "0"
            } else {
                "1000000"
            })),
            Kind::Events if good => Single::Events(Vec::new()),
            Kind::Events => match events(1).unwrap() {
                Value::One(single) => single,
                Value::Each(_) => unreachable!("events are one value"),
            },
        };
        let value = match &def.each {
            None => Value::One(value),
            Some(each) => {
                let mut names = each.expected();
                if names.is_empty() {
                    names.push("any".to_owned());
                }
                let member = |name| Member {
                    name,
                    value: Ok(value.clone()),
                    sources: Vec::new(),
                };
                Value::Each(names.into_iter().map(member).collect())
            }
        };
        put(scheme, year, (&mut area, &mut city), (&def.key, Ok(value)));
    }
    for fact in &mut area.facts {
        fact.before = Some(Ok(number("1")));
    }
    (area, city)
}

#[test]
fn of_nothing_known_everything_is_open_but_what_is_not_due() {
    let scheme = plan();
    let area = |at: usize| AreaFacts {
        area: at.to_string(),
        ..AreaFacts::default()
    };
    let areas: Vec<AreaFacts> = (0..14).map(area).collect();
    for (year, nothing) in BY_DOING_NOTHING {
        let total = score(&scheme, year, &areas, &CityFacts::default())
            .scores
            .remove(0)
            .total;
        let nothing: Points = nothing.parse().unwrap();
        let first_place = Points::hundredths(200);
        assert_eq!(total.of.to_string(), "100");
        assert_eq!(total.got.most.to_string(), "100");
        assert_eq!(total.got.least, nothing.minus(first_place), "{year}");
    }
}
