//! One alarm from the wire to "closed", and what happens when two people, a resend or a killed
//! process come between.

use std::io::{Read, Write};
use std::process::Command;

use serde_json::{Value, json};

use crate::server::{BINARY, Person, Server, engines};

/// A fire of zone 10, point 2 of the device at address 889 (frame 1 of the known frames).
const FIRE: &str = "40400100010120 3A091A090C 790300000000 385B01000000 3000 02 0201 010128 \
    0A000200 0200 202020202020202020202020202020202020202020202020202020202020 00 \
    023A091A090C 46 2323";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: String = hex.chars().filter(char::is_ascii_hexdigit).collect();
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

fn send_and_wait_for_confirm(server: &Server, frame: &[u8]) {
    let mut device = server.device();
    device.write_all(frame).unwrap();
    let mut answer = [0; 30];
    device.read_exact(&mut answer).unwrap();
    assert_eq!(answer[26], 3, "not confirmed: {answer:02x?}");
    assert_eq!(
        answer[2..4],
        frame[2..4],
        "another number than the device's"
    );
}

fn open_alarms(person: &Person) -> Vec<Value> {
    person.get("/api/v1/alarms?state=open").json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

fn etag(record: &Value) -> String {
    format!("\"{}\"", record["version"])
}

fn act(person: &Person, path: &str, record: &Value, body: &Value) -> Value {
    let answer = person.post(path, Some(&etag(record)), body);
    assert!(
        answer.status < 300,
        "{path}: {} {}",
        answer.status,
        answer.text
    );
    answer.json()
}

/// How the features of a layer stand.
fn words_on_the_map(person: &Person, layer: &str) -> Vec<String> {
    let features = person.get(&format!("/api/v1/map/layers/{layer}")).json();
    let features = features["features"].as_array().unwrap().clone();
    let word = |one: &Value| one["properties"]["word"].as_str().unwrap().to_owned();
    features.iter().map(word).collect()
}

#[test]
fn from_the_wire_to_closed() {
    for engine in engines() {
        let mut server = Server::start(&engine);
        let fire = bytes(FIRE);
        send_and_wait_for_confirm(&server, &fire);
        let operator = server.person("monitor1");
        let dispatcher = server.person("dispatcher1");
        let crew = server.person("station1");

        let alarms = open_alarms(&operator);
        assert_eq!(alarms.len(), 1, "{alarms:?}");
        let alarm = format!("/api/v1/alarms/{}", alarms[0]["id"].as_str().unwrap());
        let ringing = operator.get(&alarm).json();
        assert_eq!(
            (ringing["state"].as_str(), ringing["repeat_count"].as_i64()),
            (Some("ringing"), ringing["repeat_count"].as_i64())
        );

        let real = act(
            &operator,
            &format!("{alarm}/verification"),
            &ringing,
            &json!({"outcome": "real", "note": "现场电话确认"}),
        );
        assert_eq!(real["state"], "real");
        assert_eq!(words_on_the_map(&operator, "device_alarm"), ["real"]);
        let opened = act(&operator, &format!("{alarm}/incident"), &real, &json!({}));
        assert!(words_on_the_map(&operator, "device_alarm").is_empty());
        assert_eq!(words_on_the_map(&operator, "incident"), ["open"]);
        let path = format!("/api/v1/incidents/{}", opened["id"].as_str().unwrap());
        let incident = dispatcher.get(&path).json();
        assert_eq!(
            (incident["state"].as_str(), incident["source"].as_str()),
            (Some("open"), Some("device_alarm"))
        );

        let candidates = dispatcher.get(&format!("{path}/candidates")).json();
        let first = candidates["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["available"] == true)
            .unwrap();
        let incident = act(
            &dispatcher,
            &format!("{path}/assignments"),
            &incident,
            &json!({"responder_ids": [first["responder"]["id"]]}),
        );
        let mut order = incident["assignments"][0].clone();
        let order_path = format!("/api/v1/assignments/{}", order["id"].as_str().unwrap());
        for step in ["acknowledged", "turned_out", "on_scene"] {
            order = act(
                &crew,
                &format!("{order_path}/progress"),
                &order,
                &json!({"step": step}),
            );
            assert_eq!(order["state"], step);
        }
        let too_early = dispatcher.post(
            &format!("{path}/closure"),
            Some(&etag(&dispatcher.get(&path).json())),
            &closure(),
        );
        assert!(
            matches!(too_early.status, 409 | 422),
            "closed while force is out: {}",
            too_early.text
        );
        let mut incident = dispatcher.get(&path).json();
        for step in ["under_control", "extinguished"] {
            incident = act(
                &dispatcher,
                &format!("{path}/progress"),
                &incident,
                &json!({"step": step}),
            );
        }
        act(
            &crew,
            &format!("{order_path}/progress"),
            &order,
            &json!({"step": "released"}),
        );
        let incident = dispatcher.get(&path).json();
        let closed = act(
            &dispatcher,
            &format!("{path}/closure"),
            &incident,
            &closure(),
        );
        assert_eq!(closed["state"], "closed");

        // The alarm follows its incident.
        let closed_alarm = (0..50).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            Some(operator.get(&alarm).json()).filter(|alarm| alarm["state"] == "closed")
        });
        assert!(
            closed_alarm.is_some(),
            "the alarm stays open behind its closed incident"
        );

        let timeline = dispatcher.get(&format!("{path}/timeline")).json();
        let verbs: Vec<_> = timeline["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["verb"].clone())
            .collect();
        assert!(verbs.len() >= 11, "steps are missing: {verbs:?}");
        server.stop();
        proven(&server);
    }
}

fn closure() -> Value {
    json!({"outcome_kind": "fire", "summary": "厨房油锅起火,已扑灭", "people_rescued": 2, "property_saved_fen": 5_000_000})
}

fn proven(server: &Server) {
    for command in ["verify", "rebuild"] {
        let output = Command::new(BINARY)
            .args(["journal", command])
            .env("FENGSUI_DATABASE", &server.database)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{command}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn two_people_on_one_alarm_one_wins_and_the_other_sees_what_happened() {
    for engine in engines() {
        let server = Server::start(&engine);
        send_and_wait_for_confirm(&server, &bytes(FIRE));
        let (first, second) = (server.person("dispatcher1"), server.person("monitor1"));
        let alarm = open_alarms(&first)[0].clone();
        let path = format!(
            "/api/v1/alarms/{}/verification",
            alarm["id"].as_str().unwrap()
        );
        act(&first, &path, &alarm, &json!({"outcome": "false_alarm"}));
        let late = second.post(&path, Some(&etag(&alarm)), &json!({"outcome": "real"}));
        assert_eq!(late.status, 412, "{}", late.text);
        assert_eq!(
            late.json()["current"]["state"],
            "false_alarm",
            "{}",
            late.text
        );
        let blind = second.post(&path, None, &json!({"outcome": "real"}));
        assert_eq!(blind.status, 428, "{}", blind.text);
    }
}

#[test]
fn a_resend_after_the_process_was_killed_is_confirmed_and_not_counted_twice() {
    for engine in engines() {
        let mut server = Server::start(&engine);
        let fire = bytes(FIRE);
        send_and_wait_for_confirm(&server, &fire);
        let before = open_alarms(&server.person("monitor1"));
        server.kill_and_restart();
        send_and_wait_for_confirm(&server, &fire);
        let after = open_alarms(&server.person("monitor1"));
        assert_eq!(after.len(), 1);
        assert_eq!(after[0]["repeat_count"], before[0]["repeat_count"]);
        assert_eq!(after[0]["version"], before[0]["version"]);
        server.stop();
        proven(&server);
    }
}
