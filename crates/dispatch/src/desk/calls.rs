//! 报警、补充报警 what a caller said: the first call of an incident, and further ones about the same.
//!
//! A call is a row of the register of calls and is written in the change set of its incident, its
//! personal values sealed. What it says of the scene (who is trapped, where, what burns) becomes the
//! incident's own too, because the crew must know it and nobody of the crew reads calls.

use base::{Timestamp, Uuid};
use journal::{Change, ChangeSet, CommitError, Lane};
use register::{Author, Choice as _};
use serde_json::{Map, Value, json};

use super::{ATTEMPTS, Desk, IncidentFile, Seat};
use crate::DispatchError;
use crate::machine::incident::IncidentAction;
use crate::machine::incident::IncidentState;
use crate::machine::refuse;
use crate::record::{CallPart, Incident};

/// What a caller said, and who it was.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// People trapped.
    pub trapped: Option<i32>,
    /// On which floor.
    pub storey: Option<String>,
    /// What burns, or what happened.
    pub burning: Option<String>,
    /// What else was said.
    pub said: Option<String>,
    /// The caller's number.
    pub phone: Option<String>,
    /// The caller's name.
    pub name: Option<String>,
}

impl Told {
    /// Without blanks, and without texts of nothing else.
    pub(super) fn trimmed(self) -> Self {
        let text = |text: Option<String>| {
            let text = text?.trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        Self {
            trapped: self.trapped,
            storey: text(self.storey),
            burning: text(self.burning),
            said: text(self.said),
            phone: text(self.phone),
            name: text(self.name),
        }
    }

    /// Takes over what is said of the scene; what is not said stays. Gives whether anything changed.
    pub(super) fn facts_into(&self, incident: &mut Incident) -> bool {
        let before = (
            incident.trapped,
            incident.storey.clone(),
            incident.burning.clone(),
        );
        incident.trapped = self.trapped.or(incident.trapped);
        incident.storey = self.storey.clone().or(incident.storey.take());
        incident.burning = self.burning.clone().or(incident.burning.take());
        before
            != (
                incident.trapped,
                incident.storey.clone(),
                incident.burning.clone(),
            )
    }
}

impl Desk {
    /// Adds a further call to an incident that is not closed. It never competes with what else is
    /// done to the incident: the call stands beside it.
    ///
    /// # Errors
    /// [`DispatchError::NotFound`]; [`DispatchError::State`] for a closed incident;
    /// [`DispatchError::Ledger`] with every field that is wrong.
    pub async fn add_call(
        &self,
        seat: &Seat,
        incident: Uuid,
        told: Told,
    ) -> Result<IncidentFile, DispatchError> {
        let told = told.trimmed();
        let mut left = ATTEMPTS;
        loop {
            let mut file = self.incident(seat, incident).await?;
            if file.incident.state == IncidentState::Closed {
                // The word of what would have to be done first is not this act's, but tells enough.
                return Err(refuse(file.incident.state, IncidentAction::Assign).into());
            }
            let now = self.now();
            let set = ChangeSet::new(Lane::Dispatch, seat.actor.clone());
            let mut set = self
                .with_call(set, seat, &file.incident, (CallPart::Further, &told), now)
                .await?;
            let changes = told.facts_into(&mut file.incident);
            if changes {
                file.incident.reason = None;
                set = set.with(Change::of(&file.incident, "supplemented", now)?);
            }
            left -= 1;
            match self.journal.submit(set).await {
                Err(CommitError::Conflict { .. }) if left > 0 => {}
                Err(other) => return Err(other.into()),
                Ok(_) => {
                    file.incident.version += i64::from(changes);
                    return Ok(file);
                }
            }
        }
    }

    /// The set with a call about an incident.
    pub(super) async fn with_call(
        &self,
        set: ChangeSet,
        seat: &Seat,
        incident: &Incident,
        (part, told): (CallPart, &Told),
        now: Timestamp,
    ) -> Result<ChangeSet, DispatchError> {
        let author = Author::person(seat.actor.clone());
        let input = input_of(incident, part, told, now);
        let row = self.calls.prepare_new(&author, &input).await?;
        Ok(self.calls.put(set, (&row, None), "received", now).await?)
    }
}

/// The call as its register takes it.
fn input_of(
    incident: &Incident,
    part: CallPart,
    told: &Told,
    now: Timestamp,
) -> Map<String, Value> {
    let place = incident
        .location()
        .map(|at| json!({"longitude": at.longitude(), "latitude": at.latitude()}));
    // A unit that was retired since the first call refuses no further one.
    let unit = incident.unit_id.filter(|_| part == CallPart::First);
    let fields = [
        ("incident", json!(incident.number)),
        ("part", json!(part.key())),
        ("received_at", json!(now.to_string())),
        ("address", json!(incident.address)),
        ("region", json!(incident.region)),
        ("unit", json!(unit)),
        ("position", json!(place)),
        ("trapped", json!(told.trapped)),
        ("storey", json!(told.storey)),
        ("burning", json!(told.burning)),
        ("said", json!(told.said)),
        ("caller_phone", json!(told.phone)),
        ("caller_name", json!(told.name)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
