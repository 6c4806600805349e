use std::collections::HashSet;

use base::{Polygon, Wgs84};
use serde_json::{Value as Json, json};

use super::ground::contains;
use super::{City, Land, Spot};
use crate::recipe::{Recipe, RecipeError};

/// Two counties of 30 by 30 km side by side, the first with streets and a zone, the second without.
fn land() -> Land {
    let square = |east: i32| {
        let corner = |x: i32, y: i32| Wgs84 {
            longitude_e7: 1_110_000_000 + (east + x) * 300_000,
            latitude_e7: 350_000_000 + y * 270_000,
        };
        let ring = [(0, 0), (11, 0), (11, 10), (0, 10), (0, 0)].map(|(x, y)| corner(x, y));
        Polygon::new(vec![ring.to_vec()]).unwrap()
    };
    let township = |code: &str, name: &str| (code.parse().unwrap(), name.to_owned());
    Land {
        townships: vec![
            township("990101001", "中城街道"),
            township("990101002", "东城街道"),
            township("990101100", "甲镇"),
            township("990102100", "乙镇"),
            township("990102101", "丙镇"),
        ],
        outlines: vec![
            ("990101".parse().unwrap(), square(0)),
            ("990102".parse().unwrap(), square(11)),
        ],
        places: [(
            "丙镇".to_owned(),
            Wgs84::from_degrees(111.55, 35.2).unwrap(),
        )]
        .into(),
    }
}

fn recipe() -> Json {
    let county = |region: &str, short: &str, seat: [f64; 2]| {
        json!({
            "region": region, "short": short, "seat": seat, "key_units": 40, "small_premises": 9,
            "hydrants": 30, "micro_stations": 5, "town_brigades": 1,
            "stations": [{"name": format!("{short}站"), "class": "small", "vehicles": ["rescue"]}],
        })
    };
    let mut first = county("990101", "子", [111.15, 35.13]);
    first["set_apart"] = json!([{"region": "990101404", "name": "新区", "hydrants": 7}]);
    json!({
        "note": "for tests", "mark": "（样例）", "seed": 5,
        "roads": {
            "junctions": 1200, "source": {"zh": "示意", "en": "made up"},
            "stems": ["红旗", "人民", "解放", "建设"],
            "across": "街", "along": "路", "county_road": "县道", "expressway": "高速",
        },
        "counties": [first, county("990102", "丑", [111.48, 35.13])],
        "stems": ["禹都", "舜都"], "families": ["王", "李"], "given": ["建国"],
        "units": [{"kind": "school", "share": 1, "names": ["中学"], "floor_area": [500, 900],
            "storeys": [3, 5], "control_room": 50}],
        "small_premises": ["面馆"],
        "vehicles": [{"class": "rescue", "name": "抢险车", "model": "JY", "seats": 6}],
        "water": {"broken": ["无水"], "out_of_use": ["停水"], "natural": ["水渠"]},
        "alarms": {"false_notes": ["油烟"], "test_notes": ["测试"], "real_notes": ["明火"]},
        "calls": [{"kind": "fire", "share": 1, "what": ["起火"], "ends": ["已扑灭"], "minutes": [5, 9]}],
        "organisations": [],
        "pace": {"alarms_a_day": 6.0, "faults_a_day": 6.0, "calls_a_day": 3.0, "days_of_history": 3},
        "micro_stations_of_units": 6, "points_of_a_unit": [4, 8], "standalone_alarms": 20,
    })
}

fn city() -> City {
    let recipe = Recipe::from_json(&recipe().to_string()).unwrap();
    City::of(recipe, &land()).unwrap()
}

#[test]
fn a_city_has_what_its_recipe_says_each_marked_and_named_once() {
    let city = city();
    assert_eq!(
        (city.units.len(), city.premises.len(), city.stations.len()),
        (80, 18, 2)
    );
    assert_eq!(city.micro_stations.len(), 10 + 6);
    let hydrants = city
        .waters
        .iter()
        .filter(|water| water.kind == "hydrant")
        .count();
    assert_eq!(hydrants, 67);
    let alarms: usize = city.premises.iter().map(|shop| shop.alarms).sum();
    assert_eq!(alarms, 20);
    let units = city.units.iter().map(|unit| unit.name.as_str());
    let shops = city.premises.iter().map(|shop| shop.name.as_str());
    let waters = city.waters.iter().map(|water| water.name.as_str());
    let micro = city
        .micro_stations
        .iter()
        .map(|station| station.name.as_str());
    let names: Vec<&str> = units.chain(shops).chain(waters).chain(micro).collect();
    assert!(
        names.iter().all(|name| name.contains("（样例）")),
        "{names:?}"
    );
    let once: HashSet<&str> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len());
    let sources: HashSet<u64> = city.units.iter().map(|unit| unit.source_address).collect();
    assert_eq!(sources.len(), 80);
}

