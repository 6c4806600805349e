//! Hand-worked cases of each kind of rule, by the items of the plan that have it.

use rules::{Scheme, Single, Step, Unknown};

use crate::given::{each, events, got, item, nobody_knows, of, single, yes};
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
fn an_exemption_of_one_month_excuses_no_other() {
    let scheme = plan();
    let by = |open, suspended: &[(&str, Result<Single, Unknown>)]| {
        let given = [
            ("station_open_days", open),
            ("stations_open_on_holidays", yes(true)),
            ("open_days_suspended", each(suspended)),
        ];
        got(&scheme, "station_open_days", 2022, &given)
    };
    let closed = months(single("0"));
    let closed: Vec<_> = closed
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let claimed = Ok(Single::Yes(true));
    assert_eq!(by(each(&closed), &[("04", claimed.clone())]), "0");
    assert_eq!(
        by(
            each(&closed),
            &[("03", claimed.clone()), ("04", claimed.clone())]
        ),
        "1"
    );
    assert_eq!(by(nobody_knows(), &[("03", claimed)]), "0–1");
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
