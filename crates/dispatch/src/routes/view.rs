//! What the API shows of incidents, assignments, candidates and the timeline.

use api::{ApiLocation, ApiTime};
use base::Uuid;
use city::ResponderKind;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::desk::{IncidentFile, Nearby, Order, Taken, TimelineItem};
use crate::machine::assignment::AssignmentState;
use crate::machine::incident::IncidentState;
use crate::machine::{Machine as _, allowed};
use crate::record::{self, IncidentKind, IncidentSource};

/// 出动力量 as it was when it was sent.
#[derive(Serialize, ToSchema)]
#[schema(as = AssignedResponder)]
pub(crate) struct Responder {
    id: Uuid,
    name: String,
    kind: ResponderKind,
    #[schema(required)]
    station_name: Option<String>,
}

/// One responder sent to one incident.
#[derive(Serialize, ToSchema)]
pub(crate) struct Assignment {
    id: Uuid,
    pub(crate) version: i64,
    incident_id: Uuid,
    responder: Responder,
    state: AssignmentState,
    ordered_at: ApiTime,
    #[schema(required)]
    acknowledged_at: Option<ApiTime>,
    #[schema(required)]
    turned_out_at: Option<ApiTime>,
    #[schema(required)]
    on_scene_at: Option<ApiTime>,
    #[schema(required)]
    water_on_at: Option<ApiTime>,
    #[schema(required)]
    released_at: Option<ApiTime>,
    #[schema(required)]
    returned_at: Option<ApiTime>,
    #[schema(required)]
    cancelled_at: Option<ApiTime>,
    /// The steps that can be taken now, the natural next one first.
    allowed_steps: Vec<&'static str>,
}

impl From<record::Assignment> for Assignment {
    fn from(one: record::Assignment) -> Self {
        let steps = allowed(one.state).into_iter();
        Self {
            id: one.id,
            version: one.version,
            incident_id: one.incident_id,
            responder: Responder {
                id: one.responder_id,
                name: one.responder_name,
                kind: one.responder_kind,
                station_name: one.station_name,
            },
            state: one.state,
            ordered_at: one.ordered_at.into(),
            acknowledged_at: one.acknowledged_at.map(Into::into),
            turned_out_at: one.turned_out_at.map(Into::into),
            on_scene_at: one.on_scene_at.map(Into::into),
            water_on_at: one.water_on_at.map(Into::into),
            released_at: one.released_at.map(Into::into),
            returned_at: one.returned_at.map(Into::into),
            cancelled_at: one.cancelled_at.map(Into::into),
            allowed_steps: steps.map(AssignmentState::action_word).collect(),
        }
    }
}

/// How it ended.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentOutcome)]
pub(crate) struct Outcome {
    kind: IncidentKind,
    summary: String,
    people_rescued: i64,
    /// Fen.
    #[schema(required)]
    property_saved_fen: Option<i64>,
}

/// 警情
#[derive(Serialize, ToSchema)]
pub(crate) struct Incident {
    id: Uuid,
    pub(crate) version: i64,
    /// For people: `2026-000123`.
    number: String,
    kind: IncidentKind,
    /// 火警等级 from 1.
    level: i32,
    state: IncidentState,
    source: IncidentSource,
    address: String,
    #[schema(required)]
    location: Option<ApiLocation>,
    #[schema(required)]
    region: Option<String>,
    opened_at: ApiTime,
    #[schema(required)]
    dispatched_at: Option<ApiTime>,
    #[schema(required)]
    first_on_scene_at: Option<ApiTime>,
    #[schema(required)]
    under_control_at: Option<ApiTime>,
    #[schema(required)]
    extinguished_at: Option<ApiTime>,
    #[schema(required)]
    closed_at: Option<ApiTime>,
    #[schema(required)]
    alarm_id: Option<Uuid>,
    #[schema(required)]
    note: Option<String>,
    /// People trapped, as the latest caller who spoke of them said.
    #[schema(required)]
    trapped: Option<i32>,
    /// On which floor, as the callers say it.
    #[schema(required)]
    storey: Option<String>,
    /// What burns, or what happened.
    #[schema(required)]
    burning: Option<String>,
    /// The registered unit 单位 at which it is.
    #[schema(required)]
    unit_id: Option<Uuid>,
    assignments: Vec<Assignment>,
    #[schema(required)]
    outcome: Option<Outcome>,
    /// What can be done now.
    allowed_actions: Vec<&'static str>,
}