#[test]
fn everything_stands_in_the_county_that_its_region_says() {
    let (city, land) = (city(), land());
    let spots = city.units.iter().map(|unit| &unit.spot);
    let spots = spots.chain(city.stations.iter().map(|station| &station.spot));
    let inside = |spot: &&Spot| {
        let region = city.region(spot).unwrap();
        let county = land
            .outlines
            .iter()
            .find(|(county, _)| county.contains(region));
        contains(&county.unwrap().1, spot.position)
    };
    let all: Vec<&Spot> = spots.collect();
    // What stands beside a road at the border may stand across it.
    assert!(all.iter().filter(|spot| inside(spot)).count() * 20 > all.len() * 19);
    let zone = city
        .waters
        .iter()
        .filter(|water| city.region(&water.spot).unwrap().as_str() == "990101404");
    assert_eq!(zone.count(), 7);
}

#[test]
fn names_of_words_do_not_run_into_each_other() {
    let mut words = recipe();
    words["plates"] = json!("PRT ");
    words["counties"][0]["short"] = json!("Bonfim");
    words["counties"][0]["stations"][0]["name"] = json!("Quartel");
    words["stems"] = json!(["Boavista"]);
    words["units"][0]["names"] = json!(["Escola"]);
    let mut land = land();
    for (_, name) in &mut land.townships {
        *name = "Bonfim".to_owned();
    }
    let recipe = Recipe::from_json(&words.to_string()).unwrap();
    let city = City::of(recipe, &land).unwrap();
    let unit = &city.units[0];
    assert!(
        unit.name.starts_with("Bonfim Boavista Escola"),
        "{}",
        unit.name
    );
    let address = city.address(&unit.spot);
    assert!(address.starts_with("Bonfim"), "{address}");
    assert!(
        !address.contains("BonfimBonfim") && !address.contains("Bonfim Bonfim"),
        "{address}"
    );
    assert!(city.stations[0].vehicles[0].plate.starts_with("PRT 0001"));
    assert!(city.stations[0].vehicles[0].name.starts_with("Quartel 1号"));
}

#[test]
fn the_same_recipe_makes_the_same_city_and_another_seed_another() {
    let places = |city: &City| {
        let places = city
            .units
            .iter()
            .map(|unit| (unit.name.clone(), unit.spot.position));
        places.collect::<Vec<_>>()
    };
    let (one, other) = (city(), city());
    assert_eq!(places(&one), places(&other));
    let points = |city: &City| format!("{:?}", city.units[7].points().collect::<Vec<_>>());
    assert_eq!(points(&one), points(&other));
    let mut changed = recipe();
    changed["seed"] = json!(6);
    let changed = Recipe::from_json(&changed.to_string()).unwrap();
    assert_ne!(places(&one), places(&City::of(changed, &land()).unwrap()));
}

#[test]
fn points_of_a_unit_have_addresses_of_their_own() {
    for unit in &city().units {
        let addresses: HashSet<u32> = unit.points().map(|point| point.address.0).collect();
        assert_eq!(addresses.len(), unit.points);
        assert!(unit.points().all(|point| point.floor <= unit.storeys));
    }
}

#[test]
fn what_cannot_be_made_is_said() {
    let refused = |change: fn(&mut Json)| {
        let mut spoilt = recipe();
        change(&mut spoilt);
        Recipe::from_json(&spoilt.to_string()).map(|recipe| City::of(recipe, &land()).err())
    };
    let empty = refused(|recipe| recipe["stems"] = json!([]));
    assert!(matches!(empty, Err(RecipeError::Empty("stems"))));
    let vehicle =
        refused(|recipe| recipe["counties"][0]["stations"][0]["vehicles"] = json!(["boat"]));
    assert!(matches!(vehicle, Err(RecipeError::Vehicle { class, .. }) if class == "boat"));
    assert!(matches!(
        refused(|recipe| recipe["pace"] = json!(1)),
        Err(RecipeError::Form(_))
    ));
    let nowhere = refused(|recipe| recipe["counties"][1]["region"] = json!("990109")).unwrap();
    let said = nowhere.unwrap().to_string();
    assert!(said.contains("no outline of 990109"), "{said}");
}
