//! What each role may do, agreed a second time.

use super::*;
use crate::permission::{self as p, ALL_PERMISSIONS, KNOWS_UNITS};

/// The table once more, role by role, so that a change of it is seen twice.
const AGREED: [(Role, &str); 15] = [
    (
        Role::Dispatcher,
        "alarm.read alarm.verify alarm.escalate incident.read incident.command \
         assignment.progress call.read call.write call.personal event.read session.own city.read \
         people.read people.personal \
         unit.read unit.personal device.read metric.read case.read case.act repair.read \
         repair.write \
         map.read road.read road.write position.read position.personal",
    ),
    (
        Role::MonitorOperator,
        "alarm.read alarm.verify alarm.escalate incident.read event.read session.own \
         city.read unit.read unit.personal device.read metric.read case.read case.act \
         repair.read \
         map.read road.read position.read",
    ),
    (
        Role::StationCrew,
        "incident.read assignment.progress event.read session.own city.read unit.read \
         device.read metric.read case.read case.act repair.read repair.write \
         map.read road.read position.read",
    ),
    (
        Role::Auditor,
        "alarm.read incident.read call.read journal.read session.own city.read people.read unit.read \
         device.read job.read metric.read case.read repair.read \
         siting.read evaluation.read map.read road.read",
    ),
    (
        Role::Administrator,
        "account.manage journal.read alarm.read incident.read session.own city.read unit.read \
         device.read job.read job.run metric.read \
         map.read road.read",
    ),
    (
        Role::Leader,
        "alarm.read incident.read event.read session.own city.read people.read unit.read \
         device.read metric.read case.read case.act repair.read \
         siting.read siting.write evaluation.read evaluation.attest map.read road.read position.read",
    ),
    (
        Role::Supervisor,
        "alarm.read incident.read event.read session.own city.read people.read unit.read \
         unit.write unit.personal device.read metric.read case.read case.act repair.read \
         repair.write evaluation.read evaluation.write \
         map.read road.read",
    ),
    (
        Role::UnitManager,
        "session.own unit.read unit.write unit.personal device.read \
         case.read case.act \
         map.read",
    ),
    (
        Role::GridWorker,
        "event.read session.own city.read unit.read \
         case.read case.act repair.read repair.write \
         map.read road.read",
    ),
    (
        Role::TownshipOfficer,
        "event.read session.own city.read people.read people.write people.personal unit.read metric.read \
         case.read case.act repair.read repair.write \
         map.read road.read",
    ),
    (
        Role::LogisticsOfficer,
        "incident.read event.read session.own city.read city.write metric.read case.read \
         case.act repair.read repair.write repair.assign \
         map.read road.read road.write position.read",
    ),
    (
        Role::Planner,
        "event.read session.own city.read unit.read device.read metric.read case.read case.act repair.read \
         siting.read siting.write evaluation.read evaluation.write evaluation.verify \
         map.read road.read",
    ),
    (
        Role::Registrar,
        "event.read session.own city.read city.write city.personal people.read people.write \
         people.personal unit.read unit.write unit.personal device.read device.write \
         device.personal metric.read case.read case.act repair.read repair.write \
         repair.assign evaluation.read evaluation.write \
         map.read road.read road.write",
    ),
    (
        Role::Agency,
        "event.read session.own city.read case.read case.act repair.read repair.write \
         map.read road.read",
    ),
    (
        Role::Integration,
        "alarm.read incident.read event.read city.read city.write people.read people.write \
         unit.read unit.write device.read device.write metric.read case.read case.act \
         repair.read repair.write \
         map.read road.read road.write position.read position.write",
    ),
];

#[test]
fn the_table_says_what_was_agreed() {
    for (role, agreed) in AGREED {
        assert_eq!(role.permissions().join(" "), agreed, "{role}");
    }
    assert_eq!(AGREED.map(|(role, _)| role), Role::ALL);
}

#[test]
fn every_permission_is_known_and_unknown_ones_are_refused() {
    for role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(role));
        let mut all = role.permissions().iter();
        assert!(all.all(|p| ALL_PERMISSIONS.contains(p)));
        assert_eq!(permits(role, p::SESSION_OWN), role.is_for_people());
        assert!(!permits(role, "everything"));
        assert!(!permits(role, ""));
    }
    assert!("root".parse::<Role>().is_err());
    assert!(KNOWS_UNITS.iter().all(|p| ALL_PERMISSIONS.contains(p)));
}

#[test]
fn who_writes_or_reads_personal_values_reads_the_row_too() {
    for role in Role::ALL {
        for area in ["city", "people", "unit", "device", "repair", "evaluation"] {
            let may = |what: &str| permits(role, &format!("{area}.{what}"));
            assert!(
                may("read") || !(may("write") || may("personal")),
                "{role} {area}"
            );
        }
    }
}
