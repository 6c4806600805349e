//! Snapping against looking at every piece of every road.

use base::{Metres, Wgs84};
use proptest::prelude::*;
use roads::{Class, Direction, Network, SnapIndex};

use crate::drawn::{Line, any_network, network, place};

/// The distance to the nearest of a thousand points on each arc.
fn plainly(network: &Network, place: Wgs84) -> f64 {
    let mut best = f64::INFINITY;
    for id in (0..u32::try_from(network.arcs().len()).unwrap()).map(roads::ArcId) {
        let course = network.course(id).unwrap();
        let length = network.arc(id).unwrap().length_mm;
        for step in 0..=1_000_u64 {
            let along = u32::try_from(u64::from(length) * step / 1_000).unwrap();
            best = best.min(course.place_at(along).distance(place).0);
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn the_nearest_road_is_found(network in any_network(), x in -2_000..8_000, y in -2_000..8_000) {
        let here = Wgs84 {
            longitude_e7: place(0, 0).longitude_e7 + x * 10,
            latitude_e7: place(0, 0).latitude_e7 + y * 10,
        };
        let index = SnapIndex::new(&network);
        let snap = index.nearest(&network, here, Metres(5_000.0)).unwrap();
        let expected = plainly(&network, here);
        prop_assert!((snap.distance.0 - expected).abs() < 0.6, "{} {expected}", snap.distance.0);
        let on_road = network.course(snap.arc).unwrap().place_at(snap.along_mm);
        prop_assert!(on_road.distance(snap.position).0 < 0.05);
        prop_assert!((here.distance(snap.position).0 - snap.distance.0).abs() < 0.1);
        let less = Metres(snap.distance.0 - 0.01);
        prop_assert!(index.nearest(&network, here, less).is_none());
        prop_assert!((0.0..=1.0).contains(&snap.fraction(&network)));
    }
}

#[test]
fn a_one_way_street_against_its_course_is_measured_from_where_it_begins() {
    let line = Line {
        from: 0,
        to: 1,
        direction: Direction::Against,
        class: Class::Residential,
        has_detour: false,
    };
    let network = network(&[(0, 0), (10, 0)], &[line]);
    let index = SnapIndex::new(&network);
    let snap = index.nearest(&network, place(2, 1), Metres(200.0)).unwrap();
    assert!((snap.fraction(&network) - 0.8).abs() < 0.001);
    assert!((snap.distance.0 - 111.2).abs() < 0.1);
    assert_eq!(
        index.nearest_where(&network, place(2, 1), Metres(200.0), |_| false),
        None
    );
    assert_eq!(index.nearest(&network, place(2, 1), Metres(f64::NAN)), None);
}
