//! The two tables, operational.

use std::sync::OnceLock;

use store::ddl::ColumnKind::{BigInt, Bytes, Text};
use store::ddl::{column, table};
use store::{Migration, TableKind, TableShape};

/// Segments: which numbers they hold, and whether they count.
pub(super) const SEGMENT: &str = "register_segment";
/// Postings: for a token of a segment, which of its rows hold it.
pub(super) const POSTING: &str = "register_posting";

pub(super) fn segment_shape() -> &'static TableShape {
    static SHAPE: OnceLock<TableShape> = OnceLock::new();
    let columns = ["register", "first", "size", "state", "made_for", "built_at"];
    SHAPE.get_or_init(|| shape(SEGMENT, &columns, &["register", "first"]))
}

pub(super) fn posting_shape() -> &'static TableShape {
    static SHAPE: OnceLock<TableShape> = OnceLock::new();
    let columns = ["register", "first", "token", "rows"];
    SHAPE.get_or_init(|| shape(POSTING, &columns, &["register", "first", "token"]))
}

fn shape(name: &str, columns: &[&str], key: &[&str]) -> TableShape {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    TableShape {
        name: name.to_owned(),
        kind: TableKind::Operational,
        columns: owned(columns),
        key: owned(key),
    }
}

/// The shapes of the tables that all registers share.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![segment_shape(), posting_shape()]
}

/// Their migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let segment = table(
        SEGMENT,
        &["register", "first"],
        vec![
            column("register", Text),
            column("first", BigInt),
            column("size", BigInt),
            column("state", Text),
            column("made_for", Text),
            column("built_at", BigInt),
        ],
    );
    let posting = table(
        POSTING,
        &["register", "first", "token"],
        vec![
            column("register", Text),
            column("first", BigInt),
            column("token", Text),
            column("rows", Bytes),
        ],
    );
    let byte_ordered = vec![(POSTING.to_owned(), "token".to_owned())];
    vec![
        Migration::new("register_index_0001")
            .tables(vec![segment, posting])
            .byte_ordered(byte_ordered),
    ]
}
