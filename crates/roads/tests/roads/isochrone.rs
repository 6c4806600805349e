//! Areas both ways against the plain search, and the ground around them: valid, and neither too wide
//! nor too narrow.

use base::{Polygon, Wgs84};
use proptest::prelude::*;
use roads::{
    Closures, Covered, Dijkstra, Ground, Network, Reached, SMALLEST_HOLE, Snap, Terms, Weight,
    covered, covered_mm,
};

use crate::drawn::{any_network, point};
use crate::oracle::best;
use crate::synthetic::city;

fn any_point() -> impl Strategy<Value = (usize, u32)> {
    (0..1_000_usize, 0..=1_000_u32)
}

fn within(seconds: u64) -> Terms<'static> {
    Terms {
        within: Some(seconds * 1_000),
        ..Terms::default()
    }
}

/// Whether a place lies within an odd number of rings.
fn holds(ground: &Ground, place: Wgs84) -> bool {
    let (x, y) = (place.longitude(), place.latitude());
    let rings = ground.polygons.iter().flatten();
    let crossed = rings.flat_map(|ring| ring.windows(2)).filter(|side| {
        let (a, b) = (side[0], side[1]);
        let above = |place: Wgs84| place.latitude() > y;
        let share = (y - a.latitude()) / (b.latitude() - a.latitude());
        above(a) != above(b) && x < a.longitude() + share * (b.longitude() - a.longitude())
    });
    crossed.count() % 2 == 1
}

/// Each polygon is one that the register would take, turned as it should be.
fn valid(ground: &Ground) {
    for rings in &ground.polygons {
        let polygon = Polygon::new(rings.clone()).unwrap();
        assert_eq!(polygon.rings(), rings.as_slice());
    }
}

fn places(network: &Network, part: &Covered) -> Vec<Wgs84> {
    let arcs = network.arcs_of(part.stretch);
    let length = network.stretch(part.stretch).unwrap().length_mm;
    let (arc, from, to) = match arcs {
        [Some(along), _] => (along, part.from_mm, part.to_mm),
        [None, against] => (against.unwrap(), length - part.to_mm, length - part.from_mm),
    };
    network.course(arc).unwrap().between(from, to)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whence_a_point_is_reached_is_what_reaches_it(
        network in any_network(),
        to in any_point(),
        probe in any_point(),
        weight in prop_oneof![Just(Weight::Time), Just(Weight::Length)],
        limit in 0..400_000_u64,
    ) {
        let (to, probe) = (point(&network, to), point(&network, probe));
        let terms = Terms { weight, within: Some(limit), ..Terms::default() };
        let area = Dijkstra::new(&network).area_to(&to, &terms);
        let length = network.arc(probe.arc).unwrap().length_mm;
        let on = |reached: &Reached, at_least: u32| {
            let along = if reached.leg.arc == probe.arc {
                probe.along_mm
            } else if Some(reached.leg.arc) == network.twin(probe.arc) {
                length - probe.along_mm
            } else {
                return false;
            };
            reached.leg.from_mm.saturating_add(at_least) <= along && along <= reached.leg.to_mm
        };
        let cost = best(&network, &probe, &to, weight, &Closures::none());
        let cost = cost.map(|cost| match weight {
            Weight::Time => cost.time_ms,
            Weight::Length => cost.length_mm,
        });
        let (sure, edge) = match weight { Weight::Length => (0, 0), Weight::Time => (1, 100) };
        if cost.is_some_and(|cost| cost + sure <= limit) {
            prop_assert!(area.iter().any(|reached| on(reached, 0)), "{cost:?} is within {limit}");
        }
        if cost.is_none_or(|cost| cost > limit) {
            prop_assert!(!area.iter().any(|reached| on(reached, edge)), "{cost:?} is beyond {limit}");
        }
    }

    #[test]
    fn ground_is_valid_and_holds_its_roads(
        network in any_network(),
        from in any_point(),
        seconds in 0..400_u64,
    ) {
        let from = point(&network, from);
        let area = Dijkstra::new(&network).area(&from, &within(seconds));
        let parts = covered(&network, &area);
        let ground = Ground::along(&network, &parts);
        valid(&ground);
        for part in &parts {
            prop_assert!(part.from_mm <= part.to_mm);
            for place in places(&network, part) {
                prop_assert!(holds(&ground, place));
            }
        }
        for pair in parts.windows(2) {
            prop_assert!(pair[0].stretch < pair[1].stretch || pair[0].to_mm < pair[1].from_mm);
        }
    }
}

