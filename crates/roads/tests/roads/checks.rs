//! What must hold for any bytes: nothing stops a reader, and what comes out is whole. The fuzz targets
//! run the same checks.

use roads::{
    ArcId, Customised, Dijkstra, Extract, Limits, Network, Snap, SnapIndex, SpeedTable, Swift,
    Terms, read,
};

use crate::encode::{framed, header, number};

/// Small, so that a hostile file reaches them.
const LIMITS: Limits = Limits {
    nodes: 10_000,
    references: 10_000,
    kept: 1_000,
    name_bytes: 100_000,
};

/// Any bytes as an extract, and as one block of a PBF that is right otherwise.
pub(crate) fn extract(bytes: &[u8]) {
    if let Ok(extract) = read(bytes, &LIMITS) {
        whole(&extract);
    }
    let plain = [
        number(2, bytes.len() as u64),
        crate::encode::bytes(1, bytes),
    ]
    .concat();
    let file = [header(&[]), framed("OSMData", &plain)].concat();
    if let Ok(extract) = read(file.as_slice(), &LIMITS) {
        whole(&extract);
    }
}

/// Any bytes as the file of a network, and as the body of one whose digest is right.
pub(crate) fn network(bytes: &[u8]) {
    for file in [bytes.to_vec(), sealed(bytes)] {
        if let Ok(network) = Network::read_from(file.as_slice()) {
            answers(&network);
            kept(&network);
        }
        if let Ok((network, Some(hierarchy))) = Network::read_with_hierarchy(file.as_slice()) {
            let open = roads::Closures::none();
            let costs = Customised::of(&hierarchy, &network, roads::Weight::Time, &open);
            let ends = [0, network.arcs().len().saturating_sub(1)];
            let snap = |arc: usize| Snap::on_arc(&network, ArcId(u32::try_from(arc).unwrap()), 1);
            if let [Some(from), Some(to)] = ends.map(snap) {
                let cost = Swift::new(&network, &hierarchy, &costs).cost(&from, &to);
                let route = Dijkstra::new(&network).route(&from, &to, &Terms::default());
                assert_eq!(cost, route.map(|route| route.cost));
            }
        }
    }
}

/// A file of this body with a length and a digest that are right.
pub(crate) fn sealed(body: &[u8]) -> Vec<u8> {
    let length = (20 + body.len() + 32) as u64;
    let mut bytes = b"FENGROAD\x03\0\0\0".to_vec();
    bytes.extend(length.to_le_bytes());
    bytes.extend(body);
    let digest = base::sm3(&[&bytes]);
    bytes.extend(digest.as_bytes());
    bytes
}

fn whole(extract: &Extract) {
    let (network, report) = Network::of(extract, &SpeedTable::default()).unwrap();
    let counts = &report.counts;
    let refused = roads::Refusal::ALL.map(|reason| counts.refused(reason));
    assert_eq!(
        counts.ways,
        counts.ways_taken + counts.ways_other + refused.iter().sum::<u64>()
    );
    answers(&network);
    kept(&network);
}

fn answers(network: &Network) {
    for arc in network.arcs() {
        assert!((arc.head.0 as usize) < network.junctions().len());
        assert!((arc.tail.0 as usize) < network.junctions().len());
    }
    let Some(place) = network.junctions().first() else {
        return;
    };
    let index = SnapIndex::new(network);
    let Some(from) = index.nearest(network, *place, base::Metres(100.0)) else {
        return;
    };
    let last = u32::try_from(network.arcs().len())
        .unwrap()
        .saturating_sub(1);
    let to = Snap::on_arc(network, roads::ArcId(last), 1).unwrap();
    let route = Dijkstra::new(network).route(&from, &to, &Terms::default());
    if let Some(route) = route {
        let sum = route.legs.iter().map(|leg| leg.cost(network));
        assert_eq!(
            sum.fold(roads::Cost::default(), roads::Cost::plus),
            route.cost
        );
    }
}

fn kept(network: &Network) {
    let mut file = Vec::new();
    network.write_to(&mut file).unwrap();
    assert!(Network::read_from(file.as_slice()).unwrap() == *network);
}
