//! 出动指令 what a station has to do: the assignments of its responders that have not ended, each with
//! its incident and all who go there.
//!
//! Whoever answers for the area of the responder or of the incident sees an order, as with single
//! assignments. That an account is of one station is nothing that access knows.

use access::covers;
use base::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Desk, IncidentFile, Seat};
use crate::DispatchError;
use crate::machine::assignment::AssignmentState;
use crate::record::{Assignment, assignment};

/// One responder's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The responder and how far it is.
    pub assignment: Assignment,
    /// Where it goes, with everybody who was sent.
    pub file: IncidentFile,
}

impl Desk {
    /// The orders of a station that are not returned or cancelled, the newest first.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn orders(&self, seat: &Seat, station: Uuid) -> Result<Vec<Order>, DispatchError> {
        let responders = self.roster.all().await?;
        let own = responders.iter();
        let own = own.filter(|one| one.station_id == Some(station));
        let own: Vec<Uuid> = own.map(|one| one.id).collect();
        let ended = [AssignmentState::Returned, AssignmentState::Cancelled];
        let running = assignment::Entity::find()
            .filter(assignment::Column::ResponderId.is_in(own))
            .filter(assignment::Column::State.is_not_in(ended))
            .order_by_desc(assignment::Column::Id)
            .all(self.store().reader())
            .await?;
        // Whose own region is seen, or the incident's; `incident` asks for the latter alone.
        let everywhere = Seat {
            areas: Vec::new(),
            ..seat.clone()
        };
        let mut orders = Vec::with_capacity(running.len());
        for assignment in running {
            let file = self.incident(&everywhere, assignment.incident_id).await?;
            let seen = covers(&seat.areas, Some(&assignment.region))
                || covers(&seat.areas, file.incident.region.as_deref());
            if seen {
                orders.push(Order { assignment, file });
            }
        }
        Ok(orders)
    }
}
