//! The hierarchy against Dijkstra: on random small networks with one-way streets, islands, loops and
//! closed roads, and on a made-up city.

use proptest::prelude::*;
use roads::{
    ArcId, Closures, Cost, Customised, Dijkstra, Hierarchy, HierarchyError, JunctionId, Network,
    Route, Snap, SpeedTable, Swift, Terms, Weight,
};

use crate::drawn::{any_network, point};
use crate::synthetic::city;

fn any_point() -> impl Strategy<Value = (usize, u32)> {
    (0..1_000_usize, 0..=1_000_u32)
}

fn any_weight() -> impl Strategy<Value = Weight> {
    prop_oneof![Just(Weight::Time), Just(Weight::Length)]
}

fn arcs(network: &Network) -> impl Iterator<Item = ArcId> {
    (0..u32::try_from(network.arcs().len()).unwrap()).map(ArcId)
}

/// Arcs whose byte is small are closed.
fn closures(network: &Network, seed: &[u8]) -> Closures {
    let mut closures = Closures::none();
    for (id, byte) in arcs(network).zip(seed) {
        if *byte < 50 {
            closures.close(id);
        }
    }
    closures
}

/// A route drives open arcs that follow each other, and costs what they cost.
fn holds_together(network: &Network, route: &Route, closed: &Closures) {
    let sum = route.legs.iter().map(|leg| leg.cost(network));
    assert_eq!(sum.fold(Cost::default(), Cost::plus), route.cost);
    for pair in route.legs.windows(2) {
        let (one, next) = (
            network.arc(pair[0].arc).unwrap(),
            network.arc(pair[1].arc).unwrap(),
        );
        assert_eq!(one.head, next.tail);
        assert_eq!((pair[0].to_mm, pair[1].from_mm), (one.length_mm, 0));
    }
    assert!(route.legs.iter().all(|leg| !closed.is_closed(leg.arc)));
}

