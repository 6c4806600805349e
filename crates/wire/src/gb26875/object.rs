//! The objects 信息对象 of an ADU as values (clauses 8.2, 8.3).
//!
//! Invariant: an object keeps every raw value that it was read from. Objects borrow their texts.
//! Not here: bytes; see the codec beside this module.

use super::{
    AnalogType, ComponentState, ComponentType, Operation, SystemState, SystemType, Text, TimeLabel,
    TypeFlag, UitdOperation, UitdState,
};

/// Which system: type 系统类型 and address 系统地址.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SystemRef {
    /// Kind of system.
    pub system_type: SystemType,
    /// Number of the system at the connected user.
    pub system_address: u8,
}

/// Address of a component 部件地址 within its system: 32 bits, low byte first, without inner
/// structure in the standard (clause 8.2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentAddress(pub u32);

impl ComponentAddress {
    /// The common convention: zone 区号 in the low 16 bits, point 位号 in the high 16 bits.
    pub const fn zone_and_point(self) -> (u16, u16) {
        let [a, b, c, d] = self.0.to_le_bytes();
        (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]))
    }

    /// The address of a zone and a point by the same convention.
    pub const fn of(zone: u16, point: u16) -> Self {
        let ([a, b], [c, d]) = (zone.to_le_bytes(), point.to_le_bytes());
        Self(u32::from_le_bytes([a, b, c, d]))
    }
}

/// Body of type 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemStateRecord {
    /// The system.
    pub system: SystemRef,
    /// Its state.
    pub state: SystemState,
    /// When it came about.
    pub occurred: TimeLabel,
}

/// Body of type 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentStateRecord<'a> {
    /// The system.
    pub system: SystemRef,
    /// Kind of component.
    pub component_type: ComponentType,
    /// Address of the component.
    pub component_address: ComponentAddress,
    /// Its state.
    pub state: ComponentState,
    /// Description 部件说明, 31 bytes unless the dialect says otherwise.
    pub description: Text<'a>,
    /// When the state came about.
    pub occurred: TimeLabel,
}

/// Body of type 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnalogRecord<'a> {
    /// The system.
    pub system: SystemRef,
    /// Kind of component.
    pub component_type: ComponentType,
    /// Address of the component.
    pub component_address: ComponentAddress,
    /// What is measured.
    pub analog_type: AnalogType,
    /// The raw value; its scale is the type's or the dialect's.
    pub value: i16,
    /// Bytes that a dialect with larger objects puts before the time; empty in the standard.
    pub extra: &'a [u8],
    /// When it was measured.
    pub sampled: TimeLabel,
}

/// Body of type 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationRecord {
    /// The system.
    pub system: SystemRef,
    /// What was done.
    pub operation: Operation,
    /// Number of the operator 操作员编号, set by the facility.
    pub operator: u8,
    /// When it was recorded.
    pub recorded: TimeLabel,
}

/// Body of type 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemVersionRecord {
    /// The system.
    pub system: SystemRef,
    /// Main version number.
    pub major: u8,
    /// Secondary version number.
    pub minor: u8,
}

/// Body of type 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemConfigRecord<'a> {
    /// The system.
    pub system: SystemRef,
    /// Description of the configuration, at most 255 bytes.
    pub text: Text<'a>,
}

/// Body of type 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentConfigRecord<'a> {
    /// The system.
    pub system: SystemRef,
    /// Kind of component.
    pub component_type: ComponentType,
    /// Address of the component.
    pub component_address: ComponentAddress,
    /// Description 部件说明, 31 bytes.
    pub description: Text<'a>,
}

/// Body of type 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemClockRecord {
    /// The system.
    pub system: SystemRef,
    /// Its clock.
    pub clock: TimeLabel,
}

/// Body of type 21.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UitdStateRecord {
    /// State of the UITD.
    pub state: UitdState,
    /// When it came about; absent in the short form that some models send as a heartbeat.
    pub occurred: Option<TimeLabel>,
}

/// Body of type 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UitdOperationRecord {
    /// What was done.
    pub operation: UitdOperation,
    /// Number of the operator, set by the connected user (clause 8.2.1.9).
    pub operator: u8,
    /// When it was recorded.
    pub recorded: TimeLabel,
}

/// Body of type 25.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UitdVersionRecord {
    /// Main version number.
    pub major: u8,
    /// Secondary version number.
    pub minor: u8,
}

/// Body of type 26.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UitdConfigRecord<'a> {
    /// Description of the configuration, at most 255 bytes.
    pub text: Text<'a>,
}

/// Body of types 28 (read) and 90 (set): a clock of the UITD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockSetting {
    /// The time.
    pub clock: TimeLabel,
}

/// Body of types 62, 63 and 67: which component to read; there is no component type in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentRead {
    /// The system.
    pub system: SystemRef,
    /// Address of the component.
    pub component_address: ComponentAddress,
}

/// Body of type 64: which operation records of a system to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationRead {
    /// The system.
    pub system: SystemRef,
    /// Number of records wanted, at most 102.
    pub wanted: u8,
    /// From when on.
    pub start: TimeLabel,
}

/// Body of type 84: which operation records of the UITD to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UitdOperationRead {
    /// Number of records wanted, at most 102.
    pub wanted: u8,
    /// From when on.
    pub start: TimeLabel,
}

/// Objects of a type without a layout: everything after the count, as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawObjects<'a> {
    /// The type.
    pub type_flag: TypeFlag,
    /// How many objects the sender says there are.
    pub count: u8,
    /// Their bytes.
    pub bytes: &'a [u8],
}

/// One object of an ADU; the variant is the type flag.
///
/// The `Read…` variants with a bare `u8` hold the reserved byte, 0 in the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each variant is the type of the same name in TypeFlag"
)]
pub enum Object<'a> {
    SystemState(SystemStateRecord),
    ComponentState(ComponentStateRecord<'a>),
    AnalogValue(AnalogRecord<'a>),
    Operation(OperationRecord),
    SystemVersion(SystemVersionRecord),
    SystemConfig(SystemConfigRecord<'a>),
    ComponentConfig(ComponentConfigRecord<'a>),
    SystemClock(SystemClockRecord),
    UitdState(UitdStateRecord),
    UitdOperation(UitdOperationRecord),
    UitdVersion(UitdVersionRecord),
    UitdConfig(UitdConfigRecord<'a>),
    UitdClock(ClockSetting),
    ReadSystemState(SystemRef),
    ReadComponentState(ComponentRead),
    ReadAnalogValue(ComponentRead),
    ReadOperations(OperationRead),
    ReadSystemVersion(SystemRef),
    ReadSystemConfig(SystemRef),
    ReadComponentConfig(ComponentRead),
    ReadSystemClock(SystemRef),
    ReadUitdState(u8),
    ReadUitdOperations(UitdOperationRead),
    ReadUitdVersion(u8),
    ReadUitdConfig(u8),
    ReadUitdClock(u8),
    InitialiseUitd(u8),
    SetUitdClock(ClockSetting),
    /// 查岗: minutes within which the control room must answer.
    AttendanceCheck(u8),
    /// Reserved and user-defined types; all objects together.
    Raw(RawObjects<'a>),
}
