//! Best ways on random small networks against Bellman and Ford: between points within arcs, on
//! one-way streets, with closed roads, by time and by length.

use proptest::prelude::*;
use roads::{ArcId, Closures, Cost, Dijkstra, Network, Route, Snap, Terms, Weight, covered};

use crate::drawn::{any_network, point};
use crate::oracle::best;

fn any_weight() -> impl Strategy<Value = Weight> {
    prop_oneof![Just(Weight::Time), Just(Weight::Length)]
}

fn any_point() -> impl Strategy<Value = (usize, u32)> {
    (0..1_000_usize, 0..=1_000_u32)
}

/// Every sixth arc or so is closed.
fn closures(network: &Network, seed: &[u8]) -> Closures {
    let mut closures = Closures::none();
    let ids = 0..u32::try_from(network.arcs().len()).unwrap();
    for (id, byte) in ids.zip(seed) {
        if *byte < 40 {
            closures.close(ArcId(id));
        }
    }
    closures
}

/// A route drives open arcs from end to end, in turn, and costs what its legs cost.
fn holds_together(network: &Network, route: &Route, from: &Snap, to: &Snap, closed: &Closures) {
    let sum = route.legs.iter().map(|leg| leg.cost(network));
    assert_eq!(sum.fold(Cost::default(), Cost::plus), route.cost);
    for pair in route.legs.windows(2) {
        let (one, next) = (
            network.arc(pair[0].arc).unwrap(),
            network.arc(pair[1].arc).unwrap(),
        );
        assert_eq!(one.head, next.tail);
        assert_eq!(pair[0].to_mm, one.length_mm);
        assert_eq!(pair[1].from_mm, 0);
    }
    assert!(route.legs.iter().all(|leg| !closed.is_closed(leg.arc)));
    let places = route.places(network);
    assert!(close(places[0], from) && close(*places.last().unwrap(), to));
    let streets = route.streets(network);
    let sum = streets
        .iter()
        .fold(Cost::default(), |sum, run| sum.plus(run.cost));
    assert_eq!(sum.length_mm, route.cost.length_mm);
    assert!(streets.windows(2).all(|pair| pair[0].name != pair[1].name));
}

