//! Factors that were driven are found again, from how much, and what they are worth.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use roads::Class;
use routing::{
    DayPart, Estimator, LearnParameters, Learned, LegRefusal, Mover, Observed, Pace, Trip,
};

use super::driven::{City, Manner, PLAIN, vehicle};

/// By class, the same all day.
pub const fn all_day(class: Class, _: DayPart) -> u32 {
    match class {
        Class::Motorway | Class::MotorwayLink => 900,
        Class::Primary => 1_300,
        Class::Secondary | Class::Tertiary => 1_150,
        _ => 1_600,
    }
}

/// The same, and in the peaks half as long again.
const fn with_peaks(class: Class, part: DayPart) -> u32 {
    match part {
        DayPart::MorningPeak | DayPart::EveningPeak => all_day(class, part) * 3 / 2,
        DayPart::Night | DayPart::Day => all_day(class, part),
    }
}

/// The city that is driven the same all day; made once.
pub fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| City::driven_at(all_day))
}

pub fn observe(city: &City, trips: &[Trip], terms: &LearnParameters) -> Observed {
    city.roads.observe(Mover::FireEngine, trips, terms)
}

/// What two hundred trips teach.
pub fn learned() -> &'static Learned {
    static LEARNED: OnceLock<Learned> = OnceLock::new();
    LEARNED.get_or_init(|| Learned::of(seen()))
}

fn seen() -> &'static Observed {
    static SEEN: OnceLock<Observed> = OnceLock::new();
    let trips = || city().trips(1, 200, 4, PLAIN);
    SEEN.get_or_init(|| observe(city(), &trips(), &LearnParameters::default()))
}

/// By how much factors of classes miss what was driven, as shares of it.
fn off(learned: &Learned) -> BTreeMap<Class, f64> {
    let of_classes = learned.factors().iter();
    let of_classes = of_classes.filter(|factor| factor.part.is_none());
    let off = of_classes.filter_map(|factor| {
        let truth = f64::from(all_day(factor.class?, DayPart::Day));
        Some((
            factor.class?,
            (f64::from(factor.per_mille) / truth - 1.0).abs(),
        ))
    });
    off.collect()
}

fn worst(off: &BTreeMap<Class, f64>) -> f64 {
    off.values().copied().fold(0.0, f64::max)
}

#[test]
fn what_was_driven_is_found_again_within_six_hundredths() {
    let off = off(learned());
    println!("off by class: {off:.3?}");
    let driven = [
        Class::Motorway,
        Class::MotorwayLink,
        Class::Primary,
        Class::Secondary,
        Class::Tertiary,
        Class::Residential,
    ];
    assert!(off.keys().copied().eq(driven), "{off:?}");
    assert!(worst(&off) < 0.06, "{off:?}");
    for factor in learned().factors() {
        let [low, high] = factor.interval;
        assert!(
            low < factor.per_mille && factor.per_mille < high,
            "{factor:?}"
        );
        assert!(factor.trips >= 10 && factor.legs >= 30, "{factor:?}");
        assert_eq!(factor.vehicles, 4, "{factor:?}");
    }
}

#[test]
fn every_fix_is_accounted_for_and_what_is_wrong_is_left_out() {
    let tally = seen().tally();
    assert_eq!((tally.trips, tally.without_legs), (200, 0));
    let told = tally.same_second + tally.impossible + tally.standing + tally.driven;
    assert_eq!(told, tally.fixes);
    // One in fifty is wild, a fifth of the trips fall silent, each stands in its yard and at its scene.
    let share = |count: u64| count as f64 / tally.fixes as f64;
    assert!(
        (0.014..0.026).contains(&share(tally.impossible)),
        "{tally:?}"
    );
    assert!((20..=80).contains(&tally.gaps), "{tally:?}");
    let scenes = 200 * (240 + 400) / 13;
    assert!(tally.standing > scenes, "{tally:?}");
    let refused: u64 = tally.refused.values().sum();
    assert!(refused > 0 && refused * 50 < tally.legs, "{tally:?}");
    assert!(tally.refused.contains_key(&LegRefusal::OffRoad));
}

#[test]
fn the_regression_misses_less_than_the_weighted_median() {
    let trips = city().trips(1, 200, 4, PLAIN);
    let terms = LearnParameters {
        estimator: Estimator::Median,
        ..LearnParameters::default()
    };
    let median = off(&Learned::of(&observe(city(), &trips, &terms)));
    let regression = off(learned());
    let mean = |off: &BTreeMap<Class, f64>| off.values().sum::<f64>() / off.len() as f64;
    println!(
        "regression: mean {:.3}, worst {:.3}; weighted median: mean {:.3}, worst {:.3}",
        mean(&regression),
        worst(&regression),
        mean(&median),
        worst(&median)
    );
    assert!(regression.keys().eq(median.keys()));
    assert!(mean(&regression) < mean(&median) && worst(&regression) < worst(&median));
}

