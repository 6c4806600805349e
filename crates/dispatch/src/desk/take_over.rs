//! 历史补录 incidents that ended before this house kept them: taken over whole, each with one entry in
//! the journal that says so, under numbers of the years in which they happened.

use std::collections::HashSet;

use base::{RegionCode, Timestamp, Uuid, Wgs84};
use city::ResponderKind;
use journal::{Actor, Change, ChangeSet, Lane};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::Time;

use super::{Desk, number};
use crate::DispatchError;
use crate::machine::assignment::AssignmentState;
use crate::machine::incident::IncidentState;
use crate::record::{Assignment, Incident, IncidentKind, IncidentSource, incident};

/// An incident that is over. Ids ascend with the time of opening, as those of others do.
#[derive(Clone, Debug)]
pub struct PastIncident {
    /// Its id; one that stands already is left as it is.
    pub id: Uuid,
    /// What it turned out to be.
    pub kind: IncidentKind,
    /// 火警等级
    pub level: i32,
    /// The device alarm that it was made from; without one it was a call.
    pub alarm_id: Option<Uuid>,
    /// Where, in words.
    pub address: String,
    /// Where on the map.
    pub location: Wgs84,
    /// In which region.
    pub region: RegionCode,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was under control; a fire only.
    pub under_control_at: Option<Timestamp>,
    /// When the fire was out.
    pub extinguished_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// How it ended.
    pub summary: String,
    /// People rescued.
    pub people_rescued: i64,
    /// What was said when it was opened.
    pub note: String,
    /// Who was sent, in the order of sending.
    pub sent: Vec<PastAssignment>,
}

/// Somebody who was sent and came back.
#[derive(Clone, Debug)]
pub struct PastAssignment {
    /// Its id.
    pub id: Uuid,
    /// The responder.
    pub responder: (Uuid, String, ResponderKind),
    /// Its station.
    pub station_name: Option<String>,
    /// Its region.
    pub region: RegionCode,
    /// Ordered, acknowledged, turned out, on scene, released, returned.
    pub times: [Timestamp; 6],
}

/// Changes of one set.
const PIECE: usize = 400;
/// Ids that are asked for at once.
const ASKED: usize = 500;

impl Desk {
    /// Takes over what is over, in the order of opening; how many incidents were written.
    ///
    /// # Errors
    /// What the journal refuses; sets that were written stay.
    pub async fn take_over(
        &self,
        actor: &Actor,
        past: Vec<PastIncident>,
    ) -> Result<usize, DispatchError> {
        let standing = self.standing(&past).await?;
        let _one_at_a_time = self.numbering.lock().await;
        let (mut numbers, mut written, mut waiting) = (None, 0, 0);
        let mut set = ChangeSet::new(Lane::Import, actor.clone());
        for one in past {
            if standing.contains(&one.id) {
                continue;
            }
            let number = number::following(self.store(), &mut numbers, one.opened_at).await?;
            written += 1;
            let closed_at = one.closed_at;
            let (incident, sent) = records(one, number);
            set = set.with(Change::of(&incident, "taken_over", closed_at)?);
            for assignment in &sent {
                set = set.with(Change::of(assignment, "taken_over", closed_at)?);
            }
            waiting += 1 + sent.len();
            if waiting >= PIECE {
                waiting = 0;
                let full = std::mem::replace(&mut set, ChangeSet::new(Lane::Import, actor.clone()));
                self.journal.submit(full).await?;
            }
        }
        if !set.is_empty() {
            self.journal.submit(set).await?;
        }
        Ok(written)
    }

    async fn standing(&self, past: &[PastIncident]) -> Result<HashSet<Uuid>, DispatchError> {
        let mut standing = HashSet::new();
        for some in past.chunks(ASKED) {
            let found: Vec<Uuid> = incident::Entity::find()
                .select_only()
                .column(incident::Column::Id)
                .filter(incident::Column::Id.is_in(some.iter().map(|one| one.id)))
                .into_tuple()
                .all(self.store().reader())
                .await?;
            standing.extend(found);
        }
        Ok(standing)
    }
}

fn records(past: PastIncident, number: String) -> (Incident, Vec<Assignment>) {
    let sent: Vec<Assignment> = past
        .sent
        .into_iter()
        .map(|one| sent(past.id, one))
        .collect();
    let at = |time: Timestamp| Some(Time::from(time));
    let arrived = sent.iter().filter_map(|one| one.on_scene_at).min();
    let incident = Incident {
        id: past.id,
        version: 0,
        number,
        kind: past.kind,
        level: past.level,
        state: IncidentState::Closed,
        source: match past.alarm_id {
            Some(_) => IncidentSource::DeviceAlarm,
            None => IncidentSource::Call,
        },
        alarm_id: past.alarm_id,
        address: past.address,
        longitude_e7: Some(past.location.longitude_e7),
        latitude_e7: Some(past.location.latitude_e7),
        region: Some(past.region.as_str().to_owned()),
        opened_at: past.opened_at.into(),
        dispatched_at: sent.first().map(|one| one.ordered_at),
        first_on_scene_at: arrived,
        under_control_at: past.under_control_at.and_then(at),
        extinguished_at: past.extinguished_at.and_then(at),
        closed_at: at(past.closed_at),
        outcome_kind: Some(past.kind),
        outcome_summary: Some(past.summary),
        people_rescued: Some(past.people_rescued),
        property_saved_fen: None,
        note: Some(past.note).filter(|note| !note.is_empty()),
        trapped: None,
        storey: None,
        burning: None,
        unit_id: None,
        ordered_count: i32::try_from(sent.len()).unwrap_or(i32::MAX),
        reason: None,
    };
    (incident, sent)
}

fn sent(incident: Uuid, past: PastAssignment) -> Assignment {
    let [
        ordered,
        acknowledged,
        turned_out,
        on_scene,
        released,
        returned,
    ] = past.times.map(Time::from);
    let (responder_id, responder_name, responder_kind) = past.responder;
    Assignment {
        id: past.id,
        version: 0,
        incident_id: incident,
        responder_id,
        responder_name,
        responder_kind,
        station_name: past.station_name,
        region: past.region.as_str().to_owned(),
        state: AssignmentState::Returned,
        ordered_at: ordered,
        acknowledged_at: Some(acknowledged),
        turned_out_at: Some(turned_out),
        on_scene_at: Some(on_scene),
        water_on_at: None,
        released_at: Some(released),
        returned_at: Some(returned),
        cancelled_at: None,
        reason: None,
    }
}
