//! `fengsui roads`, as somebody types it: a graph built, asked and exported, and what is wrong told by name.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::server::BINARY;

/// A square of some hundred metres, a gate in the middle of its southern side (2), a sign at its south-east
/// corner (3) that forbids to turn left, and an island.
const TOWN: &str = r#"<osm version="0.6">
  <node id="1" lon="111.000" lat="35.000"/>
  <node id="2" lon="111.004" lat="35.000"><tag k="barrier" v="lift_gate"/></node>
  <node id="3" lon="111.008" lat="35.000"/>
  <node id="4" lon="111.008" lat="35.006"/>
  <node id="5" lon="111.000" lat="35.006"/>
  <node id="6" lon="111.012" lat="35.000"/>
  <node id="8" lon="111.030" lat="35.000"/>
  <node id="9" lon="111.031" lat="35.000"/>
  <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="解放路"/></way>
  <way id="2"><nd ref="3"/><nd ref="4"/><tag k="highway" v="primary"/><tag k="name" v="东街"/></way>
  <way id="3"><nd ref="4"/><nd ref="5"/><tag k="highway" v="primary"/><tag k="name" v="北街"/></way>
  <way id="4"><nd ref="5"/><nd ref="1"/><tag k="highway" v="primary"/><tag k="name" v="西街"/></way>
  <way id="5"><nd ref="3"/><nd ref="6"/><tag k="highway" v="primary"/><tag k="name" v="解放东路"/></way>
  <way id="8"><nd ref="8"/><nd ref="9"/><tag k="highway" v="primary"/><tag k="name" v="岛上路"/></way>
  <relation id="1"><member type="way" ref="1" role="from"/><member type="node" ref="3" role="via"/>
    <member type="way" ref="2" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
</osm>"#;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A graph of the town, and what building it said.
    fn graph(&self, profile: &str) -> (PathBuf, Value) {
        let extract = self.file("town.osm", TOWN);
        let graph = self.folder.path().join(format!("{profile}.graph"));
        let built = build(&extract, &graph, &["--profile", profile, "--json"]);
        (graph, serde_json::from_str(&said(&built)).unwrap())
    }
}

fn roads(args: &[&str]) -> Output {
    let mut command = Command::new(BINARY);
    command.arg("roads").args(args).output().unwrap()
}

fn build(extract: &Path, graph: &Path, more: &[&str]) -> Output {
    let [extract, graph] = [extract, graph].map(|path| path.to_str().unwrap());
    roads(&[&["build", extract, "--out", graph], more].concat())
}

