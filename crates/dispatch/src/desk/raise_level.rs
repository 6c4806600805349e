//! 提升等级 raising the alarm level. It is never lowered: there is no action for that.

use base::Uuid;

use super::{Desk, IncidentFile, Seat, Wish};
use crate::DispatchError;
use crate::machine::incident::IncidentAction;

impl Desk {
    /// Raises the alarm level; who did it and why stands in the journal.
    ///
    /// # Errors
    /// [`DispatchError::Invalid`] when `level` is not above the present one.
    pub async fn raise_level(
        &self,
        seat: &Seat,
        incident: Uuid,
        version: i64,
        level: i32,
        reason: &str,
    ) -> Result<IncidentFile, DispatchError> {
        let reason = super::reason(reason)?;
        let wish = Wish {
            incident,
            version,
            action: IncidentAction::RaiseLevel,
            verb: "raised",
        };
        self.change_incident(seat, wish, |incident, _, _| {
            if level <= incident.level {
                return Err(DispatchError::invalid(
                    "level",
                    "等级只能提升，不能降低。",
                    "The level can only be raised.",
                ));
            }
            if level > incident.kind.highest_level() {
                return Err(DispatchError::invalid(
                    "level",
                    "火警最高 5 级，抢险救援最高 4 级。",
                    "The highest level is 5, for a rescue 4.",
                ));
            }
            incident.level = level;
            incident.reason = Some(reason);
            Ok(())
        })
        .await
    }
}
