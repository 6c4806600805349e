//! Roles, and by what sets each may be bound; what each may do stands in `grants`.

use std::fmt;
use std::str::FromStr;

use base::Label;
use serde::{Deserialize, Serialize};

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
    /// 监督员
    Supervisor,
    /// 单位管理人, and a service body 消防技术服务机构 for its client units
    UnitManager,
    /// 网格员
    GridWorker,
    /// 乡镇专干
    TownshipOfficer,
    /// 装备后勤
    LogisticsOfficer,
    /// 规划
    Planner,
    /// 台账管理员: keeps the registers
    Registrar,
    /// 协作单位: who is asked by others and answers to them, as a maintainer 维护保养单位 or a linked
    /// agency 联动单位; its accounts say for which organisation they act
    Agency,
    /// 系统对接: machines with an API token; never an account of a person
    Integration,
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no role")]
pub struct UnknownRole(String);

impl Role {
    /// All roles.
    pub const ALL: [Self; 15] = [
        Self::Dispatcher,
        Self::MonitorOperator,
        Self::StationCrew,
        Self::Auditor,
        Self::Administrator,
        Self::Leader,
        Self::Supervisor,
        Self::UnitManager,
        Self::GridWorker,
        Self::TownshipOfficer,
        Self::LogisticsOfficer,
        Self::Planner,
        Self::Registrar,
        Self::Agency,
        Self::Integration,
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
            Self::Supervisor => "supervisor",
            Self::UnitManager => "unit_manager",
            Self::GridWorker => "grid_worker",
            Self::TownshipOfficer => "township_officer",
            Self::LogisticsOfficer => "logistics_officer",
            Self::Planner => "planner",
            Self::Registrar => "registrar",
            Self::Agency => "agency",
            Self::Integration => "integration",
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
            Self::Supervisor => Label::new("监督员", "Supervisor"),
            Self::UnitManager => Label::new("单位管理人", "Unit manager"),
            Self::GridWorker => Label::new("网格员", "Grid worker"),
            Self::TownshipOfficer => Label::new("乡镇专干", "Township officer"),
            Self::LogisticsOfficer => Label::new("装备后勤", "Logistics officer"),
            Self::Planner => Label::new("规划", "Planner"),
            Self::Registrar => Label::new("台账管理员", "Registrar"),
            Self::Agency => Label::new("协作单位", "Partner agency"),
            Self::Integration => Label::new("系统对接", "Integration"),
        }
    }

    /// By which sets an account of this role is bound.
    #[must_use]
    pub const fn binding(self) -> Binding {
        match self {
            Self::UnitManager => Binding::Units,
            Self::GridWorker | Self::TownshipOfficer => Binding::Areas,
            Self::Leader | Self::Supervisor | Self::Planner | Self::Registrar => Binding::Sectors,
            Self::Integration => Binding::Any,
            _ => Binding::City,
        }
    }

    /// Whether a person's account may have this role.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        !matches!(self, Self::Integration)
    }
}

/// The sets that go with a role: which must be there, and which may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Areas or none, which is the whole city.
    City,
    /// Areas or sectors, both or none.
    Sectors,
    /// At least one area: without it the seat has nothing.
    Areas,
    /// An own unit or client units, areas beside them or none; without a unit the seat has nothing.
    Units,
    /// Whatever was written down.
    Any,
}

impl Binding {
    /// The word in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Sectors => "sectors",
            Self::Areas => "areas",
            Self::Units => "units",
            Self::Any => "any",
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

/// Whether `role` may do `permission` somewhere. What the table does not say is refused; for an
/// account ask its [`crate::Pass`], which knows its sets too.
#[must_use]
pub fn permits(role: Role, permission: &str) -> bool {
    role.permissions().contains(&permission)
}

#[cfg(test)]
#[path = "role_tests.rs"]
mod tests;
