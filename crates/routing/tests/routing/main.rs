//! The roads of a running house.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

mod book;
mod drives;
mod learn;
mod movers;
mod reach;
mod streets;
mod survey;
mod today;

use base::Wgs84;
use roads::{Class, Direction, Draft, JunctionId, Network, SpeedTable, Street};

/// A place so many thousandths of a degree east and north of the town.
pub fn place(east: i32, north: i32) -> Wgs84 {
    Wgs84 {
        longitude_e7: 1_110_000_000 + east * 10_000,
        latitude_e7: 350_000_000 + north * 10_000,
    }
}

/// Two streets that meet, and an alley beyond that no road leads to.
pub fn town(first_street: &str) -> Network {
    let mut draft = Draft::new();
    let mut at = |east, north| draft.junction(place(east, north)).unwrap();
    let [west, corner, north] = [at(0, 0), at(10, 0), at(10, 10)];
    let [alley, end] = [at(14, 10), at(15, 10)];
    let streets = [
        (west, corner, first_street, Class::Primary),
        (corner, north, "中银大道", Class::Residential),
        (alley, end, "后巷", Class::Service),
    ];
    for (from, to, name, class) in streets {
        draft.street(&street(from, to, class, name)).unwrap();
    }
    draft.finish(&SpeedTable::default())
}

/// A straight street that is driven both ways at its class's speed.
pub fn street(from: JunctionId, to: JunctionId, class: Class, name: &str) -> Street<'_> {
    Street {
        from,
        to,
        via: &[],
        class,
        direction: Direction::Both,
        limits: [None; 2],
        name,
    }
}
