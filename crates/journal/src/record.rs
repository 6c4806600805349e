//! Records: the after-images that entries carry, and how a stored body becomes a row again.

use std::collections::BTreeMap;

use base::{Uuid, canonical_value};
use sea_orm::{EntityTrait, FromQueryResult, ModelTrait, QueryResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Row, RowMode, Table, TableShape, shape_of};

use crate::{Entry, JournalError, MergeRule};

/// A row of a journalled table: one subject, whole, in its newest state.
///
/// Its table has the key column `id` and a column `version`. The version stands outside the body
/// (`#[serde(skip)]`), because the entry carries it.
pub trait Record: ModelTrait + FromQueryResult + Serialize + DeserializeOwned + Sync
where
    Self::Entity: Table,
{
    /// The subject's kind: one English word of the house, for ever.
    const KIND: &'static str;
    /// The version of the body's schema; raise it when fields change and extend [`Record::upcast`].
    const SCHEMA: i32 = 1;
    /// How two nodes' changes of one subject become one.
    const MERGE: MergeRule = MergeRule::Fields;

    /// The subject's id.
    fn id(&self) -> Uuid;
    /// The version of the stored row.
    fn version(&self) -> i64;
    /// Sets the version.
    fn set_version(&mut self, version: i64);
    /// The region it belongs to.
    fn region(&self) -> Option<String> {
        None
    }
    /// Brings a body of an older schema up to [`Record::SCHEMA`].
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    fn upcast(schema: i32, body: Value) -> Result<Value, String> {
        if schema == Self::SCHEMA {
            Ok(body)
        } else {
            Err(format!("no way from schema {schema} to {}", Self::SCHEMA))
        }
    }
}

/// A kind of record with its types erased: what rebuild, export and verify need to know.
#[derive(Clone, Copy)]
pub struct RecordDef {
    /// The kind.
    pub kind: &'static str,
    /// Its table.
    pub shape: &'static TableShape,
    /// An entry's body as a row.
    pub row_of: fn(&Entry) -> Result<Row, JournalError>,
    /// A stored row as canonical bytes of id, version and body.
    pub export: fn(&QueryResult) -> Result<Vec<u8>, JournalError>,
    /// The same bytes of the row that an entry makes.
    pub line_of: fn(&Entry) -> Result<Vec<u8>, JournalError>,
    /// How two nodes' changes of one subject become one.
    pub merge: MergeRule,
}

impl RecordDef {
    /// The definition of `R`.
    #[must_use]
    pub fn of<R: Record>() -> Self
    where
        R::Entity: Table + EntityTrait<Model = R>,
    {
        Self {
            kind: R::KIND,
            shape: shape_of::<R::Entity>(),
            row_of: row_of::<R>,
            export: export_row::<R>,
            line_of: line_of::<R>,
            merge: R::MERGE,
        }
    }
}

fn record_of<R: Record>(entry: &Entry) -> Result<R, JournalError>
where
    R::Entity: Table,
{
    let fail = |reason: String| JournalError::Body {
        entry: entry.id,
        kind: entry.kind.clone(),
        reason,
    };
    let stored: Value = serde_json::from_slice(&entry.body).map_err(|e| fail(e.to_string()))?;
    let body = R::upcast(entry.schema, stored).map_err(fail)?;
    let mut record: R = serde_json::from_value(body).map_err(|e| fail(e.to_string()))?;
    record.set_version(entry.version);
    Ok(record)
}

fn row_of<R: Record>(entry: &Entry) -> Result<Row, JournalError>
where
    R::Entity: Table,
{
    Ok(Row::of(&record_of::<R>(entry)?, RowMode::Upsert))
}

fn line_of<R: Record>(entry: &Entry) -> Result<Vec<u8>, JournalError>
where
    R::Entity: Table,
{
    line(&record_of::<R>(entry)?)
}

fn export_row<R: Record>(row: &QueryResult) -> Result<Vec<u8>, JournalError>
where
    R::Entity: Table,
{
    line(&R::from_query_result(row, "")?)
}

fn line<R: Record>(record: &R) -> Result<Vec<u8>, JournalError>
where
    R::Entity: Table,
{
    let body = serde_json::to_value(record).map_err(base::CanonicalError::Json)?;
    let line = serde_json::json!({
        "kind": R::KIND, "id": record.id(), "version": record.version(), "body": body,
    });
    Ok(canonical_value(&line)?)
}

/// All kinds of the program, by name.
#[derive(Clone, Default)]
pub struct Records(BTreeMap<&'static str, RecordDef>);

impl Records {
    /// No kinds.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds kinds; a later one of the same name replaces the earlier.
    pub fn extend(&mut self, defs: impl IntoIterator<Item = RecordDef>) {
        self.0.extend(defs.into_iter().map(|def| (def.kind, def)));
    }

    /// The kind of this name.
    ///
    /// # Errors
    /// [`JournalError::UnknownKind`].
    pub fn get(&self, kind: &str) -> Result<&RecordDef, JournalError> {
        let found = self.0.get(kind);
        found.ok_or_else(|| JournalError::UnknownKind(kind.to_owned()))
    }

    /// All kinds, by name.
    pub fn iter(&self) -> impl Iterator<Item = &RecordDef> {
        self.0.values()
    }
}
