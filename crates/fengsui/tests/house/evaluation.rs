//! An evaluation over HTTP and on the command line: entered, verified, scored, asked again after kill -9.

use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::registers::on_each_engine;
use crate::server::{Answer, BINARY, Person, Server};

const PASSWORD: &str = "correct horse battery";
const OPEN: &str = "/api/v1/loops/evaluation_entry/cases";
const COUNTY: &str = "140802";

fn seat(server: &Server, name: &str, role: &str, sets: &Value) -> Person {
    let account = json!({
        "username": name, "display_name": name, "role": role, "sets": sets, "password": PASSWORD,
    });
    let admin = server.person("admin");
    let made = admin.post("/api/v1/accounts", None, &account);
    assert_eq!(made.status, 201, "{}", made.text);
    server.person_with(name, PASSWORD)
}

fn act(person: &Person, case: &Answer, action: &str) -> Answer {
    let id = case.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/cases/{id}/actions");
    let done = person.post(&path, case.etag.as_deref(), &json!({ "action": action }));
    assert_eq!(done.status, 200, "{}", done.text);
    done
}

fn attach(person: &Person, case: &Answer) {
    let id = case.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/registers/evaluation_entry/{id}/attachments?name=list.txt");
    let kept = person.upload(&path, b"what was published when");
    assert_eq!(kept.status, 201, "{}", kept.text);
}

fn area(server: &Server) -> String {
    let areas = server.person("leader1").get("/api/v1/metric-areas").json();
    let mut assessed = areas["assessed"].as_array().unwrap().iter();
    let found = assessed.find(|one| one["name"] == "盐湖区").unwrap();
    found["key"].as_str().unwrap().to_owned()
}

fn item(score: &Value, key: &str) -> Value {
    let blocks = score["blocks"].as_array().unwrap().iter();
    let mut items = blocks.flat_map(|block| block["items"].as_array().unwrap());
    items.find(|item| item["key"] == key).unwrap().clone()
}

fn run(server: &Server, args: &[&str]) -> Output {
    let mut command = Command::new(BINARY);
    command.args(args).env("FENGSUI_DATABASE", &server.database);
    command.output().unwrap()
}

#[test]
fn the_form_of_an_entry_asks_what_fits_its_fact() {
    on_each_engine(|server: &mut Server| {
        let office = seat(server, "office1", "planner", &json!({}));
        let registers = office.get("/api/v1/registers").json();
        let mut registers = registers["items"].as_array().unwrap().iter();
        let entry = registers
            .find(|one| one["key"] == "evaluation_entry")
            .unwrap();
        let guide = entry["guide"].as_str().unwrap();
        let (path, _) = guide.split_once('{').unwrap();
        let ask = |query: &str| office.get(&format!("{path}{query}")).json();
        let field = |guide: &Value, name: &str| {
            let mut fields = guide["fields"].as_array().unwrap().iter();
            fields.find(|one| one["name"] == name).unwrap().clone()
        };

        let blank = ask("");
        assert_eq!(field(&blank, "fact")["choices"], json!([]));
        assert_eq!(field(&blank, "number")["shown"], false);
        let year = ask("?year=2025");
        let offered = field(&year, "fact")["choices"].as_array().unwrap().clone();
        let keys: Vec<&str> = offered
            .iter()
            .map(|one| one["key"].as_str().unwrap())
            .collect();
        assert!(keys.contains(&"adverts_published"), "{keys:?}");
        assert!(!keys.contains(&"high_risk_units"), "it is counted");
        assert!(!keys.contains(&"commercial_complexes"), "it is counted");
        assert!(offered.iter().all(|one| one["group"]["zh"] != ""));

        let number = ask("?year=2025&fact=awareness_rate");
        assert_eq!(field(&number, "number")["unit"]["zh"], "%");
        assert_eq!(field(&number, "number")["required"], true);
        assert_eq!(field(&number, "done")["shown"], false);
        let halves = ask("?year=2025&fact=government_fire_sessions");
        let member = field(&halves, "member");
        assert_eq!(member["choices"][1]["label"]["zh"], "下半年");
        let of_city = ask("?year=2025&fact=city_reserve_built");
        assert_eq!(field(&of_city, "area")["shown"], false);
        let events = ask("?year=2025&fact=larger_fires_by_neglect");
        assert_eq!(field(&events, "events")["shown"], true);
        assert_eq!(field(&events, "done")["label"]["zh"], "是否发生");
    });
}