/// A point of an arc and of its twin may differ in the last digit.
fn close(place: base::Wgs84, snap: &Snap) -> bool {
    place.distance(snap.position).0 < 0.05
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_route_is_the_best(
        network in any_network(),
        from in any_point(),
        to in any_point(),
        weight in any_weight(),
        seed in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let (from, to) = (point(&network, from), point(&network, to));
        let closed = closures(&network, &seed);
        let terms = Terms { weight, closures: &closed, ..Terms::default() };
        let mut dijkstra = Dijkstra::new(&network);
        let route = dijkstra.route(&from, &to, &terms);
        let expected = best(&network, &from, &to, weight, &closed);
        prop_assert_eq!(route.as_ref().map(|route| route.cost), expected);
        if let Some(route) = route {
            holds_together(&network, &route, &from, &to, &closed);
            let within = Terms { within: Some(weighed(route.cost, weight)), ..terms };
            prop_assert!(dijkstra.route(&from, &to, &within).is_some());
            if let Some(less) = weighed(route.cost, weight).checked_sub(1) {
                let within = Terms { within: Some(less), ..terms };
                prop_assert_eq!(dijkstra.route(&from, &to, &within), None);
            }
        }
    }

    #[test]
    fn many_at_once_are_as_one_by_one(
        network in any_network(),
        one in any_point(),
        many in prop::collection::vec(any_point(), 0..8),
        weight in any_weight(),
        nearest in 0..9_usize,
    ) {
        let one = point(&network, one);
        let many: Vec<Snap> = many.into_iter().map(|numbers| point(&network, numbers)).collect();
        let open = Closures::none();
        let terms = Terms { weight, ..Terms::default() };
        let mut dijkstra = Dijkstra::new(&network);
        let there: Vec<_> = many.iter().map(|to| best(&network, &one, to, weight, &open)).collect();
        let back: Vec<_> = many.iter().map(|from| best(&network, from, &one, weight, &open)).collect();
        prop_assert_eq!(dijkstra.to_many(&one, &many, &terms), there);
        prop_assert_eq!(dijkstra.from_many(&many, &one, &terms), back.clone());

        let few = Terms { nearest: Some(nearest), ..terms };
        let found = dijkstra.from_many(&many, &one, &few);
        let mut sorted: Vec<u64> = back.iter().flatten().map(|cost| weighed(*cost, weight)).collect();
        sorted.sort_unstable();
        sorted.truncate(nearest);
        let mut kept: Vec<u64> = found.iter().flatten().map(|cost| weighed(*cost, weight)).collect();
        kept.sort_unstable();
        prop_assert_eq!(kept, sorted);
        prop_assert!(found.iter().zip(&back).all(|(found, all)| found.is_none() || found == all));
    }

    #[test]
    fn several_that_set_out_reach_what_each_does_and_as_soon_as_the_best(
        network in any_network(),
        several in prop::collection::vec((any_point(), 0..50_000_u64), 0..6),
        many in prop::collection::vec(any_point(), 0..6),
        within in 0..400_000_u64,
    ) {
        let several: Vec<(Snap, Cost)> = several
            .into_iter()
            .map(|(numbers, time_ms)| (point(&network, numbers), Cost { time_ms, length_mm: 0 }))
            .collect();
        let many: Vec<Snap> = many.into_iter().map(|numbers| point(&network, numbers)).collect();
        let mut dijkstra = Dijkstra::new(&network);
        let soonest = dijkstra.soonest(&several, &many, &Terms::default());
        for (to, found) in many.iter().zip(soonest) {
            let each = several.iter().filter_map(|(from, spent)| {
                let cost = best(&network, from, to, Weight::Time, &Closures::none())?;
                Some(spent.plus(cost))
            });
            prop_assert_eq!(found, each.min_by_key(|cost| (cost.time_ms, cost.length_mm)));
        }
        let terms = Terms { within: Some(within), ..Terms::default() };
        let together = covered(&network, &dijkstra.area_of(&several, &terms));
        let apart: Vec<_> = several
            .iter()
            .filter(|(_, spent)| spent.time_ms <= within)
            .flat_map(|(from, spent)| {
                let left = Terms { within: Some(within - spent.time_ms), ..Terms::default() };
                dijkstra.area(from, &left)
            })
            .collect();
        prop_assert_eq!(together, covered(&network, &apart));
    }

    #[test]
    fn an_area_holds_what_is_reached_and_nothing_else(
        network in any_network(),
        from in any_point(),
        weight in any_weight(),
        within in 0..400_000_u64,
        probe in any_point(),
    ) {
        let (from, probe) = (point(&network, from), point(&network, probe));
        let terms = Terms { weight, within: Some(within), ..Terms::default() };
        let mut dijkstra = Dijkstra::new(&network);
        let area = dijkstra.area(&from, &terms);
        let on = [Some(probe.arc), network.twin(probe.arc)];
        let length = network.arc(probe.arc).unwrap().length_mm;
        let holds = |at_least: u32| area.iter().any(|reached| {
            let along = if Some(reached.leg.arc) == on[0] { probe.along_mm } else { length - probe.along_mm };
            on.contains(&Some(reached.leg.arc))
                && reached.leg.from_mm <= along
                && along.saturating_add(at_least) <= reached.leg.to_mm
        });
        let cost = best(&network, &from, &probe, weight, &Closures::none());
        let cost = cost.map(|cost| weighed(cost, weight));
        // A limit of time ends an arc to the millimetre below it, so the very edge may be left out.
        let (sure, edge) = match weight { Weight::Length => (0, 0), Weight::Time => (1, 100) };
        if cost.is_some_and(|cost| cost + sure <= within) {
            prop_assert!(holds(0), "{cost:?} is within {within}");
        }
        if cost.is_none_or(|cost| cost > within) {
            prop_assert!(!holds(edge), "{cost:?} is beyond {within}");
        }
    }
}

fn weighed(cost: Cost, weight: Weight) -> u64 {
    match weight {
        Weight::Time => cost.time_ms,
        Weight::Length => cost.length_mm,
    }
}
