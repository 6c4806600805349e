//! Every operation of the API as every role, with every kind of set, as a machine and as nobody:
//! what is not written here is denied.

use serde_json::{Value, json};

use crate::server::{On, Person, Server};

const PUBLIC: &[&str] = &["*"];
/// The accounts of a new house, one a role.
const FIRST: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "registrar1",
];
/// The other seats, made through the door that administrators use: name, role, sets.
const MADE: &[(&str, &str, &str)] = &[
    ("supervisor1", "supervisor", r#"{}"#),
    (
        "unit1",
        "unit_manager",
        r#"{"unit":"01890000-0000-7000-8000-00000000000a"}"#,
    ),
    (
        "body1",
        "unit_manager",
        r#"{"clients":["01890000-0000-7000-8000-00000000000a"]}"#,
    ),
    ("grid1", "grid_worker", r#"{"areas":["140802001"]}"#),
    (
        "township1",
        "township_officer",
        r#"{"areas":["140802001"]}"#,
    ),
    ("logistics1", "logistics_officer", r#"{}"#),
    ("planner1", "planner", r#"{}"#),
    ("county_admin", "administrator", r#"{"areas":["140802"]}"#),
    ("county_dispatcher", "dispatcher", r#"{"areas":["140802"]}"#),
    ("sector_leader", "leader", r#"{"sectors":["education"]}"#),
    (
        "sector_supervisor",
        "supervisor",
        r#"{"areas":["140802"],"sectors":["education"]}"#,
    ),
];
/// Everybody with an account, whatever binds it.
const SIGNED_IN: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "supervisor1",
    "unit1",
    "body1",
    "grid1",
    "township1",
    "logistics1",
    "planner1",
    "registrar1",
    "county_admin",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
];
/// The token of another system that was given all that a token can have.
const MACHINE: &str = "machine";

const ALARM_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "leader1",
    "auditor1",
    "admin",
    "supervisor1",
    "county_admin",
    "county_dispatcher",
    MACHINE,
];
const INCIDENT_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "supervisor1",
    "logistics1",
    "county_admin",
    "county_dispatcher",
    MACHINE,
];
const VERIFIERS: &[&str] = &["dispatcher1", "monitor1", "county_dispatcher"];
const COMMANDERS: &[&str] = &["dispatcher1", "county_dispatcher"];
const PROGRESSORS: &[&str] = &["dispatcher1", "station1", "county_dispatcher"];
const JOURNAL_READERS: &[&str] = &["auditor1", "admin", "county_admin"];
const EVENT_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "supervisor1",
    "logistics1",
    "county_dispatcher",
    MACHINE,
];
const ACCOUNT_KEEPERS: &[&str] = &["admin", "county_admin"];

const CITY_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "supervisor1",
    "grid1",
    "township1",
    "logistics1",
    "planner1",
    "registrar1",
    "county_admin",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const CITY_WRITERS: &[&str] = &["logistics1", "registrar1", MACHINE];
const PEOPLE_READERS: &[&str] = &[
    "dispatcher1",
    "leader1",
    "auditor1",
    "supervisor1",
    "township1",
    "registrar1",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const PEOPLE_WRITERS: &[&str] = &["township1", "registrar1", MACHINE];
const UNIT_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "supervisor1",
    "unit1",
    "body1",
    "grid1",
    "township1",
    "planner1",
    "registrar1",
    "county_admin",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const UNIT_WRITERS: &[&str] = &[
    "supervisor1",
    "unit1",
    "body1",
    "registrar1",
    "sector_supervisor",
    MACHINE,
];
const DEVICE_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "supervisor1",
    "unit1",
    "body1",
    "planner1",
    "registrar1",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const DEVICE_WRITERS: &[&str] = &["registrar1", MACHINE];

/// The registers, and who reads and who writes each: every operation of a register is one or the
/// other.
const REGISTERS: &[(&str, &[&str], &[&str])] = &[
    ("region", CITY_READERS, CITY_WRITERS),
    ("assessed_area", CITY_READERS, CITY_WRITERS),
    ("organisation", CITY_READERS, CITY_WRITERS),
    ("person", PEOPLE_READERS, PEOPLE_WRITERS),
    ("unit", UNIT_READERS, UNIT_WRITERS),
    ("building", UNIT_READERS, UNIT_WRITERS),
    ("micro_station", CITY_READERS, CITY_WRITERS),
    ("vehicle", CITY_READERS, CITY_WRITERS),
    ("water_source", CITY_READERS, CITY_WRITERS),
    ("device_model", DEVICE_READERS, DEVICE_WRITERS),
    ("installed_point", DEVICE_READERS, DEVICE_WRITERS),
];
/// What a register can be asked, behind its address, and whether that writes.
const OF_REGISTERS: &[(&str, &str, bool)] = &[
    ("GET", "", false),
    ("POST", "", true),
    ("GET", "/{id}", false),
    ("PUT", "/{id}", true),
    ("GET", "/{id}/history", false),
    ("GET", "/export", false),
    ("GET", "/template", false),
    ("POST", "/imports", true),
    ("GET", "/imports/{import}", true),
    ("DELETE", "/imports/{import}", true),
    ("GET", "/imports/{import}/report", true),
    ("PUT", "/{id}/retirement", true),
    ("DELETE", "/{id}/retirement", true),
];

/// Who may do an operation of a register, after the two tables.
fn who_may_with_register(method: &str, path: &str) -> Option<&'static [&'static str]> {
    let behind = path.strip_prefix("/api/v1/registers/")?;
    let (key, tail) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    let (_, readers, writers) = REGISTERS.iter().find(|(known, _, _)| *known == key)?;
    let mut known = OF_REGISTERS.iter();
    let (_, _, writes) = known.find(|(m, t, _)| *m == method && *t == tail)?;
    Some(if *writes { writers } else { readers })
}

/// Written by hand and not read from the program: the program is what is on trial.
const WHO_MAY: &[(&str, &str, &[&str])] = &[
    ("GET", "/healthz", PUBLIC),
    ("GET", "/readyz", PUBLIC),
    ("POST", "/api/v1/session", PUBLIC),
    ("GET", "/api/v1/session", SIGNED_IN),
    ("DELETE", "/api/v1/session", SIGNED_IN),
    ("PUT", "/api/v1/session/password", SIGNED_IN),
    ("GET", "/api/v1/accounts", ACCOUNT_KEEPERS),
    ("POST", "/api/v1/accounts", ACCOUNT_KEEPERS),
    ("GET", "/api/v1/accounts/{id}", ACCOUNT_KEEPERS),
    ("PATCH", "/api/v1/accounts/{id}", ACCOUNT_KEEPERS),
    ("POST", "/api/v1/accounts/{id}/disabling", ACCOUNT_KEEPERS),
    ("POST", "/api/v1/accounts/{id}/enabling", ACCOUNT_KEEPERS),
    ("PUT", "/api/v1/accounts/{id}/password", ACCOUNT_KEEPERS),
    ("GET", "/api/v1/accounts/{id}/sessions", ACCOUNT_KEEPERS),
    ("DELETE", "/api/v1/accounts/{id}/sessions", ACCOUNT_KEEPERS),
    (
        "DELETE",
        "/api/v1/accounts/{id}/sessions/{session}",
        ACCOUNT_KEEPERS,
    ),
    ("GET", "/api/v1/api-tokens", ACCOUNT_KEEPERS),
    ("POST", "/api/v1/api-tokens", ACCOUNT_KEEPERS),
    ("DELETE", "/api/v1/api-tokens/{id}", ACCOUNT_KEEPERS),
    ("GET", "/api/v1/registers", SIGNED_IN),
    ("GET", "/api/v1/events", EVENT_READERS),
    ("GET", "/api/v1/journal", JOURNAL_READERS),
    ("GET", "/api/v1/alarms", ALARM_READERS),
    ("GET", "/api/v1/alarms/{id}", ALARM_READERS),
    ("POST", "/api/v1/alarms/{id}/verification", VERIFIERS),
    ("POST", "/api/v1/alarms/{id}/incident", VERIFIERS),
    ("GET", "/api/v1/stations", INCIDENT_READERS),
    ("GET", "/api/v1/responders", INCIDENT_READERS),
    ("GET", "/api/v1/devices", INCIDENT_READERS),
    ("GET", "/api/v1/incidents", INCIDENT_READERS),
    ("POST", "/api/v1/incidents", COMMANDERS),
    ("GET", "/api/v1/incidents/{id}", INCIDENT_READERS),
    ("GET", "/api/v1/incidents/{id}/candidates", INCIDENT_READERS),
    ("GET", "/api/v1/incidents/{id}/timeline", INCIDENT_READERS),
    ("POST", "/api/v1/incidents/{id}/assignments", COMMANDERS),
    ("POST", "/api/v1/incidents/{id}/progress", COMMANDERS),
    ("POST", "/api/v1/incidents/{id}/level", COMMANDERS),
    ("POST", "/api/v1/incidents/{id}/closure", COMMANDERS),
    ("POST", "/api/v1/incidents/{id}/reopening", COMMANDERS),
    ("GET", "/api/v1/assignments/{id}", INCIDENT_READERS),
    ("POST", "/api/v1/assignments/{id}/progress", PROGRESSORS),
];

const PASSWORD: &str = "correct horse battery";

/// A server with somebody in every seat.
fn house() -> Server {
    let mut server = Server::start(&On::Sqlite);
    let admin = server.person("admin");
    for (name, role, sets) in MADE {
        let sets: Value = serde_json::from_str(sets).unwrap();
        let account = json!({
            "username": name, "display_name": name, "role": role, "sets": sets,
            "password": PASSWORD,
        });
        let made = admin.post("/api/v1/accounts", None, &account);
        assert_eq!(made.status, 201, "{name}: {}", made.text);
        let known = server
            .passwords
            .insert((*name).to_owned(), PASSWORD.to_owned());
        assert_eq!(known, None);
    }
    server
}

/// A machine with a token that was given all that the API lets one have.
fn machine(server: &Server, sets: &Value) -> Person {
    let all = [
        "alarm.read",
        "incident.read",
        "event.read",
        "city.read",
        "city.write",
        "people.read",
        "people.write",
        "unit.read",
        "unit.write",
        "device.read",
        "device.write",
    ];
    let soon = base::Clock::system().now();
    let soon = soon.plus(std::time::Duration::from_secs(3600)).to_string();
    let token = json!({"name": "walk", "permissions": all, "sets": sets, "expires_at": soon});
    let made = server
        .person("admin")
        .post("/api/v1/api-tokens", None, &token);
    assert_eq!(made.status, 201, "{}", made.text);
    Person::machine(&server.http, made.json()["secret"].as_str().unwrap())
}

#[test]
fn every_operation_as_every_role_and_set() {
    let server = house();
    let nobody = Person::stranger(&server.http);
    let mut seats: Vec<(&str, Person)> = Vec::new();
    for name in SIGNED_IN {
        assert!(FIRST.contains(name) || MADE.iter().any(|(made, ..)| made == name));
        seats.push((name, server.person(name)));
    }
    seats.push((MACHINE, machine(&server, &json!({}))));
    let document = nobody.get("/api/v1/openapi.json").json();
    let mut walked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                continue;
            }
            let rule = WHO_MAY.iter().find(|(m, p, _)| *m == method && p == path);
            let allowed = rule
                .map(|(_, _, allowed)| *allowed)
                .or_else(|| who_may_with_register(&method, path))
                .unwrap_or_else(|| panic!("{method} {path} stands in no rule of this test"));
            walk(&server, &seats, &method, path, allowed);
            walked += 1;
        }
    }
    assert_eq!(
        walked,
        WHO_MAY.len() + REGISTERS.len() * OF_REGISTERS.len(),
        "a rule of this test has no operation"
    );
}

