//! A register over HTTP: rows made, read, changed, retired; whose they are; what is refused.

use serde_json::{Value, json};

use crate::server::{Answer, Person, Server, engines};

pub const WATER: &str = "/api/v1/registers/water_source";
const PASSWORD: &str = "correct horse battery";

/// Calls `story` with a server on each engine.
pub fn on_each_engine(story: impl Fn(&mut Server)) {
    for on in engines() {
        story(&mut Server::start(&on));
    }
}

pub fn hydrant(name: &str, region: &str) -> Value {
    json!({
        "name": name, "kind": "hydrant", "state": "intact", "region": region,
        "address": "河东东街口", "checked_on": "2026-05-01", "diameter": 150, "pressure": "0.35",
    })
}

fn made(answer: &Answer) -> (Value, String) {
    assert!(answer.status < 300, "{} {}", answer.status, answer.text);
    (answer.json(), answer.etag.clone().expect("no ETag"))
}

fn path_of(row: &Value) -> String {
    format!("{WATER}/{}", row["id"].as_str().unwrap())
}

fn names(person: &Person, question: &str) -> Vec<String> {
    let list = person.get(&format!("{WATER}?{question}"));
    assert_eq!(list.status, 200, "{question}: {}", list.text);
    let list = list.json();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|row| row["values"]["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Somebody of a role with sets, made by the administrator.
pub fn person_of(server: &Server, name: &str, role: &str, sets: &Value) -> Person {
    let account = json!({
        "username": name, "display_name": name, "role": role, "sets": sets, "password": PASSWORD,
    });
    let made = server
        .person("admin")
        .post("/api/v1/accounts", None, &account);
    assert_eq!(made.status, 201, "{}", made.text);
    server.person_with(name, PASSWORD)
}

#[test]
fn a_row_is_made_read_changed_retired_and_remembers_it() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let (row, first) = made(&keeper.post(WATER, None, &hydrant("XH-001", "140802001")));
        let path = path_of(&row);
        assert_eq!(row["values"]["pressure"], "0.35");
        assert_eq!(row["version"], 1);
        // What a region is called is shown with what it lies in.
        let (elsewhere, _) = made(&keeper.post(WATER, None, &hydrant("XH-002", "140821")));
        assert_eq!(elsewhere["titles"]["region"], "临猗县");
        let township = "/api/v1/registers/region?code=140821100";
        keeper.until(township, |found| found["items"][0].is_object());
        let (elsewhere, _) = made(&keeper.post(WATER, None, &hydrant("XH-003", "140821100")));
        assert_eq!(elsewhere["titles"]["region"], "临猗县猗氏镇");

        let mut values = row["values"].clone();
        values["state"] = json!("broken");
        values["remarks"] = json!("栓口漏水");
        let (row, second) = made(&keeper.send("PUT", &path, Some(&first), Some(&values)));
        assert_eq!(
            (&row["version"], &row["values"]["state"]),
            (&json!(2), &json!("broken"))
        );
        assert_ne!(first, second);

        // Whoever read the first version does not write over the second.
        let late = keeper.send("PUT", &path, Some(&first), Some(&values));
        assert_eq!(late.status, 412, "{}", late.text);
        assert_eq!(late.json()["current"]["version"], 2);
        let blind = keeper.send("PUT", &path, None, Some(&values));
        assert_eq!(blind.status, 428, "{}", blind.text);

        let retirement = format!("{path}/retirement");
        let (_, third) = made(&keeper.send("PUT", &retirement, Some(&second), None));
        assert_eq!(names(&keeper, "search=XH-001"), Vec::<String>::new());
        assert_eq!(names(&keeper, "search=XH-001&retired=true"), ["XH-001"]);
        let twice = keeper.send("PUT", &retirement, Some(&third), None);
        assert_eq!(twice.status, 409, "{}", twice.text);
        made(&keeper.send("DELETE", &retirement, Some(&third), None));
        assert_eq!(names(&keeper, "search=XH-001"), ["XH-001"]);

        let history = keeper.get(&format!("{path}/history")).json();
        let history = history["items"].as_array().unwrap();
        let versions: Vec<_> = history
            .iter()
            .map(|entry| entry["version"].clone())
            .collect();
        assert_eq!(versions, [1, 2, 3, 4]);
        let changed: Vec<_> = history[1]["changes"].as_array().unwrap().iter().collect();
        let fields: Vec<_> = changed
            .iter()
            .map(|one| one["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["state", "remarks"]);
    });
}

#[test]
fn what_does_not_hold_is_said_at_its_field() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        made(&keeper.post(WATER, None, &hydrant("XH-001", "140802001")));
        let wrong: [(&str, Value, u16, &str); 9] = [
            ("name", Value::Null, 422, "name"),
            ("name", json!("长".repeat(81)), 422, "name"),
            ("name", json!("XH-001"), 409, "name"),
            ("kind", json!("volcano"), 422, "kind"),
            ("region", json!("14080"), 422, "region"),
            ("diameter", json!(49), 422, "diameter"),
            ("checked_on", json!("2026-02-30"), 422, "checked_on"),
            ("checked_on", Value::Null, 422, "checked_on"),
            (
                "planner",
                json!("01890000-0000-7000-8000-000000000000"),
                422,
                "planner",
            ),
        ];
        for (field, value, status, at) in wrong {
            let mut values = hydrant("XH-002", "140802001");
            values[field] = value.clone();
            let answer = keeper.post(WATER, None, &values);
            assert!(
                answer.status == status || answer.status == 422,
                "{field} {value}: {}",
                answer.text
            );
            let fields = &answer.json()["errors"];
            assert_eq!(fields[0]["field"], at, "{field} {value}: {}", answer.text);
        }
        let stranger = json!({"name": "XH-003", "colour": "red"});
        assert_eq!(keeper.post(WATER, None, &stranger).status, 422);
        assert_eq!(names(&keeper, "sort=name"), ["XH-001"]);

        for question in [
            "colour=red",
            "remarks=a",
            "sort=remarks",
            "diameter.lt=a",
            "limit=501",
        ] {
            let answer = keeper.get(&format!("{WATER}?{question}"));
            assert_eq!(answer.status, 400, "{question}: {}", answer.text);
        }
        assert_eq!(keeper.get("/api/v1/registers/volcano").status, 404);
    });
}

