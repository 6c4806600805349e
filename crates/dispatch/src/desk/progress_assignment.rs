//! A crew's step: acknowledged, turned out, on scene, water on, released, returned, cancelled.
//!
//! It touches the one assignment it is about, frees the responder only when that responder's lock
//! names this assignment, and marks the incident's first arrival. Nothing else moves.

use base::{Timestamp, Uuid};
use city::Responder;
use journal::{Change, ChangeSet, CommitError, Lane};

use super::{ATTEMPTS, Desk, Seat};
use crate::DispatchError;
use crate::machine::Machine as _;
use crate::machine::assignment::{AssignmentState, AssignmentStep};
use crate::record::{Assignment, Incident};

impl Desk {
    /// Takes one step.
    ///
    /// # Errors
    /// [`DispatchError::StaleAssignment`]; [`DispatchError::State`].
    pub async fn progress_assignment(
        &self,
        seat: &Seat,
        id: Uuid,
        version: i64,
        step: AssignmentStep,
        reason: Option<String>,
    ) -> Result<Assignment, DispatchError> {
        let reason = reason.as_deref().map(super::reason).transpose()?;
        let mut left = ATTEMPTS;
        loop {
            let (mut assignment, incident) = self.assignment(seat, id).await?;
            if assignment.version != version {
                return Err(DispatchError::StaleAssignment(Box::new(assignment)));
            }
            let now = self.now();
            assignment.state = assignment.state.next(step)?;
            assignment.reason.clone_from(&reason);
            mark(&mut assignment, now);
            left -= 1;
            match self.submit_step(seat, assignment, incident, now).await {
                // The responder or the incident moved, or the assignment itself: look again.
                Err(DispatchError::Commit(CommitError::Conflict { .. })) if left > 0 => {}
                other => return other,
            }
        }
    }

    async fn submit_step(
        &self,
        seat: &Seat,
        mut assignment: Assignment,
        mut incident: Incident,
        now: Timestamp,
    ) -> Result<Assignment, DispatchError> {
        let verb = assignment.state.word();
        let mut set = ChangeSet::new(Lane::Dispatch, seat.actor.clone()).with(Change::of(
            &assignment,
            verb,
            now,
        )?);
        if assignment.state == AssignmentState::OnScene && incident.first_on_scene_at.is_none() {
            incident.first_on_scene_at = Some(now.into());
            incident.reason = None;
            set = set.with(Change::of(&incident, "first_on_scene", now)?);
        }
        if let Some(mut responder) = self.to_be_freed(&assignment).await? {
            responder.assignment_id = None;
            set = set.with(Change::of(&responder, "freed", now)?);
        }
        self.journal.submit(set).await?;
        assignment.version += 1;
        Ok(assignment)
    }

    /// The responder, when this assignment has ended and still holds it.
    async fn to_be_freed(
        &self,
        assignment: &Assignment,
    ) -> Result<Option<Responder>, DispatchError> {
        if assignment.state.holds_responder() {
            return Ok(None);
        }
        let responder = city::responder_by_id(self.store(), assignment.responder_id).await?;
        Ok(responder.filter(|one| one.assignment_id == Some(assignment.id)))
    }
}

fn mark(assignment: &mut Assignment, now: Timestamp) {
    let time = Some(now.into());
    match assignment.state {
        AssignmentState::Ordered => {}
        AssignmentState::Acknowledged => assignment.acknowledged_at = time,
        AssignmentState::TurnedOut => assignment.turned_out_at = time,
        AssignmentState::OnScene => assignment.on_scene_at = time,
        AssignmentState::WaterOn => assignment.water_on_at = time,
        AssignmentState::Released => assignment.released_at = time,
        AssignmentState::Returned => assignment.returned_at = time,
        AssignmentState::Cancelled => assignment.cancelled_at = time,
    }
}
