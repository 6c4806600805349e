//! The desk: one file for each thing that can be done, from the caller's wish to the journal.
//!
//! Every use case reads what it needs, asks the state machine, builds one change set and submits
//! it. When somebody else was faster, the journal says so and the use case looks again: either its
//! own wish still stands (only a position was reported meanwhile) and it is tried once more, or the
//! caller hears what stands now. No use case calls anything outside the database.

mod arrivals;
mod availability;
mod calls;
mod candidates;
mod close;
mod counts;
mod list;
mod nearby;
mod number;
mod open;
mod order;
mod orders;
mod prepare_from_alarm;
mod progress_assignment;
mod progress_incident;
mod raise_level;
mod reopen;
mod response;
mod take_over;
mod timeline;

pub use self::arrivals::Arrival;
pub use self::availability::{Taken, TravelParameters, Unavailable};
pub use self::calls::Told;
pub use self::candidates::{Candidate, Candidates};
pub use self::close::Closure;
pub use self::counts::{IncidentCounts, TimeOfToday};
pub(crate) use self::list::open_in;
pub use self::list::{IncidentFilter, IncidentNarrowing, IncidentPage};
pub use self::nearby::Nearby;
pub use self::open::NewCall;
pub use self::orders::Order;
pub use self::progress_incident::IncidentStep;
pub use self::response::{Need, Response};
pub use self::take_over::{PastAssignment, PastIncident};
pub use self::timeline::TimelineItem;

use access::covers;
use base::{RegionCode, Timestamp, Uuid};
use capability::Platform;
use city::Roster;
use journal::{Actor, Change, ChangeSet, CommitError, Journal, Lane};
use register::{Catalogue, Ledger, Register as _};
use routing::RoadBook;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::sync::Arc;
use store::Store;
use tokio::sync::Mutex;

use crate::DispatchError;
use crate::machine::incident::{IncidentAction, IncidentState};
use crate::machine::{Machine as _, allowed};
use crate::record::{Assignment, Call, Incident, assignment, incident};

/// How often a use case looks again when somebody else was faster.
const ATTEMPTS: usize = 8;

/// Everything that can be done at the dispatch desk. Clones share it.
#[derive(Clone)]
pub struct Desk {
    journal: Journal,
    parameters: TravelParameters,
    roads: RoadBook,
    roster: Roster,
    calls: Ledger,
    /// One opening at a time in this process, so that numbers do not race; see `number`.
    numbering: Arc<Mutex<()>>,
}

/// Who sits at the desk, and for where.
#[derive(Clone, Debug)]
pub struct Seat {
    /// For the journal.
    pub actor: Actor,
    /// The regions it answers for; none means the whole city.
    pub areas: Vec<RegionCode>,
}

impl From<&api::Caller> for Seat {
    fn from(caller: &api::Caller) -> Self {
        Self {
            actor: caller.actor(),
            areas: caller.areas.clone(),
        }
    }
}

/// An incident with everything that was sent to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentFile {
    /// The incident.
    pub incident: Incident,
    /// Its assignments in the order in which they were ordered.
    pub assignments: Vec<Assignment>,
}

impl IncidentFile {
    /// The names of the responders that work for it now.
    #[must_use]
    pub fn still_out(&self) -> Vec<String> {
        let working = self.assignments.iter();
        let working = working.filter(|one| one.state.holds_responder());
        working.map(|one| one.responder_name.clone()).collect()
    }

    /// The responders that work for it now.
    #[must_use]
    pub fn working(&self) -> Vec<Uuid> {
        let working = self.assignments.iter();
        let working = working.filter(|one| one.state.holds_responder());
        working.map(|one| one.responder_id).collect()
    }

    /// What can be done now: the machine's answer, without closing while force is out and without
    /// raising the highest level.
    #[must_use]
    pub fn allowed_actions(&self) -> Vec<IncidentAction> {
        let mut actions = allowed(self.incident.state);
        let out = !self.still_out().is_empty();
        let highest = self.incident.level >= self.incident.kind.highest_level();
        actions.retain(|action| match action {
            IncidentAction::Close => !out,
            IncidentAction::RaiseLevel => !highest,
            _ => true,
        });
        actions
    }
}

impl Desk {
    /// A desk over this journal, with the usual travel parameters and without roads; the catalogue
    /// holds the register of calls and seals it.
    #[must_use]
    pub fn new(journal: Journal, catalogue: &Arc<Catalogue>) -> Self {
        Self {
            calls: Ledger::new(Call::DEF, journal.clone(), Arc::clone(catalogue)),
            roster: Roster::new(journal.store()),
            journal,
            parameters: TravelParameters::default(),
            roads: RoadBook::default(),
            numbering: Arc::default(),
        }
    }

