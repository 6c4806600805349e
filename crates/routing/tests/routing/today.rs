//! What hinders today, and what it changes.

use base::{Polygon, Wgs84};
use roads::{Class, Draft, SpeedTable};
use routing::{
    DayPart, Effect, Factor, Hindrance, Learned, Mover, NoWay, RoadBook, RoadSource, Roads, keep,
};

use crate::{place, street, town};

/// Two ways from west to east: the straight one, and one around by the north.
fn two_ways() -> Roads {
    let mut draft = Draft::new();
    let mut at = |east, north| draft.junction(place(east, north)).unwrap();
    let [west, middle, east, north] = [at(0, 0), at(5, 0), at(10, 0), at(5, 5)];
    for (from, to, name) in [
        (west, middle, "解放路西段"),
        (middle, east, "解放路东段"),
        (west, north, "绕城路"),
        (north, east, "绕城路"),
    ] {
        draft
            .street(&street(from, to, Class::Primary, name))
            .unwrap();
    }
    let network = draft.finish(&SpeedTable::default());
    Roads::of(network, RoadSource::openstreetmap()).unwrap()
}

/// A box around a place, a thousandth of a degree to each side.
fn around(east: i32, north: i32) -> Polygon {
    let corner = |dx, dy| place(east + dx, north + dy);
    let ring = vec![
        corner(-1, -1),
        corner(1, -1),
        corner(1, 1),
        corner(-1, 1),
        corner(-1, -1),
    ];
    Polygon::new(vec![ring]).unwrap()
}

fn hinder(east: i32, north: i32, effect: Effect) -> Hindrance {
    Hindrance {
        area: around(east, north),
        effect,
    }
}

const ENDS: (i32, i32) = (0, 10);

fn ends() -> (Wgs84, Wgs84) {
    (place(ENDS.0, 0), place(ENDS.1, 0))
}

fn names(roads: &Roads) -> Vec<String> {
    let (from, to) = ends();
    let way = roads.way(from, to).unwrap();
    way.streets.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_closed_road_is_driven_around_by_every_answer() {
    let open = two_ways();
    let (from, to) = ends();
    assert_eq!(names(&open), ["解放路西段", "解放路东段"]);
    let closed = open.under(vec![hinder(7, 0, Effect::Closed)]);
    assert_eq!(names(&closed), ["绕城路"]);
    let [before, after] = [&open, &closed].map(|roads| roads.drives(&[from], to)[0].unwrap());
    assert!(after.seconds > before.seconds && after.length.0 > before.length.0);
    let table =
        |roads: &Roads| roads.table(&[from], &roads.goals(&[to], Mover::FireEngine))[0][0].unwrap();
    assert_eq!((table(&open), table(&closed)), (before, after));
    let soonest = |roads: &Roads| roads.soonest(&[from], &[to], Mover::FireEngine)[0].unwrap();
    assert!((soonest(&open) - before.seconds).abs() < 0.01);
    assert!((soonest(&closed) - after.seconds).abs() < 0.01);
    let reached = |roads: &Roads| roads.reach(&[from], 3_600.0, Mover::FireEngine).road.0;
    let half = place(5, 0).distance(place(10, 0)).0;
    assert!((reached(&open) - reached(&closed) - half).abs() < 1.0);
    // The whole stretch from junction to junction is told, by name and length.
    let [road] = &closed.hindered()[..] else {
        panic!("one stretch");
    };
    assert_eq!(road.name, "解放路东段");
    assert!((road.length.0 - half).abs() < 1.0);
    assert_eq!(road.places, [place(5, 0), place(10, 0)]);
    assert!(open.hindered().is_empty());
}

#[test]
fn who_is_cut_off_is_told_so() {
    let roads = two_ways().under(vec![
        hinder(7, 0, Effect::Closed),
        hinder(8, 2, Effect::Closed),
    ]);
    let (from, to) = ends();
    assert_eq!(roads.drives(&[from], to), [Err(NoWay::Apart)]);
    assert_eq!(roads.way(from, to), Err(NoWay::Apart));
    assert_eq!(roads.soonest(&[from], &[to], Mover::FireEngine), [None]);
    // In the middle of the closed road there is no driving either, at its corner there is.
    let one = two_ways().under(vec![hinder(7, 0, Effect::Closed)]);
    assert_eq!(one.drives(&[from], place(7, 0)), [Err(NoWay::Apart)]);
    assert!(one.drives(&[from], place(5, 0))[0].is_ok());
}

#[test]
fn people_on_foot_pass_where_vehicles_may_not() {
    let roads = two_ways().under(vec![
        hinder(7, 0, Effect::NoVehicles),
        hinder(8, 2, Effect::NoVehicles),
    ]);
    let (from, to) = ends();
    let seconds = |mover| roads.soonest(&[from], &[to], mover)[0];
    assert_eq!(
        (seconds(Mover::FireEngine), seconds(Mover::ElectricCart)),
        (None, None)
    );
    let plain = two_ways().soonest(&[from], &[to], Mover::OnFoot)[0];
    assert!(plain.is_some() && seconds(Mover::OnFoot) == plain);
}

#[test]
fn snow_slows_and_the_slower_of_two_counts() {
    let (from, to) = ends();
    let open = two_ways();
    let snow = |percents: &[u8]| {
        let slow = |percent: &u8| hinder(3, 0, Effect::Slow(*percent));
        open.under(percents.iter().map(slow).collect())
    };
    let seconds = |roads: &Roads| roads.drives(&[from], to)[0].unwrap().seconds;
    let half = seconds(&open) / 2.0;
    assert!((seconds(&snow(&[80])) - half - half / 0.8).abs() < 0.1);
    // A tenth of the speed on one half of the way is more than the way around.
    assert_eq!(names(&snow(&[80])), ["解放路西段", "解放路东段"]);
    assert_eq!(names(&snow(&[10])), ["绕城路"]);
    assert!((seconds(&snow(&[90, 80])) - seconds(&snow(&[80]))).abs() < 1e-9);
    // Who walks is not slower for it.
    let on_foot = |roads: &Roads| roads.soonest(&[from], &[to], Mover::OnFoot)[0];
    assert_eq!(on_foot(&open), on_foot(&snow(&[20])));
    // A percent that makes no sense neither stops the world nor makes anybody faster.
    for odd in [0, 1, 100, 255] {
        assert!(seconds(&snow(&[odd])) >= seconds(&open));
    }
}

#[test]
fn a_book_hinders_and_frees_and_keeps_the_plain_roads() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network");
    let book = RoadBook::at(file.clone());
    // Said before there are roads: it holds when they come.
    assert!(book.hinder(vec![hinder(5, 0, Effect::Closed)]));
    keep(&town("解放路"), &RoadSource::openstreetmap(), &file).unwrap();
    book.refresh().unwrap();
    let way = |roads: &Roads| roads.way(place(0, 0), place(10, 10)).is_ok();
    let today = book.current().unwrap();
    assert!(!way(&today) && way(&book.plain().unwrap()));
    assert!(
        !book.hinder(vec![hinder(5, 0, Effect::Closed)]),
        "nothing new"
    );
    assert!(book.hinder(Vec::new()));
    assert!(way(&book.current().unwrap()));
    assert!(!way(&today), "who asked keeps what was asked");
}

