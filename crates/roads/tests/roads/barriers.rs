//! Gates, bollards and the like: who passes them, after how long, and what stays reachable beside them.

use roads::{
    Arc, ArcId, BarrierCount, BarrierKind, Closures, Customised, Dijkstra, Hierarchy, Limits,
    Network, Profile, Report, Snap, Swift, Terms, Weight, covered, read_for,
};

/// A lane of two pieces with something in its middle (2), a way around it of twice its length, and a lane
/// that ends at 6 behind what stands at 5.
fn extract(middle: &str, end: &str) -> String {
    format!(
        r#"<osm version="0.6">
  <node id="1" lat="35.000" lon="111.000"/>
  <node id="2" lat="35.000" lon="111.001">{middle}</node>
  <node id="3" lat="35.000" lon="111.002"/>
  <node id="4" lat="35.002" lon="111.001"/>
  <node id="5" lat="34.999" lon="111.002">{end}</node>
  <node id="6" lat="34.998" lon="111.002"/>
  <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Lane"/></way>
  <way id="2"><nd ref="1"/><nd ref="4"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Around"/></way>
  <way id="3"><nd ref="3"/><nd ref="5"/><nd ref="6"/><tag k="highway" v="residential"/><tag k="name" v="End"/></way>
</osm>"#
    )
}

