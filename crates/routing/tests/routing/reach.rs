//! What is reached in time, by whom, and who is soonest.

use base::Metres;
use routing::{Mover, RoadSource, Roads};

use crate::{place, town};

fn roads() -> Roads {
    Roads::of(town("解放路"), RoadSource::openstreetmap()).unwrap()
}

/// Metres that a fire engine drives on the first street in so many seconds.
fn along_first(seconds: f64) -> f64 {
    seconds * 50.0 / 3.6
}

#[test]
fn more_time_reaches_more_road_and_never_more_than_there_is() {
    let roads = roads();
    let from = [place(0, 0)];
    let first = place(0, 0).distance(place(10, 0)).0;
    let second = place(10, 0).distance(place(10, 10)).0;
    let reach = |seconds| roads.reach(&from, seconds, Mover::FireEngine);
    let near = reach(30.0);
    assert!(
        (near.road.0 - along_first(30.0)).abs() < 2.0,
        "{}",
        near.road.0
    );
    assert_eq!(near.ground.polygons.len(), 1);
    let all = reach(3_600.0);
    assert!((all.road.0 - first - second).abs() < 2.0, "{}", all.road.0);
    assert_eq!(reach(0.0).road, Metres(0.0));
}

#[test]
fn two_that_reach_the_same_road_reach_it_once() {
    let roads = roads();
    let (west, corner) = (place(0, 0), place(10, 0));
    let one = roads.reach(&[west], 3_600.0, Mover::FireEngine);
    let both = roads.reach(&[west, corner], 3_600.0, Mover::FireEngine);
    assert_eq!((one.road, &one.ground), (both.road, &both.ground));
    // One that lies off the roads reaches nothing and is told.
    let off = roads.reach(&[place(10, 300), west], 3_600.0, Mover::FireEngine);
    assert_eq!((off.road, off.off), (one.road, vec![0]));
}

#[test]
fn the_way_to_the_road_takes_time_too() {
    let roads = roads();
    let beside = place(2, 1);
    let walk = beside.distance(place(2, 0)).0 / (10.0 / 3.6);
    let reach = roads.reach(&[beside], walk + 10.0, Mover::FireEngine);
    assert!((reach.road.0 - 2.0 * along_first(10.0)).abs() < 4.0);
    let none = roads.reach(&[beside], walk - 1.0, Mover::FireEngine);
    assert!(none.ground.polygons.is_empty() && none.off.is_empty());
}

#[test]
fn a_walker_is_slower_than_an_engine() {
    let roads = roads();
    let from = [place(0, 0)];
    let [engine, cart, walker] = [Mover::FireEngine, Mover::ElectricCart, Mover::OnFoot]
        .map(|mover| roads.reach(&from, 30.0, mover).road.0);
    assert!((walker - 30.0 * 6.0 / 3.6).abs() < 1.0, "{walker}");
    assert!(walker < cart && cart < engine, "{walker} {cart} {engine}");
}

#[test]
fn the_soonest_of_many_is_told_with_what_it_takes() {
    let roads = roads();
    let from = [place(0, 1), place(10, 10), place(10, 300)];
    let to = [place(1, 0), place(10, 9), place(10, 250), place(14, 10)];
    let soonest = roads.soonest(&from, &to, Mover::FireEngine);
    // The least of what each drive takes by itself; none off the roads.
    for (place, first) in to.iter().zip(&soonest) {
        let drives = roads.drives(&from, *place).into_iter().flatten();
        let least = drives.map(|drive| drive.seconds).reduce(f64::min);
        match (least, first) {
            (Some(least), Some(first)) => assert!((least - first).abs() < 0.01, "{least} {first}"),
            (least, first) => assert_eq!(least, *first),
        }
    }
    assert!(soonest[0].is_some() && soonest[2].is_none());
    assert_eq!(
        roads.soonest(&from[2..], &to[..1], Mover::FireEngine),
        [None]
    );
    assert_eq!(roads.soonest(&from, &[], Mover::FireEngine), []);
}
