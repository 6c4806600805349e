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
        let newest = run(
            &["journal", "tail", "--kind", "device_alarm", "-l", "1"],
            Some(&server),
        );
        let last = text(&tail).lines().last().map(str::to_owned);
        assert_eq!(Some(text(&newest).trim_end().to_owned()), last);
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

#[test]
fn a_plan_is_held_against_itself_and_one_that_cannot_be_read_says_where() {
    let found = run(&["evaluate", "audit", "--json"], None);
    assert!(found.status.success(), "{}", text(&found));
    let found: Vec<Value> = serde_json::from_slice(&found.stdout).unwrap();
    assert!(found.len() > 20, "{}", found.len());
    for one in &found {
        assert!(one["line"].as_u64().unwrap() > 0 && one["message"].is_string());
        let confidence = one["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence), "{one}");
        for word in ["kind", "printed", "computed"] {
            assert!(one[word].is_string(), "{word}: {one}");
        }
    }

    let pack = tempfile::tempdir().unwrap();
    let audited = || {
        let folder = pack.path().to_string_lossy().into_owned();
        run(&["evaluate", "audit", "--pack", &folder], None)
    };
    let none = audited();
    assert!(
        !none.status.success() && text(&none).contains("no plan"),
        "{}",
        text(&none)
    );
    let plan = pack.path().join("plan-1");
    std::fs::create_dir(&plan).unwrap();
    std::fs::write(plan.join("tables.json"), "{\"tables\": 7}").unwrap();
    let odd = audited();
    assert!(
        !odd.status.success() && text(&odd).contains("tables"),
        "{}",
        text(&odd)
    );
    let nowhere = run(&["evaluate", "audit", "--pack", "/nowhere"], None);
    assert!(!nowhere.status.success() && text(&nowhere).contains("/nowhere"));
}

#[test]
fn an_evaluation_is_worded_from_its_rules_and_a_wrong_one_says_where() {
    let worded = run(&["evaluate", "items", "--year", "2023", "--json"], None);
    assert!(worded.status.success(), "{}", text(&worded));
    let items: Vec<Value> = serde_json::from_slice(&worded.stdout).unwrap();
    let sum: f64 = (items.iter())
        .map(|item| item["points"].as_str().unwrap().parse::<f64>().unwrap())
        .sum();
    assert_eq!((items.len(), sum), (49, 100.0));
    let rule = items[0]["rule"]["zh"].as_str().unwrap();
    assert!(rule.contains("全部达到得1.5分"), "{rule}");
    let before = run(&["evaluate", "items", "--year", "1999"], None);
    assert!(!before.status.success() && text(&before).contains("1999-12-31"));

    let pack = tempfile::tempdir().unwrap();
    let folder = pack.path().join("evaluation");
    std::fs::create_dir(&folder).unwrap();
    let of_pack = || {
        let pack = pack.path().to_string_lossy().into_owned();
        run(
            &["evaluate", "items", "--year", "2023", "--pack", &pack],
            None,
        )
    };
    let none = of_pack();
    assert!(!none.status.success() && text(&none).contains("no evaluation"));
    std::fs::write(folder.join("odd.json"), "{\"version\": 7}").unwrap();
    let odd = of_pack();
    assert!(
        !odd.status.success() && text(&odd).contains("evaluation/odd.json"),
        "{}",
        text(&odd)
    );
}

#[test]
fn siting_answers_with_places_and_proof_and_says_what_is_wrong_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let answer = |args: &[&str]| -> Value {
        let output = run(args, None);
        assert!(output.status.success(), "{}", text(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    // A street of five, the last edge given twice; vertex 6 is on its own.
    let street = file("street", "6 5 1\n1 2 1\n2 3 1\n3 4 1\n4 5 9\n5 4 1\n");
    let median = answer(&["siting", "pmedian", &street, "--json"]);
    assert_eq!(median["chosen"], serde_json::json!([3]));
    // 2 + 1 + 1 + 2, and twice the longest way, 4, for who is not reached.
    assert_eq!(median["objective"], 6.0 + 8.0);
    assert_eq!(
        (&median["bound"], &median["gap"]),
        (&median["objective"], &0.0.into())
    );
    assert_eq!(median["proven"], true);
    assert_eq!(median["unserved"], serde_json::json!([6]));
    assert!(
        median["seconds"]
            .as_f64()
            .is_some_and(|seconds| seconds < 9.0)
    );
    let places = file("places", "4 p\n0 0 5\n3 4 7\n9 9 2\n9 9 2\n");
    let radius = ["siting", "mclp", &places, "--radius", "5", "--json", "--p"];
    let covered = answer(&[&radius[..], &["1"]].concat());
    assert_eq!(
        (&covered["objective"], &covered["gap"]),
        (&12.0.into(), &0.0.into())
    );
    let in_words = run(
        &["siting", "mclp", &places, "--radius", "5", "--p", "1"],
        None,
    );
    assert!(text(&in_words).contains("objective 12, bound 12, gap 0.0000 %: proven"));
    let cut = file("cut", "3 2 1\n1 2 5\n2 ");
    for (args, said) in [
        (vec!["siting", "pmedian", &cut], "ends in line 3"),
        (
            vec!["siting", "pmedian", "/nowhere/graph"],
            "/nowhere/graph",
        ),
        (
            [&radius[..], &["5"]].concat(),
            "5 new stations are asked for, and 4 can be built",
        ),
        (
            [&radius[..], &["0"]].concat(),
            "no new station is asked for",
        ),
        (
            vec!["siting", "mclp", &places, "--radius", "NaN", "--p", "1"],
            "no distance",
        ),
    ] {
        let refused = run(&args, None);
        assert!(!refused.status.success());
        assert!(text(&refused).contains(said), "{}", text(&refused));
    }
}