fn barrier(kind: &str, words: &[(&str, &str)]) -> String {
    let words = words.iter();
    let words: String = words
        .map(|(key, value)| format!(r#"<tag k="{key}" v="{value}"/>"#))
        .collect();
    format!(r#"<tag k="barrier" v="{kind}"/>{words}"#)
}

fn network(document: &str, profile: &str) -> (Network, Report) {
    let profile = Profile::named(profile).unwrap();
    let extract = read_for(document.as_bytes(), &Limits::default(), &profile).unwrap();
    Network::of(&extract, &profile.speeds()).unwrap()
}

/// The beginning or the end of a street by name.
fn at(network: &Network, street: &str, is_end: bool) -> Snap {
    let ids = (0..u32::try_from(network.arcs().len()).unwrap()).map(ArcId);
    let mut ids = ids.filter(|id| network.name(network.stretch_of(*id).unwrap()) == street);
    let id = if is_end { ids.next_back() } else { ids.next() }.unwrap();
    let arc = network.arc(id).unwrap();
    let stretch = network.stretch(arc.stretch).unwrap();
    let along = network.arcs_of(arc.stretch)[0].unwrap();
    let end = if is_end { stretch.length_mm } else { 0 };
    Snap::on_arc(network, along, end).unwrap()
}

/// Milliseconds from one end of the lane to the other, as Dijkstra and the hierarchy have it, and the streets.
fn through(network: &Network) -> (u64, Vec<String>) {
    let lane = |longitude: f64| {
        let index = roads::SnapIndex::new(network);
        let place = base::Wgs84::from_degrees(longitude, 35.0).unwrap();
        index.nearest(network, place, base::Metres(10.0)).unwrap()
    };
    let (from, to) = (lane(111.0005), lane(111.0015));
    let route = Dijkstra::new(network)
        .route(&from, &to, &Terms::default())
        .unwrap();
    let hierarchy = Hierarchy::of(network).unwrap();
    let costs = Customised::of(&hierarchy, network, Weight::Time, &Closures::none());
    let swift = Swift::new(network, &hierarchy, &costs)
        .route(&from, &to)
        .unwrap();
    assert_eq!(swift.cost, route.cost);
    let legs = route.legs.iter().map(|leg| leg.cost(network).time_ms);
    assert_eq!(legs.sum::<u64>(), route.cost.time_ms);
    let streets = route.streets(network);
    let sum = streets.iter().map(|run| run.cost.time_ms);
    assert_eq!(sum.sum::<u64>(), route.cost.time_ms);
    let names = streets.iter().map(|run| run.name.to_owned());
    (route.cost.time_ms, names.collect())
}

#[test]
fn a_crew_opens_a_gate_or_drives_around_it() {
    // Open to all, and a junction for those to whom it is not.
    let open = barrier("gate", &[("motor_vehicle", "yes")]);
    let (open, _) = network(&extract(&open, ""), "fire_engine");
    let (time, streets) = through(&open);
    assert_eq!(streets, ["Lane"]);
    // 30 s for a gate against some 45 s around it.
    let (gated, _) = network(&extract(&barrier("gate", &[]), ""), "fire_engine");
    assert_eq!(through(&gated), (time + 30_000, vec!["Lane".to_owned()]));
    let locked = barrier("gate", &[("locked", "yes")]);
    let (locked, _) = network(&extract(&locked, ""), "fire_engine");
    let (around, streets) = through(&locked);
    assert_eq!(streets, ["Lane", "Around", "Lane"]);
    assert!((time + 30_000..time + 60_000).contains(&around));
    let bollard = barrier("bollard", &[]);
    let (bollard, _) = network(&extract(&bollard, ""), "fire_engine");
    assert_eq!(through(&bollard).0, around);
    let let_in = barrier("bollard", &[("emergency", "yes")]);
    let (let_in, _) = network(&extract(&let_in, ""), "fire_engine");
    assert_eq!(through(&let_in).0, time + 15_000);
}

#[test]
fn what_hinders_nobody_is_no_junction() {
    let plain = network(&extract("", ""), "fire_engine").0;
    let (kerb, report) = network(&extract(&barrier("kerb", &[]), ""), "fire_engine");
    assert_eq!(kerb, plain);
    let counted = BarrierCount {
        kind: BarrierKind::Kerb,
        all: 1,
        free: 1,
        delaying: 0,
        closed: 0,
        aside: 0,
    };
    assert_eq!(report.barriers, [counted]);
}

#[test]
fn one_network_serves_an_engine_and_those_on_foot() {
    let bollard = barrier("bollard", &[("motor_vehicle", "no")]);
    let (engine, _) = network(&extract(&bollard, ""), "fire_engine");
    let foot = engine
        .clone()
        .moved_by(&Profile::named("micro_station").unwrap());
    assert_eq!(through(&foot).1, ["Lane"]);
    let cart = engine
        .clone()
        .moved_by(&Profile::named("electric_cart").unwrap());
    assert_eq!(through(&cart).1, ["Lane"]);
    let car = engine
        .clone()
        .moved_by(&Profile::named("light_vehicle").unwrap());
    assert_eq!(through(&car).1, ["Lane", "Around", "Lane"]);
    let back = foot.moved_by(&Profile::named("fire_engine").unwrap());
    assert_eq!(back, engine);
    // Another table of speeds opens no barrier.
    let fast = engine
        .clone()
        .at_speeds(&Profile::named("light_vehicle").unwrap().speeds());
    assert_eq!(through(&fast).1, ["Lane", "Around", "Lane"]);
}

#[test]
fn both_sides_of_a_closed_barrier_are_reached_and_the_far_one_is_a_part_of_its_own() {
    let bollard = barrier("bollard", &[]);
    let (network, report) = network(&extract("", &bollard), "fire_engine");
    // 1, 3 and 5 on one side; the copy of 5 and 6 on the other.
    assert_eq!((report.strong.parts, report.strong.junctions), (2, 3));
    assert_eq!(report.weak.parts, 2);
    assert_eq!((report.stretches, network.stretches().len()), (4, 4));
    assert_eq!(report.arcs, network.arcs().len());
    let barred: Vec<&Arc> = network
        .arcs()
        .iter()
        .filter(|arc| arc.is_barred())
        .collect();
    assert!(barred.len() == 2 && barred.iter().all(|arc| network.is_link(arc.stretch)));
    let (from, beyond) = (at(&network, "Lane", false), at(&network, "End", true));
    let mut dijkstra = Dijkstra::new(&network);
    assert_eq!(dijkstra.route(&from, &beyond, &Terms::default()), None);
    let area = dijkstra.area(&from, &Terms::default());
    let parts = covered(&network, &area);
    // Up to the bollard and not beyond: both lanes, the first half of the last, and no link.
    assert_eq!(parts.len(), 3);
    let parts = network.strong_parts();
    let leads_on = network.stretches().iter().zip((0..).map(roads::StretchId));
    let leads_on: Vec<bool> = leads_on
        .map(|(_, id)| parts.lead_on(&network, id))
        .collect();
    assert_eq!(leads_on, [true, true, true, false]);
}

/// Where three roads meet, nobody knows which of them a bollard closes; where a road ends, nothing is passed.
#[test]
fn what_stops_nothing_is_counted_aside() {
    let crossing = extract("", "").replace(
        r#"<node id="3" lat="35.000" lon="111.002"/>"#,
        r#"<node id="3" lat="35.000" lon="111.002"><tag k="barrier" v="bollard"/></node>"#,
    );
    let dead_end = crossing.replace(
        r#"<node id="6" lat="34.998" lon="111.002"/>"#,
        r#"<node id="6" lat="34.998" lon="111.002"><tag k="barrier" v="gate"/></node>"#,
    );
    let (network, report) = network(&dead_end, "fire_engine");
    let counted: Vec<_> = report
        .barriers
        .iter()
        .map(|count| (count.kind, count.all, count.aside))
        .collect();
    assert_eq!(
        counted,
        [(BarrierKind::Gate, 1, 1), (BarrierKind::Bollard, 1, 1)]
    );
    assert!(network.barriers().is_empty());
    assert!(network.arcs().iter().all(|arc| !arc.is_barred()));
    assert_eq!(through(&network).1, ["Lane"]);
}

/// A ring with a gate where it begins: both of its ends are one way's.
#[test]
fn a_ring_is_cut_at_its_gate() {
    let ring = r#"<osm version="0.6">
  <node id="1" lat="35.000" lon="111.000"><tag k="barrier" v="bollard"/></node>
  <node id="2" lat="35.000" lon="111.001"/>
  <node id="3" lat="35.001" lon="111.001"/>
  <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="highway" v="residential"/></way>
</osm>"#;
    let (network, report) = network(ring, "fire_engine");
    assert_eq!((report.junctions, report.barriers[0].closed), (2, 1));
    let along = network.arcs_of(roads::StretchId(0))[0].unwrap();
    let length = network.arc(along).unwrap().length_mm;
    let on = |mm| Snap::on_arc(&network, along, mm).unwrap();
    let route = Dijkstra::new(&network).route(&on(length - 1_000), &on(1_000), &Terms::default());
    assert_eq!(route.unwrap().cost.length_mm, u64::from(length - 2_000));
}

#[test]
fn of_one_profile_a_saved_network_is_read_back_as_it_was() {
    let gates = extract(
        &barrier("gate", &[("access", "private"), ("locked", "yes")]),
        &barrier("bollard", &[]),
    );
    for profile in Profile::names() {
        let (network, _) = network(&gates, profile);
        assert_eq!(network.barriers().len(), 2);
        let hierarchy = Hierarchy::of(&network).unwrap();
        let mut file = Vec::new();
        network.write_with(hierarchy.order(), &mut file).unwrap();
        let (again, order) = Network::read_with_order(file.as_slice()).unwrap();
        assert_eq!((again, order.as_slice()), (network, hierarchy.order()));
    }
}
