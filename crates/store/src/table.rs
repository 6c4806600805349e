//! Tables as declared things: of which kind each is, and its shape as plain names.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use sea_orm::{EntityTrait, Iden, Iterable, PrimaryKeyToColumn};

/// What a table is to the journal (DESIGN decision 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Built from journal entries alone; `journal rebuild` gives it again.
    Journalled,
    /// Readings and raw frames: written once, partitioned by time, moved away or dropped by month.
    Telemetry,
    /// The machine's own notes: sessions, cursors, outbox, caches, and the journal itself.
    Operational,
}

/// An entity that declares its kind.
pub trait Table: EntityTrait {
    /// The kind of this table.
    const KIND: TableKind;
}

/// Names of a table, its columns and its key, in declaration order.
#[derive(Debug, PartialEq, Eq)]
pub struct TableShape {
    /// The table's name.
    pub name: String,
    /// What it is to the journal.
    pub kind: TableKind,
    /// All columns.
    pub columns: Vec<String>,
    /// The columns of the primary key.
    pub key: Vec<String>,
}

/// The shape of `E`, made once and kept for the life of the program.
#[must_use]
pub fn shape_of<E: Table>() -> &'static TableShape
where
    E::Column: Iterable + Iden,
{
    static SHAPES: OnceLock<RwLock<HashMap<TypeId, &'static TableShape>>> = OnceLock::new();
    let shapes = SHAPES.get_or_init(RwLock::default);
    let known = shapes.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(shape) = known.get(&TypeId::of::<E>()) {
        return shape;
    }
    drop(known);
    let shape: &'static TableShape = Box::leak(Box::new(TableShape {
        name: E::default().table_name().to_owned(),
        kind: E::KIND,
        columns: E::Column::iter().map(|c| c.to_string()).collect(),
        key: E::PrimaryKey::iter()
            .map(|k| k.into_column().to_string())
            .collect(),
    }));
    let mut shapes = shapes.write().unwrap_or_else(PoisonError::into_inner);
    shapes.entry(TypeId::of::<E>()).or_insert(shape)
}
