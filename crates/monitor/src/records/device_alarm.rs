//! 报警信息(火警) a fire signal of a point, from its first frame to its end.
//!
//! Invariant: `open_point` holds the point's key exactly while the state is open, and is unique
//! with the source address. So two gateways cannot open two alarms for one point: the second
//! insert is a duplicate, and its frame is planned again on what stands there.

use journal::{MergeRule, Record};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

use crate::alarm::{Outcome, State};

/// Why an alarm rings.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// 火警: a fire bit of a system, a component or the transmitter.
    #[sea_orm(string_value = "fire")]
    Fire,
    /// 手动报警: somebody pressed the button at the panel or the transmitter.
    #[sea_orm(string_value = "manual")]
    Manual,
}

/// One alarm.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "device_alarm")]
pub struct Model {
    /// Ascends with arrival.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The journal's version.
    #[serde(skip)]
    pub version: i64,
    /// The transmitter.
    pub device_id: Uuid,
    /// Its address on the wire.
    pub source_address: i64,
    /// Why it rings.
    pub cause: Cause,
    /// 1: a person or water says fire; 2: a detector or a whole system says so.
    pub priority: i32,
    /// System type (GB/T 26875.3 table 4); empty for the transmitter itself.
    pub system_type: Option<i32>,
    /// System address.
    pub system_address: Option<i32>,
    /// Component type (table 5).
    pub component_type: Option<i32>,
    /// Component address, the raw 32-bit number.
    pub component_address: Option<i64>,
    /// What a person calls the point: zone-point, or the number.
    pub label: String,
    /// The description that the device sent.
    pub description: String,
    /// Region of the device when the alarm came.
    pub region: Option<String>,
    /// Where it stands.
    pub state: State,
    /// The point's key while open, else empty; see the module.
    pub open_point: Option<String>,
    /// When the panel says it began.
    pub occurred_at: Option<Time>,
    /// When the transmitter says it sent the first frame.
    pub sent_at: Option<Time>,
    /// When the first frame arrived.
    pub received_at: Time,
    /// When the last frame arrived that was worth an entry.
    pub last_received_at: Time,
    /// How often the point said fire again; exact at each entry, between entries the raw frames count.
    pub repeat_count: i32,
    /// Bit 0 of the state was clear: by the standard a test, in the field often not.
    pub device_says_test: bool,
    /// When the point went back to normal.
    pub restored_at: Option<Time>,
    /// What a person judged.
    pub outcome: Option<Outcome>,
    /// Who judged.
    pub verified_by: Option<String>,
    /// When.
    pub verified_at: Option<Time>,
    /// Why.
    pub verify_note: Option<String>,
    /// The incident that it became.
    pub incident_id: Option<Uuid>,
    /// When it stopped being open.
    pub closed_at: Option<Time>,
}

/// No relations: rooms join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "device_alarm";
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
