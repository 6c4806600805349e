//! 警情 an incident's life: open → under control → extinguished → closed, reopened with a reason.
//!
//! A closed incident stays closed until a person reopens it, and a reopened one stays open until a
//! person closes it: nothing here happens by itself.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Machine, Refused, refuse};

/// Where an incident stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum IncidentState {
    /// 处置中
    Open,
    /// 控制
    UnderControl,
    /// 熄灭
    Extinguished,
    /// 结案
    Closed,
}

impl IncidentState {
    /// Every state but the last.
    #[must_use]
    pub const fn still_open() -> [Self; 3] {
        [Self::Open, Self::UnderControl, Self::Extinguished]
    }
}

/// What a person does to an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentAction {
    /// Send force.
    Assign,
    /// Raise the alarm level 火警等级.
    RaiseLevel,
    /// Report it under control.
    UnderControl,
    /// Report it extinguished.
    Extinguished,
    /// 结案
    Close,
    /// Open it again, with a reason.
    Reopen,
}

impl Machine for IncidentState {
    type Action = IncidentAction;
    const STATES: &'static [Self] = &[
        Self::Open,
        Self::UnderControl,
        Self::Extinguished,
        Self::Closed,
    ];
    const ACTIONS: &'static [IncidentAction] = &[
        IncidentAction::Assign,
        IncidentAction::RaiseLevel,
        IncidentAction::UnderControl,
        IncidentAction::Extinguished,
        IncidentAction::Close,
        IncidentAction::Reopen,
    ];

    fn next(self, action: IncidentAction) -> Result<Self, Refused> {
        use IncidentAction as A;
        match (self, action) {
            // Force and level change what is done about it, not where it stands; an extinguished
            // fire may still need a relief crew.
            (Self::Open | Self::UnderControl | Self::Extinguished, A::Assign | A::RaiseLevel) => {
                Ok(self)
            }
            (Self::Open, A::UnderControl) => Ok(Self::UnderControl),
            // A small fire is out before anybody calls it under control.
            (Self::Open | Self::UnderControl, A::Extinguished) => Ok(Self::Extinguished),
            // An assistance or a false call is closed without having burnt.
            (Self::Open | Self::UnderControl | Self::Extinguished, A::Close) => Ok(Self::Closed),
            (Self::Closed, A::Reopen) => Ok(Self::Open),
            (Self::Open | Self::UnderControl | Self::Extinguished, A::Reopen)
            | (Self::UnderControl | Self::Extinguished, A::UnderControl)
            | (Self::Extinguished, A::Extinguished)
            | (
                Self::Closed,
                A::Assign | A::RaiseLevel | A::UnderControl | A::Extinguished | A::Close,
            ) => Err(refuse(self, action)),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::UnderControl => "under_control",
            Self::Extinguished => "extinguished",
            Self::Closed => "closed",
        }
    }

    fn action_word(action: IncidentAction) -> &'static str {
        match action {
            IncidentAction::Assign => "assign",
            IncidentAction::RaiseLevel => "raise_level",
            IncidentAction::UnderControl => "under_control",
            IncidentAction::Extinguished => "extinguished",
            IncidentAction::Close => "close",
            IncidentAction::Reopen => "reopen",
        }
    }
}
