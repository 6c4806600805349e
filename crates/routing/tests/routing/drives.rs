//! Places of the map instead of points on arcs.

use base::{Bounds, Metres};
use routing::{Drive, Mover, NoWay, RoadRank, RoadSource, Roads};

use crate::{place, town};

#[test]
fn a_drive_goes_along_the_roads_and_to_the_door() {
    let roads = Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap();
    // From beside the first street to beside the end of the second.
    let (from, to) = (place(2, 1), place(11, 9));
    let [drive] = roads.drives(&[from], to)[..] else {
        panic!("one place, one answer");
    };
    let drive = drive.unwrap();
    let to_road = from.distance(place(2, 0)).0 + to.distance(place(10, 9)).0;
    let (first, second) = (
        place(2, 0).distance(place(10, 0)).0,
        place(10, 0).distance(place(10, 9)).0,
    );
    assert!(
        (drive.length.0 - to_road - first - second).abs() < 2.0,
        "{drive:?}"
    );
    let seconds = first / (50.0 / 3.6) + second / (30.0 / 3.6) + to_road / (10.0 / 3.6);
    assert!(
        (drive.seconds - seconds).abs() < 1.0,
        "{drive:?} and not {seconds}"
    );

    let way = roads.way(from, to).unwrap();
    assert_eq!(way.drive, drive);
    assert_eq!((way.places[0], *way.places.last().unwrap()), (from, to));
    assert!(way.places.contains(&place(10, 0)), "it turns at the corner");
    let streets: Vec<&str> = way.streets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(streets, ["解放路", "中银大道"]);
    let Metres(length) = way.streets[0].1;
    assert!((length - first).abs() < 1.0);
}

#[test]
fn answers_stand_in_the_order_of_the_places_and_are_none_off_the_roads() {
    let roads = Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap();
    let to = place(10, 5);
    let far = place(10, 300);
    let drives = roads.drives(&[place(10, 10), far, place(0, 0)], to);
    assert_eq!(drives[1], Err(NoWay::BeginsOffRoad));
    let [near, west] = [drives[0], drives[2]].map(|drive| drive.unwrap().seconds);
    assert!(near < west);
    assert_eq!(roads.drives(&[to, to], far), [Err(NoWay::EndsOffRoad); 2]);
    assert_eq!(roads.way(to, far), Err(NoWay::EndsOffRoad));
    assert_eq!(roads.way(far, to), Err(NoWay::BeginsOffRoad));
    // Nobody drives on an alley that no road leads to: the next road is taken.
    let at_alley = roads.drives(&[place(14, 10)], to)[0].unwrap();
    assert!(at_alley.length.0 > place(14, 10).distance(place(10, 10)).0);
}

#[test]
fn roads_of_a_box_are_drawn_by_what_they_count_for() {
    let roads = Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap();
    let names = |east, north, least| {
        let bounds = Bounds {
            south_west: place(-1, -1),
            north_east: place(east, north),
        };
        let lines = roads.lines_in(bounds, least);
        lines.map(|line| line.name.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        names(20, 20, RoadRank::Lane),
        ["解放路", "中银大道", "后巷"]
    );
    assert_eq!(names(20, 20, RoadRank::Main), ["解放路"]);
    assert_eq!(names(9, 20, RoadRank::Lane), ["解放路"]);
    assert_eq!(names(-1, -1, RoadRank::Lane), Vec::<String>::new());
}

#[test]
fn a_table_is_the_drives_of_all_pairs() {
    let roads = Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap();
    let off = place(900, 900);
    let (from, to) = (
        [place(2, 1), off, place(0, 0)],
        [place(11, 9), off, place(5, 0)],
    );
    let table = roads.table(&from, &roads.goals(&to, Mover::FireEngine));
    for (goal, to) in to.into_iter().enumerate() {
        let told: Vec<Option<Drive>> = table.iter().map(|row| row[goal]).collect();
        let drives = roads.drives(&from, to).into_iter();
        assert_eq!(told, drives.map(Result::ok).collect::<Vec<_>>());
    }
    assert!(!roads.is_on_road(off) && roads.is_on_road(to[0]));
}

#[test]
fn more_places_than_are_remembered_are_told_as_before() {
    let roads = Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap();
    let to = place(11, 9);
    let beside = |number: i32| {
        let mut beside = place(2, 1);
        beside.longitude_e7 += number;
        beside
    };
    let first = roads.drives(&[beside(0)], to);
    assert!(first[0].is_ok());
    // Far more than 32,768, a centimetre apart.
    assert!((1..40_000).all(|number| roads.is_on_road(beside(number))));
    assert_eq!(roads.drives(&[beside(0)], to), first);
    assert_eq!(roads.drives(&[beside(0)], to), first);
}
