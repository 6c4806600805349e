//! 路网 roads are brought in beside a running server: they lie under the map and rank the force.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use base::Wgs84;
use serde_json::{Value, json};
use tiles::Tile;

use crate::decode;
use crate::registers::on_each_engine;
use crate::server::{BINARY, Server};

/// 盐湖区's middle, where the sample's stations are.
const MIDDLE: (f64, f64) = (111.0, 35.03);

/// A street from west to east through the middle and one from south to north, three kilometres each way.
fn extract() -> String {
    let (east, north) = MIDDLE;
    let nodes = [
        (1, -0.04, 0.0),
        (2, 0.0, 0.0),
        (3, 0.04, 0.0),
        (4, 0.0, -0.03),
        (5, 0.0, 0.03),
    ];
    let nodes = nodes.map(|(id, x, y)| {
        format!(
            r#"<node id="{id}" lon="{:.4}" lat="{:.4}"/>"#,
            east + x,
            north + y
        )
    });
    let way = |id: i32, through: [i32; 3], name: &str, class: &str| {
        let through: String = through
            .map(|node| format!(r#"<nd ref="{node}"/>"#))
            .concat();
        format!(
            r#"<way id="{id}">{through}<tag k="highway" v="{class}"/><tag k="name" v="{name}"/></way>"#
        )
    };
    format!(
        r#"<?xml version="1.0"?><osm version="0.6">{}{}{}</osm>"#,
        nodes.concat(),
        way(10, [1, 2, 3], "解放路", "primary"),
        way(11, [4, 2, 5], "中银大道", "residential"),
    )
}

fn import(file: &Path, data: &Path) -> Output {
    let mut command = Command::new(BINARY);
    command
        .args(["import", "osm"])
        .arg(file)
        .arg("--data")
        .arg(data);
    command.output().unwrap()
}

fn open_incident(server: &Server) -> String {
    let (longitude, latitude) = MIDDLE;
    let call = json!({
        "kind": "fire", "level": 1, "address": "解放路1号",
        "location": {"longitude": longitude, "latitude": latitude},
    });
    let opened = server
        .person("dispatcher1")
        .post("/api/v1/incidents", None, &call);
    assert_eq!(opened.status, 201, "{}", opened.text);
    opened.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn roads_come_in_beside_a_running_server() {
    on_each_engine(|server| {
        let dispatcher = server.person("dispatcher1");
        let under = || dispatcher.get("/api/v1/map/roads").json()["roads"].clone();
        assert_eq!(under(), Value::Null);
        let incident = open_incident(server);
        let candidates = || {
            let path = format!("/api/v1/incidents/{incident}/candidates");
            dispatcher.get(&path).json()["items"]
                .as_array()
                .unwrap()
                .clone()
        };
        let timed = |one: &&Value| one["available"] == true && !one["travel_seconds"].is_null();
        let before = candidates();
        assert!(
            before
                .iter()
                .filter(timed)
                .all(|one| one["straight_line"] == true)
        );

        let file = server.data.join("town.osm");
        std::fs::write(&file, extract()).unwrap();
        let done = import(&file, &server.data);
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(
            done.status.success() && said.contains("network: 5 junctions, 4 stretches, 8 arcs"),
            "{said}"
        );
        let began = Instant::now();
        while under().is_null() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "the roads are not put to use"
            );
            std::thread::sleep(Duration::from_millis(200));
        }
        let source = under()["source"]["en"].clone();
        assert!(
            source.as_str().unwrap().contains("OpenStreetMap"),
            "{source}"
        );

        // Everybody near a street has a time on the road, and is ranked by it.
        let after = candidates();
        let by_road: Vec<f64> = after
            .iter()
            .filter(timed)
            .filter(|one| one["straight_line"] == false)
            .map(|one| one["travel_seconds"].as_f64().unwrap())
            .collect();
        assert!(by_road.len() > 5, "{after:?}");
        assert!(by_road.is_sorted());

        // They lie under the map, the greater ones from farther away.
        let place = Wgs84::from_degrees(MIDDLE.0, MIDDLE.1).unwrap();
        let tile = |zoom: u8| {
            let (x, y) = Tile::of(zoom, place).unwrap().place();
            dispatcher.get(&format!("/api/v1/map/roads/{zoom}/{x}/{y}"))
        };
        let names = |zoom: u8| {
            let answer = tile(zoom);
            let roads = decode::features(&answer.bytes, "roads");
            let mut names: Vec<String> = roads
                .iter()
                .filter_map(|one| Some(one.text("name")?.to_owned()))
                .collect();
            names.sort();
            names.dedup();
            (roads.len(), names)
        };
        assert_eq!(names(8).0, 0);
        assert_eq!(names(10), (2, vec![]));
        let named = ["中银大道", "解放路"].map(str::to_owned).to_vec();
        assert_eq!(names(14).1, named);
        let off = dispatcher.get("/api/v1/map/roads/14/0/0");
        assert!(off.status == 200 && decode::features(&off.bytes, "roads").is_empty());
        assert_eq!(dispatcher.get("/api/v1/map/roads/1/9/9").status, 404);
    });
}

#[test]
fn what_is_no_extract_is_refused_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |text: &[u8]| {
        let file = folder.path().join("extract");
        std::fs::write(&file, text).unwrap();
        let done = import(&file, folder.path());
        assert!(!done.status.success());
        assert!(!folder.path().join("roads").exists());
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let whole = extract();
    let cut = refused(whole.get(..whole.len() - 60).unwrap().as_bytes());
    assert!(cut.contains("is not brought in"), "{cut}");
    let garbage = refused(b"\x00\x01 nothing of the kind");
    assert!(garbage.contains("is not brought in"), "{garbage}");
    let empty = refused(br#"<?xml version="1.0"?><osm version="0.6"></osm>"#);
    assert!(
        empty.contains("no road that an engine may drive on"),
        "{empty}"
    );
}
