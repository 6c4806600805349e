//! How a clash is settled, and the record of it.

use base::{CanonicalError, Uuid, canonical_value};
use sea_orm::sea_query::TableCreateStatement;
use serde_json::{Map, Value};
use store::ddl::ColumnKind::{BigInt, Text, Uuid as Id};
use store::ddl::{column, table};
use store::{Table, TableKind, TableShape, shape_of};

use crate::{Entry, Record, RecordDef};

pub use self::entity::Model as Merge;

/// How two states of one subject become one, after the class of its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeRule {
    /// Field by field: what only one side changed is taken; where both did, the later event counts.
    /// For ledgers.
    Fields,
    /// The state of the later event, whole. For what moves through states.
    Latest,
    /// The state of the node that settles. For accounts and rules.
    Settler,
}

/// The table.
pub mod entity {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One clash and how it was settled.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "journal_merge")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row.
        #[serde(skip)]
        pub version: i64,
        /// The kind of the subject that was changed on two nodes.
        pub subject_kind: String,
        /// The subject.
        pub subject: Uuid,
        /// The version of the merge entry.
        pub merged_version: i64,
        /// The newest entry of the settling node.
        pub ours: Uuid,
        /// The newest entry of the other.
        pub theirs: Uuid,
        /// Fields that both had changed and the later event decided, separated by commas.
        pub contested: String,
    }

    /// None.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Table for entity::Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Merge {
    const KIND: &'static str = "merge";

    fn id(&self) -> Uuid {
        self.id
    }
    fn version(&self) -> i64 {
        self.version
    }
    fn set_version(&mut self, version: i64) {
        self.version = version;
    }
}

/// The kind `merge`, for the list of records.
#[must_use]
pub fn merge_record_def() -> RecordDef {
    RecordDef::of::<Merge>()
}

/// The table of merges.
#[must_use]
pub fn merge_table_shape() -> &'static TableShape {
    shape_of::<entity::Entity>()
}

pub(crate) fn create_table() -> TableCreateStatement {
    let columns = vec![
        column("id", Id),
        column("version", BigInt),
        column("subject_kind", Text),
        column("subject", Id),
        column("merged_version", BigInt),
        column("ours", Id),
        column("theirs", Id),
        column("contested", Text),
    ];
    table("journal_merge", &["id"], columns)
}

/// The merged body, and the fields that both sides had changed.
///
/// # Errors
/// A body that is not canonical.
pub(super) fn merged(
    rule: MergeRule,
    base: Option<&Entry>,
    ours: &Entry,
    theirs: &Entry,
) -> Result<(Vec<u8>, Vec<String>), CanonicalError> {
    // The clock of a node may be wrong, so the order is made whole by the origin's name.
    let age = |entry: &Entry| (entry.event_at, entry.node.clone(), entry.epoch);
    let (later, earlier) = if age(theirs) > age(ours) {
        (theirs, ours)
    } else {
        (ours, theirs)
    };
    match rule {
        MergeRule::Settler => Ok((ours.body.clone(), Vec::new())),
        MergeRule::Latest => Ok((later.body.clone(), Vec::new())),
        MergeRule::Fields => {
            let base = base.map(fields).transpose()?.unwrap_or_default();
            let (later, earlier) = (fields(later)?, fields(earlier)?);
            let (body, contested) = by_field(&base, later, &earlier);
            Ok((canonical_value(&Value::Object(body))?, contested))
        }
    }
}

fn fields(entry: &Entry) -> Result<Map<String, Value>, CanonicalError> {
    Ok(serde_json::from_slice(&entry.body)?)
}

fn by_field(
    base: &Map<String, Value>,
    later: Map<String, Value>,
    earlier: &Map<String, Value>,
) -> (Map<String, Value>, Vec<String>) {
    let mut contested = Vec::new();
    let mut body = later;
    for (name, theirs) in earlier {
        let stood = base.get(name);
        match body.get(name) {
            Some(value) if value == theirs => {}
            // Only the earlier event changed it.
            value if value == stood => {
                body.insert(name.clone(), theirs.clone());
            }
            // Only the later event changed it.
            _ if Some(theirs) == stood => {}
            _ => contested.push(name.clone()),
        }
    }
    (body, contested)
}
