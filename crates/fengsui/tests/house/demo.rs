//! 演示城市 a small synthetic city is made, lives by itself, and goes on after it was killed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::pack::{Regions, pack};
use crate::server::{BINARY, On, Server, engines};

/// The city's pack with a recipe that is made in a second.
fn small(name: &str) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(std::fs::remove_dir_all(&to));
    let from = pack(Regions::Few);
    let done = Command::new("cp").arg("-r").arg(from).arg(&to).status();
    assert!(done.unwrap().success());
    let path = to.join("demo/city.json");
    let mut recipe: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    recipe["roads"]["junctions"] = json!(1_500);
    recipe["micro_stations_of_units"] = json!(5);
    recipe["points_of_a_unit"] = json!([3, 6]);
    recipe["standalone_alarms"] = json!(40);
    recipe["pace"]["days_of_history"] = json!(4);
    recipe["plan_years"]["years"] = json!([2025, 2025]);
    for county in recipe["counties"].as_array_mut().unwrap() {
        county["key_units"] = json!(3);
        county["small_premises"] = json!(2);
        county["hydrants"] = json!(4);
        county["micro_stations"] = json!(1);
        county["town_brigades"] = json!(1);
    }
    std::fs::write(&path, recipe.to_string()).unwrap();
    to
}

/// Waits until something is there.
fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(90), "no {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn items(answer: &Value) -> &[Value] {
    answer["items"].as_array().unwrap()
}

#[test]
fn a_synthetic_city_is_marked_lives_and_goes_on() {
    let pack = small("demo-pack");
    // Most of it is waiting: all engines wait at once.
    std::thread::scope(|all| {
        for engine in engines() {
            let pack = pack.clone();
            all.spawn(move || lives_on(&engine, pack));
        }
    });
}

fn lives_on(engine: &On, pack: PathBuf) {
    let mut server = Server::start_demo(engine, pack);
    let keeper = server.person("registrar1");
    let total = |register: &str| {
        let list = keeper
            .get(&format!("/api/v1/registers/{register}?limit=200"))
            .json();
        let rows = items(&list);
        assert!(
            rows.iter().all(|row| row["synthetic"] == true),
            "{register}: {list}"
        );
        rows.len()
    };
    // 13 × (3 + 2) units, 13 × 4 hydrants with 161 of the development zone and natural intakes.
    assert_eq!(total("unit"), 65);
    assert_eq!(total("fire_station"), 17);
    assert_eq!(total("transmitter"), 39);
    assert!(total("installed_point") > 39 * 3);
    assert!(total("control_room") > 0);
    assert_eq!(total("education_venue"), 15);
    // What was entered for the plan's year fits it, differs from area to area, and something is missing.
    let board = keeper.get("/api/v1/evaluation/2025/scoreboard").json();
    let least = |row: &Value| row["total"]["got"]["least"].as_str().unwrap().to_owned();
    let points: std::collections::BTreeSet<String> = items(&board).iter().map(least).collect();
    assert_eq!((items(&board).len(), &board["set_aside"]), (14, &json!([])));
    assert!(points.len() > 7, "{points:?}");
    assert!(
        points.iter().all(|one| one.parse::<f64>().unwrap() > 30.0),
        "{points:?}"
    );
    assert!(
        items(&board).iter().all(|row| row["unknown"] != 0),
        "{board}"
    );

    let dispatcher = server.person("dispatcher1");
    let incidents = || {
        dispatcher
            .get("/api/v1/incidents?state=all&limit=200")
            .json()
    };
    let past = incidents();
    let is_past = |one: &&Value| one["address"].as_str().unwrap().ends_with("（样例）");
    assert!(items(&past).iter().filter(is_past).count() > 10, "{past}");

    // A detector rang and a colleague verified it; somebody called, a crew went there and is home.
    let alarm = until("alarm that a colleague verified", || {
        let list = dispatcher.get("/api/v1/alarms?state=all&limit=200").json();
        let live = items(&list).iter().find(|one| {
            one["verified"]["by"] == "模拟值班员（样例）" || one["state"] == "escalated"
        });
        live.cloned()
    });
    assert!(
        alarm["device"]["name"]
            .as_str()
            .unwrap()
            .contains("（样例）"),
        "{alarm}"
    );
    let closed = until("incident that lived and was closed", || {
        let list = incidents();
        let found = items(&list).iter().find(|one| {
            one["state"] == "closed" && !items(&past).iter().any(|old| old["id"] == one["id"])
        });
        found.cloned()
    });
    let sent = closed["assignments"].as_array().unwrap();
    assert!(
        sent.iter().any(|one| one["state"] == "returned"),
        "{closed}"
    );
    assert!(closed["first_on_scene_at"].is_string(), "{closed}");
    let live = dispatcher.get("/api/v1/map/layers/position").json();
    let on_wheels = live["features"].as_array().unwrap().len();
    assert!(on_wheels > 100, "{live}");

    // Killed and begun again it makes nothing twice.
    server.kill_and_restart();
    let keeper = server.person("registrar1");
    let list = keeper.get("/api/v1/registers/unit?limit=200").json();
    assert_eq!(items(&list).len(), 65);
}

#[test]
fn a_demonstration_keeps_out_of_a_house_that_is_in_use() {
    for engine in engines() {
        let mut server = Server::start(&engine);
        server.stop();
        let done = Command::new(BINARY)
            .args([
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--device-listen",
                "127.0.0.1:0",
            ])
            .env("FENGSUI_DATA", &server.data)
            .env("FENGSUI_DATABASE", &server.database)
            .env("FENGSUI_PACK", small("demo-pack-refused"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && said.contains("in use"), "{said}");
    }
}
