//! Who may do what with registers: the same operations for each, by the area that it belongs to.

use crate::who_may::{
    EVALUATION_READERS, EVALUATION_WRITERS, MACHINE, SITING_READERS, SITING_WRITERS,
};

pub const CITY_READERS: &[&str] = &[
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
    "admin",
    "county_admin",
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

const REPAIR_WRITERS: &[&str] = &[
    "dispatcher1",
    "station1",
    "supervisor1",
    "grid1",
    "township1",
    "logistics1",
    "agency1",
    "registrar1",
    "county_dispatcher",
    MACHINE,
];
const ROAD_READERS: &[&str] = &[
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
    MACHINE,
];
/// Who hears first that a road is closed, and who keeps the city's ledgers.
const ROAD_WRITERS: &[&str] = &[
    "dispatcher1",
    "logistics1",
    "registrar1",
    "county_dispatcher",
    MACHINE,
];
/// Who reads personal values uncovered, each with a reason.
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
/// Who erases them: who reads them and writes the row.
const PEOPLE_ERASERS: &[&str] = &["township1", "registrar1"];
const UNIT_ERASERS: &[&str] = &[
    "supervisor1",
    "unit1",
    "body1",
    "registrar1",
    "sector_supervisor",
];

/// Who called is for those who take calls, and as a mask for who audits them.
const CALL_READERS: &[&str] = &["dispatcher1", "auditor1", "county_dispatcher"];
const CALL_TAKERS: &[&str] = &["dispatcher1", "county_dispatcher"];

/// Who does what with the registers of an area.
pub struct Area {
    readers: &'static [&'static str],
    writers: &'static [&'static str],
}

const CITY: Area = Area {
    readers: CITY_READERS,
    writers: CITY_WRITERS,
};
const ROADS: Area = Area {
    readers: ROAD_READERS,
    writers: ROAD_WRITERS,
};
const PEOPLE: Area = Area {
    readers: PEOPLE_READERS,
    writers: PEOPLE_WRITERS,
};
const UNITS: Area = Area {
    readers: UNIT_READERS,
    writers: UNIT_WRITERS,
};
const DEVICES: Area = Area {
    readers: DEVICE_READERS,
    writers: DEVICE_WRITERS,
};
const REPAIRS: Area = Area {
    readers: REPAIR_READERS,
    writers: REPAIR_WRITERS,
};

const CALLS: Area = Area {
    readers: CALL_READERS,
    writers: CALL_TAKERS,
};

const SITING: Area = Area {
    readers: SITING_READERS,
    writers: SITING_WRITERS,
};

const EVALUATION: Area = Area {
    readers: EVALUATION_READERS,
    writers: EVALUATION_WRITERS,
};

/// The registers that people keep, and the area of each.
pub const REGISTERS: &[(&str, Area)] = &[
    ("region", CITY),
    ("assessed_area", CITY),
    ("organisation", CITY),
    ("person", PEOPLE),
    ("region_duty", PEOPLE),
    ("unit", UNITS),
    ("building", UNITS),
    ("fire_station", CITY),
    ("micro_station", CITY),
    ("planned_station", CITY),
    ("plan_figure", CITY),
    ("alarm_level", CITY),
    ("response_plan", CITY),
    ("vehicle", CITY),
    ("water_source", CITY),
    ("road_closure", ROADS),
    ("learned_pace", ROADS),
    ("device_model", DEVICES),
    ("transmitter", DEVICES),
    ("installed_point", DEVICES),
    ("metric_target", CITY),
    ("control_room", UNITS),
    ("control_room_operator", UNITS),
    ("grid", CITY),
    ("grid_training", CITY),
    ("education_venue", CITY),
    ("open_day", CITY),
    ("fire_statistic", CITY),
    ("fire_fund", CITY),
    ("project", CITY),
    ("project_milestone", CITY),
];

/// The registers that a room keeps: nobody writes their rows but a loop, or dispatch for calls.
pub const MANAGED: &[(&str, Area)] = &[
    ("water_repair", REPAIRS),
    ("call", CALLS),
    ("siting_study", SITING),
    ("evaluation_entry", EVALUATION),
    ("evaluation_correction", EVALUATION),
];

/// The registers with personal fields: who reads those uncovered, who erases them.
pub const PERSONAL: &[(&str, &[&str], &[&str])] = &[
    ("person", PEOPLE_UNCOVERERS, PEOPLE_ERASERS),
    ("unit", UNIT_UNCOVERERS, UNIT_ERASERS),
    ("control_room_operator", UNIT_UNCOVERERS, UNIT_ERASERS),
    ("call", CALL_TAKERS, CALL_TAKERS),
];
/// What only they are asked.
pub const OF_PERSONAL: &[(&str, &str)] = &[("POST", "/{id}/personal"), ("POST", "/{id}/erasure")];

/// What an operation of a register does.
#[derive(Clone, Copy)]
pub enum Does {
    Read,
    Write,
}
use Does::{Read, Write};

/// What every register can be asked, behind its address, and what that does.
pub const OF_ALL: &[(&str, &str, Does)] = &[
    ("GET", "", Read),
    ("GET", "/{id}", Read),
    ("GET", "/{id}/history", Read),
    ("GET", "/export", Read),
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
/// What only a register that people keep can be asked.
pub const OF_PEOPLE: &[(&str, &str, Does)] = &[
    ("POST", "", Write),
    ("PUT", "/{id}", Write),
    ("GET", "/template", Read),
    ("POST", "/imports", Write),
    ("GET", "/imports/{import}", Write),
    ("DELETE", "/imports/{import}", Write),
    ("GET", "/imports/{import}/report", Write),
    ("PUT", "/{id}/retirement", Write),
    ("DELETE", "/{id}/retirement", Write),
];

/// Operations of registers that these tables speak of.
pub fn operations_of_registers() -> usize {
    (REGISTERS.len() + MANAGED.len()) * OF_ALL.len()
        + REGISTERS.len() * OF_PEOPLE.len()
        + PERSONAL.len() * OF_PERSONAL.len()
}

/// Who may do an operation of a register, after these tables.
pub fn who_may_with_register(method: &str, path: &str) -> Option<&'static [&'static str]> {
    let behind = path.strip_prefix("/api/v1/registers/")?;
    let (key, tail) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    if OF_PERSONAL.contains(&(method, tail)) {
        let (_, uncoverers, erasers) = PERSONAL.iter().find(|(known, ..)| *known == key)?;
        let erases = tail == "/{id}/erasure";
        return Some(if erases { erasers } else { uncoverers });
    }
    let kept = REGISTERS.iter().find(|(known, _)| *known == key);
    let managed = MANAGED.iter().find(|(known, _)| *known == key);
    let (_, area) = kept.or(managed)?;
    let of_people = OF_PEOPLE.iter().filter(|_| kept.is_some());
    let mut known = OF_ALL.iter().chain(of_people);
    let (_, _, does) = known.find(|(m, t, _)| *m == method && *t == tail)?;
    Some(match does {
        Read => area.readers,
        Write => area.writers,
    })
}
