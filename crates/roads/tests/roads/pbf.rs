//! OSM PBF: the same network as from XML, and files that are cut off, damaged or hostile.

use proptest::prelude::*;
use roads::{Damage, Extract, Limits, Measure, Network, Part, ReadError, SpeedTable, read};

use crate::checks;
use crate::encode::{Node, Nodes, Way, blob, block, bytes, framed, header, number, steps};

fn nodes() -> Vec<Node<'static>> {
    let at = |id, east: i64, north: i64| (id, 1_110_000_000 + east, 350_000_000 - north, vec![]);
    let mut nodes = vec![
        at(1, 0, 0),
        at(2, 10_000, 7),
        at(-3, 20_000, 0),
        at(9, 20_000, 10_000),
    ];
    nodes[3].3 = vec![("place", "village"), ("name", "某村")];
    nodes
}

fn ways() -> Vec<Way<'static>> {
    let road = vec![("highway", "residential"), ("name", "解放路")];
    let link = vec![("highway", "service"), ("oneway", "yes")];
    vec![(1, vec![1, 2, -3], road), (2, vec![2, 9, 77], link)]
}

const XML: &str = r#"<osm>
<node id="1" lon="111" lat="35"/><node id="2" lon="111.001" lat="34.9999993"/>
<node id="-3" lon="111.002" lat="35"/>
<node id="9" lon="111.002" lat="34.999"><tag k="place" v="village"/><tag k="name" v="某村"/></node>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="-3"/><tag k="highway" v="residential"/><tag k="name" v="解放路"/></way>
<way id="2"><nd ref="2"/><nd ref="9"/><nd ref="77"/><tag k="highway" v="service"/><tag k="oneway" v="yes"/></way>
</osm>"#;

fn file(form: Nodes) -> Vec<u8> {
    [
        header(&["OsmSchema-V0.6", "DenseNodes"]),
        blob("OSMData", &block(&nodes(), &[], form)),
        framed("Somebody's own", b"passed over"),
        blob("OSMData", &block(&[], &ways(), form)),
    ]
    .concat()
}

fn parsed(bytes: &[u8]) -> Result<Extract, ReadError> {
    read(bytes, &Limits::default())
}

fn network(extract: &Extract) -> (Network, roads::Report) {
    Network::of(extract, &SpeedTable::default()).unwrap()
}

fn data(content: &[u8]) -> ReadError {
    parsed(&[header(&[]), blob("OSMData", content)].concat()).unwrap_err()
}

