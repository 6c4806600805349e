//! 位置 over HTTP: reports of a gateway in any order and by any clock, who sees them, and how soon.

use std::time::Duration;

use base::{Clock, Timestamp};
use serde_json::{Value, json};

use crate::registers::on_each_engine;
use crate::server::{Answer, Person, Server};

const POSITIONS: &str = "/api/v1/positions";
const LAYER: &str = "/api/v1/map/layers/position";

/// A gateway with a token of its own.
fn gateway(server: &Server, sets: &Value) -> Person {
    let soon = Clock::system()
        .now()
        .plus(Duration::from_secs(3600))
        .to_string();
    let permissions = ["position.write", "position.read"];
    let token =
        json!({"name": "网关", "permissions": permissions, "sets": sets, "expires_at": soon});
    let made = server
        .person("admin")
        .post("/api/v1/api-tokens", None, &token);
    assert_eq!(made.status, 201, "{}", made.text);
    Person::machine(&server.http, made.json()["secret"].as_str().unwrap())
}

fn vehicle(keeper: &Person, plate: &str, region: &str) -> String {
    let row = json!({"plate": plate, "class": "rescue", "region": region});
    let made = keeper.post("/api/v1/registers/vehicle", None, &row);
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().unwrap().to_owned()
}

fn person(keeper: &Person, region: &str) -> String {
    let row =
        json!({"post": "班长", "name": "张建国", "duty": "township_officer", "region": region});
    let made = keeper.post("/api/v1/registers/person", None, &row);
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().unwrap().to_owned()
}

fn ago(seconds: i64) -> String {
    let now = Clock::system().now().as_micros();
    Timestamp::from_micros(now - seconds * 1_000_000).to_string()
}

fn report(kind: &str, id: &str, east: f64, at: &str) -> Value {
    json!({"kind": kind, "id": id, "longitude": east, "latitude": 35.02, "measured_at": at,
        "speed": 12.5, "heading": 370.0, "accuracy": 5.0})
}

fn send(gateway: &Person, reports: &[Value]) -> Answer {
    let batch = json!({"datum": "wgs84", "positions": reports});
    gateway.post(POSITIONS, None, &batch)
}

fn told(answer: &Answer) -> [u64; 6] {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    let number = |name: &str| body[name].as_u64().unwrap();
    let refused = body["refused"].as_array().unwrap().len() as u64;
    [
        number("accepted"),
        number("moved"),
        number("late"),
        number("clock_corrected"),
        number("duplicate"),
        refused,
    ]
}

/// Where somebody is, as the layer says.
fn longitude(person: &Person, id: &str) -> Option<f64> {
    let layer = person.get(LAYER);
    assert_eq!(layer.status, 200, "{}", layer.text);
    let layer = layer.json();
    let mut features = layer["features"].as_array().unwrap().iter();
    let found = features.find(|one| one["id"] == id)?;
    found["geometry"]["coordinates"][0].as_f64()
}

#[test]
fn a_last_position_never_goes_back_and_a_report_counts_once() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let dispatcher = server.person("dispatcher1");
        let car = vehicle(&keeper, "晋M·0001应急", "140802001");
        let gateway = gateway(server, &json!({}));
        let (early, middle, latest) = (ago(60), ago(40), ago(20));
        let first = send(&gateway, &[report("vehicle", &car, 111.02, &middle)]);
        assert_eq!(told(&first), [1, 1, 0, 0, 0, 0]);
        // The same batch again, an older one, a newer one, both in one.
        let again = send(&gateway, &[report("vehicle", &car, 111.02, &middle)]);
        assert_eq!(told(&again), [0, 0, 0, 0, 1, 0]);
        let old = send(&gateway, &[report("vehicle", &car, 111.01, &early)]);
        assert_eq!(told(&old), [1, 0, 1, 0, 0, 0]);
        assert_eq!(longitude(&dispatcher, &car), Some(111.02));
        let both = [
            report("vehicle", &car, 111.03, &latest),
            report("vehicle", &car, 111.025, &ago(30)),
        ];
        assert_eq!(told(&send(&gateway, &both)), [2, 1, 1, 0, 0, 0]);
        assert_eq!(longitude(&dispatcher, &car), Some(111.03));
        // A clock that is hours ahead does not hide what comes after it.
        let ahead = send(&gateway, &[report("vehicle", &car, 111.04, &ago(-7200))]);
        assert_eq!(told(&ahead), [1, 1, 0, 1, 0, 0]);
        assert_eq!(longitude(&dispatcher, &car), Some(111.04));
        std::thread::sleep(Duration::from_millis(20));
        let after = send(&gateway, &[report("vehicle", &car, 111.05, &ago(0))]);
        assert_eq!(told(&after), [1, 1, 0, 0, 0, 0]);
        assert_eq!(longitude(&dispatcher, &car), Some(111.05));
        let facts = dispatcher.get(LAYER).json()["features"][0]["properties"].clone();
        assert_eq!(facts["title"], "晋M·0001应急");
        assert!(facts["facts"].to_string().contains("45 km/h"), "{facts}");
        assert!(facts["facts"].to_string().contains("10°"), "{facts}");
    });
}

