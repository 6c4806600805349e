//! The two tables of positions.

use store::Migration;
use store::ddl::ColumnKind::{BigInt, Bool, Int, Text, Uuid};
use store::ddl::{column, index, nullable, table};

/// The migration, frozen.
pub(crate) fn migration() -> Migration {
    let measured = || {
        vec![
            column("longitude_e7", Int),
            column("latitude_e7", Int),
            column("measured_at", BigInt),
            column("received_at", BigInt),
            column("clock_wrong", Bool),
            nullable("speed", Int),
            nullable("heading", Int),
            nullable("accuracy", Int),
        ]
    };
    let mut last = vec![column("kind", Text), column("subject", Uuid)];
    last.extend(measured());
    let mut report = vec![
        column("subject", Uuid),
        column("id", Uuid),
        column("kind", Text),
        column("source", Text),
    ];
    report.extend(measured());
    Migration::new("city_0002_positions")
        .tables(vec![
            table("last_position", &["kind", "subject"], last),
            table("position_report", &["subject", "id"], report),
        ])
        // What is new since a moment ago.
        .indexes(vec![index(
            "last_position_received",
            "last_position",
            &["received_at"],
        )])
}

/// The tables as entities.
pub mod entity {
    /// 最新位置 the last position of each subject.
    pub mod last_position {
        use sea_orm::entity::prelude::*;
        use store::{Table, TableKind, Time};

        /// A last position.
        #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
        #[sea_orm(table_name = "last_position")]
        pub struct Model {
            /// Whose: responder, vehicle or person.
            #[sea_orm(primary_key, auto_increment = false)]
            pub kind: String,
            /// Which one.
            #[sea_orm(primary_key, auto_increment = false)]
            pub subject: Uuid,
            /// East of Greenwich, 1e-7 degrees.
            pub longitude_e7: i32,
            /// North of the equator, 1e-7 degrees.
            pub latitude_e7: i32,
            /// When it was measured; when it came in where the sender's clock was wrong.
            pub measured_at: Time,
            /// When it came in.
            pub received_at: Time,
            /// Whether the sender's clock was ahead of ours.
            pub clock_wrong: bool,
            /// Centimetres a second.
            pub speed: Option<i32>,
            /// Degrees from north, clockwise.
            pub heading: Option<i32>,
            /// Radius of uncertainty, metres.
            pub accuracy: Option<i32>,
        }

        /// None.
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}
        impl ActiveModelBehavior for ActiveModel {}

        impl Table for Entity {
            const KIND: TableKind = TableKind::Operational;
        }
    }

    /// 位置报告 every report.
    pub mod position_report {
        use sea_orm::entity::prelude::*;
        use store::{Table, TableKind, Time};

        /// A report.
        #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
        #[sea_orm(table_name = "position_report")]
        pub struct Model {
            /// Whose it is.
            #[sea_orm(primary_key, auto_increment = false)]
            pub subject: Uuid,
            /// Its id: the time of the measurement and a digest of the report, so that the same
            /// report has the same id.
            #[sea_orm(primary_key, auto_increment = false)]
            pub id: Uuid,
            /// Whose: responder, vehicle or person.
            pub kind: String,
            /// Who sent it, as the journal names actors.
            pub source: String,
            /// East of Greenwich, 1e-7 degrees.
            pub longitude_e7: i32,
            /// North of the equator, 1e-7 degrees.
            pub latitude_e7: i32,
            /// When it was measured; when it came in where the sender's clock was wrong.
            pub measured_at: Time,
            /// When it came in.
            pub received_at: Time,
            /// Whether the sender's clock was ahead of ours.
            pub clock_wrong: bool,
            /// Centimetres a second.
            pub speed: Option<i32>,
            /// Degrees from north, clockwise.
            pub heading: Option<i32>,
            /// Radius of uncertainty, metres.
            pub accuracy: Option<i32>,
        }

        /// None.
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}
        impl ActiveModelBehavior for ActiveModel {}

        impl Table for Entity {
            const KIND: TableKind = TableKind::Telemetry;
        }
    }
}
