//! 账号锁定 the journalled record of a door that shut after too many wrong passwords.
//!
//! A name that no account has is not written down: people type their password there by mistake.

use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

/// One lock-out.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "lock_out")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version of the row.
    #[serde(skip)]
    pub version: i64,
    /// The account; empty for a name that no account has.
    pub account: Option<Uuid>,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// When.
    pub locked_at: Time,
    /// Until when.
    pub locked_until: Time,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "lock_out";
    const MERGE: MergeRule = MergeRule::Latest;

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