#[test]
fn what_cannot_be_is_left_out_by_name_and_the_rest_counts() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let car = vehicle(&keeper, "晋M·0002应急", "140802001");
        let other = vehicle(&keeper, "晋M·0003应急", "140821100");
        let gateway = gateway(server, &json!({"areas": ["140802"]}));
        let nowhere = "01890000-0000-7000-8000-000000000000";
        let mut origin = report("vehicle", &car, 0.0, &ago(5));
        origin["latitude"] = json!(0.0);
        let mut off_earth = report("vehicle", &car, 200.0, &ago(5));
        off_earth["heading"] = json!(-10.0);
        let reports = [
            report("vehicle", nowhere, 111.0, &ago(5)),
            report("vehicle", &other, 111.0, &ago(5)),
            origin,
            off_earth,
            report("vehicle", &car, 111.0, &ago(4 * 24 * 3600)),
            report("vehicle", &car, 111.0, &ago(5)),
        ];
        let answer = send(&gateway, &reports);
        assert_eq!(told(&answer), [1, 1, 0, 0, 0, 5]);
        let body = answer.json();
        let refused = body["refused"].as_array().unwrap().iter();
        let codes: Vec<_> = refused
            .map(|one| {
                (
                    one["index"].as_u64().unwrap(),
                    one["code"].as_str().unwrap(),
                )
            })
            .collect();
        let expected = [
            (0, "unknown_subject"),
            (1, "unknown_subject"),
            (2, "no_fix"),
            (3, "no_fix"),
            (4, "too_old"),
        ];
        assert_eq!(codes, expected);
        for wrong in [
            json!({"datum": "wgs84", "positions": []}),
            json!({"datum": "mars", "positions": [report("vehicle", &car, 111.0, &ago(1))]}),
            json!({"positions": [report("vehicle", &car, 111.0, &ago(1))]}),
            json!({"datum": "wgs84", "positions": vec![report("vehicle", &car, 111.0, &ago(1)); 1001]}),
            json!({"datum": "wgs84", "positions": [report("tram", &car, 111.0, &ago(1))]}),
        ] {
            let answer = gateway.post(POSITIONS, None, &wrong);
            assert!(
                matches!(answer.status, 400 | 422),
                "{} {}",
                answer.status,
                answer.text
            );
        }
    });
}

#[test]
fn other_datums_are_converted_and_never_kept() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let dispatcher = server.person("dispatcher1");
        let gateway = gateway(server, &json!({}));
        for (number, datum, low, high) in [(4, "gcj02", 300.0, 700.0), (5, "bd09", 900.0, 1_500.0)]
        {
            let car = vehicle(&keeper, &format!("晋M·000{number}应急"), "140802001");
            let batch =
                json!({"datum": datum, "positions": [report("vehicle", &car, 111.0, &ago(3))]});
            assert_eq!(
                told(&gateway.post(POSITIONS, None, &batch)),
                [1, 1, 0, 0, 0, 0]
            );
            // Some hundreds of metres to the west of what was said.
            let metres = (111.0 - longitude(&dispatcher, &car).unwrap()) * 91_000.0;
            assert!((low..high).contains(&metres), "{datum}: {metres}");
        }
    });
}

