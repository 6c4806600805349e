//! Forbidden turns and barriers against an edge-based Dijkstra, for who obeys and who does not.

use std::collections::BTreeMap;

use proptest::prelude::*;
use roads::{
    Barrier, Closures, Cost, Customised, Dijkstra, Direction, Draft, Hierarchy, Network, Profile,
    Sense, Snap, StretchId, Swift, Terms, Turn, TurnRule, Weight,
};

use crate::by_street::{Driven, Town, arc_of, best, stands};
use crate::drawn::{Line, any_lines, drawn};

fn any_rule() -> impl Strategy<Value = TurnRule> {
    let rule = |only_for: Option<&str>, except: &[&str]| TurnRule {
        only_for: only_for.map(str::to_owned),
        except: except.iter().map(|word| (*word).to_owned()).collect(),
    };
    prop_oneof![
        4 => Just(rule(None, &[])),
        1 => Just(rule(Some("hgv"), &[])),
        1 => Just(rule(None, &["psv", "motorcar"])),
    ]
}

fn any_barrier() -> impl Strategy<Value = Barrier> {
    let kinds = vec!["gate", "lift_gate", "bollard", "chain", "kerb"];
    prop::sample::select(kinds).prop_map(|kind| Barrier::of(&[("barrier", kind)]).unwrap())
}

/// A town whose turns are forbidden and barred at random.
pub(crate) fn any_town() -> impl Strategy<Value = Town> {
    let bans = prop::collection::vec((any::<prop::sample::Index>(), any_rule()), 0..8);
    let barriers = prop::collection::btree_map(0..9_u32, any_barrier(), 0..4);
    (any_lines(), bans, barriers).prop_map(|((places, lines), bans, mut barriers)| {
        barriers.retain(|junction, _| (*junction as usize) < places.len());
        let mut town = Town {
            places,
            lines,
            bans: Vec::new(),
            barriers,
        };
        let turns = town.turns();
        if !turns.is_empty() {
            let chosen = bans.into_iter().map(|(which, rule)| {
                let (from, to) = turns[which.index(turns.len())];
                (from, to, rule)
            });
            town.bans = chosen.collect();
        }
        town
    })
}

/// Who obeys, who counts as something else, and who is bound by nothing.
fn movers() -> Vec<Profile> {
    let car = include_str!("../../profiles/light_vehicle.json");
    let lorry = car.replace(
        "\"motorcar\", \"motor_vehicle\"",
        "\"hgv\", \"motor_vehicle\"",
    );
    assert_ne!(car, lorry);
    [car, &lorry, include_str!("../../profiles/fire_engine.json")]
        .map(|json| Profile::from_json(json).unwrap())
        .into()
}

/// All ways of asking, for every mover, from and to these points.
fn agree(town: &Town, points: &[(usize, u32)]) {
    let drawn = town.network();
    let hierarchy = Hierarchy::of(&drawn).unwrap();
    for mover in movers() {
        let network = drawn.clone().moved_by(&mover);
        let points: Vec<(usize, u64)> = points
            .iter()
            .map(|(which, along)| {
                let street = which % town.lines.len();
                let length = u64::from(network.stretches()[street].length_mm);
                (street, length * u64::from(*along) / 1_000)
            })
            .collect();
        let snaps: Vec<Snap> = points
            .iter()
            .map(|point| {
                let (street, at) = stands(town, &network, *point)[0];
                let at = u32::try_from(at).unwrap();
                Snap::on_arc(&network, arc_of(&network, street), at).unwrap()
            })
            .collect();
        let costs = Customised::of(&hierarchy, &network, Weight::Time, &Closures::none());
        let mut swift = Swift::new(&network, &hierarchy, &costs);
        let mut dijkstra = Dijkstra::new(&network);
        let matrix = swift.matrix(&snaps, &snaps);
        for ((from, start), row) in points.iter().zip(&snaps).zip(matrix.rows()) {
            let expected = points
                .iter()
                .map(|to| best(town, &network, &mover, [*from, *to]));
            let expected: Vec<Option<Cost>> = expected.collect();
            assert_eq!(row, expected);
            assert_eq!(dijkstra.to_many(start, &snaps, &Terms::default()), expected);
            for (goal, cost) in snaps.iter().zip(expected) {
                assert_eq!(swift.cost(start, goal), cost);
                for route in [
                    swift.route(start, goal),
                    dijkstra.route(start, goal, &Terms::default()),
                ] {
                    assert_eq!(route.as_ref().map(|route| route.cost), cost);
                    let Some(route) = route else { continue };
                    keeps_the_rules(town, &network, &mover, &route);
                }
            }
        }
    }
}

