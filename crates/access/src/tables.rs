//! Operational tables (credentials, sessions, secrets of tokens) and all migrations of the room.

use sea_orm::sea_query::{
    Alias, ColumnDef, IndexCreateStatement, Table as Alter, TableAlterStatement,
    TableCreateStatement,
};
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
        /// The journalled [`crate::sign_in`] of this session; empty in sessions of older programs.
        pub sign_in: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What proves that a request comes with an API token. Not journalled, as no hash is.
pub(crate) mod api_token_secret {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_token_secret")]
    pub struct Model {
        /// SM3 of the token, hexadecimal; the token itself is kept nowhere.
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub token: Uuid,
        pub last_used_at: Option<Time>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Table for api_token_secret::Entity {
    const KIND: TableKind = TableKind::Operational;
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
        shape_of::<crate::sign_in::Entity>(),
        shape_of::<crate::lock_out::Entity>(),
        shape_of::<crate::api_token::Entity>(),
        shape_of::<api_token_secret::Entity>(),
    ]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("access_0001_accounts")
            .tables(create_tables())
            .indexes(create_indexes()),
        Migration::new("access_0002_sets")
            .tables(tables_of_acts())
            .alterations(vec![
                added("account", nullable("sectors", Text)),
                added("account", nullable("unit", Uuid)),
                added("account", nullable("clients", Text)),
                added("session", nullable("sign_in", Uuid)),
            ])
            .indexes(vec![
                index("sign_in_account", "sign_in", &["account"]),
                index("api_token_secret_token", "api_token_secret", &["token"]),
                // What the job that clears ended sessions looks for.
                index("session_ended", "session", &["ended_at"]),
            ]),
        Migration::new("access_0003_organisation")
            .alterations(vec![added("account", nullable("organisation", Uuid))]),
    ]
}

fn added(table: &str, mut column: ColumnDef) -> TableAlterStatement {
    let mut alter = Alter::alter();
    alter.table(Alias::new(table)).add_column(&mut column);
    alter
}

fn tables_of_acts() -> Vec<TableCreateStatement> {
    let sign_in = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("account", Uuid),
        column("username", Text),
        column("began_at", BigInt),
        nullable("ended_at", BigInt),
        nullable("ended_by", Text),
    ];
    let lock_out = vec![
        column("id", Uuid),
        column("version", BigInt),
        nullable("account", Uuid),
        column("failures", BigInt),
        column("locked_at", BigInt),
        column("locked_until", BigInt),
    ];
    let api_token = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("name", Text),
        column("permissions", Text),
        column("areas", Text),
        column("sectors", Text),
        nullable("unit", Uuid),
        column("clients", Text),
        column("created_at", BigInt),
        column("expires_at", BigInt),
        nullable("revoked_at", BigInt),
    ];
    let api_token_secret = vec![
        column("digest", Text),
        column("token", Uuid),
        nullable("last_used_at", BigInt),
    ];
    vec![
        table("sign_in", &["id"], sign_in),
        table("lock_out", &["id"], lock_out),
        table("api_token", &["id"], api_token),
        table("api_token_secret", &["digest"], api_token_secret),
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
