//! What was done to a row, read from the journal.

use base::{Timestamp, Uuid};
use store::Store;

use crate::record::stored_of;
use crate::{LedgerError, RegisterDef, Stored, Value};

/// One change of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its place in the journal; none for some milliseconds after it was written.
    pub position: Option<i64>,
    /// The version that it made.
    pub version: i64,
    /// What was done: `created`, `updated`, `retired`, `restored`, or an import's or a merge's word.
    pub verb: String,
    /// Who did it.
    pub actor: String,
    /// When it happened in the world.
    pub event_at: Timestamp,
    /// When it was handed to the journal.
    pub recorded_at: Timestamp,
    /// Since when the row was retired, after it.
    pub retired_at: Option<Timestamp>,
    /// The fields that differ from the version before.
    pub changes: Vec<FieldChange>,
}

/// What happened to one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static str,
    /// What it held.
    pub old: Value,
    /// What it holds now.
    pub new: Value,
}

pub(crate) async fn revisions(
    store: &Store,
    def: &RegisterDef,
    id: Uuid,
) -> Result<Vec<Revision>, LedgerError> {
    let entries = journal::history(store, &[id]).await?;
    let mut before = vec![Value::Empty; def.fields.len()];
    let mut revisions = Vec::with_capacity(entries.len());
    for (position, entry) in entries {
        if entry.kind != def.key {
            continue;
        }
        let Stored {
            values, retired_at, ..
        } = stored_of(def, &entry)?;
        let pairs = before.into_iter().zip(&values).zip(def.fields);
        let differs = pairs.filter(|((old, new), _)| old != *new);
        let changes = differs.map(|((old, new), field)| FieldChange {
            field: field.name,
            old,
            new: new.clone(),
        });
        revisions.push(Revision {
            position,
            version: entry.version,
            verb: entry.verb,
            actor: entry.actor,
            event_at: entry.event_at,
            recorded_at: entry.recorded_at,
            retired_at,
            changes: changes.collect(),
        });
        before = values;
    }
    Ok(revisions)
}