#[test]
fn a_sender_that_is_too_fast_is_told_when_to_come_back() {
    let server = Server::start(&crate::server::On::Sqlite);
    let car = vehicle(&server.person("registrar1"), "晋M·0006应急", "140802001");
    let gateway = gateway(&server, &json!({}));
    let reports = vec![report("vehicle", &car, 111.0, &ago(3)); 1_000];
    let statuses: Vec<u16> = (0..8).map(|_| send(&gateway, &reports).status).collect();
    assert_eq!(statuses[0], 200);
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn persons_are_seen_by_who_may_and_where_everybody_is_comes_by_itself() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let (car, man) = (
            vehicle(&keeper, "晋M·0007应急", "140802001"),
            person(&keeper, "140802001"),
        );
        let gateway = gateway(server, &json!({}));
        let both = [
            report("vehicle", &car, 111.0, &ago(9)),
            report("person", &man, 111.1, &ago(9)),
        ];
        assert_eq!(told(&send(&gateway, &both)), [2, 2, 0, 0, 0, 0]);
        let (dispatcher, leader) = (server.person("dispatcher1"), server.person("leader1"));
        assert_eq!(longitude(&dispatcher, &man), Some(111.1));
        assert_eq!(longitude(&leader, &man), None);
        assert_eq!(longitude(&leader, &car), Some(111.0));
        assert!(!dispatcher.get(LAYER).text.contains("张建国"));

        let mut stream = leader.follow("/api/v1/positions/live");
        let mut next = || loop {
            let line = stream.next().expect("the stream ended");
            if let Some(data) = line.strip_prefix("data:") {
                return serde_json::from_str::<Value>(data.trim()).unwrap();
            }
        };
        let whole = next();
        assert_eq!(whole["whole"], true);
        assert_eq!(whole["items"].as_array().unwrap().len(), 1, "{whole}");
        let moved = [
            report("person", &man, 111.2, &ago(2)),
            report("vehicle", &car, 111.3, &ago(2)),
        ];
        assert_eq!(told(&send(&gateway, &moved)), [2, 2, 0, 0, 0, 0]);
        let step = next();
        assert_eq!(step["whole"], false);
        assert_eq!(step["items"].as_array().unwrap().len(), 1, "{step}");
        assert_eq!(step["items"][0]["longitude"], 111.3);
        // A vehicle that is retired is nowhere.
        let path = format!("/api/v1/registers/vehicle/{car}");
        let etag = keeper.get(&path).etag;
        let retired = keeper.send("PUT", &format!("{path}/retirement"), etag.as_deref(), None);
        assert_eq!(retired.status, 200, "{}", retired.text);
        assert_eq!(longitude(&leader, &car), None);
    });
}

/// Who could go is ranked from where they are: by the last report while it is fresh, from the station when
/// a terminal fell silent there, and nowhere when it fell silent elsewhere. The place itself is shown to
/// who may read positions.
#[test]
fn force_starts_from_where_it_was_last_heard_of() {
    on_each_engine(|server| {
        let dispatcher = server.person("dispatcher1");
        let gateway = gateway(server, &json!({}));
        let call = json!({
            "kind": "fire", "level": 1, "address": "东边",
            "location": {"longitude": 111.2, "latitude": 35.02},
        });
        let incident = dispatcher.post("/api/v1/incidents", None, &call).json();
        let path = format!(
            "/api/v1/incidents/{}/candidates",
            incident["id"].as_str().unwrap()
        );
        let list = |person: &Person| {
            person.get(&path).json()["items"]
                .as_array()
                .unwrap()
                .clone()
        };
        let before = list(&dispatcher);
        let able = before
            .iter()
            .filter(|one| one["available"] == true && one["responder"]["kind"] == "vehicle");
        let [moved, parked, lost] = able.take(3).collect::<Vec<_>>()[..] else {
            panic!("the sample has fewer engines: {before:?}");
        };
        let id = |one: &Value| one["responder"]["id"].as_str().unwrap().to_owned();
        let home = |one: &Value| one["location"]["longitude"].as_f64().unwrap();
        let north = parked["location"]["latitude"].as_f64().unwrap();
        let mut at_home = report("responder", &id(parked), home(parked), &ago(3_600));
        at_home["latitude"] = json!(north);
        let reports = [
            report("responder", &id(moved), 111.19, &ago(20)),
            at_home,
            report("responder", &id(lost), 111.19, &ago(3_600)),
        ];
        assert_eq!(told(&send(&gateway, &reports))[0], 3);
        let after = list(&dispatcher);
        let of = |all: &[Value], one: &Value| {
            let found = all.iter().find(|other| id(other) == id(one));
            found.unwrap().clone()
        };
        assert_eq!(id(&after[0]), id(moved), "the nearest leads");
        assert_eq!(of(&after, moved)["location"]["longitude"], 111.19);
        assert!(of(&after, moved)["position_age_seconds"].as_u64().unwrap() >= 20);
        assert_eq!(of(&after, parked)["available"], true);
        assert_eq!(of(&after, lost)["unavailable_reason"], "stale_position");
        let auditor = list(&server.person("auditor1"));
        assert_eq!(of(&auditor, moved)["location"], Value::Null);
        assert_eq!(of(&auditor, parked)["location"]["longitude"], home(parked));
    });
}
