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
    ("agency1", "agency", r#"{"areas":["140802"]}"#),
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
    "agency1",
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
    "agency1",
    "county_dispatcher",
    MACHINE,
];
/// The house is one: who keeps a county's accounts keeps no part of its running.
const JOB_READERS: &[&str] = &["auditor1", "admin"];
const JOB_RUNNERS: &[&str] = &["admin"];
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
    "agency1",
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
/// Of the list that is asked for here: who reads both of its registers. A machine has no session.
const GAP_READERS: &[&str] = &[
    "dispatcher1",
    "leader1",
    "auditor1",
    "supervisor1",
    "township1",
    "registrar1",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
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
/// Everybody with an account, and machines.
const MAP_READERS: &[&str] = &[
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
    "agency1",
    "planner1",
    "registrar1",
    "county_admin",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const POSITION_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "logistics1",
    "county_dispatcher",
    MACHINE,
];
const DEVICE_WRITERS: &[&str] = &["registrar1", MACHINE];
/// Whose figures know regions: who is bound to units or sectors has none.
const METRIC_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "admin",
    "supervisor1",
    "township1",
    "logistics1",
    "planner1",
    "registrar1",
    "county_admin",
    "county_dispatcher",
    MACHINE,
];

const CASE_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "supervisor1",
    "unit1",
    "body1",
    "grid1",
    "township1",
    "logistics1",
    "agency1",
    "planner1",
    "registrar1",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const CASE_ACTORS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "supervisor1",
    "unit1",
    "body1",
    "grid1",
    "township1",
    "logistics1",
    "agency1",
    "registrar1",
    "county_dispatcher",
    "sector_leader",
    "sector_supervisor",
    MACHINE,
];
const REPAIR_READERS: &[&str] = &[
    "dispatcher1",
    "monitor1",
    "station1",
    "leader1",
    "auditor1",
    "supervisor1",
    "grid1",
    "township1",
    "logistics1",
    "agency1",
    "planner1",
    "registrar1",
    "county_dispatcher",
    MACHINE,
];

/// The registers that loops keep, and who reads each; nobody writes them but their loop.
pub const MANAGED: &[(&str, &[&str])] = &[("water_repair", REPAIR_READERS)];
/// What a managed register can be asked.
pub const OF_MANAGED: &[(&str, &str)] = &[
    ("GET", ""),
    ("GET", "/{id}"),
    ("GET", "/{id}/history"),
    ("GET", "/export"),
];

