//! 关联 cases that belong together.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::Time;

use super::journalled;

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "case_link")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version.
    #[serde(skip)]
    pub version: i64,
    /// The case it was made at, by its row.
    pub row: Uuid,
    /// The other one.
    pub other: Uuid,
    /// The region of the first.
    pub region: Option<String>,
    /// Why they belong together.
    pub note: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Time,
    /// Since when it does not hold any more.
    pub removed_at: Option<Time>,
}

journalled!("case_link");
