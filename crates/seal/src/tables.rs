//! Keys and digests (operational), erasures and readings (journalled), and their migration.

use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use store::ddl::ColumnKind::{BigInt, Text, Uuid};
use store::ddl::{column, index, nullable, table, unique};
use store::{Migration, Table, TableKind, TableShape, shape_of};

/// Wrapped keys of subjects. Operational: what is destroyed here must not come back by a rebuild.
pub(crate) mod personal_key {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "personal_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: Uuid,
        /// The subject's key under the master key; empty when it was destroyed.
        pub wrapped: Option<String>,
        /// The id of the master key.
        pub master: Option<String>,
        pub created_at: Time,
        pub destroyed_at: Option<Time>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl std::fmt::Debug for Model {
        /// Without the wrapped key, so that no log line can hold it.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("PersonalKey")
                .field("kind", &self.kind)
                .field("subject", &self.subject)
                .finish_non_exhaustive()
        }
    }
}

/// Digests of values, to find a subject by an equal one.
pub(crate) mod personal_lookup {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "personal_lookup")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        /// HMAC-SM3 of kind, field and value; empty when the field is, or the subject was erased.
        pub digest: Option<String>,
        /// The digest once more where the value must be the only one: a unique index stands on it.
        pub sole: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl std::fmt::Debug for Model {
        /// Without the digest: with the key it would tell the value.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("PersonalLookup")
                .field("kind", &self.kind)
                .field("subject", &self.subject)
                .field("field", &self.field)
                .finish_non_exhaustive()
        }
    }
}

/// 个人信息删除 the journalled act of destroying a subject's key.
pub mod erasure {
    use journal::{MergeRule, Record};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use store::Time;

    /// One erasure.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "erasure")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row.
        #[serde(skip)]
        pub version: i64,
        /// The subject's kind.
        pub subject_kind: String,
        /// The subject whose values are gone.
        pub subject: Uuid,
        /// Why, in the words of who did it.
        pub reason: String,
        /// The subject's region.
        pub region: Option<String>,
        /// When.
        pub erased_at: Time,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Record for Model {
        const KIND: &'static str = "erasure";
        const MERGE: MergeRule = MergeRule::Settler;

        fn id(&self) -> Uuid {
            self.id
        }
        fn version(&self) -> i64 {
            self.version
        }
        fn set_version(&mut self, version: i64) {
            self.version = version;
        }
        fn region(&self) -> Option<String> {
            self.region.clone()
        }
    }
}

/// 个人信息查阅 the journalled record of somebody reading personal values.
pub mod personal_read {
    use journal::{MergeRule, Record};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};
    use store::Time;

    /// One reading of one subject.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "personal_read")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The version of the row.
        #[serde(skip)]
        pub version: i64,
        /// Who read, as the journal writes actors: `account:<id>`.
        pub reader: String,
        /// The subject's kind.
        pub subject_kind: String,
        /// Whose values were read.
        pub subject: Uuid,
        /// The fields, as a JSON list of texts.
        pub fields: String,
        /// Why, in the reader's words.
        pub reason: String,
        /// The subject's region.
        pub region: Option<String>,
        /// When.
        pub read_at: Time,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Record for Model {
        const KIND: &'static str = "personal_read";
        const MERGE: MergeRule = MergeRule::Settler;

        fn id(&self) -> Uuid {
            self.id
        }
        fn version(&self) -> i64 {
            self.version
        }
        fn set_version(&mut self, version: i64) {
            self.version = version;
        }
        fn region(&self) -> Option<String> {
            self.region.clone()
        }
    }
}

impl Table for personal_key::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for personal_lookup::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for erasure::Entity {
    const KIND: TableKind = TableKind::Journalled;
}
impl Table for personal_read::Entity {
    const KIND: TableKind = TableKind::Journalled;
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![
        shape_of::<personal_key::Entity>(),
        shape_of::<personal_lookup::Entity>(),
        shape_of::<erasure::Entity>(),
        shape_of::<personal_read::Entity>(),
    ]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("seal_0001_personal")
            .tables(create_tables())
            .indexes(create_indexes()),
    ]
}

fn create_tables() -> Vec<TableCreateStatement> {
    let key = vec![
        column("kind", Text),
        column("subject", Uuid),
        nullable("wrapped", Text),
        nullable("master", Text),
        column("created_at", BigInt),
        nullable("destroyed_at", BigInt),
    ];
    let lookup = vec![
        column("kind", Text),
        column("subject", Uuid),
        column("field", Text),
        nullable("digest", Text),
        nullable("sole", Text),
    ];
    let erasure = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("subject_kind", Text),
        column("subject", Uuid),
        column("reason", Text),
        nullable("region", Text),
        column("erased_at", BigInt),
    ];
    let read = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("reader", Text),
        column("subject_kind", Text),
        column("subject", Uuid),
        column("fields", Text),
        column("reason", Text),
        nullable("region", Text),
        column("read_at", BigInt),
    ];
    vec![
        table("personal_key", &["kind", "subject"], key),
        table("personal_lookup", &["kind", "subject", "field"], lookup),
        table("erasure", &["id"], erasure),
        table("personal_read", &["id"], read),
    ]
}

fn create_indexes() -> Vec<IndexCreateStatement> {
    vec![
        // What a change of the master key has yet to wrap anew.
        index("personal_key_master", "personal_key", &["master"]),
        index("personal_lookup_digest", "personal_lookup", &["digest"]),
        unique("personal_lookup_sole", "personal_lookup", &["sole"]),
        index("erasure_subject", "erasure", &["subject"]),
        index("personal_read_subject", "personal_read", &["subject"]),
    ]
}
