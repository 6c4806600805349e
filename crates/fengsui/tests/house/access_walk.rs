//! Every operation of the API as every role, and as nobody: what is not written here is denied.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::server::{On, Person, Server};

const PUBLIC: &[&str] = &["*"];
const SIGNED_IN: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "registrar1",
];
const ALARM_READERS: &[&str] = &["dispatcher1", "monitor1", "leader1", "auditor1", "admin"];
const INCIDENT_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
];
const VERIFIERS: &[&str] = &["dispatcher1", "monitor1"];
const COMMANDERS: &[&str] = &["dispatcher1"];
const PROGRESSORS: &[&str] = &["dispatcher1", "station1"];
const JOURNAL_READERS: &[&str] = &["auditor1", "admin"];
const EVENT_READERS: &[&str] = &["dispatcher1", "monitor1", "station1", "leader1"];

/// The registers, and who reads and who writes each: every operation of a register is one or the
/// other.
const REGISTERS: &[(&str, &[&str], &[&str])] = &[
    ("region", REGISTRARS, REGISTRARS),
    ("assessed_area", REGISTRARS, REGISTRARS),
    ("organisation", REGISTRARS, REGISTRARS),
    ("person", REGISTRARS, REGISTRARS),
    ("unit", REGISTRARS, REGISTRARS),
    ("building", REGISTRARS, REGISTRARS),
    ("micro_station", REGISTRARS, REGISTRARS),
    ("vehicle", REGISTRARS, REGISTRARS),
    ("water_source", REGISTRARS, REGISTRARS),
    ("device_model", REGISTRARS, REGISTRARS),
    ("installed_point", REGISTRARS, REGISTRARS),
];
const REGISTRARS: &[&str] = &["registrar1"];
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

#[test]
fn every_operation_as_every_role() {
    let server = Server::start(&On::Sqlite);
    let nobody = Person::stranger(&server.http);
    let document = nobody.get("/api/v1/openapi.json").json();
    let mut people = People {
        server: &server,
        signed_in: HashMap::new(),
    };
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
            walk(&mut people, &nobody, &method, path, allowed);
            walked += 1;
        }
    }
    assert_eq!(
        walked,
        WHO_MAY.len() + REGISTERS.len() * OF_REGISTERS.len(),
        "a rule of this test has no operation"
    );
}

/// The people of the house, signed in once each.
struct People<'s> {
    server: &'s Server,
    signed_in: HashMap<&'static str, Person>,
}

impl People<'_> {
    fn attempt(&mut self, name: &'static str, method: &str, path: &str) -> u16 {
        let person = self.signed_in.entry(name);
        let status = attempt(
            person.or_insert_with(|| self.server.person(name)),
            method,
            path,
        );
        if (method, path) == ("DELETE", "/api/v1/session") {
            self.signed_in.remove(name);
        }
        status
    }
}

fn walk(people: &mut People<'_>, nobody: &Person, method: &str, path: &str, allowed: &[&str]) {
    let status = attempt(nobody, method, path);
    if allowed == PUBLIC {
        assert!(
            status != 401 || path == "/api/v1/session",
            "{method} {path} asks a stranger to sign in"
        );
        return;
    }
    assert_eq!(status, 401, "{method} {path} as nobody");
    for name in SIGNED_IN.iter().copied() {
        let status = people.attempt(name, method, path);
        let denied = matches!(status, 401 | 403);
        assert_eq!(
            denied,
            !allowed.contains(&name),
            "{method} {path} as {name}: {status}"
        );
        assert!(status < 500, "{method} {path} as {name}: {status}");
    }
}

fn attempt(person: &Person, method: &str, path: &str) -> u16 {
    let nothing = "01890000-0000-7000-8000-000000000000";
    let path = path.replace("{id}", nothing).replace("{import}", nothing);
    let empty: Value = json!({});
    let body = matches!(method, "POST" | "PUT").then_some(&empty);
    person.send(method, &path, Some("\"1\""), body).status
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
