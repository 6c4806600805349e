//! Hand-worked cases of each kind of rule, by the items of the plan that have it.

use rules::{
    AreaFacts, CityFacts, Kind, Member, Places, Points, Scheme, Score, Single, Step, Treatment,
    Unknown, Value,
};

use crate::given::{each, events, got, item, nobody_knows, number, of, put, score, yes};
use crate::packs::of_plan;

fn plan() -> Scheme {
    of_plan("plan-145")
}

#[test]
fn all_of_it_or_nothing() {
    let scheme = plan();
    let by = |last| {
        let given = [
            ("unit_library_built", yes(true)),
            ("inspection_scope_set", yes(true)),
            ("inspection_plan_carried_out", last),
        ];
        got(&scheme, "market_unit_library", 2023, &given)
    };
    assert_eq!(by(yes(true)), "1.5");
    assert_eq!(by(yes(false)), "0");
    assert_eq!(by(nobody_knows()), "0–1.5");
}

#[test]
fn parts_add_up() {
    let scheme = plan();
    let by = |organised: &str, pact: &str, planned| {
        let given = [
            ("village_fire_organisation_rate", of(organised)),
            ("village_fire_pact_rate", of(pact)),
            ("rural_facilities_planned", yes(planned)),
        ];
        got(&scheme, "rural_basis", 2023, &given)
    };
    assert_eq!(by("100", "100", true), "1.5");
    assert_eq!(by("100", "99.9", true), "0.5");
    assert_eq!(by("100", "100", false), "1");
    assert_eq!(by("0", "100", false), "0");
}

#[test]
fn an_event_takes_off_once_and_a_need_beside_it_takes_all() {
    let scheme = plan();
    let by = |rate: &str, found| {
        let given = [
            ("listed_hazard_on_time_rate", of(rate)),
            ("major_hazards_found", found),
        ];
        got(&scheme, "listed_hazards", 2023, &given)
    };
    assert_eq!(by("100", events(0)), "1.5");
    assert_eq!(by("100", events(1)), "0.5");
    assert_eq!(by("100", events(3)), "0.5");
    assert_eq!(by("99", events(0)), "0");
    assert_eq!(by("100", nobody_knows()), "0.5–1.5");
    let grave = |fires| {
        got(
            &scheme,
            "grave_fires",
            2023,
            &[("larger_fires_by_neglect", fires)],
        )
    };
    assert_eq!(grave(events(1)), "0");
    assert_eq!(grave(events(0)), "0–1");
}

#[test]
fn deductions_end_at_nothing_and_what_is_not_there_costs_nothing() {
    let scheme = plan();
    let drills = each(&[("H1", single("1")), ("H2", single("1"))]);
    let by = |complexes: &str, high_rises: &str, chemical: &str| {
        let given = [
            ("commercial_complex_compliance_rate", of(complexes)),
            ("high_rise_compliance_rate", of(high_rises)),
            ("complex_drills", drills.clone()),
            ("chemical_volunteer_team_rate", of(chemical)),
        ];
        item(&scheme, "four_kinds", 2023, &given)
    };
    assert_eq!(by("100", "100", "100").tally.got.to_string(), "2");
    assert_eq!(by("33.3", "100", "100").tally.got.to_string(), "1");
    assert_eq!(by("33.3", "50", "100").tally.got.to_string(), "0");
    let worst = by("33.3", "50", "0");
    assert_eq!(worst.tally.got.to_string(), "0");
    assert!(
        worst
            .steps
            .iter()
            .any(|step| matches!(step, Step::Bounded { .. }))
    );

    let without = [
        ("commercial_complexes", of("0")),
        ("high_rise_compliance_rate", of("100")),
        ("commercial_complexes_and_basements", of("0")),
        ("chemical_clusters", of("0")),
    ];
    assert_eq!(got(&scheme, "four_kinds", 2023, &without), "2");
}

fn single(text: &str) -> Result<Single, Unknown> {
    Ok(Single::Number(number(text)))
}

/// Open days of twelve months, with one month's own.
fn months(march: Result<Single, Unknown>) -> Vec<(String, Result<Single, Unknown>)> {
    let month = |at: u8| {
        let value = if at == 3 { march.clone() } else { single("1") };
        (format!("{at:02}"), value)
    };
    (1..=12).map(month).collect()
}

#[test]
fn every_month_counts_unless_it_is_exempted() {
    let scheme = plan();
    let by = |march, suspended: Option<Result<Single, Unknown>>| {
        let open = months(march);
        let open: Vec<_> = open
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        let mut given = vec![
            ("station_open_days", each(&open)),
            ("stations_open_on_holidays", yes(true)),
        ];
        if let Some(suspended) = suspended {
            given.push(("open_days_suspended", each(&[("03", suspended)])));
        }
        got(&scheme, "station_open_days", 2022, &given)
    };
    assert_eq!(by(single("1"), None), "1");
    assert_eq!(by(single("0"), None), "0");
    assert_eq!(by(single("0"), Some(Ok(Single::Yes(true)))), "1");
    assert_eq!(by(single("0"), Some(Ok(Single::Yes(false)))), "0");
    assert_eq!(by(single("0"), Some(Err(Unknown::NotEntered))), "0–1");
    assert_eq!(by(Err(Unknown::NotEntered), None), "0–1");
}

#[test]
fn a_month_that_nobody_spoke_of_is_unknown() {
    let scheme = plan();
    let given = [
        ("station_open_days", each(&[("01", single("2"))])),
        ("stations_open_on_holidays", yes(true)),
    ];
    let item = item(&scheme, "station_open_days", 2022, &given);
    assert_eq!(item.tally.got.to_string(), "0–1");
    let months: Vec<_> = item
        .unknown
        .iter()
        .filter_map(|one| one.member.clone())
        .collect();
    assert_eq!(months.len(), 11);
    assert!(
        item.unknown
            .iter()
            .all(|one| one.why == Some(Unknown::MemberMissing))
    );
}

