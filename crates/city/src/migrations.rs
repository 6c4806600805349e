//! The tables of this room, spelled out and frozen.

use sea_orm::sea_query::{Alias, Table, TableAlterStatement, TableCreateStatement};
use store::Migration;
use store::ddl::ColumnKind::{BigInt, Bool, Int, Text, Uuid};
use store::ddl::{column, nullable, table};

/// The city's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("city_0001_responders").tables(vec![create_responder()]),
        crate::position::migration(),
        Migration::new("city_0003_responder_class").alterations(vec![responder_class()]),
    ]
}

fn responder_class() -> TableAlterStatement {
    let mut alter = Table::alter();
    alter
        .table(Alias::new("responder"))
        .add_column(nullable("class", Text));
    alter
}

fn create_responder() -> TableCreateStatement {
    let columns = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("name", Text),
        column("kind", Text),
        nullable("station_id", Uuid),
        column("region", Text),
        nullable("longitude_e7", Int),
        nullable("latitude_e7", Int),
        nullable("position_at", BigInt),
        column("in_service", Bool),
        nullable("assignment_id", Uuid),
        column("synthetic", Bool),
    ];
    table("responder", &["id"], columns)
}
