//! Relations of turn restrictions, in XML and in PBF: what is followed, and what is counted instead.

use roads::{
    Dijkstra, Extract, Limits, Network, Profile, Report, Snap, Terms, TurnCounts, read_for,
};

use crate::encode::{self, blob, block_with, header};

/// A crossing at 1 with arms to 2 (west), 3 (north), 4 (east) and 5 (south), each a way of its node's number;
/// way 6 leads on from 4 to 3.
const ROADS: &str = r#"
  <node id="1" lat="35.000" lon="111.000"/>
  <node id="2" lat="35.000" lon="110.999"/>
  <node id="3" lat="35.001" lon="111.000"/>
  <node id="4" lat="35.000" lon="111.001"/>
  <node id="5" lat="34.999" lon="111.000"/>
  <way id="2"><nd ref="2"/><nd ref="1"/><tag k="highway" v="primary"/><tag k="name" v="West"/></way>
  <way id="3"><nd ref="1"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="North"/></way>
  <way id="4"><nd ref="1"/><nd ref="4"/><tag k="highway" v="primary"/><tag k="name" v="East"/></way>
  <way id="5"><nd ref="5"/><nd ref="1"/><tag k="highway" v="primary"/><tag k="name" v="South"/></way>
  <way id="6"><nd ref="4"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="Corner"/></way>
  <way id="7"><nd ref="2"/><nd ref="5"/><tag k="highway" v="footway"/></way>"#;

