//! Trips that teach nothing, and trips that were not meant to be read.

use std::collections::BTreeMap;
use std::time::Duration;

use base::{Random, Timestamp, Wgs84};
use proptest::prelude::*;
use roads::{Class, Direction, Draft, SpeedTable, Street};
use routing::{
    Fix, LearnParameters, Learned, LegRefusal, Mover, Observed, RoadSource, Roads, Trip,
};

use super::driven::{PLAIN, eight, moved, vehicle};
use super::recovered::{city, observe};
use crate::place;

fn trip(fixes: Vec<Fix>) -> Trip {
    Trip {
        vehicle: vehicle(0),
        mover: Mover::FireEngine,
        fixes,
    }
}

fn seen(fixes: Vec<Fix>) -> Observed {
    observe(city(), &[trip(fixes)], &LearnParameters::default())
}

/// The fixes of a trip that was driven well.
fn good() -> Vec<Fix> {
    city().trips(1, 1, 1, PLAIN).remove(0).fixes
}

fn after(seconds: u64) -> Timestamp {
    eight().plus(Duration::from_secs(seconds))
}

#[test]
fn nothing_and_one_fix_and_one_place_teach_nothing_and_are_counted() {
    let none = observe(city(), &[], &LearnParameters::default());
    assert_eq!((none.tally().trips, none.legs().len()), (0, 0));
    assert!(Learned::of(&none).factors().is_empty());
    let place = good()[0].place;
    let fixes = |count: u64| {
        (0..count).map(|number| Fix {
            at: after(10 * number),
            place,
        })
    };
    for count in [0, 1, 2, 500] {
        let seen = seen(fixes(count).collect());
        let tally = seen.tally();
        assert_eq!((tally.trips, tally.without_legs), (1, 1));
        assert_eq!(
            (tally.fixes, tally.standing, tally.driven),
            (count, count, 0)
        );
        assert!(seen.legs().is_empty());
    }
}

#[test]
fn a_trip_told_backwards_is_the_same_trip() {
    let mut fixes = good();
    let forward = seen(fixes.clone());
    assert!(!forward.legs().is_empty());
    fixes.reverse();
    assert_eq!(seen(fixes), forward);
}

#[test]
fn a_clock_that_jumps_costs_what_it_told_and_no_more() {
    let right = seen(good());
    let mut fixes = good();
    for number in [30, 50] {
        fixes[number].at = fixes[number].at.plus(Duration::from_secs(3_600));
    }
    let jumped = seen(fixes);
    let (one, other) = (right.legs().len(), jumped.legs().len());
    assert!(one.abs_diff(other) <= 2, "{one} {other}");
    // All at one time: one fix is left of them.
    let at_once = good().into_iter().map(|fix| Fix { at: eight(), ..fix });
    let at_once = seen(at_once.collect());
    assert_eq!(at_once.tally().same_second, at_once.tally().fixes - 1);
}

#[test]
fn a_first_fix_that_is_wrong_does_not_spoil_the_trip() {
    let right = seen(good());
    let mut fixes = good();
    fixes[0].place = moved(fixes[0].place, 40_000.0, 0.0);
    let wrong = seen(fixes);
    assert_eq!(wrong.legs().len(), right.legs().len());
    assert_eq!(wrong.tally().impossible, right.tally().impossible + 1);
}

#[test]
fn far_from_any_road_every_leg_is_refused_by_name() {
    let far = |fix: Fix| Fix {
        place: moved(fix.place, 0.0, 300_000.0),
        ..fix
    };
    let seen = seen(good().into_iter().map(far).collect());
    let refused = &seen.tally().refused;
    assert!(seen.legs().is_empty());
    assert!(
        refused[&LegRefusal::OffRoad] > 5 && refused.len() == 1,
        "{refused:?}"
    );
}

#[test]
fn a_straight_flight_over_the_blocks_is_no_way() {
    // From the middle of the first town to the north, ten metres a second, whatever stands there.
    let from = city().roads.network().junctions()[0];
    let fix = |number: u64| Fix {
        at: after(number * 5),
        place: moved(from, number as f64 * 40.0, number as f64 * 30.0),
    };
    let seen = seen((0..400).map(fix).collect());
    let refused: u64 = seen.tally().refused.values().sum();
    assert!(refused > seen.tally().legs, "{:?}", seen.tally());
}

#[test]
fn who_did_not_take_the_quickest_way_is_told_from_who_did() {
    // A street to the east, and a bow to the north of its middle.
    let mut draft = Draft::new();
    let corners = [(-5, 0), (0, 0), (10, 0), (15, 0), (0, 2), (10, 2)];
    let corners = corners.map(|(east, north)| draft.junction(place(east, north)).unwrap());
    for (from, to) in [(0, 1), (1, 2), (2, 3), (1, 4), (4, 5), (5, 2)] {
        let street = Street {
            from: corners[from],
            to: corners[to],
            via: &[],
            class: Class::Primary,
            direction: Direction::Both,
            limits: [None; 2],
            name: "",
        };
        draft.street(&street).unwrap();
    }
    let network = draft.finish(&SpeedTable::default());
    let roads = Roads::of(network, RoadSource::openstreetmap()).unwrap();
    let terms = LearnParameters {
        leg_m: 1_500,
        ..LearnParameters::default()
    };
    let seen = |corners: &[Wgs84]| {
        let ways = corners.iter().zip(&corners[1..]);
        let places = ways.flat_map(|(from, to)| {
            let (east, north) = (
                f64::from(to.longitude_e7 - from.longitude_e7),
                f64::from(to.latitude_e7 - from.latitude_e7),
            );
            (0..=20).map(move |step| Wgs84 {
                longitude_e7: from.longitude_e7 + (east * f64::from(step) / 20.0) as i32,
                latitude_e7: from.latitude_e7 + (north * f64::from(step) / 20.0) as i32,
            })
        });
        let fixes = places.zip(0..).map(|(place, number)| Fix {
            at: after(number * 6),
            place,
        });
        roads.observe(Mover::FireEngine, &[trip(fixes.collect())], &terms)
    };
    let (west, east) = (place(-5, 0), place(15, 0));
    let below = seen(&[west, place(0, 0), place(10, 0), east]);
    assert_eq!((below.legs().len(), below.tally().refused.len()), (1, 0));
    let bow = [(0, 0), (0, 2), (10, 2), (10, 0)].map(|(east, north)| place(east, north));
    let around = seen(&[&[west], &bow[..], &[east]].concat());
    assert!(around.legs().is_empty());
    assert_eq!(
        around.tally().refused,
        BTreeMap::from([(LegRefusal::OtherWay, 1)])
    );
}

