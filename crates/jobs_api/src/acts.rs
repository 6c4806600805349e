//! 运维操作 what people did to jobs and messages, journalled.

use api::{Caller, Problem};
use base::CanonicalError;
use journal::{Change, ChangeSet, Journal, Lane, RecordDef};
use store::ddl::ColumnKind::{BigInt, Text, Uuid};
use store::ddl::{column, table};
use store::{Migration, Table, TableKind, TableShape, shape_of};

/// One act.
pub(crate) mod upkeep_act {
    use journal::{MergeRule, Record};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "upkeep_act")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[serde(skip)]
        pub version: i64,
        /// `run_job`, `retry_message` or `retry_channel`.
        pub act: String,
        /// The job, the message or the channel.
        pub target: String,
        /// Who, as the journal writes actors.
        pub by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Record for Model {
        const KIND: &'static str = "upkeep_act";
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
    }
}

impl Table for upkeep_act::Entity {
    const KIND: TableKind = TableKind::Journalled;
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![shape_of::<upkeep_act::Entity>()]
}

/// The kinds of this room's journalled records.
#[must_use]
pub fn record_defs() -> Vec<RecordDef> {
    vec![RecordDef::of::<upkeep_act::Model>()]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let columns = vec![
        column("id", Uuid),
        column("version", BigInt),
        column("act", Text),
        column("target", Text),
        column("by", Text),
    ];
    let acts = table("upkeep_act", &["id"], columns);
    vec![Migration::new("upkeep_0001_acts").tables(vec![acts])]
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    RunJob,
    RetryMessage,
    RetryChannel,
}

impl Act {
    const fn verb(self) -> &'static str {
        match self {
            Self::RunJob => "run_job",
            Self::RetryMessage => "retry_message",
            Self::RetryChannel => "retry_channel",
        }
    }
}

/// Writes the act down; when this returns it is on disk.
pub(crate) async fn note(
    journal: &Journal,
    caller: &Caller,
    act: Act,
    target: &str,
) -> Result<(), Problem> {
    let record = upkeep_act::Model {
        id: journal.new_id(),
        version: 0,
        act: act.verb().to_owned(),
        target: target.to_owned(),
        by: caller.actor().to_string(),
    };
    let change = Change::of(&record, act.verb(), journal.clock().now());
    let change = change.map_err(|error: CanonicalError| Problem::internal(error))?;
    let set = ChangeSet::new(Lane::Dispatch, caller.actor()).with(change);
    journal.submit(set).await?;
    Ok(())
}
