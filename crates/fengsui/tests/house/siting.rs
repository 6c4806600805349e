//! 布点研究 a siting study over HTTP: asked, worked out along roads, compared, printed; what is refused; called
//! off; taken up again after the house was killed.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::registers::on_each_engine;
use crate::server::{Answer, BINARY, Person, Server};

const STUDIES: &str = "/api/v1/siting/studies";
/// The county of the sample, and the west end of its one road.
const COUNTY: &str = "140824";
const WEST: f64 = 110.90;
const NORTH: f64 = 35.58;

/// One road of nine kilometres to the east, a node each hundredth of a degree.
fn extract() -> String {
    let nodes = (0..11_u32).map(|at| {
        let east = WEST + f64::from(at) / 100.0;
        format!(r#"<node id="{}" lon="{east:.4}" lat="{NORTH}"/>"#, at + 1)
    });
    let refs = (1..12).map(|at| format!(r#"<nd ref="{at}"/>"#));
    format!(
        r#"<?xml version="1.0"?><osm version="0.6">{}<way id="1">{}<tag k="highway" v="primary"/><tag k="name" v="育英街"/></way></osm>"#,
        nodes.collect::<String>(),
        refs.collect::<String>()
    )
}

fn bring_in_roads(server: &Server, planner: &Person) {
    let file = server.data.join("county.osm");
    std::fs::write(&file, extract()).unwrap();
    let import = |file: &Path| {
        let mut command = Command::new(BINARY);
        command.args(["import", "osm"]).arg(file);
        command.arg("--data").arg(&server.data).output().unwrap()
    };
    assert!(import(&file).status.success());
    until("roads", || {
        let under = planner.get("/api/v1/map/roads").json();
        (!under["roads"].is_null()).then_some(())
    });
}

fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "no {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn at(step: u32) -> Value {
    json!({"longitude": WEST + f64::from(step) / 100.0, "latitude": NORTH})
}

/// Ten units along the road, a station at its west end, a village that no road reaches.
fn settle(server: &Server) {
    let keeper = server.person("registrar1");
    let enter = |register: &str, row: Value| {
        let made = keeper.post(&format!("/api/v1/registers/{register}"), None, &row);
        assert_eq!(made.status, 201, "{}", made.text);
    };
    for step in 0..10 {
        enter(
            "unit",
            json!({
                "name": format!("单位{step}"), "kind": "other", "region": COUNTY, "address": "育英街",
                "position": at(step),
            }),
        );
    }
    enter(
        "unit",
        json!({
            "name": "深山单位", "kind": "other", "region": COUNTY, "address": "山里",
            "position": {"longitude": WEST, "latitude": NORTH + 0.1},
        }),
    );
    enter(
        "fire_station",
        json!({"name": "西站", "class": "small", "region": COUNTY, "position": at(0)}),
    );
}

fn question() -> Value {
    json!({
        "name": "稷山布点", "regions": [COUNTY], "model": "max_cover", "new_stations": 1,
        "standard": 300, "turnout": 60, "effort": 5,
        "demand": [{"layer": "unit", "share": 100}],
        "places": [at(5), at(8), {"longitude": WEST, "latitude": NORTH + 0.1}],
    })
}

fn ask(planner: &Person, question: &Value) -> String {
    let asked = planner.post(STUDIES, None, question);
    assert_eq!(asked.status, 201, "{}", asked.text);
    let study = asked.json();
    assert_eq!(study["state"], "waiting");
    study["id"].as_str().unwrap().to_owned()
}

fn ended(planner: &Person, id: &str) -> Value {
    until("end of the study", || {
        let study = planner.get(&format!("{STUDIES}/{id}")).json();
        let open = study["state"] == "waiting" || study["state"] == "running";
        (!open).then_some(study)
    })
}

/// The fields that a refusal names.
fn faults(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text);
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let field = |error: &Value| error["field"].as_str().unwrap().to_owned();
    errors.iter().map(field).collect()
}

#[test]
fn a_study_is_asked_worked_out_and_printed() {
    on_each_engine(|server| {
        let planner = server.person("leader1");
        settle(server);
        let early = planner.post(STUDIES, None, &question());
        assert_eq!(
            (early.status, early.json()["code"].clone()),
            (409, json!("no_roads"))
        );
        bring_in_roads(server, &planner);

        let id = ask(&planner, &question());
        let study = ended(&planner, &id);
        assert_eq!(study["state"], "done", "{study}");
        let answer = planner.get(&format!("{STUDIES}/{id}/findings"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let found = answer.json();
        what_was_found(&found);

        // It is a row like others, with its figures.
        let rows = planner
            .get("/api/v1/registers/siting_study?state=done")
            .json();
        let row = &rows["items"][0]["values"];
        assert_eq!(row["name"], "稷山布点");
        assert_eq!(row["gap"], "0.00");
        assert_eq!(row["roads"], found["roads"]["tag"]);

        let report = planner.get(&format!("{STUDIES}/{id}/report"));
        assert_eq!(report.status, 200, "{}", report.text);
        assert!(report.bytes.starts_with(b"%PDF-"));
        if let Some(folder) = std::env::var_os("FENGSUI_PICTURES") {
            std::fs::write(Path::new(&folder).join("siting.pdf"), &report.bytes).unwrap();
        }

        // Whoever has no place in it is told nothing.
        let crew = server.person("station1").get(&format!("{STUDIES}/{id}"));
        assert_eq!(crew.status, 403);
        let audit = server
            .person("auditor1")
            .get(&format!("{STUDIES}/{id}/findings"));
        assert_eq!(audit.status, 200);
    });
}

fn what_was_found(found: &Value) {
    let covered = |which: &str| found[which]["covered"].as_f64().unwrap();
    // 50 km/h are 3.3 km in the four minutes on the road: four of eleven are reached today, five more from
    // the middle; from both candidates together all that a road reaches.
    assert_eq!(
        (covered("today"), covered("proposed"), covered("all")),
        (36.36, 81.82, 90.91)
    );
    assert_eq!(found["quality"]["proven"], true);
    assert_eq!(found["quality"]["bound"], found["quality"]["objective"]);
    assert_eq!(found["chosen"].as_array().unwrap().len(), 1);
    let gain = found["chosen"][0]["gain"].as_f64().unwrap();
    assert!((covered("proposed") - covered("today") - gain).abs() < 0.02);
    // Who cannot be reached is an answer.
    let uncovered = found["uncovered"]["heaviest"].as_array().unwrap();
    let said = |one: &Value| (one["title"].clone(), one["seconds"].clone());
    assert_eq!(
        uncovered.iter().map(said).collect::<Vec<_>>(),
        [
            (json!("单位9"), json!(321.0)),
            (json!("深山单位"), Value::Null)
        ]
    );
    assert_eq!(found["left_out"]["points_off_road"], 1);
    assert_eq!(found["left_out"]["candidates_off_road"], json!(["自选点3"]));
    // The plan's one station of the county has no place, and is named.
    assert_eq!(found["planned"], Value::Null);
    assert_eq!(found["plan"]["unplaced"], json!(["稷山县育英街消防站"]));
    let dots = found["dots"].as_array().unwrap();
    assert_eq!(dots.len(), 11);
    assert_eq!(dots.iter().filter(|dot| dot[2] == 3).count(), 1);
    assert_eq!(found["ground_today"]["type"], "MultiPolygon");
}

#[test]
fn what_makes_no_sense_is_refused_by_its_field() {
    on_each_engine(|server| {
        let planner = server.person("leader1");
        settle(server);
        bring_in_roads(server, &planner);
        let with = |changes: Value| {
            let mut asked = question();
            asked
                .as_object_mut()
                .unwrap()
                .extend(changes.as_object().unwrap().clone());
            planner.post(STUDIES, None, &asked)
        };
        assert_eq!(faults(&with(json!({"new_stations": 9}))), ["new_stations"]);
        assert_eq!(faults(&with(json!({"regions": ["140882"]}))), ["demand"]);
        assert_eq!(faults(&with(json!({"places": []}))), ["candidates"]);
        let several = json!({"turnout": 300, "effort": 0, "demand": [], "regions": ["x"]});
        let named = faults(&with(several));
        assert_eq!(named, ["regions", "turnout", "effort", "demand"]);
        let lscp = json!({"model": "set_cover"});
        assert_eq!(faults(&with(lscp)), ["new_stations"]);
        let closed = json!({"demand": [{"layer": "call", "share": 1}]});
        assert_eq!(with(closed).status, 404);

        // Enough candidates, but only two of them by a road.
        let id = ask(&planner, &{
            let mut asked = question();
            asked["new_stations"] = json!(3);
            asked
        });
        let study = ended(&planner, &id);
        assert_eq!(study["state"], "failed");
        assert_eq!(study["reason"], "too_few_candidates");
        let nothing = planner.get(&format!("{STUDIES}/{id}/findings"));
        assert_eq!(nothing.json()["code"], "study_not_done");

        // A county sees its own.
        let late = planner.post(
            &format!("{STUDIES}/{id}/cancellation"),
            Some("\"9\""),
            &json!({}),
        );
        assert_eq!(late.json()["code"], "study_ended");
    });
}

#[test]
fn the_other_models_answer_too() {
    on_each_engine(|server| {
        let planner = server.person("leader1");
        settle(server);
        bring_in_roads(server, &planner);
        let mut asked = question();
        asked["model"] = json!("set_cover");
        asked["new_stations"] = Value::Null;
        asked["candidates"] = json!([{"layer": "unit"}]);
        let id = ask(&planner, &asked);
        assert_eq!(ended(&planner, &id)["state"], "done");
        let fewest = planner.get(&format!("{STUDIES}/{id}/findings")).json();
        assert_eq!(fewest["quality"]["objective"], 1.0, "{fewest}");
        assert_eq!(fewest["uncovered"]["points"], 1);

        asked["model"] = json!("median");
        asked["new_stations"] = json!(2);
        asked["standing"] = json!("free");
        let id = ask(&planner, &asked);
        assert_eq!(ended(&planner, &id)["state"], "done");
        let quickest = planner.get(&format!("{STUDIES}/{id}/findings")).json();
        assert_eq!(quickest["quality"]["proven"], true);
        assert_eq!(quickest["proposed"]["stations"], 2);
        let mean = |which: &str| quickest[which]["mean"].as_f64().unwrap();
        assert!(mean("proposed") < mean("today"), "{quickest}");
        assert!(
            (mean("proposed") - quickest["quality"]["objective"].as_f64().unwrap()).abs() < 0.2
        );
    });
}

#[test]
fn a_study_is_called_off_and_one_that_was_cut_off_is_taken_up_again() {
    on_each_engine(|server| {
        let planner = server.person("leader1");
        settle(server);
        bring_in_roads(server, &planner);
        let id = ask(&planner, &question());
        let path = format!("{STUDIES}/{id}/cancellation");
        let off = planner.post(&path, Some("\"1\""), &json!({}));
        // It may have been done already: it takes milliseconds.
        assert!([200, 409].contains(&off.status), "{}", off.text);
        let study = ended(&planner, &id);
        let word = if off.status == 200 {
            "cancelled"
        } else {
            "done"
        };
        assert_eq!(study["state"], word);

        let id = ask(&planner, &question());
        server.kill_and_restart();
        let planner = server.person("leader1");
        let study = ended(&planner, &id);
        assert_eq!(study["state"], "done", "{study}");
    });
}
