//! The made-up network: the same from the same seed, all of it connected, inside, and named.

use base::{Polygon, Wgs84};
use proptest::prelude::*;
use roads::synthetic::{Plan, Town, Words, draw};
use roads::{Class, Network, SpeedTable, Stretch};

use crate::drawn::place;

const WORDS: Words<'static> = Words {
    stems: &["解放", "建设", "人民", "河东", "禹都"],
    across: "街",
    along: "路",
    county_road: "X",
    expressway: "G",
};

/// A land of 91 by 111 km with a bay from the east.
fn outline() -> Polygon {
    let corners = [
        (0, 0),
        (1_000, 0),
        (1_000, 400),
        (300, 500),
        (1_000, 600),
        (1_000, 1_000),
        (0, 1_000),
        (0, 0),
    ];
    Polygon::new(vec![
        corners.map(|(east, north)| place(east, north)).to_vec(),
    ])
    .unwrap()
}

fn town(east: i32, north: i32, weight: u32) -> Town {
    Town {
        position: place(east, north),
        weight,
    }
}

fn network(towns: &[Town], junctions: u32, seed: u64) -> Network {
    let plan = Plan {
        outlines: &[outline()],
        towns,
        words: WORDS,
        junctions,
        seed,
    };
    draw(&plan, &SpeedTable::default()).unwrap()
}

/// A city of about so many junctions.
pub(crate) fn city(junctions: u32) -> Network {
    network(&towns(), junctions, 7)
}

fn towns() -> Vec<Town> {
    let mut towns = vec![town(200, 200, 300), town(700, 200, 80), town(150, 800, 120)];
    towns.extend((0..20).map(|number| town(40 + number * 13 % 250, 30 + number * 47 % 900, 5)));
    towns
}

#[test]
fn a_city_is_connected_named_and_about_as_large_as_wanted() {
    let network = network(&towns(), 5_000, 7);
    let all = u32::try_from(network.junctions().len()).unwrap();
    assert!((4_000..7_000).contains(&all), "{all}");
    let size = network.strong_parts().size();
    assert_eq!((size.parts, size.junctions), (1, all));
    let of = |class| {
        network
            .stretches()
            .iter()
            .filter(move |found| found.class == class)
    };
    assert!(of(Class::Motorway).all(|found| network.name(found) == "G"));
    assert!(of(Class::Motorway).count() > 20);
    assert!(
        of(Class::Residential)
            .all(|found| network.name(found).ends_with(['街', '路'])
                || network.name(found).is_empty())
    );
    assert!(
        network
            .stretches()
            .iter()
            .any(|found| network.name(found) == "X101")
    );
    assert!(
        network
            .stretches()
            .iter()
            .any(|found| network.name(found) == "解放街")
    );
}

#[test]
fn the_same_seed_draws_the_same_and_another_does_not() {
    let one = network(&towns(), 2_000, 1);
    assert_eq!(network(&towns(), 2_000, 1), one);
    assert_ne!(network(&towns(), 2_000, 2), one);
}

#[test]
fn without_towns_inside_there_is_no_road() {
    assert!(network(&[], 100, 1).arcs().is_empty());
    assert!(network(&[town(900, 500, 1)], 100, 1).arcs().is_empty());
}

#[test]
fn a_town_alone_has_streets_and_no_expressway() {
    let network = network(&[town(100, 100, 0)], 400, 1);
    let is_motorway = |found: &Stretch| found.class == Class::Motorway;
    assert!(!network.stretches().is_empty() && !network.stretches().iter().any(is_motorway));
    assert!(network.junctions().iter().all(|found| inside(*found)));
}

fn inside(found: Wgs84) -> bool {
    let (low, high) = (place(0, 0), place(1_000, 1_000));
    (low.longitude_e7..=high.longitude_e7).contains(&found.longitude_e7)
        && (low.latitude_e7..=high.latitude_e7).contains(&found.latitude_e7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_the_towns_every_part_is_connected(
        towns in prop::collection::vec((0..1_000, 0..1_000, 0..100_u32), 0..25),
        junctions in 0..1_500_u32,
        seed in any::<u64>(),
    ) {
        let towns: Vec<Town> = towns.into_iter().map(|(east, north, weight)| town(east, north, weight)).collect();
        let network = network(&towns, junctions, seed);
        let size = network.strong_parts().size();
        prop_assert!(size.parts <= 1);
        prop_assert_eq!(size.junctions as usize, network.junctions().len());
        prop_assert_eq!(size.arcs as usize, network.arcs().len());
    }
}

#[test]
fn counties_side_by_side_are_one_city() {
    let square = |east: i32| {
        let corners = [(0, 0), (400, 0), (400, 600), (0, 600), (0, 0)];
        let ring = corners.map(|(x, y)| place(east + x, y));
        Polygon::new(vec![ring.to_vec()]).unwrap()
    };
    let plan = Plan {
        outlines: &[square(0), square(400)],
        towns: &[town(200, 300, 10), town(600, 300, 10), town(1_000, 300, 10)],
        words: WORDS,
        junctions: 400,
        seed: 3,
    };
    let network = draw(&plan, &SpeedTable::default()).unwrap();
    assert_eq!(network.strong_parts().size().parts, 1);
    let east = |wanted: std::ops::Range<i32>| {
        let all = network.junctions().iter();
        let (from, to) = (place(wanted.start, 0), place(wanted.end, 0));
        all.filter(|at| (from.longitude_e7..to.longitude_e7).contains(&at.longitude_e7))
            .count()
    };
    // The third town lies outside both.
    assert!(
        east(0..400) > 100 && east(400..800) > 100,
        "{} {}",
        east(0..400),
        east(400..800)
    );
    assert_eq!(east(900..1_100), 0);
}