/// The registers, and who reads and who writes each: every operation of a register is one or the
/// other.
pub const REGISTERS: &[(&str, &[&str], &[&str])] = &[
    ("region", CITY_READERS, CITY_WRITERS),
    ("assessed_area", CITY_READERS, CITY_WRITERS),
    ("organisation", CITY_READERS, CITY_WRITERS),
    ("person", PEOPLE_READERS, PEOPLE_WRITERS),
    ("region_duty", PEOPLE_READERS, PEOPLE_WRITERS),
    ("unit", UNIT_READERS, UNIT_WRITERS),
    ("building", UNIT_READERS, UNIT_WRITERS),
    ("micro_station", CITY_READERS, CITY_WRITERS),
    ("vehicle", CITY_READERS, CITY_WRITERS),
    ("water_source", CITY_READERS, CITY_WRITERS),
    ("device_model", DEVICE_READERS, DEVICE_WRITERS),
    ("installed_point", DEVICE_READERS, DEVICE_WRITERS),
    ("metric_target", CITY_READERS, CITY_WRITERS),
];
/// What a register can be asked, behind its address, and whether that writes.
pub const OF_REGISTERS: &[(&str, &str, bool)] = &[
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
pub fn who_may_with_register(method: &str, path: &str) -> Option<&'static [&'static str]> {
    let behind = path.strip_prefix("/api/v1/registers/")?;
    let (key, tail) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    if let Some((_, readers)) = MANAGED.iter().find(|(known, _)| *known == key) {
        let asked = OF_MANAGED.iter().any(|(m, t)| *m == method && *t == tail);
        return asked.then_some(*readers);
    }
    let (_, readers, writers) = REGISTERS.iter().find(|(known, _, _)| *known == key)?;
    let mut known = OF_REGISTERS.iter();
    let (_, _, writes) = known.find(|(m, t, _)| *m == method && *t == tail)?;
    Some(if *writes { writers } else { readers })
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
    ("GET", "/api/v1/gaps", SIGNED_IN),
    ("GET", "/api/v1/gaps/{key}", GAP_READERS),
    ("GET", "/api/v1/gaps/{key}/export", GAP_READERS),
    ("GET", "/api/v1/jobs", JOB_READERS),
    ("POST", "/api/v1/jobs/{name}/run", JOB_RUNNERS),
    ("GET", "/api/v1/outbox", JOB_READERS),
    ("GET", "/api/v1/outbox/{channel}/given-up", JOB_READERS),
    ("POST", "/api/v1/outbox/{channel}/retry", JOB_RUNNERS),
    ("POST", "/api/v1/outbox/messages/{id}/retry", JOB_RUNNERS),
    ("GET", "/api/v1/metrics", METRIC_READERS),
    ("GET", "/api/v1/metrics/{key}", METRIC_READERS),
    ("GET", "/api/v1/metrics/{key}/areas", METRIC_READERS),
    ("GET", "/api/v1/metrics/{key}/series", METRIC_READERS),
    ("GET", "/api/v1/metrics/{key}/export", METRIC_READERS),
    ("GET", "/api/v1/metric-areas", METRIC_READERS),
    ("GET", "/api/v1/loops", CASE_READERS),
    ("POST", "/api/v1/loops/{key}/cases", CASE_ACTORS),
    ("GET", "/api/v1/cases", CASE_READERS),
    ("GET", "/api/v1/cases/counts", CASE_READERS),
    ("POST", "/api/v1/cases/actions", CASE_ACTORS),
    ("GET", "/api/v1/cases/{id}", CASE_READERS),
    ("GET", "/api/v1/cases/{id}/story", CASE_READERS),
    ("POST", "/api/v1/cases/{id}/actions", CASE_ACTORS),
    ("POST", "/api/v1/cases/{id}/comments", CASE_ACTORS),
    ("GET", "/api/v1/cases/{id}/receivers", CASE_ACTORS),
    ("POST", "/api/v1/cases/{id}/handover", CASE_ACTORS),
    ("POST", "/api/v1/cases/{id}/links", CASE_ACTORS),
    ("DELETE", "/api/v1/cases/{id}/links/{link}", CASE_ACTORS),
    (
        "GET",
        "/api/v1/cases/{id}/documents/{document}",
        CASE_READERS,
    ),
    ("GET", "/api/v1/events", EVENT_READERS),
    ("GET", "/api/v1/journal", JOURNAL_READERS),
    ("GET", "/api/v1/alarms", ALARM_READERS),
    ("GET", "/api/v1/alarms/{id}", ALARM_READERS),
    ("POST", "/api/v1/alarms/{id}/verification", VERIFIERS),
    ("POST", "/api/v1/alarms/{id}/incident", VERIFIERS),
    ("GET", "/api/v1/stations", INCIDENT_READERS),
    ("GET", "/api/v1/responders", INCIDENT_READERS),
    ("GET", "/api/v1/devices", INCIDENT_READERS),
    ("POST", "/api/v1/positions", &[MACHINE]),
    ("GET", "/api/v1/positions/live", POSITION_READERS),
    ("GET", "/api/v1/map/layers", MAP_READERS),
    ("GET", "/api/v1/map/layers/{key}", MAP_READERS),
    ("GET", "/api/v1/map/tiles/{key}/{z}/{x}/{y}", MAP_READERS),
    ("GET", "/api/v1/map/base", MAP_READERS),
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