#[test]
fn the_same_trip_twice_counts_once_and_so_do_its_legs_in_a_longer_one() {
    let terms = LearnParameters::default();
    let whole = trip(good());
    let once = observe(city(), std::slice::from_ref(&whole), &terms);
    let twice = observe(city(), &[whole.clone(), whole.clone()], &terms);
    assert_eq!(twice.legs(), once.legs());
    assert_eq!(twice.tally().repeated_trips, 1);
    let fixes = good();
    let longer = [whole, trip(fixes[..fixes.len() - 1].to_vec())];
    let both = observe(city(), &longer, &terms);
    assert_eq!(both.legs().len(), once.legs().len());
    assert!(both.tally().repeated_legs > 0);
}

#[test]
fn trips_of_other_movers_are_left_out() {
    let mut other = trip(good());
    other.mover = Mover::ElectricCart;
    let seen = observe(city(), &[other], &LearnParameters::default());
    assert_eq!((seen.tally().of_other_movers, seen.tally().trips), (1, 0));
    assert!(seen.legs().is_empty());
}

fn any_fixes() -> impl Strategy<Value = Vec<Fix>> {
    let wild = (any::<i64>(), any::<i32>(), any::<i32>());
    let near = (0..5_000_000_i64, 0..20_000_i32, 0..20_000_i32);
    let near = near.prop_map(|(at, east, north)| {
        let at = eight().as_micros() + at * 500;
        (at, 1_110_000_000 + east * 10, 350_000_000 + north * 10)
    });
    let fix = prop_oneof![1 => wild, 4 => near].prop_map(|(at, longitude_e7, latitude_e7)| Fix {
        at: Timestamp::from_micros(at),
        place: Wgs84 {
            longitude_e7,
            latitude_e7,
        },
    });
    prop::collection::vec(fix, 0..60)
}

fn any_terms() -> impl Strategy<Value = LearnParameters> {
    let number = || prop_oneof![Just(0), Just(1), 0..2_000_u32, Just(u32::MAX)];
    let numbers = prop::collection::vec(number(), 14);
    (numbers, any::<[u16; 2]>(), any::<[u8; 2]>()).prop_map(|(numbers, bounds, night)| {
        LearnParameters {
            fastest_kmh: numbers[0],
            worst_noise_m: numbers[1],
            noise_m: numbers[2],
            longest_gap_s: numbers[3],
            still_m: numbers[4],
            still_s: numbers[5],
            leg_m: numbers[6],
            beside_m: numbers[7],
            longest_way_percent: numbers[8],
            least_trips: numbers[9],
            least_vehicles: numbers[10],
            least_legs: numbers[11],
            least_share_percent: numbers[12],
            widest_percent: numbers[13],
            drawn_by_legs: numbers[0],
            least_per_mille: bounds[0],
            most_per_mille: bounds[1],
            night,
            ..LearnParameters::default()
        }
    })
}

/// Without a file of failures: the seed is printed.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn whatever_is_told_is_accounted_for(
        all in prop::collection::vec((0..3_u64, any_fixes()), 0..4),
        terms in any_terms(),
    ) {
        let trips: Vec<Trip> = all
            .into_iter()
            .map(|(number, fixes)| Trip { vehicle: vehicle(number), ..trip(fixes) })
            .collect();
        let seen = observe(city(), &trips, &terms);
        let tally = seen.tally();
        let told = tally.same_second + tally.impossible + tally.standing + tally.driven;
        prop_assert_eq!(told, tally.fixes);
        prop_assert_eq!(tally.trips + tally.repeated_trips, trips.len() as u64);
        prop_assert_eq!(tally.legs, seen.legs().len() as u64);
        prop_assert!(seen.legs().iter().all(|leg| leg.observed_ms > 0 && leg.on_roads_ms() > 0));
        let learned = Learned::of(&seen);
        prop_assert!(learned.factors().iter().all(|factor| factor.vehicles >= 2));
    }
}

proptest! {
    #![proptest_config(config(6))]

    #[test]
    fn equal_trips_in_any_order_give_equal_factors(seed in any::<u64>()) {
        let terms = LearnParameters {
            least_trips: 4,
            least_legs: 10,
            widest_percent: 1_000,
            ..LearnParameters::default()
        };
        let mut trips = city().trips(5, 16, 3, PLAIN);
        let first = Learned::of(&observe(city(), &trips, &terms));
        prop_assert!(first.factors().len() > 3);
        let mut random = Random::new(seed);
        random.shuffle(&mut trips);
        for trip in &mut trips {
            random.shuffle(&mut trip.fixes);
        }
        prop_assert_eq!(Learned::of(&observe(city(), &trips, &terms)), first);
    }
}