#[test]
fn pages_follow_each_other_in_order_and_through_filters() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        for n in 0..25 {
            let region = ["140802001", "140821"][n % 2];
            let mut values = hydrant(&format!("XH-{n:03}"), region);
            values["diameter"] = json!(100 + n);
            made(&keeper.post(WATER, None, &values));
        }
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = keeper.get(&format!(
                "{WATER}?region.within=1408&diameter.gte=105&sort=-name&limit=7{after}"
            ));
            let page = page.json();
            let items = page["items"].as_array().unwrap().iter();
            seen.extend(items.map(|row| row["values"]["name"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let all: Vec<_> = (5..25).rev().map(|n| format!("XH-{n:03}")).collect();
        assert_eq!(seen, all);
        let forged = keeper.get(&format!("{WATER}?sort=-name&after=bm90aGluZw"));
        assert_eq!(forged.status, 400, "{}", forged.text);
    });
}

/// Whoever is bound to areas reads and writes what lies in them, by every door.
#[test]
fn rows_outside_the_caller_s_areas_are_not_there() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let (inside, _) = made(&keeper.post(WATER, None, &hydrant("内", "140802001")));
        let (outside, etag) = made(&keeper.post(WATER, None, &hydrant("外", "140821")));
        let bound = person_of(server, "bound", "registrar", &json!({"areas": ["140802"]}));

        assert_eq!(names(&bound, "sort=name"), ["内"]);
        assert_eq!(names(&bound, "search=外"), Vec::<String>::new());
        assert_eq!(bound.get(&path_of(&inside)).status, 200);
        let path = path_of(&outside);
        for (method, path, body) in [
            ("GET", path.clone(), None),
            ("GET", format!("{path}/history"), None),
            ("PUT", path.clone(), Some(&outside["values"])),
            ("PUT", format!("{path}/retirement"), None),
            ("DELETE", format!("{path}/retirement"), None),
        ] {
            let answer = bound.send(method, &path, Some(&etag), body);
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
        }
        let export = bound.get(&format!("{WATER}/export?format=csv"));
        assert!(
            export.text.contains('内') && !export.text.contains('外'),
            "{}",
            export.text
        );
        // Nor may a row be put outside, or be moved there.
        let beyond = bound.post(WATER, None, &hydrant("新", "140821"));
        assert_eq!(beyond.status, 422, "{}", beyond.text);
        let mut moved = inside["values"].clone();
        moved["region"] = json!("140821");
        let moved = bound.send("PUT", &path_of(&inside), Some("\"1\""), Some(&moved));
        assert_eq!(moved.status, 422, "{}", moved.text);
    });
}

/// Names and telephones are masked for whoever may not read them.
#[test]
fn personal_fields_are_masked() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let person = json!({
            "post": "东城街道消防专干", "name": "张建国", "duty": "township_officer", "region": "140802001",
            "phone": "13803591234",
        });
        let answer = keeper.post("/api/v1/registers/person", None, &person);
        let (row, _) = made(&answer);
        let path = format!("/api/v1/registers/person/{}", row["id"].as_str().unwrap());
        for who in ["dispatcher1", "leader1"] {
            let answer = server.person(who).get(&path);
            assert_eq!(answer.status, 200, "{who}: {}", answer.text);
            assert!(
                !answer.text.contains("13803591234"),
                "{who}: {}",
                answer.text
            );
            assert!(!answer.text.contains("张建国"), "{who}: {}", answer.text);
            let export = server
                .person(who)
                .get("/api/v1/registers/person/export?format=csv");
            assert!(
                !export.text.contains("13803591234"),
                "{who}: {}",
                export.text
            );
        }
    });
}
