//! Cursors of followers and leases of reconcilers: operational, the machine's own notes.

use store::ddl::ColumnKind::{BigInt, Text, Uuid};
use store::ddl::{column, nullable, table};
use store::{Migration, Table, TableKind, TableShape, shape_of};

/// How far a follower has read.
pub(crate) mod cursor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_cursor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// The last position that was dealt with.
        pub position: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Which process runs a job that must not run in two.
pub(crate) mod lease {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_lease")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// The process; nobody when it is free.
        pub holder: Option<Uuid>,
        /// Rises with every taking, every sign of life and every return.
        pub beat: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Table for cursor::Entity {
    const KIND: TableKind = TableKind::Operational;
}

impl Table for lease::Entity {
    const KIND: TableKind = TableKind::Operational;
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![shape_of::<cursor::Entity>(), shape_of::<lease::Entity>()]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let cursors = table(
        "job_cursor",
        &["name"],
        vec![column("name", Text), column("position", BigInt)],
    );
    let leases = table(
        "job_lease",
        &["name"],
        vec![
            column("name", Text),
            nullable("holder", Uuid),
            column("beat", BigInt),
        ],
    );
    vec![Migration::new("jobs_0001_cursors_and_leases").tables(vec![cursors, leases])]
}
