//! 重新开启 opening a closed incident again, with a reason.
//!
//! It stands open as on its first day: what was reported of its end (under control, extinguished,
//! closed, outcome) is taken off the record and stays in the journal.

use base::Uuid;

use super::{Desk, IncidentFile, Seat, Wish};
use crate::DispatchError;
use crate::machine::incident::IncidentAction;

impl Desk {
    /// Reopens an incident.
    ///
    /// # Errors
    /// [`DispatchError::Invalid`] without a reason; [`DispatchError::State`] when it is not closed.
    pub async fn reopen(
        &self,
        seat: &Seat,
        incident: Uuid,
        version: i64,
        reason: &str,
    ) -> Result<IncidentFile, DispatchError> {
        let reason = super::reason(reason)?;
        let wish = Wish {
            incident,
            version,
            action: IncidentAction::Reopen,
            verb: "reopened",
        };
        self.change_incident(seat, wish, |incident, _, _| {
            incident.under_control_at = None;
            incident.extinguished_at = None;
            incident.closed_at = None;
            incident.outcome_kind = None;
            incident.outcome_summary = None;
            incident.people_rescued = None;
            incident.property_saved_fen = None;
            incident.reason = Some(reason);
            Ok(())
        })
        .await
    }
}