fn walk(server: &Server, seats: &[(&str, Person)], method: &str, path: &str, allowed: &[&str]) {
    let status = attempt(&Person::stranger(&server.http), method, path);
    if allowed == PUBLIC {
        assert!(
            status != 401 || path == "/api/v1/session",
            "{method} {path} asks a stranger to sign in"
        );
        return;
    }
    assert_eq!(status, 401, "{method} {path} as nobody");
    let signs_out = (method, path) == ("DELETE", "/api/v1/session");
    for (name, person) in seats {
        // Who signs out does it in a session of their own.
        let other = (signs_out && *name != MACHINE).then(|| server.person(name));
        let status = attempt(other.as_ref().unwrap_or(person), method, path);
        let denied = matches!(status, 401 | 403);
        assert_eq!(
            denied,
            !allowed.contains(name),
            "{method} {path} as {name}: {status}"
        );
        assert!(status < 500, "{method} {path} as {name}: {status}");
    }
}

fn attempt(person: &Person, method: &str, path: &str) -> u16 {
    let nothing = "01890000-0000-7000-8000-000000000000";
    let path = path
        .replace("{id}", nothing)
        .replace("{session}", nothing)
        .replace("{import}", nothing);
    let empty: Value = json!({});
    let body = ["POST", "PUT", "PATCH"].contains(&method).then_some(&empty);
    person.send(method, &path, Some("\"1\""), body).status
}

