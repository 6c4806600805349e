//! 出动 the record of one responder sent to one incident.

use city::ResponderKind;
use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

use crate::machine::assignment::AssignmentState;

/// An assignment. The responder's name, kind and station are copied as they were when it was sent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version of the row; the ETag.
    #[serde(skip)]
    pub version: i64,
    /// The incident.
    pub incident_id: Uuid,
    /// The responder.
    pub responder_id: Uuid,
    /// Its name.
    pub responder_name: String,
    /// Its kind.
    pub responder_kind: ResponderKind,
    /// Its station's name, when it has one.
    pub station_name: Option<String>,
    /// The responder's region code.
    pub region: String,
    /// Where it stands.
    pub state: AssignmentState,
    /// 下达
    pub ordered_at: Time,
    /// 确认
    pub acknowledged_at: Option<Time>,
    /// 出动
    pub turned_out_at: Option<Time>,
    /// 到场
    pub on_scene_at: Option<Time>,
    /// 出水
    pub water_on_at: Option<Time>,
    /// 返队
    pub released_at: Option<Time>,
    /// 归队
    pub returned_at: Option<Time>,
    /// 撤销
    pub cancelled_at: Option<Time>,
    /// The reason given with the change that made this version, when one was given.
    pub reason: Option<String>,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "assignment";
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
    fn region(&self) -> Option<String> {
        Some(self.region.clone())
    }
}