fn damage(content: &[u8]) -> Damage {
    match data(content) {
        ReadError::Damaged {
            part: Part::Blob(2),
            what,
            ..
        } => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pbf_and_xml_give_the_same_network() {
    let xml = network(&parsed(XML.as_bytes()).unwrap());
    assert_eq!(xml.0.arcs().len(), 5);
    assert_eq!(network(&parsed(&file(Nodes::Dense)).unwrap()), xml);
    assert_eq!(network(&parsed(&file(Nodes::Plain)).unwrap()), xml);
}

#[test]
fn ways_may_come_before_their_nodes() {
    let reversed = [
        header(&[]),
        blob("OSMData", &block(&[], &ways(), Nodes::Dense)),
        blob("OSMData", &block(&nodes(), &[], Nodes::Dense)),
    ];
    let found = network(&parsed(&reversed.concat()).unwrap());
    assert_eq!(found, network(&parsed(XML.as_bytes()).unwrap()));
}

#[test]
fn a_file_that_is_cut_off_is_an_error_but_between_blobs() {
    let header = header(&["OsmSchema-V0.6", "DenseNodes"]);
    let file = file(Nodes::Dense);
    let mut whole = 0;
    for cut in header.len()..file.len() {
        match parsed(&file[..cut]) {
            Ok(_) => whole += 1,
            Err(ReadError::CutOff { at, .. }) => assert_eq!(at, cut as u64),
            Err(other) => panic!("cut at {cut}: {other:?}"),
        }
    }
    // Behind the header, behind the nodes, and behind the blob that is passed over.
    assert_eq!(whole, 3);
    let named = parsed(&file[..file.len() - 1]).unwrap_err().to_string();
    assert!(named.contains("blob 4"), "{named}");
}

#[test]
fn damaged_blobs_are_named_with_what_is_wrong() {
    assert!(matches!(damage(b"\x0A\xFF"), Damage::Message));
    let unequal = [steps(1, [1, 2]), steps(8, [1]), steps(9, [1, 2])].concat();
    assert!(matches!(
        damage(&bytes(2, &bytes(2, &unequal))),
        Damage::Columns
    ));
    let more = [steps(1, [1]), steps(8, [1, 2]), steps(9, [1])].concat();
    assert!(matches!(
        damage(&bytes(2, &bytes(2, &more))),
        Damage::Columns
    ));
    let twice = [steps(1, [1]), steps(1, [2])].concat();
    assert!(matches!(
        damage(&bytes(2, &bytes(2, &twice))),
        Damage::Columns
    ));
    let no_text = [number(1, 5), bytes(2, &[9]), bytes(3, &[9])].concat();
    assert!(matches!(
        damage(&bytes(2, &bytes(3, &no_text))),
        Damage::Text
    ));
    assert!(matches!(
        damage(&bytes(1, &bytes(1, &[0xFF]))),
        Damage::Text
    ));
    let no_position = number(1, 2);
    assert!(matches!(
        damage(&bytes(2, &bytes(1, &no_position))),
        Damage::Message
    ));
}

#[test]
fn hostile_sizes_are_refused_before_they_cost_memory() {
    let begun = header(&[]);
    let error = |rest: &[u8]| parsed(&[begun.clone(), rest.to_vec()].concat()).unwrap_err();
    let huge_head = u32::MAX.to_be_bytes();
    assert!(matches!(
        error(&huge_head),
        ReadError::Damaged {
            what: Damage::TooLarge,
            ..
        }
    ));
    let head = [bytes(1, b"OSMData"), number(3, 1 << 40)].concat();
    let huge_blob = [&(head.len() as u32).to_be_bytes(), head.as_slice()].concat();
    assert!(matches!(
        error(&huge_blob),
        ReadError::Damaged {
            what: Damage::TooLarge,
            ..
        }
    ));
    assert!(matches!(
        data(&vec![0; 33 << 20]),
        ReadError::Damaged {
            what: Damage::TooLarge,
            ..
        }
    ));
    let texts = [0x0A, 0x00].repeat(2 << 20);
    assert!(matches!(damage(&bytes(1, &texts)), Damage::TooLarge));
    let many = 1_000_000;
    let dense = [
        steps(1, 0..many),
        steps(8, (0..many).map(|_| 0)),
        steps(9, (0..many).map(|_| 0)),
    ];
    let file = [
        begun.clone(),
        blob("OSMData", &bytes(2, &bytes(2, &dense.concat()))),
    ]
    .concat();
    let limits = Limits {
        nodes: 999,
        ..Limits::default()
    };
    let found = read(file.as_slice(), &limits).unwrap_err();
    assert!(matches!(
        found,
        ReadError::TooLarge {
            what: Measure::Nodes,
            limit: 999
        }
    ));
}

#[test]
fn other_ways_of_packing_and_unknown_features_are_refused() {
    let lzma = [header(&[]), framed("OSMData", &bytes(4, b"lzma"))].concat();
    let found = parsed(&lzma).unwrap_err();
    assert!(matches!(
        found,
        ReadError::Damaged {
            what: Damage::NoData,
            ..
        }
    ));
    let history = header(&["OsmSchema-V0.6", "HistoricalInformation"]);
    let found = parsed(&history).unwrap_err();
    assert!(matches!(found, ReadError::Unsupported(name) if name == "HistoricalInformation"));
    let wrong_length = framed("OSMData", &[number(2, 5), bytes(1, b"\x0A\x00")].concat());
    assert!(parsed(&[header(&[]), wrong_length].concat()).is_err());
}

#[test]
fn positions_keep_their_offset_and_granularity() {
    let node = |longitude: i64| {
        let block = [
            bytes(
                2,
                &bytes(
                    2,
                    &[steps(1, [1]), steps(8, [35]), steps(9, [longitude])].concat(),
                ),
            ),
            number(17, 1_000_000_000),
            number(20, 500_000_000),
        ];
        parsed(&[header(&[]), blob("OSMData", &block.concat())].concat()).unwrap()
    };
    assert_eq!(node(111).counts().nodes_off_earth, 0);
    assert_eq!(node(180).counts().nodes_off_earth, 1);
    assert_eq!(node(i64::MAX / 2).counts().nodes_off_earth, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flipped_bytes_never_stop_the_reader(at in any::<prop::sample::Index>(), with in 1..=255_u8) {
        let mut bytes = file(Nodes::Dense);
        let at = at.index(bytes.len());
        bytes[at] ^= with;
        checks::extract(&bytes);
    }

    #[test]
    fn a_block_of_anything_never_stops_the_reader(content in prop::collection::vec(any::<u8>(), 0..200)) {
        checks::extract(&content);
        checks::extract(&bytes(2, &bytes(2, &content)));
        checks::extract(&bytes(2, &bytes(3, &content)));
    }
}
