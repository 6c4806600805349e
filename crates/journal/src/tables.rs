//! The journal's own tables. All but the record of merges are operational: the journal is not
//! rebuilt from itself.

use sea_orm::sea_query::{ConditionalStatement, Expr, IndexCreateStatement, TableCreateStatement};
use store::ddl::ColumnKind::{BigInt, Bool, Bytes, Int, Text, Uuid};
use store::ddl::{column, index, nullable, table, unique};
use store::{Migration, Table, TableKind, TableShape, shape_of};

/// Entries as writers insert them: immutable, without a position.
pub(crate) mod entry {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub node: String,
        pub epoch: i32,
        pub kind: String,
        pub subject: Uuid,
        pub version: i64,
        pub verb: String,
        pub event_at: Time,
        pub recorded_at: Time,
        pub actor: String,
        pub region: Option<String>,
        pub schema: i32,
        #[sea_orm(column_type = "Blob")]
        pub body: Vec<u8>,
        #[sea_orm(column_type = "Blob")]
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Ids of entries that wait for a position: a short queue that writers fill and the sequencer empties.
pub(crate) mod pending {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_pending")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub entry: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Positions and the chain.
pub(crate) mod seal {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_seal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub entry: Uuid,
        pub node_sequence: i64,
        #[sea_orm(column_type = "Blob")]
        pub link: Vec<u8>,
        pub sealed_at: Time,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Signatures over ends of sealings, where a key is configured.
pub(crate) mod signature {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_signature")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        #[sea_orm(column_type = "Blob")]
        pub signature: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Who this node is and in which epoch.
pub(crate) mod node {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_node")]
    pub struct Model {
        /// Always `self`: one row.
        #[sea_orm(primary_key, auto_increment = false)]
        pub slot: String,
        pub id: String,
        pub epoch: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Batches of hidden rows.
pub(crate) mod batch {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub table_name: String,
        pub state: String,
        pub alive_until: Time,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Entries of hidden rows: no part of the journal until their batch is flipped.
pub(crate) mod staged {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_staged")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub entry: Uuid,
        pub batch: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// How far the entries of each origin are known.
pub(crate) mod origin {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_origin")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub node: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub epoch: i32,
        pub sequence: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Entries of other nodes: the sequences they brought along, and what became of them here.
pub(crate) mod received {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_received")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub entry: Uuid,
        pub node_sequence: i64,
        /// Whether its image became the row here. Not so when this node had changed the subject too.
        pub followed: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Table for entry::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for pending::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for seal::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for signature::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for node::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for batch::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for staged::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for origin::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for received::Entity {
    const KIND: TableKind = TableKind::Operational;
}

/// The shapes of the journal's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![
        shape_of::<entry::Entity>(),
        shape_of::<pending::Entity>(),
        shape_of::<seal::Entity>(),
        shape_of::<signature::Entity>(),
        shape_of::<node::Entity>(),
        shape_of::<batch::Entity>(),
        shape_of::<staged::Entity>(),
        shape_of::<origin::Entity>(),
        shape_of::<received::Entity>(),
        crate::exchange::merge_table_shape(),
    ]
}

/// What the index of actors holds: text of a question that it answers, and of its migration.
pub(crate) const NOT_A_DEVICE: &str = "substr(actor, 1, 7) <> 'device:'";

/// The journal's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("journal_0001_entries")
            .tables(create_tables())
            .indexes(create_indexes()),
        // After a restore a node may meet entries that it wrote itself, in an earlier epoch.
        Migration::new("journal_0002_origins")
            .tables(create_origins())
            .drop_indexes(["journal_entry_version"])
            .indexes(vec![
                unique(
                    "journal_entry_origin_version",
                    "journal_entry",
                    &["subject", "version", "kind", "node", "epoch"],
                ),
                index(
                    "journal_staged_batch",
                    "journal_staged",
                    &["batch", "entry"],
                ),
            ]),
        // Who reads a register's rows asks for flipped batches. Where a reader prefers indexes and this
        // one was missing, PostgreSQL held the scan of this small table for so dear that all plans of
        // the rows looked alike, and read them all.
        Migration::new("journal_0003_flipped").indexes(vec![index(
            "journal_batch_state",
            "journal_batch",
            &["state", "id"],
        )]),
        // Who audits asks what somebody did, or what happened to one kind of thing, the newest first.
        Migration::new("journal_0004_look_back").indexes(vec![
            index("journal_entry_actor", "journal_entry", &["actor", "id"]),
            index("journal_entry_kind", "journal_entry", &["kind", "id"]),
        ]),
        // Each device's entries lie apart by actor: an index over them was seen to halve what a SQLite
        // file takes in. What a device did is found by its subject, its kind or the time.
        Migration::new("journal_0005_actors")
            .drop_indexes(["journal_entry_actor"])
            .indexes(vec![
                index(
                    "journal_entry_not_device",
                    "journal_entry",
                    &["actor", "id"],
                )
                .and_where(Expr::cust(NOT_A_DEVICE))
                .to_owned(),
            ]),
    ]
}

fn create_origins() -> Vec<TableCreateStatement> {
    let batch = vec![
        column("id", Uuid),
        column("table_name", Text),
        column("state", Text),
        column("alive_until", BigInt),
    ];
    let origin = vec![
        column("node", Text),
        column("epoch", Int),
        column("sequence", BigInt),
    ];
    let staged = vec![column("entry", Uuid), column("batch", Uuid)];
    let received = vec![
        column("entry", Uuid),
        column("node_sequence", BigInt),
        column("followed", Bool),
    ];
    vec![
        crate::exchange::create_merge_table(),
        table("journal_batch", &["id"], batch),
        table("journal_staged", &["entry"], staged),
        table("journal_origin", &["node", "epoch"], origin),
        table("journal_received", &["entry"], received),
    ]
}

fn create_tables() -> Vec<TableCreateStatement> {
    let entry = vec![
        column("id", Uuid),
        column("node", Text),
        column("epoch", Int),
        column("kind", Text),
        column("subject", Uuid),
        column("version", BigInt),
        column("verb", Text),
        column("event_at", BigInt),
        column("recorded_at", BigInt),
        column("actor", Text),
        nullable("region", Text),
        column("schema", Int),
        column("body", Bytes),
        column("hash", Bytes),
    ];
    let seal = vec![
        column("position", BigInt),
        column("entry", Uuid),
        column("node_sequence", BigInt),
        column("link", Bytes),
        column("sealed_at", BigInt),
    ];
    let node = vec![
        column("slot", Text),
        column("id", Text),
        column("epoch", Int),
    ];
    vec![
        table("journal_entry", &["id"], entry),
        table("journal_pending", &["entry"], vec![column("entry", Uuid)]),
        table("journal_seal", &["position"], seal),
        table(
            "journal_signature",
            &["position"],
            vec![column("position", BigInt), column("signature", Bytes)],
        ),
        table("journal_node", &["slot"], node),
    ]
}

fn create_indexes() -> Vec<IndexCreateStatement> {
    vec![
        // The last guard of "one version of one subject once", behind the committer's own check.
        unique(
            "journal_entry_version",
            "journal_entry",
            &["subject", "version", "kind", "node"],
        ),
        unique("journal_seal_entry", "journal_seal", &["entry"]),
    ]
}
