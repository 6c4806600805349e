//! Roles, what each may do, and where.

use std::fmt;
use std::str::FromStr;

use base::{Label, RegionCode};
use serde::{Deserialize, Serialize};

/// The permissions, spelt once.
pub mod permission {
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
    /// Look at and end one's own session.
    pub const SESSION_OWN: &str = "session.own";
    /// Create, change and disable accounts.
    pub const ACCOUNT_MANAGE: &str = "account.manage";
    /// Read the city's registers: regions, organisations, stations, water.
    pub const CITY_READ: &str = "city.read";
    /// Enter and change the city's registers: regions, organisations, stations, water.
    pub const CITY_WRITE: &str = "city.write";
    /// Read the register of people.
    pub const PEOPLE_READ: &str = "people.read";
    /// Enter and change the register of people.
    pub const PEOPLE_WRITE: &str = "people.write";
    /// Read the registers of units and their buildings.
    pub const UNIT_READ: &str = "unit.read";
    /// Enter and change the registers of units and their buildings.
    pub const UNIT_WRITE: &str = "unit.write";
    /// Read the registers of device models and points.
    pub const DEVICE_READ: &str = "device.read";
    /// Enter and change the registers of device models and points.
    pub const DEVICE_WRITE: &str = "device.write";
}

use permission as p;

/// Every permission there is.
pub const ALL_PERMISSIONS: [&str; 18] = [
    p::ALARM_READ,
    p::ALARM_VERIFY,
    p::ALARM_ESCALATE,
    p::INCIDENT_READ,
    p::INCIDENT_COMMAND,
    p::ASSIGNMENT_PROGRESS,
    p::JOURNAL_READ,
    p::EVENT_READ,
    p::SESSION_OWN,
    p::ACCOUNT_MANAGE,
    p::CITY_READ,
    p::CITY_WRITE,
    p::PEOPLE_READ,
    p::PEOPLE_WRITE,
    p::UNIT_READ,
    p::UNIT_WRITE,
    p::DEVICE_READ,
    p::DEVICE_WRITE,
];

