//! Every operation of the API as every role, with every kind of set, as a machine and as nobody:
//! what is not written here is denied.

use serde_json::{Value, json};

use crate::server::{On, Person, Server};
use crate::who_may::{FIRST, MACHINE, MADE, PUBLIC, SIGNED_IN, WHO_MAY};
use crate::who_may_registers::{operations_of_registers, who_may_with_register};

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
        "road.read",
        "road.write",
        "people.read",
        "people.write",
        "unit.read",
        "unit.write",
        "device.read",
        "device.write",
        "metric.read",
        "case.read",
        "case.act",
        "repair.read",
        "repair.write",
        "map.read",
        "position.read",
        "position.write",
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
        WHO_MAY.len() + operations_of_registers(),
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
        .replace("{link}", nothing)
        .replace("{document}", nothing)
        .replace("{import}", nothing)
        .replace("{view}", nothing)
        .replace("{attachment}", nothing)
        .replace("/gaps/{key}", "/gaps/region_duty")
        .replace("{name}", "sessions")
        .replace("{channel}", "sms")
        // No layer is open to all of them; what is none is not found by whoever comes so far.
        .replace("/map/layers/{key}", "/map/layers/nothing")
        .replace("/map/tiles/{key}", "/map/tiles/nothing")
        .replace("{z}/{x}/{y}", "0/0/0");
    // A sheet of none, for who may have one: drawing hundreds a seat is what the walk is not for.
    let path = match path.strip_suffix("/labels") {
        Some(_) => format!("{path}?search=nirgends"),
        None => path,
    };
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
    for path in [
        "/api/v1/registers/fire_station",
        "/api/v1/responders",
        "/api/v1/registers/transmitter",
    ] {
        let whole = regions(&server.person("dispatcher1"), path);
        assert!(!whole.is_empty(), "{path}: the sample is empty");
        for area in ["140802001", "140802004", "140802", "140821"] {
            let inside: Vec<_> = whole.iter().filter(|one| one.starts_with(area)).collect();
            let name = format!("crew{area}{}", path.len());
            let account = json!({
                "username": name, "display_name": name, "role": "dispatcher",
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
    let region = |one: &Value| {
        one["region"]
            .as_str()
            .or(one["values"]["region"].as_str())
            .map(str::to_owned)
    };
    let regions = items.iter().map(|one| region(one).unwrap());
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
            "agency1",
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
