//! Entries and what their hashes cover.

use base::{Digest, Timestamp, Uuid, sm3};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::tables::{entry, seal};

/// One change of one subject, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// UUID version 7.
    pub id: Uuid,
    /// The node that wrote it.
    pub node: String,
    /// That node's epoch.
    pub epoch: i32,
    /// The subject's kind.
    pub kind: String,
    /// The subject.
    pub subject: Uuid,
    /// The subject's version after this change, from 1.
    pub version: i64,
    /// What was done.
    pub verb: String,
    /// When it happened in the world.
    pub event_at: Timestamp,
    /// When it was handed to the journal.
    pub recorded_at: Timestamp,
    /// Who did it.
    pub actor: String,
    /// Where it belongs, when it belongs somewhere.
    pub region: Option<String>,
    /// Version of the body's schema.
    pub schema: i32,
    /// The after-image as canonical bytes.
    pub body: Vec<u8>,
}

/// An entry with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The place, from 1, without gaps.
    pub position: i64,
    /// The entry.
    pub entry: Entry,
    /// The chain's link at this place.
    pub link: Digest,
}

impl Entry {
    /// The digest of everything the entry says.
    #[must_use]
    pub fn hash(&self) -> Digest {
        sm3(&[
            self.id.as_bytes(),
            self.node.as_bytes(),
            &self.epoch.to_be_bytes(),
            self.kind.as_bytes(),
            self.subject.as_bytes(),
            &self.version.to_be_bytes(),
            self.verb.as_bytes(),
            &self.event_at.as_micros().to_be_bytes(),
            &self.recorded_at.as_micros().to_be_bytes(),
            self.actor.as_bytes(),
            // A missing region and an empty one are different texts.
            self.region.as_ref().map_or(&b"\0"[..], |r| r.as_bytes()),
            &self.schema.to_be_bytes(),
            &self.body,
        ])
    }

    /// One line of JSON for people and exports.
    #[must_use]
    pub fn to_json_line(&self, position: Option<i64>) -> String {
        let body = std::str::from_utf8(&self.body).ok().map(str::to_owned);
        let line = Line {
            position,
            id: self.id,
            node: &self.node,
            epoch: self.epoch,
            kind: &self.kind,
            subject: self.subject,
            version: self.version,
            verb: &self.verb,
            event_at: self.event_at.to_string(),
            recorded_at: self.recorded_at.to_string(),
            actor: &self.actor,
            region: self.region.as_deref(),
            schema: self.schema,
            hash: self.hash().to_string(),
            body: body.and_then(|text| RawValue::from_string(text).ok()),
        };
        serde_json::to_string(&line).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Line<'a> {
    position: Option<i64>,
    id: Uuid,
    node: &'a str,
    epoch: i32,
    kind: &'a str,
    subject: Uuid,
    version: i64,
    verb: &'a str,
    event_at: String,
    recorded_at: String,
    actor: &'a str,
    region: Option<&'a str>,
    schema: i32,
    hash: String,
    body: Option<Box<RawValue>>,
}

impl From<entry::Model> for Entry {
    fn from(row: entry::Model) -> Self {
        Self {
            id: row.id,
            node: row.node,
            epoch: row.epoch,
            kind: row.kind,
            subject: row.subject,
            version: row.version,
            verb: row.verb,
            event_at: row.event_at.into(),
            recorded_at: row.recorded_at.into(),
            actor: row.actor,
            region: row.region,
            schema: row.schema,
            body: row.body,
        }
    }
}

impl From<Entry> for entry::Model {
    fn from(entry: Entry) -> Self {
        let hash = entry.hash().as_bytes().to_vec();
        Self {
            id: entry.id,
            node: entry.node,
            epoch: entry.epoch,
            kind: entry.kind,
            subject: entry.subject,
            version: entry.version,
            verb: entry.verb,
            event_at: entry.event_at.into(),
            recorded_at: entry.recorded_at.into(),
            actor: entry.actor,
            region: entry.region,
            schema: entry.schema,
            body: entry.body,
            hash,
        }
    }
}

/// The link of the chain at `position`: it covers the link before, the place and the entry's hash.
pub(crate) fn link(before: Digest, position: i64, entry_hash: &[u8]) -> Digest {
    sm3(&[before.as_bytes(), &position.to_be_bytes(), entry_hash])
}

pub(crate) fn sealed(seal: &seal::Model, entry: entry::Model) -> Sealed {
    Sealed {
        position: seal.position,
        entry: entry.into(),
        link: Digest::from_slice(&seal.link).unwrap_or(Digest::ZERO),
    }
}
