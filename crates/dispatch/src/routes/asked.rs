//! What the API is asked to do with incidents and assignments.

use api::ApiLocation;
use base::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::desk::{IncidentStep, Told};
use crate::machine::assignment::AssignmentStep;
use crate::record::IncidentKind;

/// A call that becomes an incident.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewIncident {
    pub(crate) kind: IncidentKind,
    /// 火警等级 from 1.
    #[schema(minimum = 1, maximum = 5)]
    pub(crate) level: i32,
    pub(crate) address: String,
    #[serde(default)]
    pub(crate) location: Option<ApiLocation>,
    #[serde(default)]
    pub(crate) note: Option<String>,
    /// The registered unit 单位 at which it is.
    #[serde(default)]
    pub(crate) unit_id: Option<Uuid>,
    /// People trapped.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10000)]
    pub(crate) trapped: Option<i32>,
    /// On which floor.
    #[serde(default)]
    pub(crate) storey: Option<String>,
    /// What burns, or what happened.
    #[serde(default)]
    pub(crate) burning: Option<String>,
    /// The caller's number; sealed.
    #[serde(default)]
    pub(crate) caller_phone: Option<String>,
    /// The caller's name; sealed.
    #[serde(default)]
    pub(crate) caller_name: Option<String>,
}

/// 补充报警 a further call about an incident.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FurtherCall {
    /// What was said.
    #[serde(default)]
    note: Option<String>,
    /// People trapped.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10000)]
    trapped: Option<i32>,
    /// On which floor.
    #[serde(default)]
    storey: Option<String>,
    /// What burns, or what happened.
    #[serde(default)]
    burning: Option<String>,
    /// The caller's number; sealed.
    #[serde(default)]
    caller_phone: Option<String>,
    /// The caller's name; sealed.
    #[serde(default)]
    caller_name: Option<String>,
}

impl From<FurtherCall> for Told {
    fn from(call: FurtherCall) -> Self {
        Self {
            trapped: call.trapped,
            storey: call.storey,
            burning: call.burning,
            said: call.note,
            phone: call.caller_phone,
            name: call.caller_name,
        }
    }
}

/// 调派
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewAssignments {
    pub(crate) responder_ids: Vec<Uuid>,
}

/// One step of a responder.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssignmentProgress {
    pub(crate) step: AssignmentStep,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// One step of an incident.
#[derive(Deserialize, ToSchema)]
pub(crate) struct IncidentProgress {
    pub(crate) step: IncidentStep,
}

/// 提升等级
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewLevel {
    #[schema(minimum = 1, maximum = 5)]
    pub(crate) level: i32,
    pub(crate) reason: String,
}

/// 结案
#[derive(Deserialize, ToSchema)]
pub(crate) struct Closure {
    pub(crate) outcome_kind: IncidentKind,
    pub(crate) summary: String,
    #[schema(minimum = 0)]
    pub(crate) people_rescued: i64,
    /// Fen.
    #[serde(default)]
    pub(crate) property_saved_fen: Option<i64>,
}

/// 重新开启
#[derive(Deserialize, ToSchema)]
pub(crate) struct Reopening {
    pub(crate) reason: String,
}