#[test]
fn a_citys_five_minutes_are_right_to_a_cell() {
    let network = city(4_000);
    let from = point(&network, (1_234, 500));
    let area = Dijkstra::new(&network).area(&from, &within(300));
    let parts = covered(&network, &area);
    let ground = Ground::along(&network, &parts);
    valid(&ground);
    let roads: Vec<Vec<Wgs84>> = parts.iter().map(|part| places(&network, part)).collect();
    assert!(covered_mm(&parts) > 5_000_000, "{} mm", covered_mm(&parts));
    let far = ground.reach.0 + ground.cell.0;
    let (mut outside, mut inside) = (0, 0);
    for number in 0..225 {
        let (east, north) = (
            number % 15 * 50_000 - 350_000,
            number / 15 * 50_000 - 350_000,
        );
        let place = Wgs84 {
            longitude_e7: from.position.longitude_e7 + east,
            latitude_e7: from.position.latitude_e7 + north,
        };
        let nearest = nearest(&roads, place);
        if holds(&ground, place) {
            inside += 1;
            assert!(nearest <= far + SMALLEST_HOLE.sqrt(), "{nearest} m off");
        } else {
            outside += 1;
            assert!(nearest >= ground.reach.0 - ground.cell.0, "{nearest} m off");
        }
    }
    assert!(
        inside > 20 && outside > 20,
        "{inside} inside, {outside} outside"
    );
}

/// Metres to the nearest of the pieces between two places that follow each other.
fn nearest(roads: &[Vec<Wgs84>], place: Wgs84) -> f64 {
    let flat = |other: Wgs84| {
        let east = (other.longitude() - place.longitude()) * 111_195.0;
        let north = (other.latitude() - place.latitude()) * 111_195.0;
        (east * place.latitude().to_radians().cos(), north)
    };
    let pieces = roads.iter().flat_map(|road| road.windows(2)).map(|pair| {
        let ((ax, ay), (bx, by)) = (flat(pair[0]), flat(pair[1]));
        let (dx, dy) = (bx - ax, by - ay);
        let squared = dx * dx + dy * dy;
        let share = if squared > 0.0 {
            (-(ax * dx + ay * dy) / squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (ax + share * dx).hypot(ay + share * dy)
    });
    pieces.fold(f64::INFINITY, f64::min)
}

#[test]
fn both_directions_of_a_street_count_once() {
    let network = city(300);
    let from = point(&network, (5, 500));
    let all = Dijkstra::new(&network).area(&from, &Terms::default());
    let parts = covered(&network, &all);
    let whole: u64 = network
        .stretches()
        .iter()
        .map(|stretch| u64::from(stretch.length_mm))
        .sum();
    assert_eq!(covered_mm(&parts), whole);
}

#[test]
fn nothing_reached_is_no_ground() {
    let network = city(300);
    let ground = Ground::along(&network, &[]);
    assert!(ground.polygons.is_empty());
    let mut closed = Closures::none();
    let from: Snap = point(&network, (5, 500));
    let stretch = network.arc(from.arc).unwrap().stretch;
    closed.close_stretch(&network, stretch);
    let terms = Terms {
        closures: &closed,
        ..within(300)
    };
    assert!(Dijkstra::new(&network).area(&from, &terms).is_empty());
}
