//! Words for migrations: the few column types that both engines store alike.
//!
//! A migration spells its columns out, because it is frozen while entities move on.

use sea_orm::sea_query::{
    Alias, ColumnDef, Index, IndexCreateStatement, Table, TableCreateStatement,
};

/// A column's type; see [`crate::Time`] for points in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// 16 bytes.
    Uuid,
    /// Text of any length.
    Text,
    /// 32-bit integer.
    Int,
    /// 64-bit integer; also a [`crate::Time`].
    BigInt,
    /// Bytes.
    Bytes,
    /// True or false.
    Bool,
}

/// A column that must hold a value.
#[must_use]
pub fn column(name: &str, kind: ColumnKind) -> ColumnDef {
    let mut column = nullable(name, kind);
    column.not_null();
    column
}

/// A column that may be empty.
#[must_use]
pub fn nullable(name: &str, kind: ColumnKind) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    match kind {
        ColumnKind::Uuid => column.uuid(),
        ColumnKind::Text => column.text(),
        ColumnKind::Int => column.integer(),
        ColumnKind::BigInt => column.big_integer(),
        ColumnKind::Bytes => column.blob(),
        ColumnKind::Bool => column.boolean(),
    };
    column
}

/// A table with its key columns and the rest.
#[must_use]
pub fn table(name: &str, key: &[&str], columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for mut column in columns {
        table.col(&mut column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(Alias::new(*column));
    }
    table.primary_key(&mut primary);
    table
}

/// A unique index.
#[must_use]
pub fn unique(name: &str, table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = index(name, table, columns);
    index.unique();
    index
}

/// An index.
#[must_use]
pub fn index(name: &str, table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}
