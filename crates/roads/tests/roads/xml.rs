//! OSM XML: every rule on a small extract made by hand, and documents that are refused.

use proptest::prelude::*;
use roads::{
    Class, Damage, Direction, Found, Limits, Measure, NamedKind, Network, Part, ReadError, Refusal,
    SpeedTable, read,
};

use crate::checks;
use crate::extract::{EXTRACT, parsed};

fn stretches(network: &Network, name: &str) -> Vec<(Class, Direction, Option<u32>)> {
    let named = network
        .stretches()
        .iter()
        .filter(|found| network.name(found) == name);
    let limit = |limit: Option<roads::Speed>| limit.map(|speed| speed.metres_per_hour());
    named
        .map(|found| (found.class, found.direction, limit(found.limits[0])))
        .collect()
}

#[test]
fn streets_are_taken_by_their_tags() {
    let (network, _) = parsed();
    let both = (Class::Residential, Direction::Both, None);
    assert_eq!(stretches(&network, "Main"), [both, both]);
    assert_eq!(
        stretches(&network, "One way"),
        [(Class::Primary, Direction::Along, Some(48_280))]
    );
    assert_eq!(
        stretches(&network, "Backwards"),
        [(Class::Secondary, Direction::Against, None)]
    );
    let round = (Class::Tertiary, Direction::Along, None);
    assert_eq!(stretches(&network, "Round"), [round, round]);
    assert_eq!(
        stretches(&network, "G20"),
        [(Class::Motorway, Direction::Along, Some(120_000))]
    );
    let yard = (Class::Service, Direction::Both, None);
    assert_eq!(stretches(&network, "Yard"), [yard]);
    assert_eq!(stretches(&network, "Footpath"), []);
    assert_eq!(stretches(&network, "Closed yard"), []);
}

#[test]
fn what_was_left_out_is_counted_by_its_reason() {
    let (network, report) = parsed();
    let counts = &report.counts;
    let reasons = Refusal::ALL.map(|reason| counts.refused(reason));
    // Class, access, area, reversible, repeated, too short, size.
    assert_eq!(reasons, [1, 1, 1, 0, 1, 2, 0]);
    assert_eq!(
        (counts.ways, counts.ways_taken, counts.ways_other),
        (16, 8, 2)
    );
    assert_eq!(
        (counts.nodes, counts.nodes_repeated, counts.nodes_off_earth),
        (15, 1, 1)
    );
    assert_eq!(counts.relations, 1);
    // One in "Gap", two in "Stub".
    assert_eq!(report.nodes_absent, 3);
    assert_eq!(report.arcs, network.arcs().len());
    assert_eq!((report.weak.parts, report.weak.junctions), (2, 8));
}

#[test]
fn a_way_is_cut_where_a_node_is_absent() {
    let (network, _) = parsed();
    let gap = stretches(&network, "Gap");
    assert_eq!(gap.len(), 2);
    let lengths = network
        .stretches()
        .iter()
        .filter(|found| network.name(found) == "Gap");
    assert!(lengths.into_iter().all(|found| found.length_mm < 250_000));
}

#[test]
fn of_two_nodes_of_one_number_the_first_stands() {
    let (network, _) = parsed();
    assert!(
        network
            .junctions()
            .iter()
            .all(|place| place.longitude() < 112.0)
    );
}

#[test]
fn names_and_places_are_kept_as_they_are() {
    let (network, _) = parsed();
    let named: Vec<_> = network
        .named()
        .iter()
        .map(|found| (found.name.as_str(), found.kind))
        .collect();
    assert_eq!(
        named,
        [
            ("解州 & 镇", NamedKind::Town),
            ("人民医院", NamedKind::Hospital),
        ]
    );
    let middle = network.named()[1].position;
    assert_eq!((middle.longitude(), middle.latitude()), (111.0005, 35.0005));
}

