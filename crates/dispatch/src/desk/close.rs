//! 结案 closing an incident: all force free, the outcome recorded.

use base::Uuid;

use super::{Desk, IncidentFile, Seat, Wish, required};
use crate::DispatchError;
use crate::machine::incident::IncidentAction;
use crate::record::IncidentKind;

/// The outcome record.
#[derive(Clone, Debug)]
pub struct Closure {
    /// What it turned out to be.
    pub outcome_kind: IncidentKind,
    /// How it went and ended.
    pub summary: String,
    /// People rescued.
    pub people_rescued: i64,
    /// Property saved, fen; none when nobody reckoned it.
    pub property_saved_fen: Option<i64>,
}

/// The largest integer that a browser keeps exactly.
const MOST: i64 = (1 << 53) - 1;

impl Desk {
    /// Closes an incident.
    ///
    /// # Errors
    /// [`DispatchError::StillOut`] names the responders that still work for it.
    pub async fn close(
        &self,
        seat: &Seat,
        incident: Uuid,
        version: i64,
        closure: Closure,
    ) -> Result<IncidentFile, DispatchError> {
        let summary = required(
            &closure.summary,
            4_000,
            DispatchError::invalid("summary", "请填写处置经过和结果。", "Say how it went."),
            DispatchError::invalid(
                "summary",
                "经过和结果不超过 4000 字。",
                "Use 4000 characters at most.",
            ),
        )?;
        if !(0..=1_000_000).contains(&closure.people_rescued) {
            return Err(DispatchError::invalid(
                "people_rescued",
                "营救人数应为 0 或正整数。",
                "The number of people rescued is 0 or more.",
            ));
        }
        if closure
            .property_saved_fen
            .is_some_and(|fen| !(0..=MOST).contains(&fen))
        {
            return Err(DispatchError::invalid(
                "property_saved_fen",
                "抢救财产价值应为 0 或正整数(分)。",
                "The property saved is 0 fen or more.",
            ));
        }
        let wish = Wish {
            incident,
            version,
            action: IncidentAction::Close,
            verb: "closed",
        };
        self.change_incident(seat, wish, |incident, assignments, now| {
            let out: Vec<String> = assignments
                .iter()
                .filter(|one| one.state.holds_responder())
                .map(|one| one.responder_name.clone())
                .collect();
            if !out.is_empty() {
                return Err(DispatchError::StillOut(out));
            }
            incident.closed_at = Some(now.into());
            incident.outcome_kind = Some(closure.outcome_kind);
            incident.outcome_summary = Some(summary);
            incident.people_rescued = Some(closure.people_rescued);
            incident.property_saved_fen = closure.property_saved_fen;
            Ok(())
        })
        .await
    }
}
