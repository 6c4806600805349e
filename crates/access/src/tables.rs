//! Operational tables (credentials, sessions) and the migration of all three.

use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use store::ddl::ColumnKind::{BigInt, Bool, Int, Text, Uuid};
use store::ddl::{column, index, nullable, table, unique};
use store::{Migration, Table, TableKind, TableShape, shape_of};

/// What proves that somebody is an account's person. Not journalled: a hash belongs in no history.
pub(crate) mod credential {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credential")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Uuid,
        /// Argon2id in PHC string form.
        pub hash: String,
        /// Wrong passwords in a row.
        pub failed_count: i32,
        pub locked_until: Option<Time>,
        pub changed_at: Time,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl std::fmt::Debug for Model {
        /// Without the hash, so that no log line can hold it.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Credential")
                .field("account", &self.account)
                .finish_non_exhaustive()
        }
    }
}

/// Who is signed in where.
pub(crate) mod session {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        /// SM3 of the token, hexadecimal; the token itself is kept nowhere.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account: Uuid,
        pub created_at: Time,
        pub last_seen_at: Time,
        pub ended_at: Option<Time>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Table for credential::Entity {
    const KIND: TableKind = TableKind::Operational;
}
impl Table for session::Entity {
    const KIND: TableKind = TableKind::Operational;
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![
        shape_of::<crate::account::Entity>(),
        shape_of::<credential::Entity>(),
        shape_of::<session::Entity>(),
    ]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("access_0001_accounts")
            .tables(create_tables())
            .indexes(create_indexes()),
    ]
}

fn create_tables() -> Vec<TableCreateStatement> {
    let account = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("username", Text),
        column("display_name", Text),
        column("role", Text),
        column("locale", Text),
        column("areas", Text),
        column("disabled", Bool),
        column("created_at", BigInt),
    ];
    let credential = vec![
        column("account", Uuid),
        column("hash", Text),
        column("failed_count", Int),
        nullable("locked_until", BigInt),
        column("changed_at", BigInt),
    ];
    let session = vec![
        column("id", Text),
        column("account", Uuid),
        column("created_at", BigInt),
        column("last_seen_at", BigInt),
        nullable("ended_at", BigInt),
    ];
    vec![
        table("account", &["id"], account),
        table("credential", &["account"], credential),
        table("session", &["id"], session),
    ]
}

fn create_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("account_username", "account", &["username"]),
        index("session_account", "session", &["account"]),
    ]
}
