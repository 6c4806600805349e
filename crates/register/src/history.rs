//! What was done to a row, read from the journal.

use base::{Timestamp, Uuid};
use seal::Opened;

use crate::record::stored_of;
use crate::{Ledger, LedgerError, Personal, RegisterDef, Stored, Value, personal};

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

/// Personal values are opened where their key still stands: whoever shows them covers them. Of an
/// erased row they stay closed, also those that an old entry says in the clear.
pub(crate) async fn revisions(ledger: &Ledger, id: Uuid) -> Result<Vec<Revision>, LedgerError> {
    let def = ledger.def();
    let entries = journal::history(ledger.journal().store(), &[id]).await?;
    let entries = entries
        .into_iter()
        .filter(|(_, entry)| entry.kind == def.key);
    let entries: Vec<_> = entries.collect();
    let rows = entries.iter().map(|(_, entry)| stored_of(def, entry));
    let mut rows = rows.collect::<Result<Vec<Stored>, _>>()?;
    let personal = ledger.personal(&rows).await?;
    for (row, personal) in rows.iter_mut().zip(&personal) {
        open(def, row, personal);
    }
    let mut before = vec![Value::Empty; def.fields.len()];
    let mut revisions = Vec::with_capacity(entries.len());
    for ((position, entry), row) in entries.into_iter().zip(rows) {
        let Stored {
            values, retired_at, ..
        } = row;
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

fn open(def: &RegisterDef, row: &mut Stored, personal: &Personal) {
    for (at, field) in personal::fields(def) {
        let Some(value) = row.values.get_mut(at) else {
            continue;
        };
        match personal.get(field.name) {
            Some(Opened::Value(text)) => *value = Value::Text(text.to_string()),
            Some(Opened::Erased) => *value = Value::Sealed(String::new()),
            Some(Opened::Unreadable) | None => {}
        }
    }
}