/// Lists whose rows know their region: who is bound to areas sees what lies in them, as a person
/// and as a machine.
#[test]
fn every_list_inside_its_areas() {
    let server = house();
    let admin = server.person("admin");
    for path in ["/api/v1/stations", "/api/v1/responders", "/api/v1/devices"] {
        let whole = regions(&admin, path);
        assert!(!whole.is_empty(), "{path}: the sample is empty");
        for area in ["140802001", "140802004", "140802", "140821"] {
            let inside: Vec<_> = whole.iter().filter(|one| one.starts_with(area)).collect();
            let name = format!("crew{area}{}", path.len());
            let account = json!({
                "username": name, "display_name": name, "role": "station_crew",
                "sets": {"areas": [area]}, "password": PASSWORD,
            });
            assert_eq!(admin.post("/api/v1/accounts", None, &account).status, 201);
            let crew = server.person_with(&name, PASSWORD);
            let token = machine(&server, &json!({"areas": [area]}));
            for person in [crew, token] {
                let seen = regions(&person, path);
                assert_eq!(seen.iter().collect::<Vec<_>>(), inside, "{path} in {area}");
            }
        }
    }
}

fn regions(person: &Person, path: &str) -> Vec<String> {
    let list = person.get(path);
    assert_eq!(list.status, 200, "{path}: {}", list.text);
    let list = list.json();
    let items = list["items"].as_array().unwrap();
    let regions = items
        .iter()
        .map(|one| one["region"].as_str().unwrap().to_owned());
    regions.collect()
}

