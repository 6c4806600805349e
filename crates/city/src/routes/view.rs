//! What the API shows of the city's nouns.

use api::{ApiLocation, ApiTime};
use base::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{ResponderKind, StationClass};

/// 消防救援站
#[derive(Serialize, ToSchema)]
pub(super) struct FireStation {
    id: Uuid,
    version: i64,
    name: String,
    class: StationClass,
    region: String,
    location: ApiLocation,
    /// Made up for a demonstration.
    synthetic: bool,
}

impl From<crate::FireStation> for FireStation {
    fn from(one: crate::FireStation) -> Self {
        Self {
            id: one.id,
            version: one.version,
            location: one.position().into(),
            name: one.name,
            class: one.class,
            region: one.region,
            synthetic: one.synthetic,
        }
    }
}

/// 消防救援站, and how fresh the list is.
#[derive(Serialize, ToSchema)]
pub(super) struct FireStationList {
    pub(super) items: Vec<FireStation>,
    pub(super) as_of: ApiTime,
    pub(super) position: i64,
}

/// 出动力量
#[derive(Serialize, ToSchema)]
pub(super) struct Responder {
    id: Uuid,
    version: i64,
    name: String,
    kind: ResponderKind,
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

/// 用户信息传输装置
#[derive(Serialize, ToSchema)]
pub(super) struct Device {
    id: Uuid,
    version: i64,
    source_address: i64,
    name: String,
    unit_name: String,
    address: String,
    dialect: String,
    region: String,
    #[schema(required)]
    location: Option<ApiLocation>,
    registered: bool,
    /// Made up for a demonstration.
    synthetic: bool,
}

impl From<crate::Device> for Device {
    fn from(one: crate::Device) -> Self {
        Self {
            id: one.id,
            version: one.version,
            location: one.position().map(Into::into),
            source_address: one.source_address,
            name: one.name,
            unit_name: one.unit_name,
            address: one.address,
            dialect: one.dialect,
            region: one.region,
            registered: one.registered,
            synthetic: one.synthetic,
        }
    }
}

/// 用户信息传输装置, and how fresh the list is.
#[derive(Serialize, ToSchema)]
pub(super) struct DeviceList {
    pub(super) items: Vec<Device>,
    pub(super) as_of: ApiTime,
    pub(super) position: i64,
}
