//! Networks drawn for tests: from a few numbers, on a lattice of places some hundred metres apart.

use base::Wgs84;
use proptest::prelude::*;
use roads::{
    ArcId, Class, Direction, Draft, JunctionId, Network, Profile, Snap, SpeedTable, Street,
};

use crate::turns::any_town;

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
    drawn(places, lines).finish(&SpeedTable::default())
}

/// The same, still on the drawing board.
pub(crate) fn drawn(places: &[(i32, i32)], lines: &[Line]) -> Draft {
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
    draft
}

pub(crate) fn any_direction() -> impl Strategy<Value = Direction> {
    prop_oneof![
        2 => Just(Direction::Both),
        1 => Just(Direction::Along),
        1 => Just(Direction::Against),
    ]
}

/// Up to nine junctions and twenty streets; loops, parallels, unconnected pieces and equal places
/// among them, and in half of them barriers and forbidden turns.
pub(crate) fn any_network() -> impl Strategy<Value = Network> {
    let plain = any_lines().prop_map(|(places, lines)| network(&places, &lines));
    let car = Profile::named("light_vehicle").unwrap();
    let hindered = any_town().prop_map(move |town| town.network().moved_by(&car));
    prop_oneof![plain, hindered]
}

/// Places of a lattice and streets between them.
pub(crate) fn any_lines() -> impl Strategy<Value = (Vec<(i32, i32)>, Vec<Line>)> {
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
    })
}

/// A point on some arc of a road, by two numbers of a thousand; its ends are as likely as all between.
pub(crate) fn point(network: &Network, (which, along): (usize, u32)) -> Snap {
    let ids = (0..u32::try_from(network.arcs().len()).unwrap()).map(ArcId);
    let roads = ids.filter(|id| !network.is_link(network.arc(*id).unwrap().stretch));
    let roads: Vec<ArcId> = roads.collect();
    let id = roads[which % roads.len()];
    let length = u64::from(network.arc(id).unwrap().length_mm);
    let along = match along % 4 {
        0 => 0,
        1 => length,
        _ => length * u64::from(along) / 1_000,
    };
    Snap::on_arc(network, id, u32::try_from(along).unwrap()).unwrap()
}
