//! A route as a driver is told it: streets in turn, on the extract made by hand.

use base::Metres;
use roads::{Dijkstra, SnapIndex, Terms};

use crate::drawn::place;
use crate::extract::parsed;

#[test]
fn streets_come_in_turn_and_each_once() {
    let (network, _) = parsed();
    let index = SnapIndex::new(&network);
    let snap = |east, north| {
        index
            .nearest(&network, place(east, north), Metres(80.0))
            .unwrap()
    };
    let mut dijkstra = Dijkstra::new(&network);
    // From the west end of Main by One way to the far end of Backwards, and into the yard.
    let route = dijkstra
        .route(&snap(0, 0), &snap(0, 2), &Terms::default())
        .unwrap();
    let names: Vec<&str> = route.streets(&network).iter().map(|run| run.name).collect();
    assert_eq!(names, ["Main", "One way", "Backwards", "Yard"]);
    assert_eq!(
        route.places(&network),
        [
            place(0, 0),
            place(1, 0),
            place(1, 1),
            place(0, 1),
            place(0, 2)
        ]
    );
    // Backwards and One way lead nowhere back.
    assert_eq!(
        dijkstra.route(&snap(0, 2), &snap(0, 0), &Terms::default()),
        None
    );
}

#[test]
fn the_other_carriageway_is_entered_where_it_begins() {
    let (network, _) = parsed();
    let index = SnapIndex::new(&network);
    let motorway = index.nearest(&network, place(2, 1), Metres(1.0)).unwrap();
    let main = index.nearest(&network, place(2, 0), Metres(1.0)).unwrap();
    let mut dijkstra = Dijkstra::new(&network);
    assert!(
        dijkstra
            .route(&motorway, &main, &Terms::default())
            .is_some()
    );
}