    /// A desk of the running house, with its roads.
    #[must_use]
    pub fn of(platform: &Platform, catalogue: &Arc<Catalogue>) -> Self {
        Self {
            roads: platform.roads.clone(),
            ..Self::new(platform.journal.clone(), catalogue)
        }
    }

    /// The journal it writes to.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    fn store(&self) -> &Store {
        self.journal.store()
    }

    fn now(&self) -> Timestamp {
        self.journal.clock().now()
    }

    /// An incident with its assignments.
    ///
    /// # Errors
    /// [`DispatchError::NotFound`] also when it lies outside the seat's areas.
    pub async fn incident(&self, seat: &Seat, id: Uuid) -> Result<IncidentFile, DispatchError> {
        let found = incident::Entity::find_by_id(id);
        let found = found.one(self.store().reader()).await?;
        let incident = found
            .filter(|one| covers(&seat.areas, one.region.as_deref()))
            .ok_or(DispatchError::NotFound)?;
        let assignments = assignment::Entity::find()
            .filter(assignment::Column::IncidentId.eq(id))
            .order_by_asc(assignment::Column::Id)
            .all(self.store().reader())
            .await?;
        Ok(IncidentFile {
            incident,
            assignments,
        })
    }

    /// An assignment and its incident.
    ///
    /// # Errors
    /// [`DispatchError::NotFound`] also when both the responder and the incident lie outside the
    /// seat's areas.
    pub async fn assignment(
        &self,
        seat: &Seat,
        id: Uuid,
    ) -> Result<(Assignment, Incident), DispatchError> {
        let reader = self.store().reader();
        let found = assignment::Entity::find_by_id(id).one(reader).await?;
        let assignment = found.ok_or(DispatchError::NotFound)?;
        let incident = incident::Entity::find_by_id(assignment.incident_id);
        let incident = incident.one(reader).await?.ok_or(DispatchError::NotFound)?;
        let seen = covers(&seat.areas, Some(&assignment.region))
            || covers(&seat.areas, incident.region.as_deref());
        if seen {
            Ok((assignment, incident))
        } else {
            Err(DispatchError::NotFound)
        }
    }

    /// Changes the incident's own record: the version is compared, the machine asked, the change
    /// written. `apply` sees the file and may refuse.
    async fn change_incident(
        &self,
        seat: &Seat,
        wish: Wish,
        apply: impl FnOnce(&mut Incident, &[Assignment], Timestamp) -> Result<(), DispatchError>,
    ) -> Result<IncidentFile, DispatchError> {
        let mut file = self.incident(seat, wish.incident).await?;
        if file.incident.version != wish.version {
            return Err(DispatchError::StaleIncident(Box::new(file)));
        }
        let next: IncidentState = file.incident.state.next(wish.action)?;
        let now = self.now();
        file.incident.state = next;
        file.incident.reason = None;
        apply(&mut file.incident, &file.assignments, now)?;
        let set = ChangeSet::new(Lane::Dispatch, seat.actor.clone()).with(Change::of(
            &file.incident,
            wish.verb,
            now,
        )?);
        match self.journal.submit(set).await {
            Ok(_) => {
                file.incident.version += 1;
                Ok(file)
            }
            Err(CommitError::Conflict { .. }) => {
                let current = self.incident(seat, wish.incident).await?;
                Err(DispatchError::StaleIncident(Box::new(current)))
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// What is to be done to which version of an incident.
#[derive(Clone, Copy)]
struct Wish {
    incident: Uuid,
    version: i64,
    action: IncidentAction,
    verb: &'static str,
}

/// A text that was asked for: trimmed, not empty, at most `most` characters.
fn required(
    text: &str,
    most: usize,
    empty: DispatchError,
    long: DispatchError,
) -> Result<String, DispatchError> {
    let text = text.trim();
    if text.is_empty() {
        Err(empty)
    } else if text.chars().count() > most {
        Err(long)
    } else {
        Ok(text.to_owned())
    }
}

/// The reason for a change, which has to be given.
fn reason(text: &str) -> Result<String, DispatchError> {
    required(
        text,
        1_000,
        DispatchError::invalid("reason", "请写明理由。", "Say why."),
        DispatchError::invalid(
            "reason",
            "理由不超过 1000 字。",
            "Use 1000 characters at most.",
        ),
    )
}