/// Every question to both, from each of these points to each.
fn agree(network: &Network, customised: &Customised, hierarchy: &Hierarchy, points: &[Snap]) {
    let terms = Terms {
        weight: customised.weight(),
        closures: customised.closures(),
        ..Terms::default()
    };
    let mut dijkstra = Dijkstra::new(network);
    let mut swift = Swift::new(network, hierarchy, customised);
    let matrix = swift.matrix(points, points);
    for (from, row) in points.iter().zip(matrix.rows()) {
        let expected = dijkstra.to_many(from, points, &terms);
        assert_eq!(row, expected);
        assert_eq!(swift.to_many(from, points), expected);
        assert_eq!(
            swift.from_many(points, from),
            dijkstra.from_many(points, from, &terms)
        );
        for (to, cost) in points.iter().zip(expected) {
            assert_eq!(swift.cost(from, to), cost);
            let route = swift.route(from, to);
            assert_eq!(route.as_ref().map(|route| route.cost), cost);
            if let Some(route) = route {
                holds_together(network, &route, customised.closures());
                let (first, last) = (route.legs[0], route.legs[route.legs.len() - 1]);
                assert!([Some(from.arc), network.twin(from.arc)].contains(&Some(first.arc)));
                assert!([Some(to.arc), network.twin(to.arc)].contains(&Some(last.arc)));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn answers_are_dijkstras(
        network in any_network(),
        points in prop::collection::vec(any_point(), 1..5),
        weight in any_weight(),
        seed in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let points: Vec<Snap> = points.into_iter().map(|numbers| point(&network, numbers)).collect();
        let hierarchy = Hierarchy::of(&network).unwrap();
        let closed = closures(&network, &seed);
        let customised = Customised::of(&hierarchy, &network, weight, &closed);
        agree(&network, &customised, &hierarchy, &points);
    }

    #[test]
    fn any_order_gives_the_same_answers(
        network in any_network(),
        points in prop::collection::vec(any_point(), 1..4),
        keys in prop::collection::vec(any::<u32>(), 60),
    ) {
        let points: Vec<Snap> = points.into_iter().map(|numbers| point(&network, numbers)).collect();
        let mut order: Vec<u32> = (0..u32::try_from(network.junctions().len()).unwrap()).collect();
        order.sort_by_key(|junction| keys[*junction as usize]);
        let hierarchy = Hierarchy::with_order(&network, order).unwrap();
        let customised = Customised::of(&hierarchy, &network, Weight::Time, &Closures::none());
        agree(&network, &customised, &hierarchy, &points);
    }

    #[test]
    fn a_change_is_as_if_customised_anew(
        network in any_network(),
        weight in any_weight(),
        seeds in prop::collection::vec(prop::collection::vec(any::<u8>(), 40), 1..5),
        kmh in 5..120_u32,
    ) {
        let hierarchy = Hierarchy::of(&network).unwrap();
        let mut customised = Customised::of(&hierarchy, &network, weight, &Closures::none());
        for seed in &seeds {
            let closed = closures(&network, seed);
            customised.update(&hierarchy, &network, &closed, &[]);
            prop_assert_eq!(&customised, &Customised::of(&hierarchy, &network, weight, &closed));
        }
        let all: Vec<ArcId> = arcs(&network).collect();
        let (some, others) = all.split_at(all.len() / 2);
        customised.close(&hierarchy, &network, some);
        customised.reopen(&hierarchy, &network, others);
        let mut closed = Closures::none();
        some.iter().for_each(|arc| closed.close(*arc));
        let open = Customised::of(&hierarchy, &network, weight, &closed);
        prop_assert!(all.iter().all(|arc| closed.is_closed(*arc) == customised.closures().is_closed(*arc)));
        customised.update(&hierarchy, &network, &closed, &[]);
        prop_assert_eq!(&customised, &open);
        let speed = roads::Speed::from_kmh(kmh).unwrap();
        let slower = network.clone().at_speeds(&SpeedTable::default().with(roads::Class::Primary, speed));
        let retimed: Vec<ArcId> = arcs(&network).filter(|id| network.arc(*id) != slower.arc(*id)).collect();
        let closed = customised.closures().clone();
        customised.update(&hierarchy, &slower, &closed, &retimed);
        prop_assert_eq!(&customised, &Customised::of(&hierarchy, &slower, weight, &closed));
    }
}

#[test]
fn a_city_is_answered_as_dijkstra_does() {
    let network = city(2_000);
    let hierarchy = Hierarchy::of(&network).unwrap();
    let all = network.arcs().len();
    let points: Vec<Snap> = (0..12)
        .map(|number| point(&network, (number * all / 12 + 7, 400)))
        .collect();
    let mut closed = Closures::none();
    for weight in [Weight::Time, Weight::Length] {
        let mut customised = Customised::of(&hierarchy, &network, weight, &closed);
        agree(&network, &customised, &hierarchy, &points);
        arcs(&network).step_by(97).for_each(|id| closed.close(id));
        customised.update(&hierarchy, &network, &closed, &[]);
        assert_eq!(
            customised,
            Customised::of(&hierarchy, &network, weight, &closed)
        );
        agree(&network, &customised, &hierarchy, &points);
    }
}

/// From junction to junction: what its arcs cost, and never more than from a point beside it.
#[test]
fn junctions_are_points_at_the_ends_of_arcs() {
    let network = city(800);
    let hierarchy = Hierarchy::of(&network).unwrap();
    let customised = Customised::of(&hierarchy, &network, Weight::Time, &Closures::none());
    let mut swift = Swift::new(&network, &hierarchy, &customised);
    let junctions: Vec<JunctionId> = (0..30).map(|number| JunctionId(number * 17)).collect();
    let matrix = swift.matrix_between(&junctions, &junctions);
    for (from, row) in junctions.iter().zip(matrix.rows()) {
        for (to, cost) in junctions.iter().zip(row) {
            assert_eq!(swift.cost_between(*from, *to), *cost);
            let (sum, arcs) = swift.arcs_between(*from, *to).unwrap();
            assert_eq!(Some(sum), *cost);
            let mut here = *from;
            let mut time = 0;
            for id in arcs {
                let arc = network.arc(id).unwrap();
                assert_eq!(arc.tail, here);
                (here, time) = (arc.head, time + u64::from(arc.time_ms));
            }
            assert_eq!((here, time), (*to, sum.time_ms));
            let (out, into) = (network.leaving(*from).next(), network.entering(*to).next());
            let start = Snap::on_arc(&network, out.unwrap().0, 0).unwrap();
            let (goal, end) = into.unwrap();
            let goal = Snap::on_arc(&network, goal, end.length_mm).unwrap();
            let snapped = swift.cost(&start, &goal).unwrap();
            assert!(snapped.time_ms >= sum.time_ms);
        }
    }
}

/// Where the best way is the only one, its streets and its course are the same.
#[test]
fn a_way_is_drawn_as_dijkstra_draws_it() {
    let network = city(1_000);
    let hierarchy = Hierarchy::of(&network).unwrap();
    let customised = Customised::of(&hierarchy, &network, Weight::Time, &Closures::none());
    let mut swift = Swift::new(&network, &hierarchy, &customised);
    let mut dijkstra = Dijkstra::new(&network);
    let mut same = 0;
    for number in 0..40 {
        let (from, to) = (
            point(&network, (number * 31, 500)),
            point(&network, (number * 67 + 9, 300)),
        );
        let (one, other) = (
            swift.route(&from, &to),
            dijkstra.route(&from, &to, &Terms::default()),
        );
        assert_eq!(
            one.as_ref().map(|way| way.cost),
            other.as_ref().map(|way| way.cost)
        );
        let drawn = |way: &Route| (way.places(&network), way.legs.clone());
        same += usize::from(one.as_ref().map(drawn) == other.as_ref().map(drawn));
    }
    assert!(same >= 30, "{same} of 40 ways are the same");
}

#[test]
fn what_is_no_order_is_refused() {
    let network = city(500);
    let order = Hierarchy::of(&network).unwrap().order().to_vec();
    let refused = |order: Vec<u32>| Hierarchy::with_order(&network, order).unwrap_err();
    let mut twice = order.clone();
    twice[0] = twice[1];
    assert_eq!(refused(twice), HierarchyError::NoOrder);
    assert_eq!(refused(order[1..].to_vec()), HierarchyError::NoOrder);
    let mut beyond = order.clone();
    beyond[0] = u32::MAX;
    assert_eq!(refused(beyond), HierarchyError::NoOrder);
    let again = Hierarchy::with_order(&network, order).unwrap();
    assert_eq!(again, Hierarchy::of(&network).unwrap());
}

#[test]
fn nothing_is_a_hierarchy_too() {
    let network = roads::Draft::new().finish(&SpeedTable::default());
    let hierarchy = Hierarchy::of(&network).unwrap();
    let customised = Customised::of(&hierarchy, &network, Weight::Time, &Closures::none());
    let matrix = Swift::new(&network, &hierarchy, &customised).matrix(&[], &[]);
    assert_eq!(matrix.rows().count(), 0);
}