#[test]
fn what_was_entered_and_verified_is_scored_and_survives_kill_9() {
    on_each_engine(|server: &mut Server| {
        let bound = json!({ "areas": [COUNTY] });
        let clerk = seat(server, "clerk1", "supervisor", &bound);
        let head = seat(server, "head1", "leader", &bound);
        let office = seat(server, "office1", "planner", &json!({}));
        let entry = json!({"values": {
            "year": 2025, "area": area(server), "fact": "adverts_published", "done": true,
            "name": "县电视台播出",
        }});
        let mut wrong = entry.clone();
        wrong["values"]["year"] = json!(2019);
        let refused = clerk.post(OPEN, None, &wrong);
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(
            refused.json()["errors"][0]["field"],
            "year",
            "{}",
            refused.text
        );

        let case = clerk.post(OPEN, None, &entry);
        assert_eq!(case.status, 201, "{}", case.text);
        attach(&clerk, &case);
        let case = act(&head, &case, "attest");
        act(&office, &case, "verify");

        let path = format!("/api/v1/evaluation/2025/areas/{COUNTY}");
        let told = office.until(&path, |score| {
            item(score, "public_adverts")["tally"]["got"]["least"] == "1"
        });
        let fact = item(&told, "public_adverts")["facts"][0].clone();
        assert_eq!(fact["from"], "entry");
        assert_eq!(fact["found"][0]["cases"][0], case.json()["id"]);
        let board = office.get("/api/v1/evaluation/2025/scoreboard").json();
        assert_eq!(board["items"].as_array().unwrap().len(), 14);
        assert_eq!(
            (&board["complete"], &board["year_before"]),
            (&json!(true), &json!(2024))
        );
        // A county's seat sees its own areas, with their places among all.
        let own = head.get("/api/v1/evaluation/2025/scoreboard").json();
        assert_eq!(
            (&own["complete"], &own["areas"]),
            (&json!(false), &json!(14))
        );
        assert_eq!(
            own["items"].as_array().unwrap().len(),
            2,
            "the county and the zone in it"
        );
        assert_eq!(head.get("/api/v1/evaluation/2025/areas/140821").status, 403);
        assert_eq!(office.get("/api/v1/evaluation/2020/scoreboard").status, 404);
        assert_eq!(
            office.get("/api/v1/evaluation/2025/areas/999999").status,
            404
        );
        // Each counted fact opens its metric.
        let plan = item(&told, "water_sources");
        let facts = plan["facts"].as_array().unwrap().iter();
        for fact in facts.filter(|fact| fact["from"] == "metric") {
            let address = fact["metric"]["address"].as_str().unwrap();
            assert_eq!(office.get(address).status, 200, "{address}");
        }

        server.kill_and_restart();
        let again = server.person_with("office1", PASSWORD).get(&path).json();
        assert_eq!(
            item(&again, "public_adverts"),
            item(&told, "public_adverts")
        );
        commands(server, &told);
    });
}

/// The same beside the running server, without asking it.
fn commands(server: &Server, told: &Value) {
    let score = ["evaluate", "score", "--area", COUNTY, "--year", "2025"];
    let printed = run(server, &[&score[..], &["--json"]].concat());
    assert!(
        printed.status.success(),
        "{}",
        String::from_utf8_lossy(&printed.stderr)
    );
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(printed["blocks"], told["blocks"]);
    let people = String::from_utf8(run(server, &score).stdout).unwrap();
    assert!(people.contains("L565 1 / 1 消防公益性宣传"), "{people}");
    let ranking = run(server, &["evaluate", "ranking", "--year", "2025"]);
    let lines = String::from_utf8(ranking.stdout).unwrap();
    assert_eq!(lines.lines().count(), 14, "{lines}");
    for (args, said) in [
        (&["evaluate", "ranking", "--year", "2019"][..], "2019-12-31"),
        (
            &["evaluate", "score", "--area", "140899", "--year", "2025"],
            "140802 盐湖区",
        ),
    ] {
        let refused = run(server, args);
        let text = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(
            (refused.status.code(), text.contains(said)),
            (Some(1), true),
            "{text}"
        );
    }
}

/// For who answers for all of it, beside the server and over HTTP; for nobody else.
#[test]
fn the_report_of_a_year_is_printed() {
    on_each_engine(|server: &mut Server| {
        let bound = json!({ "areas": [COUNTY] });
        let head = seat(server, "head1", "leader", &bound);
        let office = seat(server, "office1", "planner", &json!({}));
        let path = "/api/v1/evaluation/2025/report";
        let report = office.get(path);
        assert_eq!(report.status, 200, "{}", report.text);
        assert!(report.bytes.starts_with(b"%PDF-"));
        assert_eq!(head.get(path).status, 403);
        assert_eq!(office.get("/api/v1/evaluation/2020/report").status, 404);

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.pdf");
        let out = file.to_str().unwrap();
        let asked = ["evaluate", "report", "--year", "2025", "--out", out];
        let printed = run(server, &asked);
        let said = String::from_utf8_lossy(&printed.stderr);
        assert!(printed.status.success(), "{said}");
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
        let asked = ["evaluate", "report", "--year", "2020", "--out", out];
        assert!(!run(server, &asked).status.success());
    });
}
