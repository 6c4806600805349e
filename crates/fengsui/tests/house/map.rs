//! 一张图 over HTTP: tiles against a list of everything, groups that count right, who sees what, tags,
//! GeoJSON with its limits, addresses that are no tile.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use base::Wgs84;
use serde_json::{Value, json};
use tiles::Tile;

use crate::decode;
use crate::registers::{WATER, hydrant, on_each_engine};
use crate::server::{Answer, Person, Server};

const PASSWORD: &str = "correct horse battery";

fn person_of(server: &Server, name: &str, role: &str, sets: &Value) -> Person {
    let account = json!({
        "username": name, "display_name": name, "role": role, "sets": sets, "password": PASSWORD,
    });
    let made = server
        .person("admin")
        .post("/api/v1/accounts", None, &account);
    assert_eq!(made.status, 201, "{}", made.text);
    server.person_with(name, PASSWORD)
}

/// A source of water at a place; gives its id.
fn make(
    keeper: &Person,
    name: &str,
    region: &str,
    state: &str,
    (east, north): (f64, f64),
) -> String {
    let mut row = hydrant(name, region);
    row["state"] = json!(state);
    row["remarks"] = json!("说明");
    row["position"] = json!({"longitude": east, "latitude": north});
    let made = keeper.post(WATER, None, &row);
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().unwrap().to_owned()
}

fn tile_at(z: u8, east: f64, north: f64) -> String {
    let tile = Tile::of(z, Wgs84::from_degrees(east, north).unwrap()).unwrap();
    let (x, y) = tile.place();
    format!("/api/v1/map/tiles/water_source/{z}/{x}/{y}")
}

fn ids(answer: &Answer) -> BTreeSet<String> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let places = decode::features(&answer.bytes, "places");
    places
        .iter()
        .map(|one| one.text("id").unwrap().to_owned())
        .collect()
}

fn counted(answer: &Answer) -> u64 {
    let groups = decode::features(&answer.bytes, "groups");
    let of_groups: u64 = groups.iter().map(|one| one.number("count").unwrap()).sum();
    of_groups + ids(answer).len() as u64
}

#[test]
fn a_tile_holds_what_stands_in_it_and_groups_what_stands_close() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let (east, north) = (111.0, 35.02);
        let mut all = Vec::new();
        for at in 0..30 {
            let step = f64::from(at);
            let place = (east + step * 0.0004, north + step * 0.0002);
            let state = if at % 2 == 0 { "intact" } else { "broken" };
            all.push((
                make(&keeper, &format!("栓{at}"), "140802001", state, place),
                place,
            ));
        }
        for z in [14, 16, 18] {
            let path = tile_at(z, east, north);
            let tile = Tile::of(z, Wgs84::from_degrees(east, north).unwrap()).unwrap();
            let inside = |(east, north): (f64, f64)| {
                tile.bounds()
                    .contains(Wgs84::from_degrees(east, north).unwrap())
            };
            let expected = all.iter().filter(|(_, place)| inside(*place));
            let expected: BTreeSet<_> = expected.map(|(id, _)| id.clone()).collect();
            assert!(!expected.is_empty());
            assert_eq!(ids(&keeper.get(&path)), expected, "{path}");
        }
        // From afar they are groups, whose counts are all there are.
        for z in [0, 6, 10, 11] {
            let answer = keeper.get(&tile_at(z, east, north));
            assert_eq!(counted(&answer), 30, "zoom {z}");
            assert!(!decode::features(&answer.bytes, "groups").is_empty());
            let broken = keeper.get(&format!("{}?state=broken", tile_at(z, east, north)));
            assert_eq!(counted(&broken), 15, "zoom {z}");
        }
        let near = keeper.get(&tile_at(16, east, north));
        let first = &decode::features(&near.bytes, "places")[0];
        assert!(first.text("title").unwrap().starts_with('栓'));
        assert!(["intact", "broken"].contains(&first.text("word").unwrap()));
        let nowhere = keeper.get("/api/v1/map/tiles/water_source/12/0/0");
        assert_eq!((nowhere.status, nowhere.bytes.len()), (200, 0));
    });
}

