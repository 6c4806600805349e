//! 建筑消防设施运行状态 the last known state of a system, a component or the transmitter itself.
//!
//! Invariants: the id is made of source address and point key ([`Model::id_of`]), so that looking
//! one up needs no index and two gateways cannot make two; an entry is written when bits change
//! and never for a state that repeats itself.

use base::sm3;
use journal::Record;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Table, TableKind, Time};

/// One point.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "device_point")]
pub struct Model {
    /// See [`Model::id_of`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The journal's version.
    #[serde(skip)]
    pub version: i64,
    /// The transmitter.
    pub device_id: Uuid,
    /// Its address on the wire.
    pub source_address: i64,
    /// System type; empty for the transmitter itself.
    pub system_type: Option<i32>,
    /// System address.
    pub system_address: Option<i32>,
    /// Component type.
    pub component_type: Option<i32>,
    /// Component address, the raw 32-bit number.
    pub component_address: Option<i64>,
    /// The state bits, all of them; their table follows from which of the fields above are filled.
    pub state_bits: i32,
    /// Arrival of the frame that brought these bits.
    pub since: Time,
    /// The description that the device sent last.
    pub description: String,
    /// Region of the device.
    pub region: Option<String>,
}

/// No relations: rooms join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for Model {
    const KIND: &'static str = "device_point";

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
    /// The id of a point: a UUID version 8 (RFC 9562 §5.8) of the SM3 of source and key.
    #[must_use]
    pub fn id_of(source: i64, point: &str) -> Uuid {
        let digest = sm3(&[b"device_point", &source.to_be_bytes(), point.as_bytes()]);
        let (first, _) = digest.as_bytes().split_at(16);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(first);
        let number = u128::from_be_bytes(bytes);
        let version = (number & !(0xF << 76)) | (8 << 76);
        Uuid::from_u128((version & !(0b11 << 62)) | (0b10 << 62))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_has_one_id() {
        let id = Model::id_of(889, "s1.1/c40.131082");
        assert_eq!(id, Model::id_of(889, "s1.1/c40.131082"));
        assert_ne!(id, Model::id_of(890, "s1.1/c40.131082"));
        assert_eq!(id.get_version_num(), 8);
        assert_eq!(id.as_u128() >> 62 & 0b11, 0b10);
    }
}
