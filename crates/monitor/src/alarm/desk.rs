//! What people do with alarms: list, look, verify 核警, make an incident 转警情.
//!
//! Invariants: an alarm outside the caller's areas does not exist for that caller; every act is
//! made for a version and loses against whoever came first; an alarm becomes an incident in the
//! same change set in which the incident is made.

use std::collections::HashMap;
use std::sync::Arc;

use api::Caller;
use base::{CanonicalError, Timestamp, Uuid};
use city::nouns::Transmitter;
use journal::{Change, ChangeSet, CommitError, Journal, Lane};
use ports::{IncidentFromAlarm, OpenIncident, PortError, PreparedIncident};
use register::Entered;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use store::{Store, StoreError};
use utoipa::ToSchema;

use super::counts::{came_since, in_areas};
use super::machine::{Action, Outcome, State};
use crate::intake::alarm_key_of;
use crate::records::device_alarm::{self, Model as Alarm};

/// Which alarms a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlarmFilter {
    /// Those that ask for attention.
    #[default]
    Open,
    /// Those that are done with.
    Closed,
    /// All.
    All,
}

/// What a list is narrowed to beside its filter; what is empty narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlarmNarrowing {
    /// Those that stand there.
    pub only: Option<State>,
    /// Those that came then or later.
    pub since: Option<Timestamp>,
}

/// An alarm with its device.
#[derive(Clone, Debug)]
pub struct AlarmFile {
    /// The alarm.
    pub alarm: Alarm,
    /// Its device; none only where the device's record is gone.
    pub device: Option<Entered<Transmitter>>,
}

/// Why an act was refused.
#[derive(Debug, thiserror::Error)]
pub enum AlarmError {
    /// No such alarm, or not for this caller.
    #[error("there is no such alarm")]
    NotFound,
    /// Somebody else was first.
    #[error("the alarm was changed by someone else")]
    Stale(Box<AlarmFile>),
    /// The alarm's state does not allow it.
    #[error("the alarm's state does not allow this")]
    State(Box<AlarmFile>),
    /// Overturning a judgement needs a note.
    #[error("a changed judgement needs a note")]
    NoteMissing,
    /// The point rings anew meanwhile; the newer alarm is the one to act on.
    #[error("the point has a newer open alarm")]
    NewerAlarm,
    /// The other room refused.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The journal did not take it.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A record without canonical bytes: a defect of ours.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The city.
    #[error(transparent)]
    City(#[from] city::CityError),
}

impl From<sea_orm::DbErr> for AlarmError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// The alarm desk.
#[derive(Clone)]
pub struct AlarmDesk {
    journal: Journal,
    open_incident: Arc<dyn OpenIncident>,
}

/// How often a new incident number is asked for when others take it first.
const NUMBER_ATTEMPTS: usize = 16;

impl AlarmDesk {
    /// A desk over a journal, with the port that opens incidents.
    #[must_use]
    pub fn new(journal: Journal, open_incident: Arc<dyn OpenIncident>) -> Self {
        Self {
            journal,
            open_incident,
        }
    }

    /// The journal.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Alarms in the caller's areas, newest first: `limit + 1` where there are more.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn alarms(
        &self,
        caller: &Caller,
        filter: AlarmFilter,
        narrowing: AlarmNarrowing,
        limit: u64,
        after: Option<Uuid>,
    ) -> Result<Vec<AlarmFile>, AlarmError> {
        let mut select = device_alarm::Entity::find()
            .filter(in_areas(caller))
            .order_by_desc(device_alarm::Column::Id)
            .limit(limit + 1);
        let states = |open| State::ALL.into_iter().filter(move |s| s.is_open() == open);
        match filter {
            AlarmFilter::Open => {
                select = select.filter(device_alarm::Column::State.is_in(states(true)));
            }
            AlarmFilter::Closed => {
                select = select.filter(device_alarm::Column::State.is_in(states(false)));
            }
            AlarmFilter::All => {}
        }
        if let Some(after) = after {
            select = select.filter(device_alarm::Column::Id.lt(after));
        }
        if let Some(only) = narrowing.only {
            select = select.filter(device_alarm::Column::State.eq(only));
        }
        if let Some(since) = narrowing.since {
            select = select.filter(came_since(since));
        }
        let alarms = select.all(self.journal.store().reader()).await?;
        with_devices(self.journal.store(), alarms).await
    }

    /// One alarm.
    ///
    /// # Errors
    /// [`AlarmError::NotFound`], or the database's refusal.
    pub async fn alarm(&self, caller: &Caller, id: Uuid) -> Result<AlarmFile, AlarmError> {
        let found = device_alarm::Entity::find_by_id(id)
            .one(self.journal.store().reader())
            .await?;
        let alarm = found
            .filter(|alarm| caller.covers(alarm.region.as_deref()))
            .ok_or(AlarmError::NotFound)?;
        let mut files = with_devices(self.journal.store(), vec![alarm]).await?;
        files.pop().ok_or(AlarmError::NotFound)
    }

    /// 核警 judges an alarm.
    ///
    /// # Errors
    /// [`AlarmError`].
    pub async fn verify(
        &self,
        caller: &Caller,
        id: Uuid,
        version: i64,
        outcome: Outcome,
        note: Option<String>,
    ) -> Result<AlarmFile, AlarmError> {
        let mut file = self
            .for_act(caller, id, version, Action::Verify(outcome))
            .await?;
        let note = note.filter(|note| !note.trim().is_empty());
        if file.alarm.state.was_judged() && note.is_none() {
            return Err(AlarmError::NoteMissing);
        }
        let now = self.journal.clock().now();
        judge(&mut file.alarm, outcome, caller, now, note);
        step(&mut file.alarm, outcome.state(), now);
        let change = Change::of(&file.alarm, "verified", now)?;
        let set = ChangeSet::new(Lane::Dispatch, caller.actor()).with(change);
        self.submit(caller, id, set).await?;
        file.alarm.version += 1;
        Ok(file)
    }

