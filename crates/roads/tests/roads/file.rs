//! The file of a network: read back equal, and refused whatever is done to it.

use proptest::prelude::*;
use roads::{FileError, Hierarchy, HierarchyError, Network};

use crate::checks;
use crate::drawn::any_network;
use crate::extract::parsed;
use crate::synthetic::city;

const HEAD: usize = 20;
const DIGEST: usize = 32;

fn file(network: &Network) -> Vec<u8> {
    let mut bytes = Vec::new();
    network.write_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn an_extract_with_names_and_limits_is_read_back_equal() {
    let (network, _) = parsed();
    let again = Network::read_from(file(&network).as_slice()).unwrap();
    assert_eq!(again, network);
    assert_eq!(file(&again), file(&network));
    let fast = network.at_speeds(
        &roads::SpeedTable::default()
            .with(
                roads::Class::Residential,
                roads::Speed::from_kmh(55).unwrap(),
            )
            .with_limits(roads::SpeedLimits::Ignored),
    );
    assert_eq!(Network::read_from(file(&fast).as_slice()).unwrap(), fast);
}

#[test]
fn every_byte_that_is_flipped_and_every_cut_is_told() {
    let whole = file(&parsed().0);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        assert!(Network::read_from(bytes.as_slice()).is_err(), "byte {at}");
        match Network::read_from(&whole[..at]) {
            Err(FileError::NotANetwork) => assert!(at < 8),
            Err(FileError::CutOff { found, .. }) => assert_eq!(found, at as u64),
            other => panic!("cut at {at}: {:?}", other.map(|_| ())),
        }
    }
    let longer = [whole, vec![0]].concat();
    let found = Network::read_from(longer.as_slice());
    assert!(matches!(found, Err(FileError::Longer(_))));
}

/// Of a large file the digest is reckoned while the content is read.
#[test]
fn a_large_file_is_told_damaged_wherever_it_is() {
    let network = city(12_000);
    let whole = file(&network);
    assert!(whole.len() > 1 << 18, "{}", whole.len());
    assert_eq!(Network::read_from(whole.as_slice()).unwrap(), network);
    for part in 0..7 {
        let mut bytes = whole.clone();
        let at = HEAD + (whole.len() - HEAD - 1) * part / 6;
        bytes[at] ^= 0x10;
        let refused = Network::read_from(bytes.as_slice());
        assert!(matches!(refused, Err(FileError::Digest)), "byte {at}");
    }
}

#[test]
fn other_files_and_versions_are_named() {
    for version in [1, 2, 4] {
        let mut bytes = file(&parsed().0);
        bytes[8] = version;
        let refused = Network::read_from(bytes.as_slice()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("the road network has version {version}; build it anew from its extract")
        );
    }
    let found = Network::read_from(b"<osm></osm>".as_slice());
    assert!(matches!(found, Err(FileError::NotANetwork)));
    let mut bytes = file(&parsed().0);
    bytes[12..20].copy_from_slice(&u64::MAX.to_le_bytes());
    let found = Network::read_from(bytes.as_slice());
    assert!(matches!(found, Err(FileError::Length(u64::MAX))));
}

#[test]
fn a_hierarchy_is_kept_by_its_order() {
    let network = city(600);
    let hierarchy = Hierarchy::of(&network).unwrap();
    let kept = |order: &[u32]| {
        let mut bytes = Vec::new();
        network.write_with(order, &mut bytes).unwrap();
        Network::read_with_hierarchy(bytes.as_slice())
    };
    let (again, with) = kept(hierarchy.order()).unwrap();
    assert_eq!((again, with.unwrap()), (network.clone(), hierarchy.clone()));
    assert!(kept(&[]).unwrap().1.is_none());
    let wrong = kept(&hierarchy.order()[1..]);
    assert!(matches!(
        wrong,
        Err(FileError::Order(HierarchyError::NoOrder))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_network_is_read_back_equal(network in any_network()) {
        prop_assert_eq!(Network::read_from(file(&network).as_slice()).unwrap(), network);
    }

    /// Whoever can make a digest can make any body: it gives a valid network or an error.
    #[test]
    fn a_body_of_evil_intent_never_stops_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let network = parsed().0;
        let mut whole = Vec::new();
        let hierarchy = Hierarchy::of(&network).unwrap();
        network.write_with(hierarchy.order(), &mut whole).unwrap();
        let mut body = whole[HEAD..whole.len() - DIGEST].to_vec();
        for (at, with) in changes {
            let at = at.index(body.len());
            body[at] = with;
        }
        if is_cut {
            body.truncate(cut.index(body.len()));
        }
        checks::network(&body);
    }

    #[test]
    fn bytes_of_any_kind_never_stop_the_reader(body in prop::collection::vec(any::<u8>(), 0..120)) {
        checks::network(&body);
    }
}
