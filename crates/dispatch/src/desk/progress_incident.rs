//! 控制、熄灭 an incident's own steps. They never move a responder.

use base::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, IncidentFile, Seat, Wish};
use crate::DispatchError;
use crate::machine::incident::IncidentAction;

/// A step of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentStep {
    /// 控制
    UnderControl,
    /// 熄灭
    Extinguished,
}

impl Desk {
    /// Reports a fire under control or extinguished.
    ///
    /// # Errors
    /// [`DispatchError::StaleIncident`]; [`DispatchError::State`].
    pub async fn progress_incident(
        &self,
        seat: &Seat,
        incident: Uuid,
        version: i64,
        step: IncidentStep,
    ) -> Result<IncidentFile, DispatchError> {
        let (action, verb) = match step {
            IncidentStep::UnderControl => (IncidentAction::UnderControl, "under_control"),
            IncidentStep::Extinguished => (IncidentAction::Extinguished, "extinguished"),
        };
        let wish = Wish {
            incident,
            version,
            action,
            verb,
        };
        self.change_incident(seat, wish, |incident, _, now| {
            match step {
                IncidentStep::UnderControl => incident.under_control_at = Some(now.into()),
                IncidentStep::Extinguished => incident.extinguished_at = Some(now.into()),
            }
            Ok(())
        })
        .await
    }
}
