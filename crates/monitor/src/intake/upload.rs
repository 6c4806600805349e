//! A frame on its way from a connection to the disk.

use base::{Timestamp, Uuid};
use wire::gb26875::{Command, Header};

/// A frame of a device with what the gateway knows about its arrival.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The id of its row; given once, so that a commit that is repeated cannot store it twice.
    pub id: Uuid,
    /// Its header.
    pub header: Header,
    /// Its application data unit.
    pub adu: Vec<u8>,
    /// When it arrived.
    pub arrived: Timestamp,
    /// What it is to the gateway.
    pub note: Note,
    /// Whether a newer connection claims the same address.
    pub clash: bool,
}

/// What a stored frame was to the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Command 2 with news.
    Upload,
    /// Command 2 without any: a sign of life.
    Heartbeat,
    /// It answered an exchange that the centre opened.
    Matched,
    /// It answered nothing that was asked.
    Unmatched,
    /// A command outside the standard, agreed between a user and a maker.
    Private,
}

impl Note {
    /// The stored word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Heartbeat => "heartbeat",
            Self::Matched => "matched",
            Self::Unmatched => "unmatched",
            Self::Private => "private",
        }
    }

    /// The note of a frame, given whether it answers an open exchange.
    #[must_use]
    pub const fn of(command: Command, adu: &[u8], answers: bool) -> Self {
        match command {
            Command::Send if adu.is_empty() => Self::Heartbeat,
            Command::Send => Self::Upload,
            Command::UserDefined(_) => Self::Private,
            _ if answers => Self::Matched,
            _ => Self::Unmatched,
        }
    }
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is on disk.
    Stored,
    /// It was on disk already.
    Resent,
    /// Its data unit is not what its type promises; nothing was stored.
    Invalid,
    /// It could not be written: stay silent, the device sends it again.
    Failed,
}
