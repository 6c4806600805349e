//! Connected parts against asking for each pair whether one is reached from the other.

use proptest::prelude::*;
use roads::{Network, PartSize, Parts};

use crate::drawn::any_network;

/// Whether each junction reaches each other one, by Warshall's algorithm.
fn reached(network: &Network, both_ways: bool) -> Vec<Vec<bool>> {
    let all = network.junctions().len();
    let mut reached = vec![vec![false; all]; all];
    for (junction, row) in reached.iter_mut().enumerate() {
        row[junction] = true;
    }
    for arc in network.arcs().iter().filter(|arc| !arc.is_barred()) {
        let (tail, head) = (arc.tail.0 as usize, arc.head.0 as usize);
        reached[tail][head] = true;
        reached[head][tail] |= both_ways;
    }
    for via in 0..all {
        for from in 0..all {
            for to in 0..all {
                reached[from][to] |= reached[from][via] && reached[via][to];
            }
        }
    }
    reached
}

fn expected(network: &Network, reached: &[Vec<bool>]) -> PartSize {
    let all = 0..network.junctions().len();
    let together = |one: usize, other: usize| reached[one][other] && reached[other][one];
    let size = |one: usize| all.clone().filter(|other| together(one, *other)).count();
    let first = all
        .clone()
        .filter(|one| all.clone().take(*one).all(|other| !together(*one, other)));
    PartSize {
        parts: first.count() as u32,
        junctions: all.clone().map(size).max().unwrap_or(0) as u32,
        arcs: 0,
    }
}

/// Of equal parts it is open which is the largest; its arcs are counted by who belongs to it.
fn checked(network: &Network, parts: &Parts, both_ways: bool) {
    let size = parts.size();
    let found = PartSize { arcs: 0, ..size };
    assert_eq!(found, expected(network, &reached(network, both_ways)));
    let inside = network.arcs().iter().filter(|arc| !arc.is_barred());
    let inside = inside.filter(|arc| parts.in_largest(arc.tail) && parts.in_largest(arc.head));
    assert_eq!(inside.count(), size.arcs as usize);
}

proptest! {
    #[test]
    fn parts_are_those_of_reaching_each_other(network in any_network()) {
        checked(&network, &network.strong_parts(), false);
        checked(&network, &network.weak_parts(), true);
    }
}
