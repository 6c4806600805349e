//! The tables of the loops, spelled out and frozen.

use journal::RecordDef;
use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use store::ddl::ColumnKind::{BigInt, Int, Text, Uuid};
use store::ddl::{column, index, nullable, table, unique};
use store::{Migration, TableShape, shape_of};

use super::{case, comment, document, link};

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![
        shape_of::<case::Entity>(),
        shape_of::<comment::Entity>(),
        shape_of::<link::Entity>(),
        shape_of::<document::Entity>(),
    ]
}

/// The kinds of this room's journalled records.
#[must_use]
pub fn record_defs() -> Vec<RecordDef> {
    vec![
        RecordDef::of::<case::Model>(),
        RecordDef::of::<comment::Model>(),
        RecordDef::of::<link::Model>(),
        RecordDef::of::<document::Model>(),
    ]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("loops_0001_cases")
            .tables(create_tables())
            .indexes(create_indexes()),
        // All that is open or overdue, whoever it is with.
        Migration::new("loops_0002_due").indexes(vec![index(
            "loop_case_due",
            "loop_case",
            &["due_key", "id"],
        )]),
    ]
}

fn create_tables() -> Vec<TableCreateStatement> {
    let case = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("loop_key", Text),
        column("row", Uuid),
        column("title", Text),
        nullable("region", Text),
        nullable("unit", Uuid),
        column("state", Text),
        column("step", BigInt),
        column("holder_kind", Text),
        column("holder", Text),
        column("opened_by", Text),
        column("opened_at", BigInt),
        nullable("closed_at", BigInt),
        column("rule", Text),
        nullable("term", Text),
        nullable("due_at", BigInt),
        nullable("remind_at", BigInt),
        nullable("overdue_at", BigInt),
        nullable("escalate_at", BigInt),
        column("escalation", Int),
        nullable("escalated_to", Text),
        nullable("attend_at", BigInt),
        column("due_key", BigInt),
        nullable("reason", Text),
    ];
    let comment = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("row", Uuid),
        nullable("region", Text),
        column("said_by", Text),
        column("said_at", BigInt),
        column("text", Text),
    ];
    let link = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("row", Uuid),
        column("other", Uuid),
        nullable("region", Text),
        nullable("note", Text),
        column("made_by", Text),
        column("made_at", BigInt),
        nullable("removed_at", BigInt),
    ];
    let document = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("row", Uuid),
        nullable("region", Text),
        column("name", Text),
        column("title", Text),
        column("author", Text),
        column("number", Text),
        column("mark", Text),
        column("year", Int),
        column("serial", Int),
        column("template", Text),
        column("template_version", Int),
        column("data", Text),
        column("issued_by", Text),
        column("issued_at", BigInt),
    ];
    vec![
        table("loop_case", &["id"], case),
        table("case_comment", &["id"], comment),
        table("case_link", &["id"], link),
        table("case_document", &["id"], document),
    ]
}

fn create_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("loop_case_row", "loop_case", &["row"]),
        index(
            "loop_case_holder",
            "loop_case",
            &["holder_kind", "holder", "due_key", "id"],
        ),
        index(
            "loop_case_escalated",
            "loop_case",
            &["escalated_to", "due_key", "id"],
        ),
        index(
            "loop_case_opener",
            "loop_case",
            &["opened_by", "due_key", "id"],
        ),
        // What the reconciler asks for.
        index("loop_case_attend", "loop_case", &["attend_at", "id"]),
        index("case_comment_row", "case_comment", &["row"]),
        index("case_link_row", "case_link", &["row"]),
        index("case_link_other", "case_link", &["other"]),
        index("case_document_row", "case_document", &["row"]),
        unique(
            "case_document_number",
            "case_document",
            &["mark", "year", "serial"],
        ),
    ]
}
