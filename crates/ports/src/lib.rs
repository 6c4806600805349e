//! Command ports: how one room asks another for something with an answer, without knowing it.
//!
//! A port is a trait here, implemented by the room that does the work and handed by the binary to
//! the room that asks. A port prepares [`Change`]s instead of writing them, so that the asking room
//! writes both sides in one transaction: an alarm is never "made an incident" without its incident.
//!
//! It is not a place for queries: facts are read through `city`, the journal or a metric.

use std::future::Future;
use std::pin::Pin;

use base::{Timestamp, Uuid, Wgs84};
use journal::Change;

/// A boxed answer, so that ports can be handed around as `Arc<dyn …>`.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, PortError>> + Send + 'a>>;

/// Why a port could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The request makes no sense to the room that was asked.
    #[error("{0}")]
    Refused(String),
    /// The database did not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What monitoring knows of an alarm that becomes an incident 警情.
#[derive(Clone, Debug)]
pub struct IncidentFromAlarm {
    /// The device alarm.
    pub alarm: Uuid,
    /// Where it is, in words: unit, building, point.
    pub address: String,
    /// Where it is on the map, when that is known.
    pub location: Option<Wgs84>,
    /// Its region code, when that is known.
    pub region: Option<String>,
    /// The registered unit 单位 whose device it is, when that is known.
    pub unit: Option<Uuid>,
    /// When the first frame of the alarm arrived.
    pub received_at: Timestamp,
    /// A note of the operator.
    pub note: Option<String>,
}

/// An incident that is ready to be written.
#[derive(Clone, Debug)]
pub struct PreparedIncident {
    /// Its id.
    pub id: Uuid,
    /// Its number for people.
    pub number: String,
    /// The change that creates it; write it together with your own.
    pub change: Change,
}

/// Opens incidents; implemented by dispatch.
pub trait OpenIncident: Send + Sync {
    /// Prepares an incident from a device alarm.
    fn prepare_from_alarm(&self, request: IncidentFromAlarm) -> Answer<'_, PreparedIncident>;
}