#[test]
fn an_unchanged_tile_is_not_sent_again_and_a_changed_one_is() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let place = (111.0, 35.02);
        make(&keeper, "一", "140802001", "intact", place);
        let path = tile_at(16, place.0, place.1);
        let first = keeper.get(&path);
        let tag = settled(&keeper, &path, &first);
        // What changes elsewhere leaves it as it is.
        let unit =
            json!({"name": "市二中", "kind": "school", "region": "140802001", "address": "南"});
        let made = keeper.post("/api/v1/registers/unit", None, &unit);
        assert_eq!(made.status, 201, "{}", made.text);
        let again = keeper.send("GET", &path, Some(&tag), None);
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        make(&keeper, "二", "140802001", "intact", place);
        let began = Instant::now();
        let changed = loop {
            let answer = keeper.send("GET", &path, Some(&tag), None);
            if answer.status == 200 {
                break answer;
            }
            assert!(began.elapsed() < Duration::from_secs(5), "it never changes");
        };
        assert_eq!(ids(&changed).len(), 2);
        // A tag is no key: somebody who sees less is not told that nothing changed.
        let other = person_of(
            server,
            "grid9",
            "grid_worker",
            &json!({"areas": ["140821"]}),
        );
        let answer = other.send("GET", &path, changed.etag.as_deref(), None);
        assert_eq!((answer.status, ids(&answer).len()), (200, 0));
    });
}

/// The tag once what was written is sealed.
fn settled(person: &Person, path: &str, first: &Answer) -> String {
    let mut tag = first.etag.clone();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(300));
        let again = person.get(path);
        if again.etag == tag
            && let Some(stays) = again.etag
        {
            return stays;
        }
        tag = again.etag;
    }
    panic!("the tile has no tag that stays");
}

#[test]
fn everybody_sees_their_areas_and_the_layers_of_their_role() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let place = (111.0, 35.02);
        let here = make(&keeper, "盐湖", "140802001", "intact", place);
        let there = make(&keeper, "临猗", "140821100", "intact", place);
        let path = tile_at(16, place.0, place.1);
        let list = "/api/v1/map/layers/water_source?bbox=110,34,112,36";
        let grid = person_of(
            server,
            "grid8",
            "grid_worker",
            &json!({"areas": ["140802001"]}),
        );
        let whole = person_of(server, "leader8", "leader", &json!({}));
        for (person, seen) in [(&grid, vec![&here]), (&whole, vec![&here, &there])] {
            let expected: BTreeSet<String> = seen.into_iter().cloned().collect();
            assert_eq!(ids(&person.get(&path)), expected);
            let far = person.get(&tile_at(3, place.0, place.1));
            assert_eq!(counted(&far), expected.len() as u64);
            let features = person.get(list).json();
            let features = features["features"].as_array().unwrap().iter();
            let listed: BTreeSet<_> = features
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(listed, expected);
        }
        // Who is bound to a unit has no part in what knows no unit, and who may not read a register
        // has no layer of it.
        let unit = json!({"unit": "01890000-0000-7000-8000-00000000000a"});
        let manager = person_of(server, "unit8", "unit_manager", &unit);
        assert_eq!(manager.get(&path).status, 403);
        let keys = |person: &Person| -> Vec<String> {
            let layers = person.get("/api/v1/map/layers").json();
            let layers = layers["items"].as_array().unwrap().iter();
            layers
                .map(|one| one["key"].as_str().unwrap().to_owned())
                .collect()
        };
        assert!(!keys(&manager).contains(&"water_source".to_owned()));
        assert!(keys(&manager).contains(&"unit".to_owned()));
        assert!(keys(&whole).contains(&"position".to_owned()));
        assert!(!keys(&grid).contains(&"position".to_owned()));
    });
}