/// Its legs cost what it costs, and each turn of it is allowed.
fn keeps_the_rules(town: &Town, network: &Network, mover: &Profile, route: &roads::Route) {
    let sum = route.legs.iter().map(|leg| leg.cost(network));
    assert_eq!(sum.fold(Cost::default(), Cost::plus), route.cost);
    let streets = route.legs.iter().filter_map(|leg| {
        let arc = network.arc(leg.arc).unwrap();
        let street = (arc.stretch.0 as usize, arc.sense);
        (!network.is_link(arc.stretch)).then_some(street)
    });
    let streets: Vec<Driven> = streets.collect();
    for turn in streets.windows(2) {
        assert_eq!(town.leaves(turn[0]), town.enters(turn[1]));
        assert!(town.turning(turn[0], turn[1], mover).is_some(), "{turn:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn ways_are_the_best_that_keep_the_rules(
        town in any_town(),
        points in prop::collection::vec((0..1_000_usize, 0..=1_000_u32), 1..4),
    ) {
        agree(&town, &points);
    }

    #[test]
    fn what_was_forbidden_is_read_back(town in any_town()) {
        for mover in movers() {
            let network = town.network().moved_by(&mover);
            let mut file = Vec::new();
            network.write_to(&mut file).unwrap();
            prop_assert_eq!(Network::read_from(file.as_slice()).unwrap(), network);
        }
    }

    /// Changes of closures and of nothing else leave what is barred barred.
    #[test]
    fn closing_and_opening_again_changes_nothing(town in any_town(), which in any::<prop::sample::Index>()) {
        let network = town.network().moved_by(&movers()[0]);
        let hierarchy = Hierarchy::of(&network).unwrap();
        let fresh = Customised::of(&hierarchy, &network, Weight::Time, &Closures::none());
        let mut costs = fresh.clone();
        let arc = roads::ArcId(u32::try_from(which.index(network.arcs().len())).unwrap());
        costs.close(&hierarchy, &network, &[arc]);
        let mut closed = Closures::none();
        closed.close(arc);
        prop_assert_eq!(&costs, &Customised::of(&hierarchy, &network, Weight::Time, &closed));
        costs.reopen(&hierarchy, &network, &[arc]);
        closed.open(arc);
        prop_assert_eq!(&costs, &Customised::of(&hierarchy, &network, Weight::Time, &closed));
    }
}

/// Four arms of a crossing, each a street of its own to the middle: 0 west, 1 north, 2 east, 3 south.
fn cross(bans: Vec<(Driven, Driven, TurnRule)>) -> Town {
    let line = |to| Line {
        from: 0,
        to,
        direction: Direction::Both,
        class: roads::Class::Primary,
        has_detour: false,
    };
    Town {
        places: vec![(3, 3), (0, 3), (3, 6), (6, 3), (3, 0)],
        lines: (1..5).map(line).collect(),
        bans,
        barriers: BTreeMap::new(),
    }
}

const OUT: Sense = Sense::Along;
const IN: Sense = Sense::Against;

fn for_all(from: usize, to: usize) -> (Driven, Driven, TurnRule) {
    ((from, IN), (to, OUT), TurnRule::default())
}

#[test]
fn one_forbidden_turn_costs_one_copy_and_two_links() {
    let plain = cross(Vec::new()).network();
    let network = cross(vec![for_all(0, 1)]).network();
    assert_eq!(network.junctions().len(), plain.junctions().len() + 1);
    assert_eq!(network.arcs().len(), plain.arcs().len() + 2);
    assert_eq!(
        network.stretches(),
        &plain.stretches()[..4]
            .iter()
            .zip(network.stretches())
            .map(|(_, own)| *own)
            .collect::<Vec<_>>()
    );
    // An engine is not bound, and an obedient car turns back on the far side.
    agree(
        &cross(vec![for_all(0, 1)]),
        &[(0, 500), (1, 500), (2, 500), (3, 500)],
    );
}

#[test]
fn only_one_turn_is_all_others_forbidden() {
    let only_straight_on = [0, 1, 3].map(|to| for_all(0, to)).to_vec();
    let network = cross(only_straight_on.clone()).network();
    // They are alike: one copy does for all.
    assert_eq!(network.junctions().len(), 6);
    agree(&cross(only_straight_on), &[(0, 500), (1, 500), (2, 500)]);
}

#[test]
fn turning_back_is_forbidden_like_any_other_turn() {
    let everywhere: Vec<_> = (0..4).map(|arm| for_all(arm, arm)).collect();
    agree(&cross(everywhere), &[(0, 500), (0, 200), (3, 700)]);
    let mut dead_end = cross(vec![]);
    // Nor at the end of a street: who drove in does not come out.
    dead_end.bans = vec![((2, OUT), (2, IN), TurnRule::default())];
    agree(&dead_end, &[(2, 500), (2, 200), (0, 100)]);
    let network = dead_end.network().moved_by(&movers()[0]);
    // All but the end, where one arrives for good, and where one would set out.
    assert_eq!(network.strong_parts().size().parts, 3);
}

#[test]
fn where_every_turn_is_forbidden_nobody_passes_and_an_engine_does() {
    let mut town = cross(Vec::new());
    // With the ends, where one might turn back and come again.
    town.bans = town
        .turns()
        .into_iter()
        .map(|(from, to)| (from, to, TurnRule::default()))
        .collect();
    agree(&town, &[(0, 500), (1, 500), (3, 10)]);
    let network = town.network();
    let snap = |street| Snap::on_arc(&network, arc_of(&network, (street, IN)), 100).unwrap();
    let (from, to) = (snap(0), snap(1));
    let engine = Dijkstra::new(&network).route(&from, &to, &Terms::default());
    assert!(engine.is_some());
    let obeying = network.clone().moved_by(&movers()[0]);
    assert_eq!(
        Dijkstra::new(&obeying).route(&from, &to, &Terms::default()),
        None
    );
}

#[test]
fn a_turn_that_is_none_is_refused() {
    let mut draft: Draft = drawn(&[(0, 0), (1, 0), (2, 0)], &cross(Vec::new()).lines[..2]);
    let turn = |from, to| Turn {
        from: (StretchId(from), IN),
        to: (StretchId(to), OUT),
    };
    assert!(draft.ban(turn(0, 1), &TurnRule::default()).is_ok());
    let backwards = Turn {
        from: (StretchId(0), OUT),
        to: (StretchId(1), OUT),
    };
    assert!(draft.ban(backwards, &TurnRule::default()).is_err());
    assert!(draft.ban(turn(0, 9), &TurnRule::default()).is_err());
}

/// Twenty arms, each of which forbids another turn: more than any crossing has, and nothing is drawn.
#[test]
fn a_crossing_beyond_belief_is_drawn_as_if_nothing_were_forbidden() {
    let arms = |count: usize| {
        let line = |to| Line {
            from: 0,
            to,
            direction: Direction::Both,
            class: roads::Class::Primary,
            has_detour: false,
        };
        let ends = 1..=u32::try_from(count).unwrap();
        let places = (0..=count).map(|arm| (i32::try_from(arm).unwrap(), 3));
        Town {
            places: places.collect(),
            lines: ends.map(line).collect(),
            bans: (0..count)
                .map(|arm| for_all(arm, (arm + 1) % count))
                .collect(),
            barriers: BTreeMap::new(),
        }
    };
    let (six, twenty) = (arms(6).network(), arms(20).network());
    assert_eq!(six.bans().count(), 6);
    assert!(six.junctions().len() > 7);
    assert_eq!((twenty.bans().count(), twenty.junctions().len()), (0, 21));
    agree(&arms(6), &[(0, 500), (1, 500), (4, 100)]);
}
