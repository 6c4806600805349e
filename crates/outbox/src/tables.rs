//! The one table, operational: messages that wait, were sent, or were given up.

use sea_orm::sea_query::{IndexCreateStatement, TableCreateStatement};
use store::ddl::ColumnKind::{BigInt, Int, Text, Uuid};
use store::ddl::{column, index, nullable, table, unique};
use store::{Migration, Table, TableKind, TableShape, shape_of};

pub(crate) mod message {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The idempotency key; unique.
        pub key: String,
        pub channel: String,
        pub recipient: String,
        /// Canonical JSON.
        pub body: String,
        pub state: String,
        /// Attempts begun since it was asked for: counted at the claim, so that a message which
        /// kills the process is given up one day too.
        pub attempts: i32,
        pub due_at: Time,
        /// Until when the claimer may call, by the claimer's clock. To others it is a mark that
        /// stands or changes, never a time to compare with: see `lease`.
        pub lease_until: Option<Time>,
        pub last_error: Option<String>,
        pub created_at: Time,
        /// When it was put in, or when an administrator asked again; its age counts from here.
        pub asked_at: Time,
        /// When an attempt failed last; `last_error` is its reason and outlives a later success.
        pub failed_at: Option<Time>,
        /// When it was sent or given up.
        pub settled_at: Option<Time>,
        /// What the receiver called it: the gateway's number, for a dispute.
        pub receipt: Option<String>,
        /// The entry or subject it speaks of.
        pub cause: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl std::fmt::Debug for Model {
        /// Without recipient and body, so that no log line can hold a person's number or words.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("OutboxMessage")
                .field("id", &self.id)
                .field("key", &self.key)
                .field("channel", &self.channel)
                .field("state", &self.state)
                .field("attempts", &self.attempts)
                .finish_non_exhaustive()
        }
    }
}

impl Table for message::Entity {
    const KIND: TableKind = TableKind::Operational;
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![shape_of::<message::Entity>()]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration::new("outbox_0001_messages")
            .tables(create_tables())
            .indexes(create_indexes()),
    ]
}

fn create_tables() -> Vec<TableCreateStatement> {
    let columns = vec![
        column("id", Uuid),
        column("key", Text),
        column("channel", Text),
        column("recipient", Text),
        column("body", Text),
        column("state", Text),
        column("attempts", Int),
        column("due_at", BigInt),
        nullable("lease_until", BigInt),
        nullable("last_error", Text),
        column("created_at", BigInt),
        column("asked_at", BigInt),
        nullable("failed_at", BigInt),
        nullable("settled_at", BigInt),
        nullable("receipt", Text),
        column("cause", Text),
    ];
    vec![table("outbox_message", &["id"], columns)]
}

/// The second finds what is due and counts by state; the others find the last error, the last
/// success, and what was sent long enough ago to go.
fn create_indexes() -> Vec<IndexCreateStatement> {
    let name = "outbox_message";
    vec![
        unique("outbox_message_key", name, &["key"]),
        index("outbox_message_due", name, &["channel", "state", "due_at"]),
        index("outbox_message_failed", name, &["channel", "failed_at"]),
        index("outbox_message_settled", name, &["channel", "settled_at"]),
    ]
}