/// What a command that went well says.
fn said(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a command that was refused says.
fn refused(output: &Output) -> String {
    assert!(
        !output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn route(graph: &Path, from: &str, to: &str) -> Output {
    let graph = graph.to_str().unwrap();
    roads(&["route", graph, "--from", from, "--to", to, "--json"])
}

fn streets(route: &Value) -> Vec<&str> {
    let runs = route["streets"].as_array().unwrap();
    runs.iter()
        .map(|run| run["name"].as_str().unwrap())
        .collect()
}

const WEST: &str = "111.001,35.000";
const NORTH_EAST: &str = "111.008,35.005";

#[test]
fn a_graph_says_what_it_was_built_of() {
    let desk = Desk::new();
    let (graph, built) = desk.graph("fire_engine");
    assert_eq!(
        (&built["ways"], &built["ways_taken"]),
        (&json!(6), &json!(6))
    );
    let gate = json!({"all": 1, "free": 0, "delaying": 1, "closed": 0, "aside": 0});
    assert_eq!(built["barriers"], json!({"lift_gate": gate}));
    assert_eq!(built["turn_restrictions"]["followed"], 1);
    // The island, from one end to the other.
    assert_eq!(built["left_apart"], json!({"parts": 1, "junctions": 2}));
    assert_eq!(built["bytes"], std::fs::metadata(&graph).unwrap().len());
    let extract = desk.file("town.osm", TOWN);
    let words = said(&build(&extract, &desk.folder.path().join("other"), &[]));
    assert!(
        words.contains("lift_gate: 1 on roads, 0 free, 1 after a delay"),
        "{words}"
    );
    assert!(
        words.contains("2 junctions in 1 smaller parts stand apart"),
        "{words}"
    );
}

#[test]
fn an_engine_opens_a_gate_and_turns_where_a_car_may_not() {
    let desk = Desk::new();
    let (engine, _) = desk.graph("fire_engine");
    let way: Value = serde_json::from_str(&said(&route(&engine, WEST, NORTH_EAST))).unwrap();
    assert_eq!(streets(&way), ["解放路", "东街"]);
    // At 50 km/h, and 15 s for the gate.
    let driving = way["metres"].as_f64().unwrap() / (50.0 / 3.6);
    let seconds = way["seconds"].as_f64().unwrap();
    assert!(
        (seconds - driving - 15.0).abs() < 0.1,
        "{seconds} and {driving}"
    );
    let line = way["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!(line[0], json!([111.001, 35.0]));
    assert_eq!(line[line.len() - 1], json!([111.008, 35.005]));
    let (car, _) = desk.graph("light_vehicle");
    let way: Value = serde_json::from_str(&said(&route(&car, WEST, NORTH_EAST))).unwrap();
    assert_ne!(streets(&way)[..2], ["解放路", "东街"]);
    let words = roads(&[
        "route",
        engine.to_str().unwrap(),
        "--from",
        WEST,
        "--to",
        NORTH_EAST,
    ]);
    assert!(said(&words).contains("m  东街"));
}

#[test]
fn tables_circles_and_exports_agree_with_ways() {
    let desk = Desk::new();
    let (graph, built) = desk.graph("fire_engine");
    let graph = graph.to_str().unwrap();
    let from = desk.file(
        "from.csv",
        "name,lon,lat\na,111.001,35.000\nb,111.011,35.000\n",
    );
    let to = desk.file("to.csv", "lat,lon\n35.005,111.008\n");
    let [from, to] = [&from, &to].map(|path| path.to_str().unwrap());
    let table = said(&roads(&["matrix", graph, "--from", from, "--to", to]));
    let way: Value =
        serde_json::from_str(&said(&route(Path::new(graph), WEST, NORTH_EAST))).unwrap();
    let first: f64 = table.lines().next().unwrap().parse().unwrap();
    assert_eq!(
        (table.lines().count(), first),
        (2, way["seconds"].as_f64().unwrap())
    );
    let in_json = said(&roads(&[
        "matrix", graph, "--from", from, "--to", to, "--json",
    ]));
    let in_json: Value = serde_json::from_str(&in_json).unwrap();
    assert_eq!(in_json["seconds"][0][0], way["seconds"]);

    // A minute at 50 km/h to both sides, less what the gate takes on one of them, is less than the town.
    let circle = |more: &[&str]| -> Value {
        let asked = [
            "isochrone",
            graph,
            "--at",
            "111.0038,35.000",
            "--minutes",
            "0.5",
        ];
        serde_json::from_str(&said(&roads(&[&asked, more].concat()))).unwrap()
    };
    let forward = circle(&[]);
    let metres = forward["properties"]["road_metres"].as_f64().unwrap();
    let both_sides = 50.0 / 3.6 * (30.0 + 15.0);
    assert!(
        (metres - both_sides).abs() < 3.0,
        "{metres} and {both_sides}"
    );
    assert_eq!(forward["geometry"]["type"], "MultiPolygon");
    let back = circle(&["--reverse"])["properties"]["road_metres"]
        .as_f64()
        .unwrap();
    assert!((back - metres).abs() < 3.0);

    let [nodes, arcs] = ["nodes.csv", "arcs.csv"].map(|name| desk.folder.path().join(name));
    let [nodes, arcs] = [&nodes, &arcs].map(|path| path.to_str().unwrap());
    said(&roads(&["export", graph, "--nodes", nodes, "--arcs", arcs]));
    let lines = |path: &str| std::fs::read_to_string(path).unwrap().lines().count() as u64;
    assert_eq!(Some(lines(nodes) - 1), built["junctions"].as_u64());
    assert_eq!(Some(lines(arcs) - 1), built["arcs"].as_u64());
    // One direction of a gate takes its 15 s.
    let arcs = std::fs::read_to_string(arcs).unwrap();
    assert_eq!(
        arcs.lines().filter(|line| line.ends_with(",15000")).count(),
        2
    );
}

#[test]
fn places_that_lie_off_the_roads_are_told_with_their_distance() {
    let desk = Desk::new();
    let (graph, _) = desk.graph("fire_engine");
    // In the lake south of the town.
    let lake = refused(&route(&graph, "111.004,34.970", NORTH_EAST));
    assert!(
        lake.contains("--from") && lake.contains("lies 3336 m from the nearest road"),
        "{lake}"
    );
    let beyond = refused(&route(&graph, WEST, "111.004,35.456"));
    assert!(
        beyond.contains("--to") && beyond.contains("50038 m"),
        "{beyond}"
    );
    let nowhere = refused(&route(&graph, WEST, "10.0,50.0"));
    assert!(
        nowhere.contains("more than 100 km from any road"),
        "{nowhere}"
    );
    // On the island there is a road, and it leads nowhere: the next one that does lies 1.6 km off.
    let way: Value = serde_json::from_str(&said(&route(&graph, WEST, "111.030,35.000"))).unwrap();
    let off = way["off_road"]["to"].as_f64().unwrap();
    assert!((1_630.0..1_650.0).contains(&off), "{off}");
    let near = [
        "route",
        graph.to_str().unwrap(),
        "--from",
        WEST,
        "--to",
        "111.030,35.000",
        "--reach",
        "500",
    ];
    let island = refused(&roads(&near));
    assert!(island.contains("500 m are the most"), "{island}");
    for wrong in ["111.0", "35.0;111.0", "111.0,135.0"] {
        let said = refused(&route(&graph, wrong, WEST));
        assert!(
            said.contains("is no place") || said.contains("off the earth"),
            "{said}"
        );
    }
}

#[test]
fn extracts_that_are_none_are_refused_and_nothing_is_written() {
    let desk = Desk::new();
    let out = desk.folder.path().join("out.graph");
    let said = |content: &[u8]| {
        let extract = desk.file("extract", content);
        let said = refused(&build(&extract, &out, &[]));
        assert!(!out.exists());
        said
    };
    // The head of a PBF's first blob, which says that more of it follows.
    let cut = said(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18");
    assert!(
        cut.contains("ends within the head of blob 1, 16 bytes"),
        "{cut}"
    );
    let cut = said(TOWN.get(..TOWN.len() - 30).unwrap().as_bytes());
    assert!(cut.contains("ends within the XML"), "{cut}");
    let packed = said(b"\x1f\x8b\x08\x00");
    assert!(
        packed.contains("packed by gzip: unpack it first"),
        "{packed}"
    );
    let empty = said(br#"<osm version="0.6"><node id="1" lon="1" lat="1"/></osm>"#);
    assert!(empty.contains("holds no road for fire_engine"), "{empty}");
    let missing = refused(&build(Path::new("/nowhere/town.osm"), &out, &[]));
    assert!(
        missing.contains("cannot open /nowhere/town.osm"),
        "{missing}"
    );
}

#[test]
fn graphs_that_are_none_are_refused_by_name() {
    let desk = Desk::new();
    let (graph, _) = desk.graph("fire_engine");
    let whole = std::fs::read(&graph).unwrap();
    let said =
        |content: &[u8]| refused(&route(&desk.file("other.graph", content), WEST, NORTH_EAST));
    let cut = said(&whole[..whole.len() - 40]);
    assert!(
        cut.contains("ends after") && cut.contains("copy it again"),
        "{cut}"
    );
    let mut bytes = whole.clone();
    bytes[whole.len() / 2] ^= 1;
    let damaged = said(&bytes);
    assert!(damaged.contains("its SM3 digest is another"), "{damaged}");
    let mut bytes = whole;
    bytes[8] = 2;
    let old = said(&bytes);
    assert!(old.contains("has version 2; build it anew"), "{old}");
    let foreign = said(TOWN.as_bytes());
    assert!(
        foreign.contains("no road network of this program"),
        "{foreign}"
    );
}

#[test]
fn absurd_profiles_are_refused_with_their_bounds() {
    let desk = Desk::new();
    let extract = desk.file("town.osm", TOWN);
    let out = desk.folder.path().join("out.graph");
    let engine = include_str!("../../../roads/profiles/fire_engine.json");
    let with = |from: &str, to: &str| {
        assert!(engine.contains(from), "{from}");
        let profile = desk.file("profile.json", engine.replace(from, to));
        build(&extract, &out, &["--profile", profile.to_str().unwrap()])
    };
    let fast = refused(&with("\"motorway\": 80", "\"motorway\": 900"));
    assert!(
        fast.contains("speeds_kmh.motorway: 900 km/h is no speed on a road; give 1 to 150"),
        "{fast}"
    );
    let late = refused(&with(
        "\"locked\": { \"opens_in_s\": 60 }",
        "\"locked\": { \"opens_in_s\": 99999 }",
    ));
    assert!(
        late.contains("barriers.locked: nobody waits 99999 s") && late.contains("1 to 3600"),
        "{late}"
    );
    let unknown = refused(&with("\"turns\": \"ignored\"", "\"turns\": \"sometimes\""));
    assert!(unknown.contains("not the record"), "{unknown}");
    said(&with("\"motorway\": 80", "\"motorway\": 90"));
    let none = refused(&build(&extract, &out, &["--profile", "submarine"]));
    assert!(
        none.contains("there are fire_engine, light_vehicle"),
        "{none}"
    );
}
