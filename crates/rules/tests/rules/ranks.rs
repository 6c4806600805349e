//! Hand-worked cases of points by an area's place among all.

use rules::{AreaFacts, CityFacts, Places, Score, Step};

use crate::given::{nobody_knows, of, put, score};
use crate::packs::of_plan;

/// Areas with these rates of awareness, by the points they get and the places they have.
fn ranked(rates: &[Option<&str>]) -> Vec<(String, Places)> {
    let scheme = of_plan("plan-145");
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
