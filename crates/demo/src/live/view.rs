//! What the simulator reads of the API's answers: no more than it acts on.

use base::{Timestamp, Uuid, Wgs84};
use serde::Deserialize;

/// A page of a list.
#[derive(Deserialize)]
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
}

/// An alarm.
#[derive(Deserialize)]
pub(super) struct Alarm {
    pub(super) id: Uuid,
    pub(super) version: i64,
    pub(super) state: String,
    #[serde(deserialize_with = "time")]
    pub(super) received_at: Timestamp,
}

/// An incident.
#[derive(Deserialize)]
pub(super) struct Incident {
    pub(super) id: Uuid,
    pub(super) version: i64,
    pub(super) kind: String,
    pub(super) state: String,
    #[serde(rename = "location", default, deserialize_with = "location")]
    pub(super) at: Option<Wgs84>,
    #[serde(deserialize_with = "time")]
    pub(super) opened_at: Timestamp,
    #[serde(default, deserialize_with = "time_if_any")]
    pub(super) first_on_scene_at: Option<Timestamp>,
    pub(super) assignments: Vec<Assigned>,
    pub(super) allowed_actions: Vec<String>,
}

/// Somebody who was sent.
#[derive(Deserialize)]
#[serde(from = "AssignedText")]
pub(super) struct Assigned {
    pub(super) id: Uuid,
    pub(super) version: i64,
    pub(super) state: String,
    pub(super) responder: Uuid,
    pub(super) allowed: Vec<String>,
}

#[derive(Deserialize)]
struct AssignedText {
    id: Uuid,
    version: i64,
    state: String,
    responder: Responder,
    #[serde(default)]
    allowed_steps: Vec<String>,
}

#[derive(Deserialize)]
struct Responder {
    id: Uuid,
}

impl From<AssignedText> for Assigned {
    fn from(text: AssignedText) -> Self {
        Self {
            id: text.id,
            version: text.version,
            state: text.state,
            responder: text.responder.id,
            allowed: text.allowed_steps,
        }
    }
}

impl Assigned {
    /// Whether it is not over.
    pub(super) fn is_out(&self) -> bool {
        !matches!(self.state.as_str(), "returned" | "cancelled")
    }

    /// Whether it works for its incident.
    pub(super) fn works(&self) -> bool {
        self.is_out() && self.state != "released"
    }
}

/// Who could be sent, and what the city's plan proposes.
#[derive(Deserialize)]
pub(super) struct Candidates {
    pub(super) items: Vec<Candidate>,
    pub(super) response: Option<Response>,
}

#[derive(Deserialize)]
pub(super) struct Response {
    pub(super) needs: Vec<Need>,
}

#[derive(Deserialize)]
pub(super) struct Need {
    pub(super) proposed: Vec<Candidate>,
}

/// Somebody who could be sent.
#[derive(Deserialize)]
pub(super) struct Candidate {
    pub(super) responder: CandidateResponder,
    pub(super) available: bool,
}

#[derive(Deserialize)]
pub(super) struct CandidateResponder {
    pub(super) id: Uuid,
}

fn location<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Wgs84>, D::Error> {
    #[derive(Deserialize)]
    struct Degrees {
        longitude: f64,
        latitude: f64,
    }
    let degrees = Option::<Degrees>::deserialize(from)?;
    Ok(degrees.and_then(|at| Wgs84::from_degrees(at.longitude, at.latitude)))
}

fn time<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(serde::de::Error::custom)
}

fn time_if_any<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let read = text.map(|text| text.parse().map_err(serde::de::Error::custom));
    read.transpose()
}
