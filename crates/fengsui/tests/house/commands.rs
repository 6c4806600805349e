//! The commands, as somebody types them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::server::{BINARY, Server, engines};

const FRAMES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../wire/tests/data/frames.json"
);

fn run(args: &[&str], server: Option<&Server>) -> Output {
    let mut command = Command::new(BINARY);
    command.args(args);
    if let Some(server) = server {
        command.env("FENGSUI_DATABASE", &server.database);
    }
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn decode_prints_one_object_a_frame_and_agrees_with_what_is_known() {
    let known: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(FRAMES).unwrap()).unwrap();
    let output = run(&["decode", FRAMES], None);
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), known.len());
    for (line, known) in lines.iter().zip(&known) {
        assert_eq!(line["valid"], known["valid"], "{known}");
    }
    assert_eq!(lines[0]["source"], 889);
    assert_eq!(lines[0]["version"], "1.1");
    assert_eq!(lines[0]["sent"], "2012-09-26T09:58:32");
}

#[test]
fn decode_says_what_is_wrong_with_its_file() {
    let missing = run(&["decode", "/nowhere/frames.json"], None);
    assert!(!missing.status.success());
    assert!(
        text(&missing).contains("/nowhere/frames.json"),
        "{}",
        text(&missing)
    );
}

#[test]
fn replayed_frames_are_answered_as_the_rule_says_and_their_alarms_are_listed() {
    for engine in engines() {
        let mut server = Server::start(&engine);
        let to = server.devices.clone();
        let output = run(&["replay", "frames", FRAMES, "--to", &to], None);
        assert!(output.status.success(), "{}", text(&output));
        let alarms = server
            .person("monitor1")
            .get("/api/v1/alarms?state=open")
            .json();
        let sources: Vec<_> = alarms["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|alarm| alarm["device"]["source_address"].as_i64().unwrap())
            .collect();
        assert!(sources.contains(&889), "{alarms}");
        server.stop();
        let verified = run(&["journal", "verify"], Some(&server));
        assert!(verified.status.success(), "{}", text(&verified));
        let rebuilt = run(&["journal", "rebuild"], Some(&server));
        assert!(rebuilt.status.success(), "{}", text(&rebuilt));
        let tail = run(
            &["journal", "tail", "--kind", "device_alarm"],
            Some(&server),
        );
        assert!(text(&tail).contains("device_alarm"), "{}", text(&tail));
    }
}

#[test]
fn the_journal_of_a_database_that_is_not_there_is_no_empty_journal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("typo").display().to_string();
    let output = run(&["journal", "verify", "--data", &data], None);
    assert!(!output.status.success());
    assert!(!Path::new(&data).exists(), "looking made it");
}
