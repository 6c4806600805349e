//! Streets by name: each once for each place that has one of that name.

use roads::{Class, Direction, Draft, SpeedTable, Street};
use routing::{RoadSource, Roads};

use crate::{place, town};

#[test]
fn a_town_has_its_streets_by_name() {
    let roads = Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap();
    let streets = roads.named_streets();
    let names: Vec<&str> = streets.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["中银大道", "后巷", "解放路"]);
    let first = &streets[2];
    assert!(first.position == place(0, 0) || first.position == place(10, 0));
    let length = place(0, 0).distance(place(10, 0)).0;
    assert!((first.length.0 - length).abs() < 0.01);
}

#[test]
fn carriageways_are_one_street_and_two_towns_have_two() {
    let mut draft = Draft::new();
    // Two carriageways that never meet, a piece that goes on from one of them, and another town.
    let runs = [
        [(0, 0), (10, 0)],
        [(10, 1), (0, 1)],
        [(10, 0), (20, 0)],
        [(500, 0), (510, 0)],
    ];
    for [from, to] in runs {
        let [from, to] = [from, to].map(|(east, north)| draft.junction(place(east, north)));
        let street = Street {
            from: from.unwrap(),
            to: to.unwrap(),
            via: &[],
            class: Class::Primary,
            direction: Direction::Along,
            limits: [None; 2],
            name: "人民路",
        };
        draft.street(&street).unwrap();
    }
    let network = draft.finish(&SpeedTable::default());
    let streets = Roads::of(network, RoadSource::openstreetmap())
        .unwrap()
        .named_streets();
    assert_eq!(streets.len(), 2, "{streets:?}");
    let town = place(10, 0);
    let here = streets
        .iter()
        .find(|one| one.position.distance(town).0 < 200.0);
    let carriageway = place(0, 0).distance(place(10, 0)).0;
    assert!((here.unwrap().length.0 - 3.0 * carriageway).abs() < 1.0);
}
