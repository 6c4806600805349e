//! What the HTTP side stands on, as plain parts: the binary puts them together.

use access::{Access, permission};
use journal::Journal;
use tokio::sync::watch;

/// How browsers reach this server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transport {
    /// Through TLS, here or at a proxy: the session cookie is `Secure`.
    #[default]
    Tls,
    /// Plain HTTP on this machine or in a closed network without TLS: a `Secure` cookie would
    /// never come back.
    Plain,
}

/// Which entries of the journal leave by the event stream, and who may see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRule {
    /// The subject's kind in the journal.
    pub kind: &'static str,
    /// The event's name in the stream.
    pub name: &'static str,
    /// The permission to read the subject.
    pub permission: &'static str,
}

impl EventRule {
    /// A rule for a kind whose event is named like it.
    #[must_use]
    pub const fn of(kind: &'static str, permission: &'static str) -> Self {
        Self {
            kind,
            name: kind,
            permission,
        }
    }

    /// The rules of this program's first rooms. A kind without a rule never leaves.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        vec![
            Self {
                kind: "device_alarm",
                name: "alarm",
                permission: permission::ALARM_READ,
            },
            Self::of("incident", permission::INCIDENT_READ),
            Self::of("assignment", permission::INCIDENT_READ),
        ]
    }
}

/// What [`crate::assemble`] needs besides the rooms.
pub struct Parts {
    /// The journal.
    pub journal: Journal,
    /// Accounts and sessions.
    pub access: Access,
    /// How browsers come here.
    pub transport: Transport,
    /// What leaves by the event stream.
    pub events: Vec<EventRule>,
    /// The screens, for every path that is no operation; without them such a path is 404.
    pub screens: Option<axum::Router>,
    /// Turns true when the server stops: event streams end, so that connections can close.
    pub stop: watch::Receiver<bool>,
}

impl Parts {
    /// Parts with the usual events, behind TLS, without screens.
    #[must_use]
    pub fn new(journal: Journal, access: Access, stop: watch::Receiver<bool>) -> Self {
        Self {
            journal,
            access,
            transport: Transport::default(),
            events: EventRule::usual(),
            screens: None,
            stop,
        }
    }
}
