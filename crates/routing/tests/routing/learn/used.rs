//! What is learned is put to use, kept, and refused where it does not belong.

use std::time::Duration;

use base::{Polygon, Random, Wgs84};
use roads::{Barrier, Class, Draft, Network, SpeedTable};
use routing::{
    DayPart, Effect, Fix, Hindrance, LearnParameters, Learned, Mover, NotUsable, Observed,
    RoadSource, Roads, Trip,
};
use serde_json::{Value, json};

use super::driven::{PLAIN, eight, vehicle};
use super::recovered::{all_day, city, learned, observe};
use crate::{place, street, town};

fn of(network: Network) -> Roads {
    Roads::of(network, RoadSource::openstreetmap()).unwrap()
}

/// What nobody taught, as it is kept.
fn blank(roads: &Roads) -> Value {
    let nothing = roads.observe(Mover::FireEngine, &[], &LearnParameters::default());
    serde_json::to_value(Learned::of(&nothing)).unwrap()
}

/// Factors of the fire engine on these roads, as they are kept.
fn told(roads: &Roads, factors: &[(Option<&str>, Option<&str>, u16)]) -> Value {
    let factor = |(class, part, per_mille): &(Option<&str>, Option<&str>, u16)| {
        json!({
            "class": class, "part": part, "per_mille": per_mille,
            "interval": [per_mille, per_mille], "trips": 10, "vehicles": 2, "legs": 30,
        })
    };
    let mut kept = blank(roads);
    kept["factors"] = factors.iter().map(factor).collect();
    kept
}

fn read(kept: Value) -> Learned {
    serde_json::from_value(kept).unwrap()
}

fn seconds(roads: &Roads) -> f64 {
    roads.drives(&[place(0, 0)], place(10, 10))[0]
        .unwrap()
        .seconds
}

#[test]
fn nothing_learned_changes_nothing() {
    let roads = of(town("解放路"));
    let same = roads
        .at_pace_of(&read(blank(&roads)), DayPart::Day)
        .unwrap();
    let (from, to) = (place(1, 1), place(9, 12));
    assert_eq!(same.tag(), roads.tag());
    assert_eq!(same.way(from, to), roads.way(from, to));
    assert_eq!(same.drives(&[from], to), roads.drives(&[from], to));
    for mover in [Mover::FireEngine, Mover::OnFoot, Mover::ElectricCart] {
        assert_eq!(
            same.reach(&[from], 90.0, mover),
            roads.reach(&[from], 90.0, mover)
        );
    }
}

#[test]
fn a_factor_multiplies_its_class_in_its_part_of_the_day() {
    let roads = of(town("解放路"));
    let factors = [
        (None, None, 2_000),
        (Some("primary"), None, 1_500),
        (Some("primary"), Some("night"), 1_250),
    ];
    let learned = read(told(&roads, &factors));
    let [along, up] = [Class::Primary, Class::Residential].map(|class| {
        let mut arcs = roads.network().arcs().iter();
        let arc = arcs.find(|arc| roads.network().stretch(arc.stretch).unwrap().class == class);
        f64::from(arc.unwrap().time_ms)
    });
    let at = |part| seconds(&roads.at_pace_of(&learned, part).unwrap());
    assert!((at(DayPart::Day) - (along * 1.5 + up * 2.0) / 1e3).abs() < 0.003);
    assert!((at(DayPart::Night) - (along * 1.25 + up * 2.0) / 1e3).abs() < 0.003);
    assert_eq!(at(DayPart::Day), at(DayPart::EveningPeak));
    // The tag and the network stay as they were brought in; who walks is not slower for it.
    let paced = roads.at_pace_of(&learned, DayPart::Day).unwrap();
    assert_eq!(
        (paced.tag(), paced.network()),
        (roads.tag(), roads.network())
    );
    let on_foot = |roads: &Roads| roads.soonest(&[place(0, 0)], &[place(10, 10)], Mover::OnFoot);
    assert_eq!(on_foot(&paced), on_foot(&roads));
}

#[test]
fn what_hinders_comes_on_top_and_either_stays_when_the_other_changes() {
    let roads = of(town("解放路"));
    let corners = [(-5, -1), (11, -1), (11, 11), (-5, 11), (-5, -1)];
    let ring = corners.map(|(east, north)| place(east, north)).to_vec();
    let snow = Hindrance {
        area: Polygon::new(vec![ring]).unwrap(),
        effect: Effect::Slow(50),
    };
    let learned = read(told(&roads, &[(None, None, 1_500)]));
    let snow_first = roads.under(vec![snow.clone()]);
    let snow_first = snow_first.at_pace_of(&learned, DayPart::Day).unwrap();
    let snow_last = roads.at_pace_of(&learned, DayPart::Day).unwrap();
    let without = seconds(&snow_last);
    let snow_last = snow_last.under(vec![snow.clone()]);
    assert_eq!(seconds(&snow_first), seconds(&snow_last));
    assert!((seconds(&snow_last) - seconds(&roads) * 3.0).abs() < 0.01);
    assert_eq!(snow_first.hindrances(), [snow]);
    assert_eq!(seconds(&snow_last.under(Vec::new())), without);
    // Learned anew, it does not grow on what was learned; plain roads know neither.
    let again = snow_last.at_pace_of(&learned, DayPart::Day).unwrap();
    assert_eq!(seconds(&again), seconds(&snow_last));
    assert_eq!(seconds(&again.plain()), seconds(&roads));
}

