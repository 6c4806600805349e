//! The tables of this room, spelled out and frozen.

use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use store::Migration;
use store::ddl::ColumnKind::{BigInt, Bool, Int, Text, Uuid};
use store::ddl::{column, nullable, table, unique};

/// The city's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("city_0001_nouns")
            .tables(create_tables())
            .indexes(create_indexes()),
        crate::position::migration(),
    ]
}

fn create_tables() -> Vec<TableCreateStatement> {
    let station = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("name", Text),
        column("class", Text),
        column("region", Text),
        column("longitude_e7", Int),
        column("latitude_e7", Int),
        column("synthetic", Bool),
    ];
    let responder = vec![
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
    let device = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("source_address", BigInt),
        column("name", Text),
        column("unit_name", Text),
        column("address", Text),
        column("dialect", Text),
        column("region", Text),
        nullable("longitude_e7", Int),
        nullable("latitude_e7", Int),
        column("registered", Bool),
        column("synthetic", Bool),
        nullable("address_clash_at", BigInt),
    ];
    vec![
        table("fire_station", &["id"], station),
        table("responder", &["id"], responder),
        table("device", &["id"], device),
    ]
}

fn create_indexes() -> Vec<IndexCreateStatement> {
    vec![unique(
        "device_source_address",
        "device",
        &["source_address"],
    )]
}