#[test]
fn bad_receivers_and_many_stops_cost_some_hundredths() {
    let manner = Manner {
        noise: 25.0,
        outliers: 0.06,
        stops: 0.5,
        gaps: 0.5,
        ..PLAIN
    };
    let seen = observe(
        city(),
        &city().trips(3, 200, 4, manner),
        &LearnParameters::default(),
    );
    let off = off(&Learned::of(&seen));
    println!("off by class: {off:.3?}, {:?}", seen.tally());
    assert!(off.len() >= 5 && worst(&off) < 0.12, "{off:?}");
}

#[test]
fn times_of_trips_that_were_held_back_are_missed_by_less() {
    let city = City::driven_at(with_peaks);
    let terms = LearnParameters::default();
    let learned = Learned::of(&observe(&city, &city.trips(1, 200, 4, PLAIN), &terms));
    let held_back = observe(&city, &city.trips(2, 100, 4, PLAIN), &terms);
    let before = held_back.miss(|_| Pace::default()).unwrap();
    let after = held_back.miss(|part| learned.pace(part)).unwrap();
    let whole_day = held_back.miss(|_| learned.pace(DayPart::Day)).unwrap();
    println!("before {before:.3?}\nafter {after:.3?}\nat the pace of the day {whole_day:.3?}");
    assert_eq!(before.trips, after.trips);
    // Each trip has a pace of its own, some eight hundredths to either side: less cannot be had.
    assert!(after.mean_share < 0.1 && after.mean_share < before.mean_share * 0.75);
    assert!(after.mean_share < whole_day.mean_share);
    assert!(after.bias.abs() < 0.02 && before.bias < -0.08);
    // The peaks have factors of their own, half as long again as the day's.
    let primary = |part| learned.factor(Class::Motorway, part).unwrap();
    let [peak, day] = [DayPart::EveningPeak, DayPart::Day].map(primary);
    assert_eq!(
        (peak.part, day.part),
        (Some(DayPart::EveningPeak), Some(DayPart::Day))
    );
    let times = f64::from(peak.per_mille) / f64::from(day.per_mille);
    assert!((times - 1.5).abs() < 0.1, "{times}");
}

#[test]
fn what_has_no_support_of_its_own_falls_back_in_the_stated_order() {
    let learned = learned();
    let of = |class, part| learned.factor(class, part).unwrap();
    let own = of(Class::Motorway, DayPart::Night);
    assert_eq!(
        (own.class, own.part),
        (Some(Class::Motorway), Some(DayPart::Night))
    );
    // Too few trips drove on these in the hours of the morning.
    let of_class = of(Class::Tertiary, DayPart::MorningPeak);
    assert_eq!(
        (of_class.class, of_class.part),
        (Some(Class::Tertiary), None)
    );
    // Nobody drove on a trunk road: there is none.
    let of_all = of(Class::Trunk, DayPart::Night);
    assert_eq!((of_all.class, of_all.part), (None, None));
    assert_eq!(
        learned.pace(DayPart::Night).of(Class::Trunk),
        of_all.per_mille
    );
}

#[test]
fn too_few_trips_teach_nothing() {
    let terms = LearnParameters::default();
    let trips = city().trips(1, 40, 4, PLAIN);
    let taught = |trips: &[Trip]| Learned::of(&observe(city(), trips, &terms));
    assert!(!taught(&trips).factors().is_empty());
    let few = taught(&trips[..9]);
    assert!(few.tally().legs > 100 && few.factors().is_empty());
    assert_eq!(few.pace(DayPart::Day), Pace::default());
    assert_eq!(few.factor(Class::Primary, DayPart::Day), None);
}

#[test]
fn one_vehicle_alone_teaches_nothing_nor_does_one_beside_a_guest() {
    let terms = LearnParameters {
        least_vehicles: 0,
        ..LearnParameters::default()
    };
    let mut trips = city().trips(1, 40, 1, PLAIN);
    let taught = |trips: &[Trip]| Learned::of(&observe(city(), trips, &terms));
    assert!(taught(&trips).factors().is_empty());
    // Forty trips count for four where others have four.
    for trip in &mut trips[..4] {
        trip.vehicle = vehicle(1);
    }
    assert!(taught(&trips).factors().is_empty());
    for trip in &mut trips[..10] {
        trip.vehicle = vehicle(1);
    }
    let factors = taught(&trips);
    assert_eq!(factors.factors()[0].vehicles, 2);
}
