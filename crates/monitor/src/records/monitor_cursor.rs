//! How far this room's followers have read the journal.

use sea_orm::entity::prelude::*;
use store::{Table, TableKind};

/// One follower.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "monitor_cursor")]
pub struct Model {
    /// Which follower.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The last position that was dealt with.
    pub position: i64,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Operational;
}
