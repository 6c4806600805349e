//! What the API shows of responders.

use api::{ApiLocation, ApiTime};
use base::{Timestamp, Uuid, Wgs84};
use register::Entered;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ResponderKind;
use crate::nouns::{FireStation, VehicleClass};

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
    /// Where it stands while nobody says otherwise.
    #[schema(required)]
    station_name: Option<String>,
    region: String,
    /// Of its record or as it was reported last, whichever was measured later; the reported ones for
    /// who may read positions.
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

impl Responder {
    /// As it is shown with what was reported of its place last.
    pub(super) fn shown(
        one: crate::Responder,
        station: Option<&Entered<FireStation>>,
        reported: Option<(Wgs84, Timestamp)>,
    ) -> Self {
        let entered_at = one.position_at.map(Timestamp::from);
        let reported = reported.filter(|(_, at)| entered_at.is_none_or(|entered| *at > entered));
        let (place, measured_at) = match reported {
            Some((place, at)) => (Some(place), Some(at)),
            None => (one.position(), entered_at),
        };
        Self {
            id: one.id,
            version: one.version,
            location: place.map(Into::into),
            name: one.name,
            kind: one.kind,
            class: one.class,
            station_id: one.station_id,
            station_name: station.map(|station| station.name.clone()),
            region: one.region,
            position_at: measured_at.map(Into::into),
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
