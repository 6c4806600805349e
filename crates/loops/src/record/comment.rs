//! 留言 what somebody said about a case.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::Time;

use super::journalled;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "case_comment")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Always 1: a comment is not changed.
    #[serde(skip)]
    pub version: i64,
    /// The case, by its row.
    pub row: Uuid,
    /// The case's region.
    pub region: Option<String>,
    /// Who said it, as the journal names them.
    pub said_by: String,
    /// When.
    pub said_at: Time,
    /// What.
    pub text: String,
}

journalled!("case_comment");
