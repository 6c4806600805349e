//! A case over HTTP: acted on, refused, printed, found again after the process was killed.

use serde_json::{Value, json};

use crate::registers::{WATER, hydrant, on_each_engine};
use crate::server::{Answer, Person, Server};

const PASSWORD: &str = "correct horse battery";
const OPEN: &str = "/api/v1/loops/water_repair/cases";
const ROWS: &str = "/api/v1/registers/water_repair";

struct City {
    source: String,
    company: String,
    officer: Person,
    plumber: Person,
}

fn account(server: &Server, name: &str, role: &str, sets: &Value) -> Person {
    let account = json!({
        "username": name, "display_name": name, "role": role, "sets": sets, "password": PASSWORD,
    });
    let made = server
        .person("admin")
        .post("/api/v1/accounts", None, &account);
    assert_eq!(made.status, 201, "{}", made.text);
    server.person_with(name, PASSWORD)
}

fn id(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn city(server: &Server) -> City {
    let keeper = server.person("registrar1");
    let company = json!({"name": "盐湖供水公司", "kind": "other", "region": "140802"});
    let company = id(&keeper.post("/api/v1/registers/organisation", None, &company));
    let mut source = hydrant("XH-001", "140802001");
    source["maintainer"] = json!(company);
    City {
        source: id(&keeper.post(WATER, None, &source)),
        officer: account(server, "officer1", "logistics_officer", &json!({})),
        plumber: account(
            server,
            "plumber1",
            "agency",
            &json!({"organisation": company}),
        ),
        company,
    }
}

impl City {
    fn reported(&self, server: &Server) -> (String, String) {
        let fault = json!({"values": {
            "source": self.source, "fault": "leak", "description": "栓口漏水",
        }});
        let opened = server.person("station1").post(OPEN, None, &fault);
        (id(&opened), opened.etag.unwrap())
    }

    fn assigned(&self, server: &Server) -> (String, String) {
        let (case, etag) = self.reported(server);
        let assign = json!({"action": "assign", "values": {"maintainer": self.company}});
        let done = act(&self.officer, &case, Some(&etag), &assign);
        assert_eq!(done.status, 200, "{}", done.text);
        (case, done.etag.unwrap())
    }
}

fn path(case: &str) -> String {
    format!("/api/v1/cases/{case}")
}

fn act(person: &Person, case: &str, etag: Option<&str>, action: &Value) -> Answer {
    person.post(&format!("{}/actions", path(case)), etag, action)
}

#[test]
fn an_order_and_its_notice_survive_kill_9() {
    on_each_engine(|server| {
        let city = city(server);
        let (case, _) = city.assigned(server);
        let before = city.officer.get(&path(&case)).json();
        let document = before["documents"][0].clone();
        assert_eq!(document["title"], "消防水源维修通知单");
        let number = document["number"].as_str().unwrap();
        assert!(
            number.starts_with("运消水修〔") && number.ends_with("第0001号"),
            "{number}"
        );
        let pdf = format!(
            "{}/documents/{}",
            path(&case),
            document["id"].as_str().unwrap()
        );
        let first = city.officer.get(&pdf);
        assert_eq!(first.status, 200, "{}", first.text);
        assert!(first.bytes.starts_with(b"%PDF-"));

        server.kill_and_restart();
        let officer = server.person_with("officer1", PASSWORD);
        let after = officer.get(&path(&case)).json();
        for field in ["state", "version", "due_at", "holder", "documents"] {
            assert_eq!(before[field], after[field], "{field}");
        }
        assert!(officer.get(&pdf).bytes == first.bytes, "the same bytes");
    });
}

#[test]
fn who_was_not_first_who_names_no_version_and_who_is_elsewhere_are_refused() {
    on_each_engine(|server| {
        let city = city(server);
        let (case, etag) = city.reported(server);
        let cancel = json!({"action": "cancel", "reason": "误报"});
        assert_eq!(act(&city.officer, &case, None, &cancel).status, 428);
        let assign = json!({"action": "assign", "values": {"maintainer": city.company}});
        assert_eq!(act(&city.officer, &case, Some(&etag), &assign).status, 200);
        let late = act(&city.officer, &case, Some(&etag), &cancel);
        assert_eq!(late.status, 412, "{}", late.text);
        let stands = &late.json()["current"];
        assert_eq!(
            (&stands["state"], &stands["version"]),
            (&json!("assigned"), &json!(2))
        );
        let accept = act(
            &city.officer,
            &case,
            Some("\"2\""),
            &json!({"action": "accept"}),
        );
        assert_eq!(
            (accept.status, &accept.json()["code"]),
            (409, &json!("not_now"))
        );
        let empty = act(
            &city.plumber,
            &case,
            Some("\"2\""),
            &json!({"action": "repair"}),
        );
        assert_eq!(empty.status, 422, "{}", empty.text);
        let fields: Vec<Value> = empty.json()["errors"].as_array().unwrap().clone();
        let fields: Vec<&Value> = fields.iter().map(|error| &error["field"]).collect();
        assert_eq!(fields, ["repaired_on", "work_done"]);

        let grid = account(
            server,
            "grid9",
            "grid_worker",
            &json!({"areas": ["140821"]}),
        );
        assert_eq!(grid.get(&path(&case)).status, 404);
        assert_eq!(grid.get(&format!("{}/story", path(&case))).status, 404);
        assert_eq!(act(&grid, &case, Some("\"2\""), &cancel).status, 404);
        assert_eq!(
            grid.get("/api/v1/cases?inbox=opened").json()["items"],
            json!([])
        );
    });
}

#[test]
fn a_repair_asks_for_evidence_on_its_own_case() {
    on_each_engine(|server| {
        let mut city = city(server);
        let (case, etag) = city.assigned(server);
        let second = hydrant("XH-002", "140802001");
        city.source = id(&server.person("registrar1").post(WATER, None, &second));
        let (other, _) = city.reported(server);
        let row = city.plumber.get(&format!("{ROWS}/{case}")).json();
        let repair = json!({"action": "repair", "values": {
            "repaired_on": row["values"]["reported_on"], "work_done": "更换阀芯",
        }});
        let hang = |case: &str| {
            let path = format!("{ROWS}/{case}/attachments?name=after.txt");
            city.plumber.upload(&path, b"repaired")
        };
        let told = || act(&city.plumber, &case, Some(&etag), &repair);
        let lacks = |answer: &Answer| {
            let code = answer.json()["code"].clone();
            assert_eq!((answer.status, code), (409, json!("evidence_missing")));
        };
        lacks(&told());
        id(&hang(&other));
        lacks(&told());
        let hung = id(&hang(&case));
        let path = format!("{ROWS}/{case}/attachments/{hung}");
        assert_eq!(city.plumber.send("DELETE", &path, None, None).status, 204);
        lacks(&told());
        assert_eq!(
            city.plumber.get(&self::path(&case)).json()["state"],
            "assigned"
        );
        id(&hang(&case));
        let done = told();
        assert_eq!(done.status, 200, "{}", done.text);
        assert_eq!(done.json()["state"], "repaired");
    });
}

#[test]
fn a_managed_register_is_read_like_any_other_and_written_by_nobody() {
    on_each_engine(|server| {
        let city = city(server);
        let (case, _) = city.assigned(server);
        let list = city
            .officer
            .get(&format!("{ROWS}?state=assigned&search=XH"))
            .json();
        assert_eq!(list["items"][0]["id"], json!(case));
        let history = city.officer.get(&format!("{ROWS}/{case}/history")).json();
        let verbs: Vec<&Value> = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["verb"])
            .collect();
        assert_eq!(verbs, ["report", "assign"]);
        assert_eq!(
            city.officer
                .get(&format!("{ROWS}/export?format=csv"))
                .status,
            200
        );
        let registrar = server.person("registrar1");
        let row = json!({"state": "closed"});
        // There is no such operation, and what has no rule is denied.
        assert_eq!(registrar.post(ROWS, None, &row).status, 403);
        let path = format!("{ROWS}/{case}");
        assert_eq!(
            registrar
                .send("PUT", &path, Some("\"2\""), Some(&row))
                .status,
            403
        );
        let retirement = format!("{path}/retirement");
        assert_eq!(
            registrar
                .send("PUT", &retirement, Some("\"2\""), None)
                .status,
            404
        );
    });
}
