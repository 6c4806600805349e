//! Every valid frame that a device sent, raw, with its three times.
//!
//! Invariants: one row per frame and none for a resend; the bytes of the application data unit are
//! kept whatever could be read in them; the key begins with the source, so that the frames of the
//! last minutes of one device are one short range of the key. No index beside the key.

use sea_orm::entity::prelude::*;
use store::{Table, TableKind, Time};

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_upload")]
pub struct Model {
    /// Source address, the number that the wire bytes make low byte first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: i64,
    /// UUID version 7 of the arrival.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When it arrived, by our clock.
    pub arrived_at: Time,
    /// When it was sent, by the device's clock; empty for an impossible date.
    pub sent_at: Option<Time>,
    /// Sequence number 业务流水号.
    pub sequence: i32,
    /// Protocol version, `main.user`.
    pub version: String,
    /// Command byte.
    pub command: i32,
    /// Type flag, where there is an application data unit.
    pub type_flag: Option<i32>,
    /// Number of objects that the device says there are.
    pub count: Option<i32>,
    /// The application data unit.
    pub adu: Vec<u8>,
    /// SM3 over type and application data unit, 16 bytes; what a resend is known by.
    pub fingerprint: Vec<u8>,
    /// What the gateway made of it: see [`crate::intake::Note`].
    pub note: String,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Table for Entity {
    const KIND: TableKind = TableKind::Telemetry;
}
