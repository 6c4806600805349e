//! GB/T 26875.3-2011, the alarm transmission protocol 报警传输网络通信协议 between a user
//! information transmission device, UITD 用户信息传输装置, and the monitoring centre.
//!
//! Three layers, each usable alone:
//! 1. [`Decoder`] cuts a byte stream into [`Frame`]s after one resynchronisation rule;
//!    [`Frame::decode`] reads exactly one frame. Neither depends on the device model.
//! 2. [`Frame::content`] reads the application data unit, ADU 应用数据单元, as typed
//!    [`Object`]s, under the [`Dialect`] of the device model.
//! 3. [`answer`] builds what the centre sends back; [`describe`] turns a frame into JSON for people.
//!
//! Invariants:
//! - Integers are low byte first; nothing is escaped; a frame is delimited by its length field and
//!   never by a search for its end (clause 6.6).
//! - An impossible date never makes a frame invalid: alarms come from panels with wrong clocks.
//! - Raw values are kept beside every reading of them.
//!
//! Not here: timeouts and resends (clauses 6.5.4, 6.5.5), de-duplication, and the moment of the
//! confirm, which must follow the durable write.

mod address;
mod adu;
mod adu_error;
pub mod answer;
mod codes;
mod command;
mod decoder;
pub mod describe;
mod dialect;
mod frame;
mod object;
mod object_codec;
mod text;
mod time;
mod type_flag;

pub use address::Address;
pub use adu::{Adu, Content, Objects, encode_objects};
pub use adu_error::AduError;
pub use codes::{
    AnalogType, CodeClass, ComponentState, ComponentType, Flag, Name, Operation, Scale, Scaled,
    SystemState, SystemType, UitdOperation, UitdState,
};
pub use command::Command;
pub use decoder::{Decoder, Event, Rejected};
pub use dialect::{
    AddressOrder, AnalogOverride, BitZero, ByteOrder, ComponentAddressSplit, Dialect, DialectError,
    HeartbeatForm, Label, ObjectSizes, UserType,
};
pub use frame::{
    FRAME_OVERHEAD, Frame, FrameError, HEADER_LEN, Header, MAX_ADU, MAX_FRAME, Version,
};
pub use object::{
    AnalogRecord, ClockSetting, ComponentAddress, ComponentConfigRecord, ComponentRead,
    ComponentStateRecord, Object, OperationRead, OperationRecord, RawObjects, SystemClockRecord,
    SystemConfigRecord, SystemRef, SystemStateRecord, SystemVersionRecord, UitdConfigRecord,
    UitdOperationRead, UitdOperationRecord, UitdStateRecord, UitdVersionRecord,
};
pub use text::{DESCRIPTION_LEN, Text};
pub use time::{LocalTime, TimeCoding, TimeLabel};
pub use type_flag::{Layout, TypeFlag};