/// One street to the east with a barrier in its middle.
fn barred_by(kind: &str) -> Roads {
    let mut draft = Draft::new();
    let [west, middle, east] = [0, 8, 16].map(|at| draft.junction(place(at, 0)).unwrap());
    for (from, to) in [(west, middle), (middle, east)] {
        draft.street(&street(from, to, Class::Primary, "")).unwrap();
    }
    let barrier = Barrier::of(&[("barrier", kind)]).unwrap();
    draft.barrier(middle, barrier).unwrap();
    of(draft.finish(&SpeedTable::default()))
}

#[test]
fn a_gate_takes_what_it_takes_and_teaches_nothing_of_roads() {
    let gate = 30.0;
    let roads = barred_by("gate");
    let learned = read(told(&roads, &[(None, None, 1_500)]));
    let drive = |roads: &Roads| roads.drives(&[place(0, 0)], place(16, 0))[0];
    let [plain, paced] = [&roads, &roads.at_pace_of(&learned, DayPart::Day).unwrap()]
        .map(|roads| drive(roads).unwrap().seconds - gate);
    assert!((paced - plain * 1.5).abs() < 0.01, "{paced} {plain}");
    // What no engine passes, none passes at half the time: the other half of the street is walked.
    let bollard = barred_by("bollard");
    let learned = read(told(&bollard, &[(None, None, 500)]));
    let paced = bollard.at_pace_of(&learned, DayPart::Day).unwrap();
    let off_road = place(8, 0).distance(place(16, 0)).0 / (10.0 / 3.6);
    assert!(drive(&paced).unwrap().seconds > off_road);
    let fixes = (0..=16).map(|step| Fix {
        at: eight().plus(Duration::from_secs(15) * step),
        place: place(i32::try_from(step).unwrap(), 0),
    });
    let trip = Trip {
        vehicle: vehicle(0),
        mover: Mover::FireEngine,
        fixes: fixes.collect(),
    };
    let terms = LearnParameters {
        leg_m: 1_000,
        ..LearnParameters::default()
    };
    let seen = roads.observe(Mover::FireEngine, &[trip], &terms);
    let [leg] = seen.legs() else {
        panic!("one leg: {:?}", seen.tally());
    };
    assert_eq!((leg.fixed_ms, leg.expected.len()), (30_000, 1));
}

#[test]
fn trips_are_seen_as_on_plain_roads_whatever_holds_today() {
    let trips = city().trips(1, 3, 2, PLAIN);
    let paced = city().roads.at_pace_of(learned(), DayPart::Day).unwrap();
    let terms = LearnParameters::default();
    let seen: Observed = paced.observe(Mover::FireEngine, &trips, &terms);
    assert_eq!(seen, observe(city(), &trips, &terms));
}

#[test]
fn another_network_and_another_method_are_refused_by_name() {
    let (roads, other) = (of(town("解放路")), of(town("人民路")));
    let kept = told(&roads, &[(None, None, 1_500)]);
    let refused = other.at_pace_of(&read(kept.clone()), DayPart::Day);
    let Err(NotUsable::OtherNetwork { learned_on, in_use }) = refused else {
        panic!("used on another network");
    };
    assert_eq!(
        (learned_on.as_str(), in_use.as_str()),
        (roads.tag(), other.tag())
    );
    let mut newer = kept;
    newer["method"] = json!(2);
    let refused = roads.at_pace_of(&read(newer), DayPart::Day).err();
    assert_eq!(refused, Some(NotUsable::OtherMethod { learned_by: 2 }));
}

#[test]
fn it_is_kept_and_read_again_and_a_damaged_record_harms_nobody() {
    let kept = serde_json::to_string(learned()).unwrap();
    assert_eq!(&serde_json::from_str::<Learned>(&kept).unwrap(), learned());
    let roads = of(town("解放路"));
    let mut unknown = told(&roads, &[(Some("runway"), None, 1_500)]);
    let error = serde_json::from_value::<Learned>(unknown.take()).unwrap_err();
    assert!(error.to_string().contains("runway"), "{error}");
    // Neither stops the world nor makes it fly.
    let plain = seconds(&roads);
    for (wild, bound) in [(0, 0.5), (u16::MAX, 3.0)] {
        let learned = read(told(&roads, &[(None, None, wild)]));
        let paced = seconds(&roads.at_pace_of(&learned, DayPart::Day).unwrap());
        assert!((paced - plain * bound).abs() < 0.01, "{paced} {plain}");
    }
}

#[test]
fn drives_are_told_closer_to_what_they_take() {
    let truth = of(city()
        .roads
        .network()
        .clone()
        .paced(|class| all_day(class, DayPart::Day)));
    let plain = &city().roads;
    let paced = plain.at_pace_of(learned(), DayPart::Day).unwrap();
    let mut random = Random::new(11);
    let junctions = plain.network().junctions();
    let mut places = |count: usize| -> Vec<Wgs84> {
        (0..count)
            .map(|_| *random.one(junctions).unwrap())
            .collect()
    };
    let (from, to) = (places(60), places(1)[0]);
    let drives = |roads: &Roads| -> Vec<f64> {
        let drives = roads.drives(&from, to).into_iter();
        drives.map(|drive| drive.unwrap().seconds).collect()
    };
    let took = drives(&truth);
    let off = |roads: &Roads| {
        let off = drives(roads).into_iter().zip(&took);
        let shares = off.map(|(told, took)| (told - took).abs() / took.max(1.0));
        shares.sum::<f64>() / took.len() as f64
    };
    let (before, after) = (off(plain), off(&paced));
    println!("off by {before:.3} before and {after:.3} after");
    assert!(after < 0.03 && after < before / 3.0, "{before} {after}");
}
