//! One network for all that move: a bollard and a forbidden turn stop some of them.

use base::Metres;
use roads::{Barrier, Class, Draft, JunctionId, Sense, SpeedTable, StretchId, Turn, TurnRule};
use routing::{Mover, RoadSource, Roads};

use crate::{place, street};

/// From west to east straight on, over the middle, or around by the north.
fn two_ways() -> (Draft, JunctionId, [StretchId; 2]) {
    let mut draft = Draft::new();
    let mut at = |east, north| draft.junction(place(east, north)).unwrap();
    let [west, middle, east, north] = [at(0, 0), at(5, 0), at(10, 0), at(5, 5)];
    let mut drawn = |from, to| draft.street(&street(from, to, Class::Primary, "")).unwrap();
    let straight = [drawn(west, middle), drawn(middle, east)];
    drawn(west, north);
    drawn(north, east);
    (draft, middle, straight)
}

fn lengths(draft: Draft) -> [Metres; 3] {
    let network = draft.finish(&SpeedTable::default());
    let roads = Roads::of(network, RoadSource::openstreetmap()).unwrap();
    let movers = [Mover::FireEngine, Mover::OnFoot, Mover::ElectricCart];
    movers.map(|mover| {
        let goals = roads.goals(&[place(9, 0)], mover);
        roads.table(&[place(1, 0)], &goals)[0][0].unwrap().length
    })
}

#[test]
fn who_walks_passes_a_bollard_and_an_engine_drives_around_it() {
    let [straight, ..] = lengths(two_ways().0);
    let (mut draft, middle, _) = two_ways();
    let bollard = Barrier::of(&[("barrier", "bollard")]).unwrap();
    draft.barrier(middle, bollard).unwrap();
    let [engine, foot, cart] = lengths(draft);
    assert!(engine.0 > straight.0 * 1.5, "{engine:?}");
    assert_eq!((foot, cart), (straight, straight));
}

#[test]
fn a_cart_obeys_a_sign_that_an_engine_may_pass() {
    let [straight, ..] = lengths(two_ways().0);
    let (mut draft, _, [one, next]) = two_ways();
    let turn = Turn {
        from: (one, Sense::Along),
        to: (next, Sense::Along),
    };
    draft.ban(turn, &TurnRule::default()).unwrap();
    let [engine, foot, cart] = lengths(draft);
    assert_eq!((engine, foot), (straight, straight));
    assert!(cart.0 > straight.0 * 1.5, "{cart:?}");
}
