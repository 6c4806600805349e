//! 接处警 dispatch: incidents, who could go, who is sent, what they report, how it ended.
//!
//! Invariants:
//! * a responder is on one assignment at most: its own record is the lock, taken in the same change
//!   set as the assignment;
//! * a step of one assignment touches no other assignment;
//! * an incident closes only when nobody works for it any more, by a person, with an outcome; a
//!   reopened one stays open until a person closes it;
//! * the alarm level is only ever raised;
//! * who called is sealed and stands with the call, never with the incident;
//! * no action here waits for anything outside the database.
//!
//! It is not monitoring: an alarm becomes an incident through [`ports::OpenIncident`], whose change
//! monitoring writes together with its own. It is not routing: travel times come from
//! [`routing`], or from straight lines with a detour factor where no road is known, and every answer
//! says which.

mod capability;
mod desk;
mod error;
mod failure;
mod layer;
pub mod machine;
mod pace;
mod record;
mod routes;

pub use self::capability::Dispatch;
pub use self::desk::{
    Arrival, Candidate, Candidates, Closure, Desk, IncidentCounts, IncidentFile, IncidentFilter,
    IncidentNarrowing, IncidentPage, IncidentStep, Nearby, Need, NewCall, Order, PastAssignment,
    PastIncident, Response, Seat, Taken, TimeOfToday, TimelineItem, Told, TravelParameters,
    Unavailable,
};
pub use self::error::DispatchError;
pub use self::pace::{LearnedPace, PacedClass, PacedPart};
pub use self::record::{
    AlarmLevel, Assignment, Call, CallPart, Force, Incident, IncidentKind, IncidentSource,
    LevelColour, LevelledKind, ResponsePlan, assignment as assignment_entity,
    incident as incident_entity, migrations,
};
