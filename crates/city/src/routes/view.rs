//! What the API shows of responders.

use api::{ApiLocation, ApiTime};
use base::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ResponderKind;
use crate::nouns::VehicleClass;

/// 出动力量
#[derive(Serialize, ToSchema)]
pub(super) struct Responder {
    id: Uuid,
    version: i64,
    name: String,
    kind: ResponderKind,
    /// What a vehicle is made for, when that is known.
    #[schema(required)]
    class: Option<VehicleClass>,
    #[schema(required)]
    station_id: Option<Uuid>,
    region: String,
    #[schema(required)]
    location: Option<ApiLocation>,
    /// When the position was measured; none for a fixed place.
    #[schema(required)]
    position_at: Option<ApiTime>,
    in_service: bool,
    /// The assignment it is on now.
    #[schema(required)]
    assignment_id: Option<Uuid>,
    /// Made up for a demonstration.
    synthetic: bool,
}

impl From<crate::Responder> for Responder {
    fn from(one: crate::Responder) -> Self {
        Self {
            id: one.id,
            version: one.version,
            location: one.position().map(Into::into),
            name: one.name,
            kind: one.kind,
            class: one.class,
            station_id: one.station_id,
            region: one.region,
            position_at: one.position_at.map(Into::into),
            in_service: one.in_service,
            assignment_id: one.assignment_id,
            synthetic: one.synthetic,
        }
    }
}

/// 出动力量, and how fresh the list is.
#[derive(Serialize, ToSchema)]
pub(super) struct ResponderList {
    pub(super) items: Vec<Responder>,
    pub(super) as_of: ApiTime,
    pub(super) position: i64,
}