/// Each operation on an account, by administrators whose areas hold it and do not.
#[test]
fn every_account_operation_inside_its_areas() {
    let server = house();
    let admin = server.person("admin");
    let county = server.person("county_admin");
    let list = admin.get("/api/v1/accounts?limit=200").json();
    let id_of = |name: &str| {
        let all = list["items"].as_array().unwrap();
        let found = all.iter().find(|one| one["username"] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let seen = county.get("/api/v1/accounts?limit=200").json();
    let seen: Vec<_> = seen["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["username"])
        .collect();
    assert_eq!(
        seen,
        [
            "grid1",
            "township1",
            "county_admin",
            "county_dispatcher",
            "sector_supervisor"
        ]
    );
    let password = json!({"password": "another-long-one"});
    let patch = json!({"display_name": "王"});
    for (name, inside) in [("grid1", true), ("dispatcher1", false), ("planner1", false)] {
        let path = format!("/api/v1/accounts/{}", id_of(name));
        let on = |rest: &str| format!("{path}{rest}");
        let acts: [(&str, String, &str, Option<&Value>); 7] = [
            ("GET", on(""), "", None),
            ("GET", on("/sessions"), "", None),
            ("DELETE", on("/sessions"), "", None),
            ("PATCH", on(""), "\"1\"", Some(&patch)),
            ("POST", on("/disabling"), "\"2\"", None),
            ("POST", on("/enabling"), "\"3\"", None),
            ("PUT", on("/password"), "", Some(&password)),
        ];
        for (method, path, etag, body) in acts {
            let etag = Some(etag).filter(|etag| !etag.is_empty());
            let answer = county.send(method, &path, etag, body);
            let reached = (200..300).contains(&answer.status);
            assert_eq!(
                reached, inside,
                "{method} {path} of {name}: {}",
                answer.text
            );
            assert!(
                reached || answer.status == 404,
                "{method} {path}: {}",
                answer.text
            );
        }
    }
}

#[test]
fn a_path_beside_the_document_is_denied_too() {
    let server = Server::start(&On::Sqlite);
    let admin = server.person("admin");
    assert_eq!(admin.get("/api/v1/nothing-here").status, 404);
    assert!(matches!(
        Person::stranger(&server.http)
            .get("/api/v1/alarms/../journal")
            .status,
        401 | 404
    ));
}
