//! 历史补录 alarms that were over before this house kept them: taken over whole, each with one entry in
//! the journal that says so.

use std::collections::HashSet;

use base::{RegionCode, Timestamp, Uuid};
use journal::{Actor, Change, ChangeSet, Journal, Lane};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use wire::gb26875::ComponentAddress;

use super::desk::AlarmError;
use super::machine::{Outcome, State};
use crate::intake::signal::Point;
use crate::records::device_alarm::{self, Cause, Model as Alarm};

/// An alarm that is over. Ids ascend with the time of arrival, as those of others do.
#[derive(Clone, Debug)]
pub struct PastAlarm {
    /// Its id; one that stands already is left as it is.
    pub id: Uuid,
    /// The transmitter: its row and its address on the wire.
    pub device: (Uuid, u64),
    /// System type and address.
    pub system: (u8, u8),
    /// Component type and address.
    pub component: (u8, ComponentAddress),
    /// What the panel called the point.
    pub description: String,
    /// The region of the transmitter.
    pub region: RegionCode,
    /// When it rang.
    pub received_at: Timestamp,
    /// When the point went back to normal.
    pub restored_at: Timestamp,
    /// What a person judged, and when.
    pub outcome: Outcome,
    /// When.
    pub verified_at: Timestamp,
    /// Who.
    pub verified_by: String,
    /// Why.
    pub note: String,
    /// The incident that it became, and when that was closed.
    pub incident: Option<(Uuid, Timestamp)>,
}

/// Changes of one set, and ids that are asked for at once.
const PIECE: usize = 400;

/// Takes over what is over; how many alarms were written.
///
/// # Errors
/// What the journal refuses; sets that were written stay.
pub async fn take_over(
    journal: &Journal,
    actor: &Actor,
    past: &[PastAlarm],
) -> Result<usize, AlarmError> {
    let mut written = 0;
    for some in past.chunks(PIECE) {
        let standing: Vec<Uuid> = device_alarm::Entity::find()
            .select_only()
            .column(device_alarm::Column::Id)
            .filter(device_alarm::Column::Id.is_in(some.iter().map(|one| one.id)))
            .into_tuple()
            .all(journal.store().reader())
            .await?;
        let standing: HashSet<Uuid> = standing.into_iter().collect();
        let mut set = ChangeSet::new(Lane::Import, actor.clone());
        for one in some.iter().filter(|one| !standing.contains(&one.id)) {
            set = set.with(Change::of(&record(one), "taken_over", one.verified_at)?);
            written += 1;
        }
        if !set.is_empty() {
            journal.submit(set).await?;
        }
    }
    Ok(written)
}

fn record(past: &PastAlarm) -> Alarm {
    let (kind, number) = past.system;
    let (component, address) = past.component;
    let point = Point {
        system: Some(past.system),
        component: Some((component, address.0)),
    };
    let (zone, at) = address.zone_and_point();
    let state = match (past.incident, past.outcome) {
        (Some(_), _) => State::Closed,
        (None, outcome) => outcome.state(),
    };
    let closed_at = past.incident.map_or(past.verified_at, |(_, closed)| closed);
    Alarm {
        id: past.id,
        version: 0,
        device_id: past.device.0,
        source_address: i64::try_from(past.device.1).unwrap_or(i64::MAX),
        cause: Cause::Fire,
        priority: point.priority(),
        system_type: Some(i32::from(kind)),
        system_address: Some(i32::from(number)),
        component_type: Some(i32::from(component)),
        component_address: Some(i64::from(address.0)),
        label: format!("{zone}-{at}"),
        description: past.description.clone(),
        region: Some(past.region.as_str().to_owned()),
        state,
        open_point: None,
        occurred_at: Some(past.received_at.into()),
        sent_at: Some(past.received_at.into()),
        received_at: past.received_at.into(),
        last_received_at: past.received_at.into(),
        repeat_count: 0,
        device_says_test: false,
        restored_at: Some(past.restored_at.into()),
        outcome: Some(past.outcome),
        verified_by: Some(past.verified_by.clone()),
        verified_at: Some(past.verified_at.into()),
        verify_note: Some(past.note.clone()).filter(|note| !note.is_empty()),
        incident_id: past.incident.map(|(id, _)| id),
        closed_at: Some(closed_at.into()),
    }
}
