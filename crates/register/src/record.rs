//! The register towards the journal: how entries become rows and rows become lines of an export.

use base::{Uuid, canonical_value};
use journal::{Entry, JournalError, MergeRule, RecordDef};
use sea_orm::QueryResult;
use serde_json::{Value as Json, json};
use store::{Row, RowMode, StoreError};

use crate::table::shape_of;
use crate::{Register, RegisterDef, Stored};

/// What the journal needs to know of the register `R`. The journal calls plain functions, so this
/// is the one place that is made anew for each register; each function hands on to the engine.
#[must_use]
pub fn record_def_of<R: Register>() -> RecordDef {
    RecordDef {
        kind: R::DEF.key,
        shape: shape_of(R::DEF),
        row_of: |entry| row_of(R::DEF, entry),
        export: |row| export(R::DEF, row),
        line_of: |entry| line(R::DEF, &stored_of(R::DEF, entry)?),
        merge: MergeRule::Fields,
    }
}

/// The row that an entry says. A body of a later schema comes from a newer program: what this one
/// does not know would be lost, so it is refused.
pub(crate) fn stored_of(def: &RegisterDef, entry: &Entry) -> Result<Stored, JournalError> {
    let fail = |reason: String| JournalError::Body {
        entry: entry.id,
        kind: entry.kind.clone(),
        reason,
    };
    if entry.schema > def.schema() {
        let reason = format!("schema {} is newer than {}", entry.schema, def.schema());
        return Err(fail(reason));
    }
    let body: Json = serde_json::from_slice(&entry.body).map_err(|e| fail(e.to_string()))?;
    Stored::from_body(def, entry.subject, entry.version, &body).map_err(fail)
}

fn row_of(def: &'static RegisterDef, entry: &Entry) -> Result<Row, JournalError> {
    Ok(Row {
        shape: shape_of(def),
        mode: RowMode::Upsert,
        values: stored_of(def, entry)?.column_values(def),
    })
}

fn export(def: &RegisterDef, row: &QueryResult) -> Result<Vec<u8>, JournalError> {
    let stored = Stored::read(def, row).map_err(StoreError::from)?;
    line(def, &stored)
}

fn line(def: &RegisterDef, stored: &Stored) -> Result<Vec<u8>, JournalError> {
    let id: Uuid = stored.id;
    let line = json!({
        "kind": def.key, "id": id.to_string(), "version": stored.version, "body": stored.body(def),
    });
    Ok(canonical_value(&line)?)
}
