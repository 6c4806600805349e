//! 出动 one responder on one incident: ordered → acknowledged → turned out → on scene → water on →
//! released → returned, or cancelled before it arrives.
//!
//! A step may be skipped forward, because a crew that fights does not press buttons, and its time
//! then stays empty instead of being made up; a step is never taken back.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Machine, Refused, refuse};

/// Where an assignment stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AssignmentState {
    /// 下达
    Ordered,
    /// 确认
    Acknowledged,
    /// 出动
    TurnedOut,
    /// 到场
    OnScene,
    /// 出水
    WaterOn,
    /// 返队: on its way back, can be sent again.
    Released,
    /// 归队
    Returned,
    /// 撤销
    Cancelled,
}

/// A step of an assignment, named by the state it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentStep {
    /// The crew has the order.
    Acknowledged,
    /// Wheels move.
    TurnedOut,
    /// Arrived.
    OnScene,
    /// Water on the fire.
    WaterOn,
    /// Not needed any more.
    Released,
    /// Back at the station.
    Returned,
    /// The order is taken back.
    Cancelled,
}

impl AssignmentState {
    /// Whether the responder works for the incident; afterwards it can be sent again.
    #[must_use]
    pub const fn holds_responder(self) -> bool {
        match self {
            Self::Ordered
            | Self::Acknowledged
            | Self::TurnedOut
            | Self::OnScene
            | Self::WaterOn => true,
            Self::Released | Self::Returned | Self::Cancelled => false,
        }
    }
}

impl Machine for AssignmentState {
    type Action = AssignmentStep;
    const STATES: &'static [Self] = &[
        Self::Ordered,
        Self::Acknowledged,
        Self::TurnedOut,
        Self::OnScene,
        Self::WaterOn,
        Self::Released,
        Self::Returned,
        Self::Cancelled,
    ];
    const ACTIONS: &'static [AssignmentStep] = &[
        AssignmentStep::Acknowledged,
        AssignmentStep::TurnedOut,
        AssignmentStep::OnScene,
        AssignmentStep::WaterOn,
        AssignmentStep::Released,
        AssignmentStep::Returned,
        AssignmentStep::Cancelled,
    ];

    fn next(self, step: AssignmentStep) -> Result<Self, Refused> {
        use AssignmentStep as S;
        let fits = match step {
            S::Acknowledged => matches!(self, Self::Ordered),
            S::TurnedOut => matches!(self, Self::Ordered | Self::Acknowledged),
            S::OnScene => matches!(self, Self::Ordered | Self::Acknowledged | Self::TurnedOut),
            S::WaterOn => matches!(self, Self::OnScene),
            S::Released => matches!(
                self,
                Self::Acknowledged | Self::TurnedOut | Self::OnScene | Self::WaterOn
            ),
            S::Returned => matches!(self, Self::Released),
            S::Cancelled => matches!(self, Self::Ordered | Self::Acknowledged | Self::TurnedOut),
        };
        if fits {
            Ok(reached_by(step))
        } else {
            Err(refuse(self, step))
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Acknowledged => "acknowledged",
            Self::TurnedOut => "turned_out",
            Self::OnScene => "on_scene",
            Self::WaterOn => "water_on",
            Self::Released => "released",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
        }
    }

    fn action_word(step: AssignmentStep) -> &'static str {
        reached_by(step).word()
    }
}

const fn reached_by(step: AssignmentStep) -> AssignmentState {
    match step {
        AssignmentStep::Acknowledged => AssignmentState::Acknowledged,
        AssignmentStep::TurnedOut => AssignmentState::TurnedOut,
        AssignmentStep::OnScene => AssignmentState::OnScene,
        AssignmentStep::WaterOn => AssignmentState::WaterOn,
        AssignmentStep::Released => AssignmentState::Released,
        AssignmentStep::Returned => AssignmentState::Returned,
        AssignmentStep::Cancelled => AssignmentState::Cancelled,
    }
}