#[test]
fn what_is_missed_is_missed_whatever_else_is_unknown() {
    let scheme = plan();
    let sessions = each(&[("H1", single("0")), ("H2", Err(Unknown::NotEntered))]);
    let given = [("government_fire_sessions", sessions)];
    assert_eq!(got(&scheme, "government_sessions", 2023, &given), "0");
    let unit = [("unit_library_built", yes(false))];
    assert_eq!(got(&scheme, "market_unit_library", 2023, &unit), "0");
    let trained = [
        ("key_people_trained", yes(false)),
        ("fire_in_schools", yes(true)),
    ];
    assert_eq!(
        got(&scheme, "education_training", 2023, &trained),
        "0.5–2.5"
    );
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
fn each_department_that_lacks_anything_costs_once() {
    let scheme = plan();
    let names = ["教育", "民政", "文化和旅游", "卫生健康", "文物"];
    let by = |held: &[bool], rates: &[&str]| {
        let held: Vec<_> = names
            .into_iter()
            .zip(held.iter().map(|one| Ok(Single::Yes(*one))))
            .collect();
        let rates: Vec<_> = names
            .into_iter()
            .zip(rates.iter().map(|one| single(one)))
            .collect();
        let given = [
            ("sector_campaign_held", each(&held)),
            ("sector_standardisation_rate", each(&rates)),
        ];
        got(&scheme, "sector_departments", 2023, &given)
    };
    let all = [true; 5];
    assert_eq!(by(&all, &["50"; 5]), "3");
    assert_eq!(
        by(
            &[false, true, true, true, true],
            &["40", "50", "50", "50", "50"]
        ),
        "1.5"
    );
    assert_eq!(
        by(
            &[false, true, true, true, true],
            &["50", "50", "50", "50", "40"]
        ),
        "0"
    );
    assert_eq!(by(&[false; 5], &["50"; 5]), "0");
    assert_eq!(by(&all[..4], &["50"; 5]), "1.5–3");
    assert_eq!(by(&all[..3], &["50"; 5]), "0–3");
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

#[test]
fn every_half_year_has_to_have_one() {
    let scheme = plan();
    let by = |first: &str, second: &str| {
        let sessions = each(&[("H2", single(second)), ("H1", single(first))]);
        got(
            &scheme,
            "government_sessions",
            2023,
            &[("government_fire_sessions", sessions)],
        )
    };
    assert_eq!(by("1", "1"), "3");
    assert_eq!(by("2", "0"), "0");
}

/// Areas with these rates of awareness, by the points they get and the places they have.
fn ranked(rates: &[Option<&str>]) -> Vec<(String, Places)> {
    let scheme = plan();
    let mut city = CityFacts::default();
    let mut areas = Vec::new();
    for (at, rate) in rates.iter().enumerate() {
        let mut area = AreaFacts {
            area: format!("{at:02}"),
            ..AreaFacts::default()
        };
        let value = rate.map_or_else(nobody_knows, of);
        put(
            &scheme,
            2023,
            (&mut area, &mut city),
            ("awareness_rate", value),
        );
        areas.push(area);
    }
    let evaluation = score(&scheme, 2023, &areas, &city);
    let item = |score: &Score| score.item("public_awareness").unwrap().clone();
    let told = evaluation.scores.iter().map(item).map(|item| {
        let [Step::Ranked(ranked)] = item.steps.as_slice() else {
            panic!("{:?}", item.steps);
        };
        (item.tally.got.to_string(), ranked.places)
    });
    told.collect()
}

fn points(ranked: &[(String, Places)]) -> Vec<&str> {
    ranked.iter().map(|(points, _)| points.as_str()).collect()
}

#[test]
fn the_first_three_of_fourteen_get_two_and_the_last_three_nothing() {
    let rates: Vec<String> = (0..14).map(|at| (80 - at).to_string()).collect();
    let rates: Vec<Option<&str>> = rates.iter().map(|rate| Some(rate.as_str())).collect();
    let found = ranked(&rates);
    let expected = [
        "2", "2", "2", "1", "1", "1", "1", "1", "1", "1", "1", "0", "0", "0",
    ];
    assert_eq!(points(&found), expected);
    assert!(
        found
            .iter()
            .enumerate()
            .all(|(at, (_, places))| places.best == at + 1)
    );
}

#[test]
fn a_tie_across_a_border_is_decided_for_the_areas() {
    let rates = [
        "80", "79", "78", "78", "77", "76", "75", "74", "73", "72", "70", "70", "69", "68",
    ];
    let rates: Vec<Option<&str>> = rates.into_iter().map(Some).collect();
    let expected = [
        "2", "2", "2", "2", "1", "1", "1", "1", "1", "1", "1", "1", "0", "0",
    ];
    assert_eq!(points(&ranked(&rates)), expected);
    assert_eq!(points(&ranked(&[Some("70"); 14])), ["2"; 14]);
}

#[test]
fn an_area_whose_rate_nobody_knows_keeps_its_own_and_others_places_open() {
    let rates = [
        Some("80"),
        Some("79"),
        Some("78"),
        Some("77"),
        Some("76"),
        Some("75"),
        None,
    ];
    let found = ranked(&rates);
    assert_eq!(points(&found), ["2", "2", "1–2", "0–1", "0", "0", "0–2"]);
    assert_eq!(found[6].1, Places { best: 1, worst: 7 });
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
