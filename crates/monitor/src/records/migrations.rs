//! Frozen migrations.

use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use store::Migration;
use store::ddl::{ColumnKind, column, index, nullable, table, unique};

/// All migrations of this room, in order.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("monitor_0001_device_alarms")
            .tables(first_tables())
            .indexes(first_indexes()),
    ]
}

fn first_tables() -> Vec<TableCreateStatement> {
    vec![alarms(), points(), uploads(), cursors()]
}

fn alarms() -> TableCreateStatement {
    let columns = vec![
        column("id", ColumnKind::Uuid),
        column("version", ColumnKind::BigInt),
        column("device_id", ColumnKind::Uuid),
        column("source_address", ColumnKind::BigInt),
        column("cause", ColumnKind::Text),
        column("priority", ColumnKind::Int),
        nullable("system_type", ColumnKind::Int),
        nullable("system_address", ColumnKind::Int),
        nullable("component_type", ColumnKind::Int),
        nullable("component_address", ColumnKind::BigInt),
        column("label", ColumnKind::Text),
        column("description", ColumnKind::Text),
        nullable("region", ColumnKind::Text),
        column("state", ColumnKind::Text),
        nullable("open_point", ColumnKind::Text),
        nullable("occurred_at", ColumnKind::BigInt),
        nullable("sent_at", ColumnKind::BigInt),
        column("received_at", ColumnKind::BigInt),
        column("last_received_at", ColumnKind::BigInt),
        column("repeat_count", ColumnKind::Int),
        column("device_says_test", ColumnKind::Bool),
        nullable("restored_at", ColumnKind::BigInt),
        nullable("outcome", ColumnKind::Text),
        nullable("verified_by", ColumnKind::Text),
        nullable("verified_at", ColumnKind::BigInt),
        nullable("verify_note", ColumnKind::Text),
        nullable("incident_id", ColumnKind::Uuid),
        nullable("closed_at", ColumnKind::BigInt),
    ];
    table("device_alarm", &["id"], columns)
}

fn points() -> TableCreateStatement {
    let columns = vec![
        column("id", ColumnKind::Uuid),
        column("version", ColumnKind::BigInt),
        column("device_id", ColumnKind::Uuid),
        column("source_address", ColumnKind::BigInt),
        nullable("system_type", ColumnKind::Int),
        nullable("system_address", ColumnKind::Int),
        nullable("component_type", ColumnKind::Int),
        nullable("component_address", ColumnKind::BigInt),
        column("state_bits", ColumnKind::Int),
        column("since", ColumnKind::BigInt),
        column("description", ColumnKind::Text),
        nullable("region", ColumnKind::Text),
    ];
    table("device_point", &["id"], columns)
}

fn uploads() -> TableCreateStatement {
    let columns = vec![
        column("source", ColumnKind::BigInt),
        column("id", ColumnKind::Uuid),
        column("arrived_at", ColumnKind::BigInt),
        nullable("sent_at", ColumnKind::BigInt),
        column("sequence", ColumnKind::Int),
        column("version", ColumnKind::Text),
        column("command", ColumnKind::Int),
        nullable("type_flag", ColumnKind::Int),
        nullable("count", ColumnKind::Int),
        column("adu", ColumnKind::Bytes),
        column("fingerprint", ColumnKind::Bytes),
        column("note", ColumnKind::Text),
    ];
    table("device_upload", &["source", "id"], columns)
}

fn cursors() -> TableCreateStatement {
    let columns = vec![
        column("name", ColumnKind::Text),
        column("position", ColumnKind::BigInt),
    ];
    table("monitor_cursor", &["name"], columns)
}

fn first_indexes() -> Vec<IndexCreateStatement> {
    vec![
        // One open alarm a point, and the open alarms of a device at once.
        unique(
            "device_alarm_open_point",
            "device_alarm",
            &["source_address", "open_point"],
        ),
        // The operators' lists.
        index("device_alarm_state", "device_alarm", &["state", "id"]),
        index("device_alarm_incident", "device_alarm", &["incident_id"]),
    ]
}