    /// 转警情 makes an incident of an alarm, in one change set.
    ///
    /// # Errors
    /// [`AlarmError`].
    pub async fn escalate(
        &self,
        caller: &Caller,
        id: Uuid,
        version: i64,
        note: Option<String>,
    ) -> Result<PreparedIncident, AlarmError> {
        let mut file = self.for_act(caller, id, version, Action::Escalate).await?;
        let note = note.filter(|note| !note.trim().is_empty());
        let request = IncidentFromAlarm {
            alarm: id,
            address: place_in_words(&file),
            location: file.device.as_ref().and_then(|device| device.position),
            region: file.alarm.region.clone(),
            unit: file.device.as_ref().and_then(|device| Some(device.unit?.0)),
            received_at: file.alarm.received_at.into(),
            note: note.clone(),
        };
        let now = self.journal.clock().now();
        let alarm = &mut file.alarm;
        if alarm.outcome != Some(Outcome::Real) {
            judge(alarm, Outcome::Real, caller, now, note);
        }
        step(alarm, State::Escalated, now);
        // A prepared number is a guess until it is committed: who loses the race for it asks again.
        for _ in 0..NUMBER_ATTEMPTS {
            let incident = self
                .open_incident
                .prepare_from_alarm(request.clone())
                .await?;
            alarm.incident_id = Some(incident.id);
            let set = ChangeSet::new(Lane::Dispatch, caller.actor())
                .with(Change::of(alarm, "escalated", now)?)
                .with(incident.change.clone());
            match self.submit(caller, id, set).await {
                Err(AlarmError::NewerAlarm) => {}
                done => return done.map(|()| incident),
            }
        }
        Err(CommitError::Overloaded.into())
    }

    /// The alarm as the caller saw it, when the machine allows `action`.
    async fn for_act(
        &self,
        caller: &Caller,
        id: Uuid,
        version: i64,
        action: Action,
    ) -> Result<AlarmFile, AlarmError> {
        let file = self.alarm(caller, id).await?;
        if file.alarm.version != version {
            return Err(AlarmError::Stale(Box::new(file)));
        }
        if file.alarm.state.after(action).is_none() {
            return Err(AlarmError::State(Box::new(file)));
        }
        Ok(file)
    }

    async fn submit(&self, caller: &Caller, id: Uuid, set: ChangeSet) -> Result<(), AlarmError> {
        match self.journal.submit(set).await {
            Ok(_) => Ok(()),
            Err(CommitError::Conflict { subject, .. }) if subject == id => {
                let now = self.alarm(caller, id).await?;
                Err(AlarmError::Stale(Box::new(now)))
            }
            Err(CommitError::Duplicate) => Err(AlarmError::NewerAlarm),
            Err(error) => Err(error.into()),
        }
    }
}

/// Alarms, each with its device.
pub(crate) async fn with_devices(
    store: &Store,
    alarms: Vec<Alarm>,
) -> Result<Vec<AlarmFile>, AlarmError> {
    let mut ids: Vec<Uuid> = alarms.iter().map(|alarm| alarm.device_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let devices = city::transmitters_by_ids(store, &ids).await?;
    let devices: HashMap<Uuid, Entered<Transmitter>> = devices
        .into_iter()
        .map(|device| (device.id, device))
        .collect();
    let file = |alarm: Alarm| AlarmFile {
        device: devices.get(&alarm.device_id).cloned(),
        alarm,
    };
    Ok(alarms.into_iter().map(file).collect())
}

fn judge(
    alarm: &mut Alarm,
    outcome: Outcome,
    caller: &Caller,
    now: Timestamp,
    note: Option<String>,
) {
    alarm.outcome = Some(outcome);
    alarm.verified_by = Some(caller.display_name.clone());
    alarm.verified_at = Some(now.into());
    alarm.verify_note = note;
}

/// Puts the alarm into its next state with what follows from being open or not.
pub(super) fn step(alarm: &mut Alarm, next: State, now: Timestamp) {
    alarm.state = next;
    if next.is_open() {
        alarm.open_point = Some(alarm_key_of(alarm));
        alarm.closed_at = None;
    } else {
        alarm.open_point = None;
        alarm.closed_at = alarm.closed_at.or(Some(now.into()));
    }
}

/// Unit, address and point, as far as they are known.
fn place_in_words(file: &AlarmFile) -> String {
    let device = file.device.as_ref();
    joined(&[
        device.map_or("", |device| told(device.unit_name.as_ref())),
        device.map_or("", |device| told(device.address.as_ref())),
        &file.alarm.label,
        &file.alarm.description,
    ])
}

fn told(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

/// The parts that say something which no other part says already: an address often names its
/// building, and a description its point.
fn joined(parts: &[&str]) -> String {
    let said_elsewhere = |at: usize, part: &str| {
        parts.iter().enumerate().any(|(other, text)| {
            other != at && text.contains(part) && (text.len() > part.len() || other < at)
        })
    };
    let telling = parts
        .iter()
        .enumerate()
        .filter(|(at, part)| !part.is_empty() && !said_elsewhere(*at, part));
    let words: Vec<&str> = telling.map(|(_, part)| *part).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_place_does_not_say_a_thing_twice() {
        let building = "河东综合楼";
        assert_eq!(
            joined(&[building, "中城街道 河东综合楼", "10-2", "10-2 走廊"]),
            "中城街道 河东综合楼 10-2 走廊"
        );
        assert_eq!(joined(&[building, building, "", ""]), building);
        assert_eq!(joined(&["", "", "10-2", ""]), "10-2");
    }
}