#[test]
fn limits_bound_the_speed() {
    let (network, _) = parsed();
    let table = SpeedTable::default().with(Class::Primary, roads::Speed::from_kmh(100).unwrap());
    let fast = network.clone().at_speeds(&table);
    let ignoring = network
        .clone()
        .at_speeds(&table.with_limits(roads::SpeedLimits::Ignored));
    let time = |network: &Network| {
        let stretch = network
            .stretches()
            .iter()
            .find(|found| network.name(found) == "One way");
        let (length, id) = stretch.map(|found| (found.length_mm, found.class)).unwrap();
        let arc = network.arcs().iter().find(|arc| {
            arc.length_mm == length && network.stretch(arc.stretch).unwrap().class == id
        });
        (u64::from(length) * 3_600, u64::from(arc.unwrap().time_ms))
    };
    let (work, limited) = time(&fast);
    assert_eq!(limited, work.div_ceil(48_280));
    assert_eq!(time(&ignoring).1, work.div_ceil(100_000));
}

#[test]
fn a_document_that_is_cut_off_is_never_half_a_network() {
    let bytes = EXTRACT.as_bytes();
    let whole = EXTRACT.trim_end().len();
    for cut in 0..whole {
        match read(&bytes[..cut], &Limits::default()) {
            Err(ReadError::CutOff {
                part: Part::Xml,
                at,
            }) => assert_eq!(at, cut as u64),
            Err(ReadError::NotOsm {
                found: Found::Nothing,
            }) => assert_eq!(cut, 0),
            other => panic!("cut at {cut}: {other:?}"),
        }
    }
}

#[test]
fn documents_that_are_no_extract_are_refused() {
    let error = |text: &str| read(text.as_bytes(), &Limits::default()).unwrap_err();
    let damage = |text: &str| match error(text) {
        ReadError::Damaged { what, .. } => what,
        other => panic!("{text}: {other:?}"),
    };
    assert!(matches!(damage("<html></html>"), Damage::Root));
    assert!(matches!(damage("<osm></osm><osm></osm>"), Damage::Root));
    assert!(matches!(
        damage("<!DOCTYPE osm []><osm></osm>"),
        Damage::DocumentType
    ));
    assert!(matches!(
        damage("<osm><node id='1' lat='x' lon='1'/></osm>"),
        Damage::Missing { .. }
    ));
    assert!(matches!(
        damage("<osm><way/></osm>"),
        Damage::Missing { .. }
    ));
    assert!(matches!(damage("<osm></node></osm>"), Damage::Xml(_)));
    assert!(matches!(
        error("not an extract"),
        ReadError::NotOsm {
            found: Found::Other
        }
    ));
    let endless = format!("<osm note='{}", "x".repeat(3 << 20));
    assert!(matches!(damage(&endless), Damage::Endless));
}

#[test]
fn more_than_the_limits_allow_is_refused() {
    let limited = |limits: &Limits| match read(EXTRACT.as_bytes(), limits).unwrap_err() {
        ReadError::TooLarge { what, .. } => what,
        other => panic!("{other:?}"),
    };
    let all = Limits::default();
    assert_eq!(limited(&Limits { nodes: 5, ..all }), Measure::Nodes);
    assert_eq!(
        limited(&Limits {
            references: 5,
            ..all
        }),
        Measure::References
    );
    assert_eq!(limited(&Limits { kept: 3, ..all }), Measure::Kept);
    assert_eq!(
        limited(&Limits {
            name_bytes: 9,
            ..all
        }),
        Measure::NameBytes
    );
}

#[test]
fn what_an_editor_marks_as_deleted_is_passed_over() {
    let text = "<osm><node id='1' lat='1' lon='1' visible='false'/>\
                <node id='2' lat='1' lon='1' action='delete'><tag k='name' v='x'/></node>\
                <node id='3' lat='1' lon='1' action='modify'/>\
                <way id='1' action='delete'><nd ref='3'/></way></osm>";
    let extract = read(text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!((extract.counts().nodes, extract.counts().ways), (1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn flipped_bytes_never_stop_the_reader(at in any::<prop::sample::Index>(), with in 1..=255_u8) {
        let mut bytes = EXTRACT.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= with;
        checks::extract(&bytes);
    }
}
