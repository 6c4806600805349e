//! 重复报警提示 incidents that a new call may be about: open, near, and young.

use std::time::Duration;

use base::{Metres, Wgs84};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::Time;

use super::list::in_areas;
use super::{Desk, Seat};
use crate::DispatchError;
use crate::machine::incident::IncidentState;
use crate::record::{Incident, incident};

/// How far two callers may stand from each other who see one fire.
const WITHIN: Metres = Metres(500.0);
/// How long after its first call an incident is still called about.
const YOUNG: Duration = Duration::from_secs(3 * 3_600);
/// Open incidents that are looked at, the newest first.
const MOST: u64 = 500;

/// An incident near a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearby {
    /// The incident.
    pub incident: Incident,
    /// How far it is, straight.
    pub distance: Metres,
}

impl Desk {
    /// The open incidents that a call about this place may be about, the nearest first: 500 m
    /// around, of the last three hours.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn nearby(&self, seat: &Seat, place: Wgs84) -> Result<Vec<Nearby>, DispatchError> {
        let since: Time = self.now().minus(YOUNG).into();
        let young = incident::Entity::find()
            .filter(in_areas(&seat.areas))
            .filter(incident::Column::State.is_in(IncidentState::still_open()))
            .filter(incident::Column::OpenedAt.gte(since))
            .order_by_desc(incident::Column::Id)
            .limit(MOST)
            .all(self.store().reader())
            .await?;
        let near = |incident: Incident| {
            let distance = incident.location()?.distance(place);
            (distance.0 <= WITHIN.0).then_some(Nearby { incident, distance })
        };
        let mut found: Vec<Nearby> = young.into_iter().filter_map(near).collect();
        found.sort_by(|a, b| a.distance.0.total_cmp(&b.distance.0));
        Ok(found)
    }
}
