//! A command vehicle leaves with a copy of the centre's database, works alone, and comes home.

use std::process::Command;

use crate::server::{BINARY, On, Server};

const FRAMES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../wire/tests/data/frames.json"
);

fn run(server: &Server, args: &[&str]) -> String {
    let output = Command::new(BINARY)
        .args(args)
        .env("FENGSUI_DATABASE", &server.database)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}{complained}");
    said
}

fn open_alarms(server: &Server) -> usize {
    let list = server.person("monitor1").get("/api/v1/alarms?state=open");
    list.json()["items"].as_array().unwrap().len()
}

#[test]
fn what_a_vehicle_did_alone_comes_home() {
    let mut centre = Server::start(&On::Sqlite);
    centre.stop();
    let mut vehicle = Server::start(&On::Sqlite);
    vehicle.stop();
    // The database of a stopped server is its file and the log beside it.
    for name in ["fengsui.db", "fengsui.db-wal"] {
        let [from, to] = [&centre, &vehicle].map(|server| server.data.join(name));
        drop(std::fs::remove_file(&to));
        if from.exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
    let said = run(&vehicle, &["journal", "epoch", "cloned"]);
    assert!(said.contains("epoch 2"), "{said}");

    vehicle.passwords.clone_from(&centre.passwords);
    vehicle.start_again();
    let to = vehicle.devices.clone();
    run(&vehicle, &["replay", "frames", FRAMES, "--to", &to]);
    let alarms = open_alarms(&vehicle);
    assert!(alarms > 0);
    vehicle.stop();

    let parcel = vehicle.data.join("parcel").display().to_string();
    let known = vehicle.data.join("known");
    std::fs::write(&known, run(&centre, &["journal", "known"])).unwrap();
    let known = known.display().to_string();
    run(&vehicle, &["journal", "send", "--known", &known, &parcel]);
    let said = run(
        &centre,
        &["journal", "receive", "--settle", "here", &parcel],
    );
    assert!(
        said.contains("0 known") && said.contains("0 subjects settled"),
        "{said}"
    );
    let again = run(
        &centre,
        &["journal", "receive", "--settle", "here", &parcel],
    );
    assert!(again.starts_with("0 entries new"), "{again}");

    for check in ["verify", "rebuild"] {
        run(&centre, &["journal", check]);
    }
    centre.start_again();
    assert_eq!(open_alarms(&centre), alarms);
}