fn relation(members: &[(&str, i64, &str)], tags: &[(&str, &str)]) -> String {
    let members = members.iter();
    let members: String = members
        .map(|(kind, id, role)| format!(r#"<member type="{kind}" ref="{id}" role="{role}"/>"#))
        .collect();
    let tags = tags.iter();
    let tags: String = tags
        .map(|(key, value)| format!(r#"<tag k="{key}" v="{value}"/>"#))
        .collect();
    format!(r#"<relation id="1">{members}<tag k="type" v="restriction"/>{tags}</relation>"#)
}

/// From the west to the north.
fn left(tags: &[(&str, &str)]) -> String {
    relation(
        &[("way", 2, "from"), ("node", 1, "via"), ("way", 3, "to")],
        tags,
    )
}

fn built(extract: &Extract, profile: &Profile) -> (Network, Report) {
    Network::of(extract, &profile.speeds()).unwrap()
}

fn network(relations: &str, profile: &str) -> (Network, Report) {
    let profile = Profile::named(profile).unwrap();
    let document = format!(r#"<osm version="0.6">{ROADS}{relations}</osm>"#);
    let extract = read_for(document.as_bytes(), &Limits::default(), &profile).unwrap();
    built(&extract, &profile)
}

/// The streets from the west to the north.
fn streets(network: &Network) -> Vec<String> {
    let index = roads::SnapIndex::new(network);
    let at = |longitude, latitude| -> Snap {
        let place = base::Wgs84::from_degrees(longitude, latitude).unwrap();
        index.nearest(network, place, base::Metres(20.0)).unwrap()
    };
    let (from, to) = (at(110.9995, 35.0), at(111.0, 35.0005));
    let route = Dijkstra::new(network).route(&from, &to, &Terms::default());
    let streets = route.map_or(Vec::new(), |route| {
        let runs = route.streets(network).into_iter();
        runs.map(|run| run.name.to_owned()).collect()
    });
    assert!(!streets.is_empty());
    streets
}

const DIRECT: [&str; 2] = ["West", "North"];

#[test]
fn a_car_obeys_and_an_engine_and_feet_do_not() {
    let no_left = left(&[("restriction", "no_left_turn")]);
    let (car, report) = network(&no_left, "light_vehicle");
    let followed = TurnCounts {
        all: 1,
        followed: 1,
        ..TurnCounts::default()
    };
    assert_eq!(report.turns, followed);
    // Turning back at the end of a street is allowed, and shorter than to drive around.
    assert_eq!(streets(&car).first().map(String::as_str), Some("West"));
    assert_ne!(streets(&car), DIRECT);
    assert_eq!(
        streets(&network(&no_left, "electric_cart").0),
        streets(&car)
    );
    for free in ["fire_engine", "micro_station"] {
        assert_eq!(streets(&network(&no_left, free).0), DIRECT, "{free}");
    }
    // The engine's roads, as a car drives on them.
    let engine = network(&no_left, "fire_engine").0;
    let moved = engine.moved_by(&Profile::named("light_vehicle").unwrap());
    assert_eq!(streets(&moved), streets(&car));
}

#[test]
fn only_straight_on_forbids_all_else() {
    let only = relation(
        &[("way", 2, "from"), ("node", 1, "via"), ("way", 4, "to")],
        &[("restriction", "only_straight_on")],
    );
    let (car, report) = network(&only, "light_vehicle");
    assert_eq!((report.turns.followed, car.bans().count()), (1, 3));
    assert_eq!(streets(&car)[..2], ["West", "East"]);
}

#[test]
fn who_is_excepted_or_not_meant_turns() {
    for tags in [
        &[("restriction", "no_left_turn"), ("except", "psv;motorcar")][..],
        &[("restriction:hgv", "no_left_turn")],
        &[("restriction:bicycle", "no_left_turn")],
    ] {
        let (car, report) = network(&left(tags), "light_vehicle");
        assert_eq!(report.turns.followed, 1, "{tags:?}");
        assert_eq!(streets(&car), DIRECT, "{tags:?}");
    }
    let meant = [
        ("restriction:motorcar", "no_left_turn"),
        ("except", "emergency"),
    ];
    assert_ne!(streets(&network(&left(&meant), "light_vehicle").0), DIRECT);
}

#[test]
fn several_roads_may_be_named_at_once() {
    let no_entry = relation(
        &[
            ("way", 2, "from"),
            ("way", 5, "from"),
            ("node", 1, "via"),
            ("way", 3, "to"),
        ],
        &[("restriction", "no_entry")],
    );
    let (car, _) = network(&no_entry, "light_vehicle");
    assert_eq!(car.bans().count(), 2);
    let no_u_turn = relation(
        &[("way", 2, "from"), ("node", 1, "via"), ("way", 2, "to")],
        &[("restriction", "no_u_turn")],
    );
    let (car, _) = network(&no_u_turn, "light_vehicle");
    let bans: Vec<_> = car.bans().collect();
    assert_eq!(bans.len(), 1);
    assert_eq!(bans[0].0.from.0, bans[0].0.to.0);
}

#[test]
fn what_is_not_followed_is_counted_by_its_reason() {
    let members = |via: (&'static str, i64), to| {
        [("way", 2, "from"), (via.0, via.1, "via"), ("way", to, "to")]
    };
    let no_left = [("restriction", "no_left_turn")];
    let node = ("node", 1);
    // A way that goes on at the node: the turn may be to either side.
    let through = format!(
        r#"<node id="8" lat="35.002" lon="111.000"/>
        <way id="8"><nd ref="5"/><nd ref="1"/><nd ref="8"/><tag k="highway" v="primary"/></way>{}"#,
        relation(&members(node, 8), &no_left)
    );
    let each = [
        relation(&members(("way", 4), 6), &no_left),
        left(&[("restriction:conditional", "no_left_turn @ (07:00-09:00)")]),
        left(&[("restriction", "no_left_turn"), ("hour_on", "07:00")]),
        relation(&members(node, 7), &no_left),
        relation(&members(node, 6), &no_left),
        relation(&members(node, 99), &no_left),
        relation(&members(("node", 99), 3), &no_left),
        left(&[("restriction", "give_way")]),
        relation(&[("way", 2, "from"), ("way", 3, "to")], &no_left),
        relation(&[("node", 1, "via")], &no_left),
        through,
    ];
    let (network, report) = network(&each.concat(), "light_vehicle");
    assert_eq!(
        report.turns,
        TurnCounts {
            all: 11,
            followed: 0,
            over_ways: 1,
            at_hours: 2,
            off_roads: 4,
            unclear: 4
        }
    );
    assert_eq!((network.bans().count(), report.counts.relations), (0, 11));
    assert_eq!(streets(&network), DIRECT);
}

/// A barrier where two roads meet goes before a turn there: who may pass it is all that is asked.
#[test]
fn a_turn_at_a_barrier_is_told_and_not_followed() {
    let corner = r#"<node id="9" lat="35.002" lon="111.002"><tag k="barrier" v="gate"/></node>
        <node id="10" lat="35.003" lon="111.002"/>
        <way id="9"><nd ref="3"/><nd ref="9"/><tag k="highway" v="primary"/></way>
        <way id="10"><nd ref="9"/><nd ref="10"/><tag k="highway" v="primary"/></way>"#;
    let ban = relation(
        &[("way", 9, "from"), ("node", 9, "via"), ("way", 10, "to")],
        &[("restriction", "no_straight_on")],
    );
    let (network, report) = network(&(corner.to_owned() + &ban), "light_vehicle");
    assert_eq!((network.barriers().len(), network.bans().count()), (1, 0));
    let unclear = TurnCounts {
        all: 1,
        unclear: 1,
        ..TurnCounts::default()
    };
    assert_eq!(report.turns, unclear);
}

#[test]
fn a_relation_that_restricts_nothing_is_passed_over() {
    let route =
        left(&[("restriction", "no_left_turn")]).replace("\"restriction\"/>", "\"route\"/>");
    let (network, report) = network(&route, "light_vehicle");
    assert_eq!(report.turns, TurnCounts::default());
    assert_eq!(
        (report.counts.relations, streets(&network)),
        (1, DIRECT.map(str::to_owned).to_vec())
    );
}

#[test]
fn a_packed_extract_says_the_same() {
    let nodes: Vec<encode::Node<'_>> = vec![
        (1, 1_110_000_000, 350_000_000, vec![]),
        (2, 1_109_990_000, 350_000_000, vec![]),
        (3, 1_110_000_000, 350_010_000, vec![]),
        (4, 1_110_010_000, 350_000_000, vec![]),
        (5, 1_110_000_000, 349_990_000, vec![]),
    ];
    let way = |id, from, to, name| {
        (
            id,
            vec![from, to],
            vec![("highway", "primary"), ("name", name)],
        )
    };
    let ways: Vec<encode::Way<'_>> = vec![
        way(2, 2, 1, "West"),
        way(3, 1, 3, "North"),
        way(4, 1, 4, "East"),
        way(5, 5, 1, "South"),
        way(6, 4, 3, "Corner"),
        (7, vec![2, 5], vec![("highway", "footway")]),
    ];
    let relations: Vec<encode::Relation<'_>> = vec![
        (
            vec![(1, 2, "from"), (0, 1, "via"), (1, 3, "to")],
            vec![("type", "restriction"), ("restriction", "no_left_turn")],
        ),
        (
            vec![(1, 3, "from"), (1, 4, "via"), (1, 2, "to")],
            vec![("type", "restriction"), ("restriction", "no_u_turn")],
        ),
        (vec![(2, 3, "")], vec![("type", "route")]),
    ];
    let content = block_with(&nodes, &ways, &relations, encode::Nodes::Dense);
    let file = [
        header(&["OsmSchema-V0.6", "DenseNodes"]),
        blob("OSMData", &content),
    ]
    .concat();
    let car = Profile::named("light_vehicle").unwrap();
    let extract = read_for(file.as_slice(), &Limits::default(), &car).unwrap();
    let (packed, report) = built(&extract, &car);
    assert_eq!(
        report.turns,
        TurnCounts {
            all: 2,
            followed: 1,
            over_ways: 1,
            ..TurnCounts::default()
        }
    );
    let (plain, _) = network(&left(&[("restriction", "no_left_turn")]), "light_vehicle");
    assert_eq!(packed, plain);
}
