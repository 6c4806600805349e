//! 调派 ordering responders to an incident: all of them in one change set, or none.
//!
//! The set takes the version of each responder (no unit on two scenes) and of the incident (no
//! order to an incident that is being closed). A responder's record comes first in it, so that a
//! race for a responder is told as that and not as a race for the incident.

use std::collections::BTreeSet;

use base::Uuid;
use city::Responder;
use journal::{Change, ChangeSet, CommitError, Lane};
use sea_orm::EntityTrait;

use super::availability::forbidden;
use super::candidates::stations_by_id;
use super::{ATTEMPTS, Desk, IncidentFile, Seat, Taken};
use crate::DispatchError;
use crate::machine::Machine as _;
use crate::machine::assignment::AssignmentState;
use crate::machine::incident::IncidentAction;
use crate::record::{Assignment, assignment, incident};

/// The most responders that one order may name.
const MOST: usize = 100;

impl Desk {
    /// Orders responders to an incident.
    ///
    /// # Errors
    /// [`DispatchError::Taken`] names every responder that cannot be sent, and then none is sent;
    /// [`DispatchError::StaleIncident`] when only the incident changed.
    pub async fn order(
        &self,
        seat: &Seat,
        incident: Uuid,
        version: i64,
        responder_ids: &[Uuid],
    ) -> Result<IncidentFile, DispatchError> {
        let wanted: BTreeSet<Uuid> = responder_ids.iter().copied().collect();
        if wanted.is_empty() || wanted.len() > MOST {
            return Err(DispatchError::invalid(
                "responder_ids",
                "请选择 1 到 100 个出动力量。",
                "Name between 1 and 100 responders.",
            ));
        }
        let mut left = ATTEMPTS;
        loop {
            let file = self.incident(seat, incident).await?;
            file.incident.state.next(IncidentAction::Assign)?;
            let responders = self.free_responders(&wanted).await?;
            if file.incident.version != version {
                return Err(DispatchError::StaleIncident(Box::new(file)));
            }
            left -= 1;
            match self.submit_order(seat, file, responders).await {
                // Somebody was faster: the next look says whether it mattered, for a responder may
                // only have reported its position.
                Err(DispatchError::Commit(CommitError::Conflict { .. })) if left > 0 => {}
                other => return other,
            }
        }
    }

    /// The responders of an order, when all of them can be sent.
    async fn free_responders(
        &self,
        wanted: &BTreeSet<Uuid>,
    ) -> Result<Vec<Responder>, DispatchError> {
        let ids: Vec<Uuid> = wanted.iter().copied().collect();
        let responders = city::responders_by_ids(self.store(), &ids).await?;
        if responders.len() < wanted.len() {
            return Err(DispatchError::invalid(
                "responder_ids",
                "有的出动力量不存在，请重新读取名单。",
                "Some of the responders do not exist; read the list again.",
            ));
        }
        let mut taken = Vec::new();
        for responder in &responders {
            if let Some(why) = forbidden(responder) {
                let incident_number = match responder.assignment_id {
                    Some(id) => self.number_of(id).await?,
                    None => None,
                };
                taken.push(Taken {
                    responder: responder.id,
                    name: responder.name.clone(),
                    why,
                    incident_number,
                });
            }
        }
        if taken.is_empty() {
            Ok(responders)
        } else {
            Err(DispatchError::Taken(taken))
        }
    }

    async fn number_of(&self, id: Uuid) -> Result<Option<String>, DispatchError> {
        let reader = self.store().reader();
        let Some(held_by) = assignment::Entity::find_by_id(id).one(reader).await? else {
            return Ok(None);
        };
        let found = incident::Entity::find_by_id(held_by.incident_id);
        Ok(found.one(reader).await?.map(|one| one.number))
    }

    async fn submit_order(
        &self,
        seat: &Seat,
        mut file: IncidentFile,
        responders: Vec<Responder>,
    ) -> Result<IncidentFile, DispatchError> {
        let now = self.now();
        let stations = stations_by_id(self).await?;
        let mut set = ChangeSet::new(Lane::Dispatch, seat.actor.clone());
        let mut ordered = Vec::with_capacity(responders.len());
        for mut responder in responders {
            let station = responder.station_id.and_then(|id| stations.get(&id));
            let assignment = Assignment {
                id: self.journal.new_id(),
                version: 0,
                incident_id: file.incident.id,
                responder_id: responder.id,
                responder_name: responder.name.clone(),
                responder_kind: responder.kind,
                station_name: station.map(|one| one.name.clone()),
                region: responder.region.clone(),
                state: AssignmentState::Ordered,
                ordered_at: now.into(),
                acknowledged_at: None,
                turned_out_at: None,
                on_scene_at: None,
                water_on_at: None,
                released_at: None,
                returned_at: None,
                cancelled_at: None,
                reason: None,
            };
            responder.assignment_id = Some(assignment.id);
            set = set.with(Change::of(&responder, "assigned", now)?);
            ordered.push(assignment);
        }
        let count = i32::try_from(ordered.len()).unwrap_or(i32::MAX);
        let first = file.incident.dispatched_at.is_none();
        file.incident.dispatched_at.get_or_insert(now.into());
        file.incident.ordered_count = file.incident.ordered_count.saturating_add(count);
        file.incident.reason = None;
        let verb = if first { "dispatched" } else { "reinforced" };
        set = set.with(Change::of(&file.incident, verb, now)?);
        for assignment in &mut ordered {
            set = set.with(Change::of(assignment, "ordered", now)?);
            assignment.version = 1;
        }
        self.journal.submit(set).await?;
        file.incident.version += 1;
        file.assignments.extend(ordered);
        Ok(file)
    }
}
