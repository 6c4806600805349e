//! Networks drawn for tests: from a few numbers, on a lattice of places some hundred metres apart.

use base::Wgs84;
use proptest::prelude::*;
use roads::{ArcId, Class, Direction, Draft, JunctionId, Network, Snap, SpeedTable, Street};

/// A place so many thousandths of a degree east and north of 111° E, 35° N.
pub(crate) fn place(east: i32, north: i32) -> Wgs84 {
    Wgs84 {
        longitude_e7: 1_110_000_000 + east * 10_000,
        latitude_e7: 350_000_000 + north * 10_000,
    }
}

/// A street that is about to be drawn: ends, direction, class, and whether it takes a detour.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) direction: Direction,
    pub(crate) class: Class,
    pub(crate) has_detour: bool,
}

/// A network of junctions at these places of the lattice and these streets.
pub(crate) fn network(places: &[(i32, i32)], lines: &[Line]) -> Network {
    let mut draft = Draft::new();
    for (east, north) in places {
        draft.junction(place(*east, *north)).unwrap();
    }
    for (number, line) in lines.iter().enumerate() {
        let via = [place(7, 3)];
        let street = Street {
            from: JunctionId(line.from),
            to: JunctionId(line.to),
            via: if line.has_detour { &via } else { &[] },
            class: line.class,
            direction: line.direction,
            limits: [None; 2],
            name: &format!("street {}", number % 5),
        };
        draft.street(&street).unwrap();
    }
    draft.finish(&SpeedTable::default())
}

pub(crate) fn any_direction() -> impl Strategy<Value = Direction> {
    prop_oneof![
        2 => Just(Direction::Both),
        1 => Just(Direction::Along),
        1 => Just(Direction::Against),
    ]
}

/// Up to nine junctions and twenty streets; loops, parallels, unconnected pieces and equal places
/// among them.
pub(crate) fn any_network() -> impl Strategy<Value = Network> {
    let places = prop::collection::vec((0..6, 0..6), 2..9);
    places.prop_flat_map(|places| {
        let ends = 0..u32::try_from(places.len()).unwrap();
        let class = prop::sample::select(vec![Class::Primary, Class::Service]);
        let line = (
            ends.clone(),
            ends,
            any_direction(),
            class,
            prop::bool::weighted(0.2),
        );
        let lines = line.prop_map(|(from, to, direction, class, has_detour)| Line {
            from,
            to,
            direction,
            class,
            has_detour,
        });
        (Just(places), prop::collection::vec(lines, 1..20))
            .prop_map(|(places, lines)| network(&places, &lines))
    })
}

/// A point on some arc, by two numbers of a thousand; its ends are as likely as all between.
pub(crate) fn point(network: &Network, (which, along): (usize, u32)) -> Snap {
    let arcs = network.arcs().len();
    let id = ArcId(u32::try_from(which % arcs).unwrap());
    let length = u64::from(network.arc(id).unwrap().length_mm);
    let along = match along % 4 {
        0 => 0,
        1 => length,
        _ => length * u64::from(along) / 1_000,
    };
    Snap::on_arc(network, id, u32::try_from(along).unwrap()).unwrap()
}
