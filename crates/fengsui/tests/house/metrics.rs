//! A metric over HTTP: its number, the rows behind it, its ranking with targets, and whose it is.

use serde_json::{Value, json};

use crate::registers::{WATER, hydrant, on_each_engine};
use crate::server::{Person, Server};

const RATE: &str = "/api/v1/metrics/hydrant_intact_rate";
const HYDRANTS: &str = "/api/v1/metrics/street_hydrants";

fn get(person: &Person, path: &str) -> Value {
    let answer = person.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

fn fill(keeper: &Person) {
    for (name, region, state) in [
        ("XH-1", "140802001", "intact"),
        ("XH-2", "140802001", "broken"),
        ("XH-3", "140802404", "intact"),
        ("XH-4", "140821", "intact"),
    ] {
        let mut row = hydrant(name, region);
        row["state"] = state.into();
        row["remarks"] = "栓体漏水".into();
        let made = keeper.post(WATER, None, &row);
        assert_eq!(made.status, 201, "{}", made.text);
    }
}

#[test]
fn a_number_opens_its_rows_and_follows_them() {
    on_each_engine(|server: &mut Server| {
        let (keeper, leader) = (server.person("registrar1"), server.person("leader1"));
        let empty = get(&leader, RATE);
        assert_eq!(empty["reading"]["value"], Value::Null);
        assert_eq!(empty["reading"]["unknown"]["code"], "nothing_entered");
        fill(&keeper);
        let whole = leader.until(RATE, |found| found["reading"]["value"] == "75.0");
        assert_eq!(whole["reading"]["exact_over"], "75");
        assert_eq!(whole["before"]["unknown"]["code"], "before_data");
        for part in whole["parts"].as_array().unwrap() {
            let list = get(
                &leader,
                &format!("{}&limit=500", part["list"].as_str().unwrap()),
            );
            let rows = list["items"].as_array().unwrap().len();
            assert_eq!(json!(rows), part["rows"], "{part}");
            assert_eq!(part["value"], json!(rows.to_string()));
        }
        let position = whole["moment"]["position"].as_i64().unwrap();
        let gone = get(&keeper, &format!("{WATER}?state=broken"));
        let row = &gone["items"][0];
        let path = format!("{WATER}/{}", row["id"].as_str().unwrap());
        let version = format!("\"{}\"", row["version"]);
        let retired = keeper.send("PUT", &format!("{path}/retirement"), Some(&version), None);
        assert_eq!(retired.status, 200, "{}", retired.text);
        leader.until(RATE, |found| found["reading"]["value"] == "100.0");
        let then = get(&leader, &format!("{RATE}?as_of=position:{position}"));
        assert_eq!(then["reading"]["value"], "75.0", "as it was shown");
        assert_eq!(then["moment"]["past"], true);
        let months = get(&leader, &format!("{RATE}/series?period=2026-11&points=3"));
        assert_eq!(months["items"].as_array().unwrap().len(), 3);
        // Started again it counts anew, and says the same.
        server.kill_and_restart();
        let leader = server.person("leader1");
        leader.until(RATE, |found| found["reading"]["value"] == "100.0");
        let then = get(&leader, &format!("{RATE}?as_of=position:{position}"));
        assert_eq!(then["reading"]["value"], "75.0");
    });
}

#[test]
fn the_assessed_areas_are_ranked_against_the_plan() {
    on_each_engine(|server: &mut Server| {
        let (keeper, leader) = (server.person("registrar1"), server.person("leader1"));
        fill(&keeper);
        leader.until(HYDRANTS, |found| found["reading"]["value"] == "4");
        let year = get(&leader, &format!("{HYDRANTS}/areas"));
        let items = year["items"].as_array().unwrap();
        assert_eq!((items.len(), &year["complete"]), (14, &json!(true)));
        let of = |name: &str| {
            let found = items.iter().find(|item| item["area"]["name"] == name);
            found.unwrap_or_else(|| panic!("no {name}")).clone()
        };
        // The zone lies in no figure of the county around it.
        for (name, value, rank) in [
            ("盐湖区", "2", 1),
            ("运城经济开发区", "1", 2),
            ("临猗县", "1", 2),
            ("绛县", "0", 4),
        ] {
            let found = of(name);
            assert_eq!(found["reading"]["value"], value, "{name}");
            assert_eq!(found["rank"], rank, "{name}");
        }
        let plan = get(&leader, &format!("{HYDRANTS}/areas?period=2025"));
        let salt_lake = plan["items"].as_array().unwrap()[0].clone();
        assert_eq!(salt_lake["reading"]["target"], "933", "annex 2 of the plan");
        let file = leader.get(&format!("{HYDRANTS}/export?format=csv&lang=zh"));
        assert_eq!(file.status, 200);
        assert!(
            file.text.contains("盐湖区") && file.text.lines().count() == 15,
            "{}",
            file.text
        );
        let book = leader.get(&format!("{HYDRANTS}/export"));
        assert_eq!(book.status, 200);
        let parts = get(&leader, &format!("{HYDRANTS}/areas?by=parts"));
        assert_eq!(parts["items"].as_array().unwrap().len(), 13);
        let people = get(&leader, "/api/v1/metrics/residents");
        assert_eq!(
            people["reading"]["value"], "4774600",
            "of all counties together"
        );
        let zone = of("盐湖区")["area"]["key"].as_str().unwrap().to_owned();
        let carved = get(&leader, &format!("/api/v1/metrics/residents?area={zone}"));
        assert_eq!(carved["reading"]["unknown"]["code"], "not_entered");
    });
}

#[test]
fn figures_are_given_to_who_answers_for_the_area() {
    on_each_engine(|server: &mut Server| {
        let password = "correct horse battery";
        let account = json!({
            "username": "county", "display_name": "county", "role": "township_officer",
            "sets": {"areas": ["140802"]}, "password": password,
        });
        let made = server
            .person("admin")
            .post("/api/v1/accounts", None, &account);
        assert_eq!(made.status, 201, "{}", made.text);
        let county = server.person_with("county", password);
        let own = get(&county, HYDRANTS);
        assert_eq!(own["area"]["key"], "140802");
        for (area, status) in [
            ("140802404", 200),
            ("140821", 403),
            ("1408", 403),
            ("nowhere", 400),
            ("01890000-0000-7000-8000-000000000000", 404),
        ] {
            let answer = county.get(&format!("{HYDRANTS}?area={area}"));
            assert_eq!(answer.status, status, "{area}: {}", answer.text);
        }
        let ranking = get(&county, &format!("{HYDRANTS}/areas"));
        assert_eq!(ranking["complete"], false);
        assert_eq!(
            ranking["items"].as_array().unwrap().len(),
            2,
            "the county and the zone in it"
        );
        assert_eq!(ranking["items"][0]["rank"], Value::Null);
        // Devices are closed to this role: so is what is counted from them.
        let closed = county.get("/api/v1/metrics/standalone_alarms_installed");
        assert_eq!(closed.status, 403, "{}", closed.text);
        let list = get(&county, "/api/v1/metrics");
        let shown = list["items"].as_array().unwrap();
        let has = |key: &str| shown.iter().any(|item| item["metric"]["key"] == key);
        assert!(has("street_hydrants") && !has("standalone_alarms_installed"));
        for wrong in [
            "?period=soon",
            "?as_of=soon",
            "?colour=red",
            "/areas?by=all",
            "/series?points=61",
        ] {
            let answer = county.get(&format!("{HYDRANTS}{wrong}"));
            assert_eq!(answer.status, 400, "{wrong}: {}", answer.text);
        }
        assert_eq!(county.get("/api/v1/metrics/no_such").status, 404);
    });
}
