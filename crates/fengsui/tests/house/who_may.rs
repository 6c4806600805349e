//! Who may do what: the seats of a house and, of each operation of the API, those who are let in.
//! What is not written here is denied.

pub const PUBLIC: &[&str] = &["*"];
/// The accounts of a new house, one a role.
pub const FIRST: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "registrar1",
];
/// The other seats, made through the door that administrators use: name, role, sets.
pub const MADE: &[(&str, &str, &str)] = &[
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
pub const SIGNED_IN: &[&str] = &[
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
pub const MACHINE: &str = "machine";

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

/// Who reads personal values uncovered, each with a reason.
const CITY_UNCOVERERS: &[&str] = &["registrar1"];
const PEOPLE_UNCOVERERS: &[&str] = &[
    "dispatcher1",
    "township1",
    "registrar1",
    "county_dispatcher",
];
const UNIT_UNCOVERERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "supervisor1",
    "unit1",
    "body1",
    "registrar1",
    "county_dispatcher",
    "sector_supervisor",
];
const DEVICE_UNCOVERERS: &[&str] = &["registrar1"];
/// Who erases them: who reads them and writes the row.
const CITY_ERASERS: &[&str] = &["registrar1"];
const PEOPLE_ERASERS: &[&str] = &["township1", "registrar1"];
const UNIT_ERASERS: &[&str] = &[
    "supervisor1",
    "unit1",
    "body1",
    "registrar1",
    "sector_supervisor",
];
const DEVICE_ERASERS: &[&str] = &["registrar1"];

/// Who does what with the registers of an area.
pub struct Area {
    readers: &'static [&'static str],
    writers: &'static [&'static str],
    uncoverers: &'static [&'static str],
    erasers: &'static [&'static str],
}

const CITY: Area = Area {
    readers: CITY_READERS,
    writers: CITY_WRITERS,
    uncoverers: CITY_UNCOVERERS,
    erasers: CITY_ERASERS,
};
const PEOPLE: Area = Area {
    readers: PEOPLE_READERS,
    writers: PEOPLE_WRITERS,
    uncoverers: PEOPLE_UNCOVERERS,
    erasers: PEOPLE_ERASERS,
};
const UNITS: Area = Area {
    readers: UNIT_READERS,
    writers: UNIT_WRITERS,
    uncoverers: UNIT_UNCOVERERS,
    erasers: UNIT_ERASERS,
};
const DEVICES: Area = Area {
    readers: DEVICE_READERS,
    writers: DEVICE_WRITERS,
    uncoverers: DEVICE_UNCOVERERS,
    erasers: DEVICE_ERASERS,
};

/// The registers, and the area of each.
pub const REGISTERS: &[(&str, Area)] = &[
    ("region", CITY),
    ("assessed_area", CITY),
    ("organisation", CITY),
    ("person", PEOPLE),
    ("unit", UNITS),
    ("building", UNITS),
    ("micro_station", CITY),
    ("vehicle", CITY),
    ("water_source", CITY),
    ("device_model", DEVICES),
    ("installed_point", DEVICES),
];

/// What an operation of a register does.
#[derive(Clone, Copy)]
pub enum Does {
    Read,
    Write,
    Uncover,
    Erase,
}
use Does::{Erase, Read, Uncover, Write};

/// What a register can be asked, behind its address, and what that does.
pub const OF_REGISTERS: &[(&str, &str, Does)] = &[
    ("GET", "", Read),
    ("POST", "", Write),
    ("GET", "/{id}", Read),
    ("PUT", "/{id}", Write),
    ("GET", "/{id}/history", Read),
    ("GET", "/export", Read),
    ("GET", "/template", Read),
    ("POST", "/imports", Write),
    ("GET", "/imports/{import}", Write),
    ("DELETE", "/imports/{import}", Write),
    ("GET", "/imports/{import}/report", Write),
    ("PUT", "/{id}/retirement", Write),
    ("DELETE", "/{id}/retirement", Write),
    ("POST", "/{id}/personal", Uncover),
    ("POST", "/{id}/erasure", Erase),
    ("GET", "/{id}/attachments", Read),
    ("POST", "/{id}/attachments", Write),
    ("GET", "/{id}/attachments/{attachment}", Read),
    ("GET", "/{id}/attachments/{attachment}/thumbnail", Read),
    ("DELETE", "/{id}/attachments/{attachment}", Write),
    ("GET", "/{id}/label", Read),
    ("GET", "/labels", Read),
    ("GET", "/views", Read),
    ("PUT", "/views/{view}", Read),
    ("DELETE", "/views/{view}", Read),
];

/// Who may do an operation of a register, after the two tables.
pub fn who_may_with_register(method: &str, path: &str) -> Option<&'static [&'static str]> {
    let behind = path.strip_prefix("/api/v1/registers/")?;
    let (key, tail) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    let (_, area) = REGISTERS.iter().find(|(known, _)| *known == key)?;
    let mut known = OF_REGISTERS.iter();
    let (_, _, does) = known.find(|(m, t, _)| *m == method && *t == tail)?;
    Some(match does {
        Read => area.readers,
        Write => area.writers,
        Uncover => area.uncoverers,
        Erase => area.erasers,
    })
}

/// Written by hand and not read from the program: the program is what is on trial.
pub const WHO_MAY: &[(&str, &str, &[&str])] = &[
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
