//! The permissions, spelt once.
//!
//! Registers name theirs `<area>.read`, `<area>.write` and `<area>.personal`; reading personal values
//! is a right of its own and never follows from reading the row.

/// Read device alarms.
pub const ALARM_READ: &str = "alarm.read";
/// Say whether a device alarm is real.
pub const ALARM_VERIFY: &str = "alarm.verify";
/// Make an incident of a device alarm.
pub const ALARM_ESCALATE: &str = "alarm.escalate";
/// Read incidents and who goes to them.
pub const INCIDENT_READ: &str = "incident.read";
/// Dispatch, progress, close and reopen incidents.
pub const INCIDENT_COMMAND: &str = "incident.command";
/// Report the progress of an assigned unit.
pub const ASSIGNMENT_PROGRESS: &str = "assignment.progress";
/// Read the journal itself.
pub const JOURNAL_READ: &str = "journal.read";
/// Follow the live event stream.
pub const EVENT_READ: &str = "event.read";
/// Look at and end one's own session, change one's own password.
pub const SESSION_OWN: &str = "session.own";
/// Create, change and disable accounts and API tokens, end sessions.
pub const ACCOUNT_MANAGE: &str = "account.manage";

/// Read regions, areas, organisations, stations, vehicles, water sources.
pub const CITY_READ: &str = "city.read";
/// Change them.
pub const CITY_WRITE: &str = "city.write";
/// Read personal values in them, each with a reason.
pub const CITY_PERSONAL: &str = "city.personal";
/// Read where roads are closed or slow.
pub const ROAD_READ: &str = "road.read";
/// Close roads and open them again.
pub const ROAD_WRITE: &str = "road.write";
/// Read the register of people.
pub const PEOPLE_READ: &str = "people.read";
/// Change it.
pub const PEOPLE_WRITE: &str = "people.write";
/// Read personal values in it, each with a reason.
pub const PEOPLE_PERSONAL: &str = "people.personal";
/// Read units 单位 and their buildings.
pub const UNIT_READ: &str = "unit.read";
/// Change them.
pub const UNIT_WRITE: &str = "unit.write";
/// Read personal values in them, each with a reason.
pub const UNIT_PERSONAL: &str = "unit.personal";
/// Read devices, models and points.
pub const DEVICE_READ: &str = "device.read";
/// Change them.
pub const DEVICE_WRITE: &str = "device.write";
/// Read personal values in them, each with a reason.
pub const DEVICE_PERSONAL: &str = "device.personal";

/// See what the house does by itself: its jobs and its outbox.
pub const JOB_READ: &str = "job.read";
/// Have a job run now, have a message tried again.
pub const JOB_RUN: &str = "job.run";

/// Read metrics; each asks for its registers' permissions besides.
pub const METRIC_READ: &str = "metric.read";

/// See one's inbox and the cases of the loops whose registers one may read.
pub const CASE_READ: &str = "case.read";
/// Take part in cases: open, act, comment, hand over, link. Which action, each loop says.
pub const CASE_ACT: &str = "case.act";
/// Read repair orders 维修工单 of water sources.
pub const REPAIR_READ: &str = "repair.read";
/// Report what is broken, and put evidence to an order.
pub const REPAIR_WRITE: &str = "repair.write";
/// Assign, accept, send back and cancel repair orders.
pub const REPAIR_ASSIGN: &str = "repair.assign";

/// Read calls 报警: who called, covered, and what they said.
pub const CALL_READ: &str = "call.read";
/// Put recordings and papers to them; the calls themselves are written by dispatch alone.
pub const CALL_WRITE: &str = "call.write";
/// Read callers' names and numbers, each with a reason.
pub const CALL_PERSONAL: &str = "call.personal";

/// Read siting studies 布点研究 and their reports; what of the layers is in them asks for theirs too.
pub const SITING_READ: &str = "siting.read";
/// Have a siting study made, and call it off.
pub const SITING_WRITE: &str = "siting.write";

/// Read scoreboards 计分榜, entries 考核填报 and corrections 考核更正 of the evaluation.
pub const EVALUATION_READ: &str = "evaluation.read";
/// Enter what no metric counts, and put evidence to it.
pub const EVALUATION_WRITE: &str = "evaluation.write";
/// 自评 stand by an area's entries, and send them back.
pub const EVALUATION_ATTEST: &str = "evaluation.attest";
/// 核验 look at the evidence for the city, and correct points; asks for an account of the whole city.
pub const EVALUATION_VERIFY: &str = "evaluation.verify";

/// Look at the map; each layer asks for its own permission beside it.
pub const MAP_READ: &str = "map.read";
/// Read last positions of responders and vehicles.
pub const POSITION_READ: &str = "position.read";
/// Report positions: gateways of vehicles, radios and telephones.
pub const POSITION_WRITE: &str = "position.write";
/// Read last positions of persons too.
pub const POSITION_PERSONAL: &str = "position.personal";

/// Every permission there is.
pub const ALL_PERMISSIONS: [&str; 45] = [
    ALARM_READ,
    ALARM_VERIFY,
    ALARM_ESCALATE,
    INCIDENT_READ,
    INCIDENT_COMMAND,
    ASSIGNMENT_PROGRESS,
    CALL_READ,
    CALL_WRITE,
    CALL_PERSONAL,
    JOURNAL_READ,
    EVENT_READ,
    SESSION_OWN,
    ACCOUNT_MANAGE,
    CITY_READ,
    CITY_WRITE,
    CITY_PERSONAL,
    ROAD_READ,
    ROAD_WRITE,
    PEOPLE_READ,
    PEOPLE_WRITE,
    PEOPLE_PERSONAL,
    UNIT_READ,
    UNIT_WRITE,
    UNIT_PERSONAL,
    DEVICE_READ,
    DEVICE_WRITE,
    DEVICE_PERSONAL,
    JOB_READ,
    JOB_RUN,
    METRIC_READ,
    CASE_READ,
    CASE_ACT,
    REPAIR_READ,
    REPAIR_WRITE,
    REPAIR_ASSIGN,
    SITING_READ,
    SITING_WRITE,
    EVALUATION_READ,
    EVALUATION_WRITE,
    EVALUATION_ATTEST,
    EVALUATION_VERIFY,
    MAP_READ,
    POSITION_READ,
    POSITION_WRITE,
    POSITION_PERSONAL,
];

/// What an account that is bound to units or sectors may still use: permissions whose operations
/// narrow by unit and sector, and those about itself. The subjects of all others know their region
/// at most, so for such an account there is nothing behind them; it is refused at the door instead
/// of being shown a region's worth. A permission comes in here when its operations narrow.
pub const KNOWS_UNITS: [&str; 16] = [
    SESSION_OWN,
    CITY_READ,
    CITY_WRITE,
    CITY_PERSONAL,
    PEOPLE_READ,
    PEOPLE_WRITE,
    PEOPLE_PERSONAL,
    UNIT_READ,
    UNIT_WRITE,
    UNIT_PERSONAL,
    DEVICE_READ,
    DEVICE_WRITE,
    DEVICE_PERSONAL,
    CASE_READ,
    CASE_ACT,
    MAP_READ,
];