#[test]
fn features_are_asked_like_a_list_and_come_in_bounds() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        for (at, place) in [
            (111.0, 35.0),
            (111.1, 35.1),
            (179.9, -17.0),
            (-179.9, -17.0),
        ]
        .into_iter()
        .enumerate()
        {
            make(
                &keeper,
                &format!("解放路{at}"),
                "140802001",
                "intact",
                place,
            );
        }
        let ask =
            |question: &str| keeper.get(&format!("/api/v1/map/layers/water_source?{question}"));
        let number = |question: &str| {
            let answer = ask(question);
            assert_eq!(answer.status, 200, "{question}: {}", answer.text);
            answer.json()["features"].as_array().unwrap().len()
        };
        assert_eq!(number(""), 4);
        assert_eq!(number("bbox=110,34,112,36"), 2);
        assert_eq!(number("bbox=179,-18,-179,-16"), 2);
        assert_eq!(number("bbox=111,35,111,35"), 1);
        assert_eq!(number("search=jfl1"), 1);
        assert_eq!(number("state=broken"), 0);
        assert_eq!(number("limit=3"), 3);
        assert_eq!(ask("limit=3").json()["more"], true);
        assert_eq!(ask("limit=4").json()["more"], false);
        let one = ask("bbox=111,35,111,35").json()["features"][0].clone();
        assert_eq!(one["geometry"]["coordinates"], json!([111.0, 35.0]));
        assert_eq!(one["properties"]["title"], "解放路0");
        assert_eq!(one["properties"]["word"], "intact");
        for wrong in [
            "bbox=1,2,3",
            "bbox=1,2,3,4,5",
            "bbox=a,b,c,d",
            "bbox=1,9,2,3",
            "bbox=999,0,1,1",
            "bbox=nan,0,1,1",
            "limit=0",
            "limit=5001",
            "limit=-1",
            "nothing=1",
            "state.like=x",
        ] {
            let answer = ask(wrong);
            assert_eq!(answer.status, 400, "{wrong}: {}", answer.text);
        }
    });
}

#[test]
fn what_is_no_tile_is_not_found() {
    let server = Server::start(&crate::server::On::Sqlite);
    let leader = server.person("leader1");
    for (rest, status) in [
        ("water_source/0/0/0", 200),
        ("water_source/22/4194303/4194303", 200),
        ("water_source/23/0/0", 404),
        ("water_source/3/8/0", 404),
        ("water_source/3/0/8", 404),
        ("water_source/-1/0/0", 404),
        ("water_source/256/0/0", 404),
        ("water_source/0/4294967296/0", 404),
        ("water_source/0/0/0.pbf", 404),
        ("water_source/0/0/%00", 404),
        ("water_source/1e3/0/0", 404),
        ("nothing/0/0/0", 404),
        ("journal_entry/0/0/0", 404),
        ("organisation/0/0/0", 404),
        ("..%2F..%2Fwater_source/0/0/0", 404),
        ("water_source/0/0/0?nothing=1", 400),
        ("position/0/0/0", 200),
        ("fire_station/0/0/0", 200),
    ] {
        let answer = leader.get(&format!("/api/v1/map/tiles/{rest}"));
        assert_eq!(answer.status, status, "{rest}: {}", answer.text);
    }
    // The sample's stations are there, from afar and near.
    let listed = leader.get("/api/v1/registers/fire_station").json()["items"]
        .as_array()
        .unwrap()
        .len();
    assert!(listed > 0);
    let drawn = leader.get("/api/v1/map/tiles/fire_station/0/0/0");
    assert_eq!(counted(&drawn), listed as u64);
}

#[test]
fn the_base_map_comes_from_the_pack_with_its_sources() {
    let server = Server::start(&crate::server::On::Sqlite);
    let leader = server.person("leader1");
    let base = leader.get("/api/v1/map/base");
    let body = base.json();
    assert_eq!(body["outlines"]["features"].as_array().unwrap().len(), 13);
    assert_eq!(body["sources"].as_array().unwrap().len(), 2);
    assert!(
        body["sources"][1]["en"]
            .as_str()
            .unwrap()
            .contains("GeoNames")
    );
    let again = leader.send("GET", "/api/v1/map/base", base.etag.as_deref(), None);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
}
