//! The tables of this room, spelled out and frozen.

use sea_orm::sea_query::{
    Alias, ColumnDef, IndexCreateStatement, Table, TableAlterStatement, TableCreateStatement,
};
use store::Migration;
use store::ddl::ColumnKind::{BigInt, Int, Text, Uuid};
use store::ddl::{column, index, nullable, table, unique};

/// The migrations of dispatch.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("dispatch_0001_incident")
            .tables(create_tables())
            .indexes(create_indexes()),
        Migration::new("dispatch_0002_told")
            .alterations(vec![
                added(nullable("trapped", Int)),
                added(nullable("storey", Text)),
                added(nullable("burning", Text)),
                added(nullable("unit_id", Uuid)),
            ])
            // What a station has to do.
            .indexes(vec![index(
                "assignment_responder",
                "assignment",
                &["responder_id", "id"],
            )]),
        crate::pace::migration(),
    ]
}

fn added(mut column: ColumnDef) -> TableAlterStatement {
    let mut alter = Table::alter();
    alter.table(Alias::new("incident")).add_column(&mut column);
    alter
}

fn create_tables() -> Vec<TableCreateStatement> {
    let incident = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("number", Text),
        column("kind", Text),
        column("level", Int),
        column("state", Text),
        column("source", Text),
        nullable("alarm_id", Uuid),
        column("address", Text),
        nullable("longitude_e7", Int),
        nullable("latitude_e7", Int),
        nullable("region", Text),
        column("opened_at", BigInt),
        nullable("dispatched_at", BigInt),
        nullable("first_on_scene_at", BigInt),
        nullable("under_control_at", BigInt),
        nullable("extinguished_at", BigInt),
        nullable("closed_at", BigInt),
        nullable("outcome_kind", Text),
        nullable("outcome_summary", Text),
        nullable("people_rescued", BigInt),
        nullable("property_saved_fen", BigInt),
        nullable("note", Text),
        column("ordered_count", Int),
        nullable("reason", Text),
    ];
    let assignment = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("incident_id", Uuid),
        column("responder_id", Uuid),
        column("responder_name", Text),
        column("responder_kind", Text),
        nullable("station_name", Text),
        column("region", Text),
        column("state", Text),
        column("ordered_at", BigInt),
        nullable("acknowledged_at", BigInt),
        nullable("turned_out_at", BigInt),
        nullable("on_scene_at", BigInt),
        nullable("water_on_at", BigInt),
        nullable("released_at", BigInt),
        nullable("returned_at", BigInt),
        nullable("cancelled_at", BigInt),
        nullable("reason", Text),
    ];
    vec![
        table("incident", &["id"], incident),
        table("assignment", &["id"], assignment),
    ]
}

fn create_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("incident_number", "incident", &["number"]),
        index("incident_state", "incident", &["state", "id"]),
        index("assignment_incident", "assignment", &["incident_id", "id"]),
    ]
}