/// Primary roads take so many thousandths of their time.
fn learned(tag: &str, per_mille: u16) -> Learned {
    let factor = Factor {
        class: Some(Class::Primary),
        part: None,
        per_mille,
        interval: [per_mille; 2],
        trips: 12,
        vehicles: 2,
        legs: 40,
    };
    Learned::kept(Mover::FireEngine, tag.to_owned(), vec![factor])
}

#[test]
fn what_was_learned_stands_under_what_hinders_and_on_its_own_roads_only() {
    let book = RoadBook::of(two_ways());
    let (from, to) = ends();
    let seconds = |roads: &Roads| roads.way(from, to).unwrap().drive.seconds;
    let plain = seconds(&book.current().unwrap());
    let tag = book.plain().unwrap().tag().to_owned();
    let is_times = |times: f64| {
        let now = seconds(&book.current().unwrap());
        assert!((now / plain - times).abs() < 0.01, "{now} beside {plain}");
    };
    assert!(book.pace(vec![learned(&tag, 1_500)], DayPart::Night));
    assert!(
        !book.pace(vec![learned(&tag, 1_500)], DayPart::Night),
        "as it was"
    );
    is_times(1.5);
    assert!((seconds(&book.plain().unwrap()) - plain).abs() < 0.01);
    // Both halves of the straight way at half their speed, and so is the way around them.
    let slow = [(3, 0), (7, 0), (2, 2), (8, 2)];
    let slow = slow.map(|(east, north)| hinder(east, north, Effect::Slow(50)));
    assert!(book.hinder(slow.to_vec()));
    is_times(3.0);
    assert!(book.hinder(Vec::new()));
    is_times(1.5);
    assert!(book.pace(vec![learned("of another network", 1_500)], DayPart::Night));
    is_times(1.0);
    assert!(book.pace(Vec::new(), DayPart::Night));
    is_times(1.0);
}
