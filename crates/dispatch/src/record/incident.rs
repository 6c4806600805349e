//! 警情 the record of an incident: one event, however many calls.

use base::Wgs84;
use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};
use utoipa::ToSchema;

use crate::machine::incident::IncidentState;

/// 警情类别 what an incident is; the same words say at closing what it was.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum IncidentKind {
    /// 火灾扑救
    Fire,
    /// 抢险救援
    Rescue,
    /// 社会救助
    Assistance,
    /// 公务执勤
    Duty,
    /// 虚假警
    FalseCall,
}

impl IncidentKind {
    /// The highest alarm level: fire has five 绿蓝黄橙红, rescue four 蓝黄橙红.
    #[must_use]
    pub const fn highest_level(self) -> i32 {
        match self {
            Self::Rescue => 4,
            Self::Fire | Self::Assistance | Self::Duty | Self::FalseCall => 5,
        }
    }
}

/// How it came to us.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum IncidentSource {
    /// 远程监控 a device alarm that an operator made an incident.
    DeviceAlarm,
    /// 报警 a call.
    Call,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "incident")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The version of the row; the ETag.
    #[serde(skip)]
    pub version: i64,
    /// Its number for people: `2026-000123`, the year by China's clock.
    pub number: String,
    /// What it is.
    pub kind: IncidentKind,
    /// 火警等级 from 1; only ever raised.
    pub level: i32,
    /// Where it stands.
    pub state: IncidentState,
    /// How it came to us.
    pub source: IncidentSource,
    /// The device alarm it was made from.
    pub alarm_id: Option<Uuid>,
    /// Where it is, in words.
    pub address: String,
    /// East of Greenwich, 1e-7 degrees, when known.
    pub longitude_e7: Option<i32>,
    /// North of the equator, 1e-7 degrees, when known.
    pub latitude_e7: Option<i32>,
    /// Its region code, when known.
    pub region: Option<String>,
    /// When it was opened.
    pub opened_at: Time,
    /// When force was first ordered.
    pub dispatched_at: Option<Time>,
    /// When the first responder arrived.
    pub first_on_scene_at: Option<Time>,
    /// When it was reported under control.
    pub under_control_at: Option<Time>,
    /// When it was reported extinguished.
    pub extinguished_at: Option<Time>,
    /// When it was closed.
    pub closed_at: Option<Time>,
    /// What it turned out to be.
    pub outcome_kind: Option<IncidentKind>,
    /// How it went and ended.
    pub outcome_summary: Option<String>,
    /// People rescued.
    pub people_rescued: Option<i64>,
    /// Property saved, fen.
    pub property_saved_fen: Option<i64>,
    /// What was said when it was opened.
    pub note: Option<String>,
    /// People trapped, as the latest caller who spoke of them said.
    pub trapped: Option<i32>,
    /// On which floor, as the callers say it.
    pub storey: Option<String>,
    /// What burns, or what happened.
    pub burning: Option<String>,
    /// The registered unit 单位 at which it is, when that is known.
    pub unit_id: Option<Uuid>,
    /// How many assignments were ever ordered. Every order raises it, so that an order and a
    /// closure of one incident can never both win.
    pub ordered_count: i32,
    /// The reason given with the change that made this version, when it asked for one.
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
    const KIND: &'static str = "incident";
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
        self.region.clone()
    }
}

impl Model {
    /// Where it is on the map, when that is known.
    #[must_use]
    pub fn location(&self) -> Option<Wgs84> {
        Some(Wgs84 {
            longitude_e7: self.longitude_e7?,
            latitude_e7: self.latitude_e7?,
        })
    }
}
