//! Closed roads, and both directions of a one-way street, on networks small enough to see.

use roads::{ArcId, Class, Closures, Dijkstra, Direction, Snap, StretchId, Terms};

use crate::drawn::{Line, network};

fn line(from: u32, to: u32, direction: Direction) -> Line {
    Line {
        from,
        to,
        direction,
        class: Class::Residential,
        has_detour: false,
    }
}

/// A square of one-way streets, driven 0 → 1 → 2 → 3 → 0.
fn square() -> roads::Network {
    let lines = [(0, 1), (1, 2), (2, 3), (3, 0)].map(|(from, to)| line(from, to, Direction::Along));
    network(&[(0, 0), (1, 0), (1, 1), (0, 1)], &lines)
}

#[test]
fn ahead_on_a_one_way_street_is_near_and_behind_is_all_the_way_round() {
    let network = square();
    let near = Snap::on_arc(&network, ArcId(0), 20_000).unwrap();
    let far = Snap::on_arc(&network, ArcId(0), 50_000).unwrap();
    let mut dijkstra = Dijkstra::new(&network);
    let ahead = dijkstra.route(&near, &far, &Terms::default()).unwrap();
    assert_eq!((ahead.cost.length_mm, ahead.legs.len()), (30_000, 1));
    let round = dijkstra.route(&far, &near, &Terms::default()).unwrap();
    let all: u64 = network
        .arcs()
        .iter()
        .map(|arc| u64::from(arc.length_mm))
        .sum();
    assert_eq!((round.cost.length_mm, round.legs.len()), (all - 30_000, 5));
    assert_eq!(round.places(&network).len(), 6);
}

#[test]
fn a_point_is_no_way_from_itself() {
    let network = square();
    let point = Snap::on_arc(&network, ArcId(2), 1_000).unwrap();
    let route = Dijkstra::new(&network).route(&point, &point, &Terms::default());
    let route = route.unwrap();
    assert_eq!(route.cost.length_mm, 0);
    assert_eq!(route.places(&network), [point.position]);
    assert!(route.streets(&network).is_empty());
}

#[test]
fn what_is_closed_is_not_driven_even_in_part() {
    let lines = [line(0, 1, Direction::Both), line(1, 2, Direction::Both)];
    let network = network(&[(0, 0), (1, 0), (2, 0)], &lines);
    let [along, against] = network.arcs_of(StretchId(0));
    let from = Snap::on_arc(&network, along.unwrap(), 10_000).unwrap();
    let to = Snap::on_arc(&network, network.arcs_of(StretchId(1))[0].unwrap(), 5_000).unwrap();
    let mut dijkstra = Dijkstra::new(&network);
    let mut closures = Closures::none();
    closures.close(against.unwrap());
    let terms = Terms {
        closures: &closures,
        ..Terms::default()
    };
    assert!(dijkstra.route(&from, &to, &terms).is_some());
    assert!(dijkstra.route(&to, &from, &terms).is_none());

    let mut closures = Closures::none();
    closures.close_stretch(&network, StretchId(0));
    let terms = Terms {
        closures: &closures,
        ..Terms::default()
    };
    assert!(dijkstra.route(&from, &to, &terms).is_none());
    assert!(dijkstra.area(&from, &terms).is_empty());
}
