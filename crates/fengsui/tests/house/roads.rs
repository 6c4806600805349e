//! 路网 roads are brought in beside a running server: they lie under the map and rank the force.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use base::Wgs84;
use serde_json::{Value, json};
use tiles::Tile;

use crate::decode;
use crate::registers::{on_each_engine, person_of};
use crate::roads_today::{a_closure_changes_every_answer, streets_are_served_by_hydrants};
use crate::server::{BINARY, Person, Server};

/// 盐湖区's middle, where the sample's stations are.
pub const MIDDLE: (f64, f64) = (111.0, 35.03);

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
        let none = dispatcher
            .get("/api/v1/map/way?from=111,35.03&to=111.01,35.03")
            .json();
        assert_eq!(
            (&none["way"], &none["missing"]),
            (&Value::Null, &json!("no_roads"))
        );
        assert_eq!(none["straight_metres"], 911.0);
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

        a_street_is_found_and_led_to(&dispatcher);
        who_is_reached_in_time(server, &dispatcher);
        a_closure_changes_every_answer(&dispatcher, &candidates);
        streets_are_served_by_hydrants(server, &dispatcher);

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

/// 可达圈 from a place and from all stations, and who lies beyond.
fn who_is_reached_in_time(server: &Server, dispatcher: &Person) {
    let reach = |question: &str| {
        let answer = dispatcher.get(&format!("/api/v1/map/reach?{question}"));
        assert_eq!(answer.status, 200, "{question}: {}", answer.text);
        answer.json()
    };
    let metres = |answer: &Value| answer["road_metres"].as_f64().unwrap();
    // A minute on the road from the middle: 50 km/h to two sides, 30 km/h to the others.
    let near = reach("at=111.0,35.03&minutes=2");
    let expected = 2.0 * (50.0 + 30.0) * 1_000.0 / 60.0;
    assert!((metres(&near) - expected).abs() < 5.0, "{near}");
    assert_eq!(near["ground"]["type"], "MultiPolygon");
    assert_eq!((&near["places"], &near["off_road"]), (&json!(1), &json!(0)));
    // All of the two minutes on the road; none of one.
    let sooner = reach("at=111.0,35.03&minutes=2&turnout_seconds=0");
    assert!((metres(&sooner) - 2.0 * expected).abs() < 5.0);
    assert_eq!(metres(&reach("at=111.0,35.03&minutes=1")), 0.0);
    let on_foot = reach("at=111.0,35.03&minutes=2&by=on_foot");
    assert!((metres(&on_foot) - 400.0).abs() < 5.0, "{on_foot}");
    assert_eq!(reach("at=112,36&minutes=5")["off_road"], 1);
    // From all stations there is more than from one.
    let stations = reach("layer=fire_station&minutes=5");
    assert!(stations["places"].as_u64().unwrap() > 1);
    assert!(metres(&stations) > metres(&near));

    let registrar = server.person("registrar1");
    for (name, longitude) in [
        ("路口商场", 111.001),
        ("城西粮库", 110.965),
        ("山中林场", 112.0),
    ] {
        let unit = json!({
            "name": name, "kind": "other", "region": "140802001", "address": "河东",
            "position": {"longitude": longitude, "latitude": 35.03},
        });
        let made = registrar.post("/api/v1/registers/unit", None, &unit);
        assert_eq!(made.status, 201, "{}", made.text);
    }
    let gaps = |question: &str| dispatcher.get(&format!("/api/v1/map/reach/gaps?{question}"));
    let beyond = gaps("of=unit&at=111.0,35.03&minutes=2").json();
    let titles: Vec<&str> = beyond["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["title"].as_str())
        .filter(|title| ["路口商场", "城西粮库", "山中林场"].contains(title))
        .collect();
    assert_eq!(titles, ["山中林场", "城西粮库"], "{beyond}");
    let far = &beyond["items"].as_array().unwrap().iter();
    let late = far.clone().find(|one| one["title"] == "城西粮库").unwrap();
    let seconds = late["seconds"].as_f64().unwrap();
    let drive = Wgs84::from_degrees(110.965, 35.03).unwrap();
    let drive = drive.distance(Wgs84::from_degrees(111.0, 35.03).unwrap()).0 / (50.0 / 3.6);
    assert!(
        (seconds - 60.0 - drive).abs() < 2.0,
        "{seconds} and {drive}"
    );
    assert!(
        far.clone()
            .any(|one| one["title"] == "山中林场" && one["seconds"].is_null())
    );
    let counted = |regions: &Value, what: &str| -> u64 {
        let all = regions.as_array().unwrap().iter();
        all.map(|one| one[what].as_u64().unwrap()).sum()
    };
    assert_eq!(
        counted(&beyond["regions"], "total"),
        beyond["total"].as_u64().unwrap()
    );
    assert_eq!(
        counted(&beyond["regions"], "reached"),
        beyond["reached"].as_u64().unwrap()
    );

    for wrong in [
        "minutes=5",
        "at=1,1&layer=unit&minutes=5",
        "at=1,1&minutes=0",
        "at=1,1&minutes=121",
        "at=1&minutes=5",
        "at=1,1&minutes=5&by=balloon",
    ] {
        let refused = dispatcher.get(&format!("/api/v1/map/reach?{wrong}"));
        assert_eq!(refused.status, 400, "{wrong}: {}", refused.text);
    }
    let refused = dispatcher.get("/api/v1/map/reach?layer=nonsense&minutes=5");
    assert_eq!(refused.status, 404, "{}", refused.text);
    // A layer that is no register's has places too.
    assert_eq!(reach("layer=incident&minutes=5")["places"], 1);
    // Numbers of the rows are added up, where rows say them.
    let people =
        gaps("of=region&of_where=level%3Dvillage&number=residents&at=111.0,35.03&minutes=5");
    assert_eq!(people.json()["number"], Value::Null, "{}", people.text);
    for wrong in ["of_where=level", "number=name", "of_where=nothing%3D1"] {
        let refused = gaps(&format!("of=region&{wrong}&at=111.0,35.03&minutes=5"));
        assert_eq!(refused.status, 400, "{wrong}: {}", refused.text);
    }
}

/// By characters, pinyin and initials, near first, and only what one may read; then the way there.
fn a_street_is_found_and_led_to(dispatcher: &Person) {
    let found = |person: &Person, question: &str| {
        let answer = person.get(&format!("/api/v1/map/places?{question}"));
        assert_eq!(answer.status, 200, "{question}: {}", answer.text);
        answer.json()["items"].as_array().unwrap().clone()
    };
    for words in ["解放路", "jiefang", "jfl"] {
        let all = found(dispatcher, &format!("q={words}&near=111.0,35.03"));
        let street = all.iter().find(|one| one["kind"] == "street");
        let street = street.unwrap_or_else(|| panic!("{words}: {all:?}"));
        assert_eq!(street["name"]["zh"], "解放路", "{words}");
        assert_eq!(street["region"]["zh"], "盐湖区");
        assert_eq!(street["distance_metres"], 0.0);
    }
    // A station by its initials, with the region it lies in; a county by the pack's place for it, told once.
    let stations = found(dispatcher, "q=tqz");
    let station = stations
        .iter()
        .find(|one| one["layer"] == "fire_station")
        .unwrap();
    assert_eq!(station["region"]["zh"], "盐湖区南城街道", "{station}");
    assert!(station["distance_metres"].is_null() && station["location"].is_object());
    let counties = found(dispatcher, "q=wanrongxian");
    assert_eq!(counties[0]["layer"], "region", "{counties:?}");
    assert_eq!(counties[0]["location"]["latitude"], 35.42816);
    let named = counties.iter().filter(|one| one["name"]["zh"] == "万荣县");
    assert_eq!(named.count(), 1);
    assert!(found(dispatcher, "q=%20").is_empty());
    assert_eq!(dispatcher.get("/api/v1/map/places?q=x&near=1").status, 400);
    assert_eq!(dispatcher.get("/api/v1/map/places").status, 400);

    let way = dispatcher
        .get("/api/v1/map/way?from=110.98,35.03&to=111.0,35.05")
        .json();
    let along = &way["way"];
    let streets: Vec<&str> = along["streets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run["name"].as_str().unwrap())
        .collect();
    assert_eq!(streets, ["解放路", "中银大道"], "{way}");
    let metres = along["distance_metres"].as_f64().unwrap();
    assert!((4_000.0..4_100.0).contains(&metres), "{metres}");
    assert_eq!(along["line"][0], json!([110.98, 35.03]));
    let off = dispatcher
        .get("/api/v1/map/way?from=110.98,35.03&to=112,36")
        .json();
    assert_eq!(off["missing"], "ends_off_road");
    assert_eq!(dispatcher.get("/api/v1/map/way?from=1,1").status, 400);
    told_in_a_table(dispatcher, &way);
}

/// A table says of each pair what the way says; of a place off the roads nothing, and a table that is too
/// large is refused.
fn told_in_a_table(dispatcher: &Person, way: &Value) {
    let asked = |body: &Value| dispatcher.post("/api/v1/map/table", None, body);
    let [here, there, nowhere] = [[110.98, 35.03], [111.0, 35.05], [112.0, 36.0]];
    let table = asked(&json!({"from": [here, nowhere], "to": [there, nowhere, here]})).json();
    let along = &way["way"];
    assert_eq!(
        table["seconds"][0][0],
        along["seconds"].as_f64().unwrap() as u64,
        "{table}"
    );
    assert_eq!(
        table["metres"][0][0],
        along["distance_metres"].as_f64().unwrap() as u64
    );
    assert_eq!(table["seconds"][0][1], Value::Null);
    assert_eq!(table["seconds"][0][2], 0);
    assert_eq!(table["seconds"][1], json!([null, null, null]));
    let on_foot = asked(&json!({"from": [here], "to": [there], "by": "on_foot"})).json();
    assert!(
        on_foot["seconds"][0][0].as_u64() > table["seconds"][0][0].as_u64(),
        "{on_foot}"
    );
    let many = vec![here; 501];
    for refused in [
        json!({"from": many, "to": many}),
        json!({"from": [], "to": [here]}),
        json!({"from": [[200.0, 0.0]], "to": [here]}),
    ] {
        assert_eq!(asked(&refused).status, 400, "{refused}");
    }
}

/// Rows are told to who may read them: a crew of another county's station sees none of these.
#[test]
fn places_are_narrowed_like_lists() {
    on_each_engine(|server| {
        let layers = |person: &Person| {
            let found = person.get("/api/v1/map/places?q=yangli&limit=50").json();
            let items = found["items"].as_array().unwrap().clone();
            let mut layers: Vec<String> = items
                .iter()
                .filter_map(|one| Some(one["layer"].as_str()?.to_owned()))
                .collect();
            layers.dedup();
            layers
        };
        assert!(layers(&server.person("dispatcher1")).contains(&"fire_station".to_owned()));
        let sets = json!({"areas": ["140881"]});
        let elsewhere = person_of(server, "elsewhere", "dispatcher", &sets);
        assert!(layers(&elsewhere).is_empty());
        let sets = json!({"unit": "01890000-0000-7000-8000-00000000000a"});
        let unit = person_of(server, "unit9", "unit_manager", &sets);
        assert!(
            layers(&unit).is_empty(),
            "a unit's keeper reads no stations"
        );
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
