//! What hinders on the roads, and what stands along them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::roads::MIDDLE;
use crate::server::{Person, Server};

/// 道路与水源: how much of the streets one hydrant serves, and a broken one none.
pub fn streets_are_served_by_hydrants(server: &Server, dispatcher: &Person) {
    let streets = |question: &str| {
        let answer = dispatcher.get(&format!("/api/v1/map/streets{question}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    };
    let registrar = server.person("registrar1");
    for (name, state, longitude) in [("XH-1", "intact", 111.0), ("XH-2", "broken", 111.01)] {
        let hydrant = json!({
            "name": name, "kind": "hydrant", "state": state, "region": "140802001", "address": "解放路",
            "position": {"longitude": longitude, "latitude": 35.03}, "checked_on": "2026-01-01",
            "remarks": "阀门锈死",
        });
        let made = registrar.post("/api/v1/registers/water_source", None, &hydrant);
        assert_eq!(made.status, 201, "{}", made.text);
    }
    // Two roads in the open are no town by the usual measure.
    let usual = streets("");
    assert_eq!(
        (&usual["known"], &usual["counties"]),
        (&json!(true), &json!([]))
    );
    let all = streets("?built_up=0.5");
    let [county] = &all["counties"].as_array().unwrap()[..] else {
        panic!("one county: {all}");
    };
    let number = |what: &str| county[what].as_f64().unwrap();
    assert_eq!(
        (&county["region"], &county["hydrants"]),
        (&json!("140802"), &json!(1))
    );
    // Seven kilometres each way, less their ends, where a square holds too little road.
    assert!((10.0..14.0).contains(&number("street_km")), "{county}");
    assert!((number("served_km") - 0.6).abs() < 0.15, "{county}");
    assert!((number("spaced_km") - 0.2).abs() < 0.15, "{county}");
    assert!(
        number("density") > 0.5 && number("built_up_km2") > 1.0,
        "{county}"
    );
    assert_eq!(county["worst"][0]["name"], "解放路");
    assert_eq!(all["bare"]["type"], "MultiLineString");
    assert_eq!(all["bare"]["coordinates"].as_array().unwrap().len(), 4);
    let pieces = |bbox: &str| {
        let answer = streets(&format!("/bare?built_up=0.5&bbox={bbox}"));
        answer["bare"]["coordinates"].as_array().unwrap().len()
    };
    let [everywhere, to_the_east, beside] = [
        "110.8,34.9,111.2,35.2",
        "111.02,35.02,111.03,35.04",
        "110.5,34.9,110.6,35",
    ]
    .map(pieces);
    assert_eq!((everywhere, beside), (4, 0));
    assert!((1..4).contains(&to_the_east), "{to_the_east}");
    for wrong in [
        "?radius=5",
        "?spacing=2000",
        "?built_up=0",
        "?unknown=1",
        "/bare",
        "/bare?bbox=110,34",
        "/bare?bbox=110,34,112,36",
    ] {
        assert_eq!(
            dispatcher
                .get(&format!("/api/v1/map/streets{wrong}"))
                .status,
            400,
            "{wrong}"
        );
    }
}

/// 道路管制 seen before it is entered, in force within a second, and over when its time is.
pub fn a_closure_changes_every_answer(dispatcher: &Person, candidates: &dyn Fn() -> Vec<Value>) {
    let (east, north) = MIDDLE;
    let way = || {
        let answer = dispatcher.get("/api/v1/map/way?from=110.97,35.03&to=111.03,35.03");
        answer.json()["missing"].clone()
    };
    assert_eq!(way(), Value::Null);
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(x, y)| json!([east + x * 0.0005, north + y * 0.0005]));
    let effect = |question: &Value| dispatcher.post("/api/v1/map/closure-effect", None, question);
    let told = effect(&json!({"area": corners, "effect": "closed"}));
    assert_eq!(told.status, 200, "{}", told.text);
    let told = told.json();
    assert_eq!(
        (&told["region"], &told["stretches"]),
        (&json!("140802"), &json!(4))
    );
    assert_eq!(told["names"], json!(["中银大道", "解放路"]));
    let reached = &told["reached"];
    let count = |what: &str| reached[what].as_u64().unwrap();
    assert!(
        count("cut_off") > 0 && count("in_time_with") < count("in_time_without"),
        "{told}"
    );
    assert_eq!(reached["items"][0]["seconds_with"], Value::Null);
    // Nobody entered it: nothing has changed. Half the speed cuts nobody off.
    assert_eq!(way(), Value::Null);
    let slow = effect(&json!({"area": corners, "effect": "slow", "speed_percent": 50})).json();
    assert_eq!(slow["reached"]["cut_off"], 0);
    assert!(slow["reached"]["later"].as_u64().unwrap() > 0, "{slow}");
    for wrong in [
        json!({"area": corners, "effect": "slow"}),
        json!({"area": corners, "effect": "closed", "speed_percent": 50}),
        json!({"area": [[111.0, 35.0], [111.1, 35.0]], "effect": "closed"}),
        json!({"area": [[111.0, 95.0], [111.1, 35.0], [111.1, 35.1]], "effect": "closed"}),
        json!({"area": corners, "effect": "closed", "minutes": 0}),
    ] {
        assert_eq!(effect(&wrong).status, 400, "{wrong}");
    }

    let mut ring = corners.to_vec();
    ring.push(ring[0].clone());
    let mut closure = json!({
        "name": "解放路中银大道口塌方", "effect": "closed", "cause": "collapse", "region": "140802",
        "area": {"type": "Polygon", "coordinates": [ring]}, "begins_at": "2026-01-01T00:00:00Z",
    });
    let path = "/api/v1/registers/road_closure";
    let made = dispatcher.post(path, None, &closure);
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("{path}/{}", made.json()["id"].as_str().unwrap());
    let comes = |what: &str, is: &dyn Fn() -> bool| {
        let began = Instant::now();
        while !is() {
            assert!(began.elapsed() < Duration::from_secs(20), "{what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    comes("it is not in force", &|| way() == "apart");
    let cut_off = |all: Vec<Value>| {
        let mut timed = all
            .into_iter()
            .filter(|one| !one["travel_seconds"].is_null());
        timed.any(|one| one["cut_off"] == true && one["straight_line"] == true)
    };
    assert!(cut_off(candidates()));
    let state = || dispatcher.get(&path).json()["values"]["state"].clone();
    comes("its state is not written", &|| state() == "in_force");

    // Opened again by who closed it, with its version as it is now.
    closure["ends_at"] = json!("2026-01-02T00:00:00Z");
    let etag = dispatcher.get(&path).etag;
    let ended = dispatcher.send("PUT", &path, etag.as_deref(), Some(&closure));
    assert_eq!(ended.status, 200, "{}", ended.text);
    comes("it is not over", &|| way().is_null() && state() == "over");
    assert!(!cut_off(candidates()));
    closure["ends_at"] = json!("2025-01-02T00:00:00Z");
    let etag = dispatcher.get(&path).etag;
    let refused = dispatcher.send("PUT", &path, etag.as_deref(), Some(&closure));
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(refused.json()["errors"][0]["field"], "ends_at");
}
