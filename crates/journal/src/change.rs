//! What a room hands over: after-images with expected versions, and rows beside them.

use std::fmt;

use base::{CanonicalError, Timestamp, Uuid, canonical_bytes};
use sea_orm::Value;
use store::{Row, RowMode, Table, TableKind, TableShape};

use crate::Record;

/// Who waits for whom: a lane goes before those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// A person acts on a call, an alarm or an incident.
    Dispatch,
    /// A device says fire.
    Fire,
    /// A device says anything else.
    Device,
    /// Files and batches.
    Import,
}

impl Lane {
    /// All lanes, the first to be served first.
    pub const ALL: [Self; 4] = [Self::Dispatch, Self::Fire, Self::Device, Self::Import];
}

/// Who did it: `account:<id>`, `token:<id>`, `device:<address>` or `system:<part>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor(String);

impl Actor {
    /// A person's account.
    #[must_use]
    pub fn account(id: Uuid) -> Self {
        Self(format!("account:{id}"))
    }

    /// Another system by its API token.
    #[must_use]
    pub fn token(id: Uuid) -> Self {
        Self(format!("token:{id}"))
    }

    /// A device by its protocol address.
    #[must_use]
    pub fn device(address: impl fmt::Display) -> Self {
        Self(format!("device:{address}"))
    }

    /// A part of the program acting by itself.
    #[must_use]
    pub fn system(part: &'static str) -> Self {
        Self(format!("system:{part}"))
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One subject's next state.
#[derive(Clone, Debug)]
pub struct Change {
    pub(crate) kind: &'static str,
    pub(crate) subject: Uuid,
    pub(crate) version: i64,
    pub(crate) verb: &'static str,
    pub(crate) event_at: Timestamp,
    pub(crate) region: Option<String>,
    pub(crate) schema: i32,
    pub(crate) body: Vec<u8>,
    pub(crate) row: Row,
}

/// What a change consists of, for kinds of subjects that are described at run time and have no
/// [`Record`] of their own.
#[derive(Clone, Debug)]
pub struct ChangeParts {
    /// The subject's kind.
    pub kind: &'static str,
    /// The subject.
    pub subject: Uuid,
    /// The version that the change writes, from 1; the version before it must stand.
    pub version: i64,
    /// What is done.
    pub verb: &'static str,
    /// When it happened in the world.
    pub event_at: Timestamp,
    /// The region it belongs to.
    pub region: Option<String>,
    /// The version of the body's schema.
    pub schema: i32,
    /// The after-image as canonical bytes ([`base::canonical_bytes`]).
    pub body: Vec<u8>,
    /// The values of the row that says the same, in the order of its table's columns. Its id and
    /// version are those above.
    pub values: Vec<Value>,
    /// The table of the row.
    pub shape: &'static TableShape,
}

impl Change {
    /// A change from its parts. A first version is inserted, so that a row which exists already is
    /// a conflict and never overwritten; a later one replaces the row.
    #[must_use]
    pub fn from_parts(parts: ChangeParts) -> Self {
        let mode = if parts.version == 1 {
            RowMode::Insert
        } else {
            RowMode::Upsert
        };
        Self {
            kind: parts.kind,
            subject: parts.subject,
            version: parts.version,
            verb: parts.verb,
            event_at: parts.event_at,
            region: parts.region,
            schema: parts.schema,
            body: parts.body,
            row: Row {
                shape: parts.shape,
                mode,
                values: parts.values,
            },
        }
    }

    /// The next state of a subject. `record.version()` is the version it was read at, 0 for a new
    /// one; the change writes the version after it.
    ///
    /// # Errors
    /// [`CanonicalError`] when the record has no canonical bytes.
    pub fn of<R: Record>(
        record: &R,
        verb: &'static str,
        event_at: Timestamp,
    ) -> Result<Self, CanonicalError>
    where
        R::Entity: Table,
    {
        let version = record.version() + 1;
        let mut next = record.clone();
        next.set_version(version);
        let row = Row::of(&next, RowMode::Insert);
        Ok(Self::from_parts(ChangeParts {
            kind: R::KIND,
            subject: record.id(),
            version,
            verb,
            event_at,
            region: record.region(),
            schema: R::SCHEMA,
            body: canonical_bytes(record)?,
            values: row.values,
            shape: row.shape,
        }))
    }
}

/// Changes that are written together or not at all.
#[derive(Clone, Debug)]
pub struct ChangeSet {
    pub(crate) lane: Lane,
    pub(crate) actor: Actor,
    pub(crate) changes: Vec<Change>,
    pub(crate) beside: Vec<Row>,
}

impl ChangeSet {
    /// An empty set.
    #[must_use]
    pub const fn new(lane: Lane, actor: Actor) -> Self {
        Self {
            lane,
            actor,
            changes: Vec::new(),
            beside: Vec::new(),
        }
    }

    /// Adds a change.
    #[must_use]
    pub fn with(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// Adds a telemetry or operational row that is written in the same transaction. A journalled
    /// row beside a change is refused at submission: it has to come as a [`Change`].
    #[must_use]
    pub fn beside(mut self, row: Row) -> Self {
        self.beside.push(row);
        self
    }

    pub(crate) fn smuggles_journalled_row(&self) -> bool {
        self.beside
            .iter()
            .any(|row| row.shape.kind == TableKind::Journalled)
    }

    /// Whether nothing would be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.beside.is_empty()
    }
}
