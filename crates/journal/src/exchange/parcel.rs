//! The parcel: entries as lines of JSON between a head and a digest.

use base::{Digest, Timestamp, Uuid, sm3};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::send::Origin;
use crate::Entry;

const FORM: &str = "fengsui-parcel-1";

/// What one node hands to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The node that packed it.
    pub from: Origin,
    /// Entries in the order of the packer's positions.
    pub items: Vec<Parcelled>,
}

/// One place of an origin's sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parcelled {
    /// An entry.
    Entry {
        /// Its sequence at its origin.
        sequence: i64,
        /// The entry.
        entry: Entry,
    },
    /// An entry of a kind that is not exchanged here: only its place and its hash.
    Omitted {
        /// Its origin.
        origin: Origin,
        /// Its sequence there.
        sequence: i64,
        /// Its hash.
        hash: Digest,
    },
}

/// Why a text is no parcel.
#[derive(Debug, thiserror::Error)]
pub enum ParcelError {
    /// The text does not begin as a parcel does.
    #[error("this is not a parcel of this form ({FORM})")]
    Form,
    /// A line cannot be read.
    #[error("line {line} of the parcel cannot be read")]
    Line {
        /// The line, from 1.
        line: usize,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The text ends before its end, or was changed on its way.
    #[error("the parcel is cut off or was changed on its way; have it sent again")]
    Digest,
    /// An entry does not say what it said when it was written.
    #[error("entry {0} of the parcel was changed after it was written")]
    Edited(Uuid),
}

impl Parcelled {
    /// The place: origin and sequence.
    #[must_use]
    pub fn place(&self) -> (Origin, i64) {
        match self {
            Self::Entry { sequence, entry } => (Origin::of(entry), *sequence),
            Self::Omitted {
                origin, sequence, ..
            } => (origin.clone(), *sequence),
        }
    }
}

impl Parcel {
    /// The parcel as text.
    ///
    /// # Errors
    /// A body that is not JSON text.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(&Head {
            form: FORM.to_owned(),
            from: self.from.clone(),
        })?;
        text.push('\n');
        for item in &self.items {
            text.push_str(&serde_json::to_string(&Line::of(item)?)?);
            text.push('\n');
        }
        let end = End {
            items: self.items.len(),
            digest: sm3(&[text.as_bytes()]).to_string(),
        };
        text.push_str(&serde_json::to_string(&end)?);
        text.push('\n');
        Ok(text)
    }

    /// Reads a parcel and checks it.
    ///
    /// # Errors
    /// [`ParcelError`].
    pub fn from_text(text: &str) -> Result<Self, ParcelError> {
        let whole = text.strip_suffix('\n').ok_or(ParcelError::Digest)?;
        let (before, end) = whole.rsplit_once('\n').ok_or(ParcelError::Digest)?;
        let covered = text.get(..=before.len()).ok_or(ParcelError::Digest)?;
        let mut lines = before.lines();
        let head: Head = serde_json::from_str(lines.next().unwrap_or_default())
            .map_err(|_| ParcelError::Form)?;
        if head.form != FORM {
            return Err(ParcelError::Form);
        }
        let end: End = serde_json::from_str(end).map_err(|_| ParcelError::Digest)?;
        if sm3(&[covered.as_bytes()]).to_string() != end.digest {
            return Err(ParcelError::Digest);
        }
        let items: Vec<Parcelled> = lines
            .enumerate()
            .map(|(index, line)| Line::read(index + 2, line))
            .collect::<Result<_, _>>()?;
        if items.len() != end.items {
            return Err(ParcelError::Digest);
        }
        Ok(Self {
            from: head.from,
            items,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Head {
    form: String,
    from: Origin,
}

#[derive(Serialize, Deserialize)]
struct End {
    items: usize,
    digest: String,
}

/// An item as its line: an omitted entry has a place and a hash only.
#[derive(Serialize, Deserialize)]
struct Line {
    node: String,
    epoch: i32,
    sequence: i64,
    hash: String,
    #[serde(flatten)]
    content: Option<Content>,
}

#[derive(Serialize, Deserialize)]
struct Content {
    id: Uuid,
    kind: String,
    subject: Uuid,
    version: i64,
    verb: String,
    event_at: i64,
    recorded_at: i64,
    actor: String,
    region: Option<String>,
    schema: i32,
    /// The canonical bytes as one JSON text inside a text: nothing between here and there may
    /// write them anew.
    body: String,
}

impl Line {
    fn of(item: &Parcelled) -> Result<Self, serde_json::Error> {
        let (origin, sequence) = item.place();
        let (hash, content) = match item {
            Parcelled::Omitted { hash, .. } => (*hash, None),
            Parcelled::Entry { entry, .. } => (entry.hash(), Some(Content::of(entry)?)),
        };
        Ok(Self {
            node: origin.node,
            epoch: origin.epoch,
            sequence,
            hash: hash.to_string(),
            content,
        })
    }

    fn read(number: usize, text: &str) -> Result<Parcelled, ParcelError> {
        let line: Self = serde_json::from_str(text).map_err(|source| ParcelError::Line {
            line: number,
            source,
        })?;
        let hash = Digest::from_hex(&line.hash).ok_or(ParcelError::Digest)?;
        let Some(content) = line.content else {
            let origin = Origin {
                node: line.node,
                epoch: line.epoch,
            };
            return Ok(Parcelled::Omitted {
                origin,
                sequence: line.sequence,
                hash,
            });
        };
        let entry = content.into_entry(line.node, line.epoch);
        if entry.hash() != hash {
            return Err(ParcelError::Edited(entry.id));
        }
        Ok(Parcelled::Entry {
            sequence: line.sequence,
            entry,
        })
    }
}

impl Content {
    fn of(entry: &Entry) -> Result<Self, serde_json::Error> {
        // Checked here, so that a body which is no JSON is found where it lies.
        let body: &RawValue = serde_json::from_slice(&entry.body)?;
        Ok(Self {
            id: entry.id,
            kind: entry.kind.clone(),
            subject: entry.subject,
            version: entry.version,
            verb: entry.verb.clone(),
            event_at: entry.event_at.as_micros(),
            recorded_at: entry.recorded_at.as_micros(),
            actor: entry.actor.clone(),
            region: entry.region.clone(),
            schema: entry.schema,
            body: body.get().to_owned(),
        })
    }

    fn into_entry(self, node: String, epoch: i32) -> Entry {
        Entry {
            id: self.id,
            node,
            epoch,
            kind: self.kind,
            subject: self.subject,
            version: self.version,
            verb: self.verb,
            event_at: Timestamp::from_micros(self.event_at),
            recorded_at: Timestamp::from_micros(self.recorded_at),
            actor: self.actor,
            region: self.region,
            schema: self.schema,
            body: self.body.into_bytes(),
        }
    }
}