/// What an account is for. One account has one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 接警调度员
    Dispatcher,
    /// 监控值班员
    MonitorOperator,
    /// 队站
    StationCrew,
    /// 审计
    Auditor,
    /// 管理员
    Administrator,
    /// 领导
    Leader,
    /// 台账管理员: keeps the registers
    Registrar,
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no role: write dispatcher, monitor_operator, station_crew, auditor, administrator, leader or registrar"
)]
pub struct UnknownRole(String);

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Dispatcher,
        Self::MonitorOperator,
        Self::StationCrew,
        Self::Auditor,
        Self::Administrator,
        Self::Leader,
        Self::Registrar,
    ];

    /// The word in the database and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dispatcher => "dispatcher",
            Self::MonitorOperator => "monitor_operator",
            Self::StationCrew => "station_crew",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Leader => "leader",
            Self::Registrar => "registrar",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Self::Dispatcher => Label::new("接警调度员", "Dispatcher"),
            Self::MonitorOperator => Label::new("监控值班员", "Monitoring operator"),
            Self::StationCrew => Label::new("队站", "Station crew"),
            Self::Auditor => Label::new("审计", "Auditor"),
            Self::Administrator => Label::new("管理员", "Administrator"),
            Self::Leader => Label::new("领导", "Leader"),
            Self::Registrar => Label::new("台账管理员", "Registrar"),
        }
    }

    /// What this role may do: the one table.
    #[must_use]
    pub const fn permissions(self) -> &'static [&'static str] {
        match self {
            Self::Dispatcher => &[
                p::ALARM_READ,
                p::ALARM_VERIFY,
                p::ALARM_ESCALATE,
                p::INCIDENT_READ,
                p::INCIDENT_COMMAND,
                p::ASSIGNMENT_PROGRESS,
                p::EVENT_READ,
                p::SESSION_OWN,
            ],
            Self::MonitorOperator => &[
                p::ALARM_READ,
                p::ALARM_VERIFY,
                p::ALARM_ESCALATE,
                p::INCIDENT_READ,
                p::EVENT_READ,
                p::SESSION_OWN,
            ],
            Self::StationCrew => &[
                p::INCIDENT_READ,
                p::ASSIGNMENT_PROGRESS,
                p::EVENT_READ,
                p::SESSION_OWN,
            ],
            Self::Auditor => &[
                p::ALARM_READ,
                p::INCIDENT_READ,
                p::JOURNAL_READ,
                p::SESSION_OWN,
            ],
            // An administrator does not dispatch.
            Self::Administrator => &[
                p::ACCOUNT_MANAGE,
                p::JOURNAL_READ,
                p::ALARM_READ,
                p::INCIDENT_READ,
                p::SESSION_OWN,
            ],
            Self::Leader => &[
                p::ALARM_READ,
                p::INCIDENT_READ,
                p::EVENT_READ,
                p::SESSION_OWN,
            ],
            Self::Registrar => &[
                p::SESSION_OWN,
                p::CITY_READ,
                p::CITY_WRITE,
                p::PEOPLE_READ,
                p::PEOPLE_WRITE,
                p::UNIT_READ,
                p::UNIT_WRITE,
                p::DEVICE_READ,
                p::DEVICE_WRITE,
            ],
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// Whether `role` may do `permission`. What the table does not say is refused.
#[must_use]
pub fn permits(role: Role, permission: &str) -> bool {
    role.permissions().contains(&permission)
}

/// Where an account may act. Areas as region codes are the first kind; jurisdictions of stations
/// and carved-out zones will be further ones, decided here and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The whole city.
    #[default]
    City,
    /// These regions with everything in them; never empty.
    Regions(Vec<RegionCode>),
}

impl Scope {
    /// The scope of an account's areas; none means the whole city.
    #[must_use]
    pub fn of(areas: &[RegionCode]) -> Self {
        if areas.is_empty() {
            Self::City
        } else {
            Self::Regions(areas.to_vec())
        }
    }

    /// Whether a subject in `region` is inside. A subject whose region nobody knows belongs to
    /// those who answer for the whole city only.
    #[must_use]
    pub fn covers(&self, region: Option<&str>) -> bool {
        match self {
            Self::City => true,
            Self::Regions(areas) => region
                .and_then(|text| text.parse::<RegionCode>().ok())
                .is_some_and(|region| areas.iter().any(|area| area.contains(&region))),
        }
    }
}

/// Whether an account with these areas may see or change a subject in `region`.
#[must_use]
pub fn covers(areas: &[RegionCode], region: Option<&str>) -> bool {
    Scope::of(areas).covers(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table once more, role by role, so that a change of it is seen twice.
    #[test]
    fn the_table_says_what_was_agreed() {
        let may = |role: Role| role.permissions().join(" ");
        assert_eq!(
            may(Role::Dispatcher),
            "alarm.read alarm.verify alarm.escalate incident.read incident.command \
             assignment.progress event.read session.own"
        );
        assert_eq!(
            may(Role::MonitorOperator),
            "alarm.read alarm.verify alarm.escalate incident.read event.read session.own"
        );
        assert_eq!(
            may(Role::StationCrew),
            "incident.read assignment.progress event.read session.own"
        );
        assert_eq!(
            may(Role::Auditor),
            "alarm.read incident.read journal.read session.own"
        );
        assert_eq!(
            may(Role::Administrator),
            "account.manage journal.read alarm.read incident.read session.own"
        );
        assert_eq!(
            may(Role::Leader),
            "alarm.read incident.read event.read session.own"
        );
        assert_eq!(
            may(Role::Registrar),
            "session.own city.read city.write people.read people.write unit.read unit.write \
             device.read device.write"
        );
    }

    #[test]
    fn every_permission_is_known_and_unknown_ones_are_refused() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert!(
                role.permissions()
                    .iter()
                    .all(|p| ALL_PERMISSIONS.contains(p))
            );
            assert!(permits(role, permission::SESSION_OWN));
            assert!(!permits(role, "everything"));
            assert!(!permits(role, ""));
        }
        assert!("root".parse::<Role>().is_err());
    }

    #[test]
    fn an_area_holds_what_lies_in_it_and_nothing_unknown() {
        let areas = ["140802".parse().unwrap()];
        assert!(covers(&areas, Some("140802001")));
        assert!(!covers(&areas, Some("140821")));
        assert!(!covers(&areas, None));
        assert!(!covers(&areas, Some("14080")));
        assert!(covers(&[], None));
    }
}