impl From<IncidentFile> for Incident {
    fn from(file: IncidentFile) -> Self {
        let actions = file.allowed_actions().into_iter();
        let allowed_actions = actions.map(IncidentState::action_word).collect();
        let one = file.incident;
        let location = one.location().map(Into::into);
        let outcome = one.outcome_kind.map(|kind| Outcome {
            kind,
            summary: one.outcome_summary.unwrap_or_default(),
            people_rescued: one.people_rescued.unwrap_or(0),
            property_saved_fen: one.property_saved_fen,
        });
        Self {
            id: one.id,
            version: one.version,
            number: one.number,
            kind: one.kind,
            level: one.level,
            state: one.state,
            source: one.source,
            address: one.address,
            location,
            region: one.region,
            opened_at: one.opened_at.into(),
            dispatched_at: one.dispatched_at.map(Into::into),
            first_on_scene_at: one.first_on_scene_at.map(Into::into),
            under_control_at: one.under_control_at.map(Into::into),
            extinguished_at: one.extinguished_at.map(Into::into),
            closed_at: one.closed_at.map(Into::into),
            alarm_id: one.alarm_id,
            note: one.note,
            trapped: one.trapped,
            storey: one.storey,
            burning: one.burning,
            unit_id: one.unit_id,
            assignments: file.assignments.into_iter().map(Into::into).collect(),
            outcome,
            allowed_actions,
        }
    }
}

/// A responder of a refused order.
#[derive(Serialize, ToSchema)]
pub(crate) struct TakenResponder {
    responder_id: Uuid,
    name: String,
    reason: &'static str,
    #[schema(required)]
    incident_number: Option<String>,
}

impl From<&Taken> for TakenResponder {
    fn from(taken: &Taken) -> Self {
        Self {
            responder_id: taken.responder,
            name: taken.name.clone(),
            reason: taken.why.word(),
            incident_number: taken.incident_number.clone(),
        }
    }
}

/// One line of the timeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct TimelineEntry {
    #[schema(required)]
    position: Option<i64>,
    at: ApiTime,
    /// Empty when the program did it by itself.
    actor_name: String,
    verb: String,
    subject_kind: String,
    subject_id: Uuid,
    /// What changed.
    #[schema(value_type = Object)]
    detail: Map<String, Value>,
}

impl From<TimelineItem> for TimelineEntry {
    fn from(item: TimelineItem) -> Self {
        Self {
            position: item.position,
            at: item.at.into(),
            actor_name: item.actor_name,
            verb: item.verb,
            subject_kind: item.subject_kind,
            subject_id: item.subject_id,
            detail: item.detail,
        }
    }
}

/// From the first alarm frame to the closure.
#[derive(Serialize, ToSchema)]
pub(crate) struct Timeline {
    pub(crate) items: Vec<TimelineEntry>,
}

/// An open incident near a place.
#[derive(Serialize, ToSchema)]
pub(crate) struct NearbyIncident {
    id: Uuid,
    number: String,
    kind: IncidentKind,
    level: i32,
    state: IncidentState,
    address: String,
    opened_at: ApiTime,
    /// Straight, metres.
    distance_metres: f64,
}

impl From<Nearby> for NearbyIncident {
    fn from(near: Nearby) -> Self {
        let one = near.incident;
        Self {
            id: one.id,
            number: one.number,
            kind: one.kind,
            level: one.level,
            state: one.state,
            address: one.address,
            opened_at: one.opened_at.into(),
            distance_metres: near.distance.0.round(),
        }
    }
}

/// Open incidents near a place, the nearest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct NearbyList {
    pub(crate) items: Vec<NearbyIncident>,
}

/// 出动指令 one responder's order.
#[derive(Serialize, ToSchema)]
pub(crate) struct StationOrder {
    assignment: Assignment,
    /// With everybody who was sent.
    incident: Incident,
}

impl From<Order> for StationOrder {
    fn from(order: Order) -> Self {
        Self {
            assignment: order.assignment.into(),
            incident: order.file.into(),
        }
    }
}

/// Orders of a station, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderList {
    pub(crate) items: Vec<StationOrder>,
    pub(crate) as_of: ApiTime,
}
