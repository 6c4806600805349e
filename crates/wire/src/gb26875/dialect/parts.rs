//! The single settings of a dialect.
//!
//! Invariant: the default of each is the standard, lenient where bytes cannot be confused.

use serde::{Deserialize, Serialize};

use crate::gb26875::object_codec::{ANALOG_FIXED, COMPONENT_STATE_FIXED};

/// A name in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// How the six bytes of a source address make a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressOrder {
    /// Low byte first: the standard.
    #[default]
    LowByteFirst,
    /// In wire order, as bridges do that put the digits of a modem there.
    WireOrder,
}

/// How a component address is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentAddressSplit {
    /// One 32-bit number.
    Raw,
    /// Zone and point, two 16-bit numbers: not in the standard, but what most devices mean.
    #[default]
    ZoneAndPoint,
}

/// Byte order of a 16-bit state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByteOrder {
    /// Low byte first: the standard.
    #[default]
    LowByteFirst,
    /// High byte first.
    HighByteFirst,
}

impl ByteOrder {
    pub(in crate::gb26875) const fn read(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::LowByteFirst => u16::from_le_bytes(bytes),
            Self::HighByteFirst => u16::from_be_bytes(bytes),
        }
    }

    pub(in crate::gb26875) const fn write(self, value: u16) -> [u8; 2] {
        match self {
            Self::LowByteFirst => value.to_le_bytes(),
            Self::HighByteFirst => value.to_be_bytes(),
        }
    }
}

/// Sizes in bytes of objects that some models send longer or shorter. The fields of the standard
/// keep their places from the front, the time label stays last; what lies between is the
/// description (type 2, at least 15) or extra bytes (type 3, at least 16).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObjectSizes {
    /// Of a component state (type 2); the standard has 46.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component_state: Option<u16>,
    /// Of an analog value (type 3); the standard has 16.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analog_value: Option<u16>,
}

impl ObjectSizes {
    pub(in crate::gb26875) fn component_state(self) -> usize {
        self.component_state
            .map_or(46, usize::from)
            .max(COMPONENT_STATE_FIXED)
    }

    pub(in crate::gb26875) fn analog_value(self) -> usize {
        self.analog_value.map_or(16, usize::from).max(ANALOG_FIXED)
    }
}

/// Scale and measure of one analog type of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnalogOverride {
    /// The power of ten of one step, −9 to 9.
    pub power: i8,
    /// The unit of measure; the standard's when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

/// A frame that says only that the device is alive. Any valid frame is a sign of life; these are
/// the forms that need not be stored when they bring nothing new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeartbeatForm {
    /// Command 2 with an empty ADU.
    #[serde(rename = "empty_adu")]
    EmptyAdu,
    /// Command 2 with a UITD state.
    #[serde(rename = "type_21")]
    Type21,
    /// Command 2 with a UITD state that lacks its time label.
    #[serde(rename = "type_21_without_time")]
    Type21WithoutTime,
    /// Command 2 with the UITD clock.
    #[serde(rename = "type_28")]
    Type28,
}

/// What a clear bit 0 (test state) of a system, component or UITD state means for alarms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BitZero {
    /// Nothing: devices leave it clear on real alarms.
    #[default]
    Ignore,
    /// The alarm is a test.
    SuppressesAlarms,
}

/// A user-defined type that a model sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserType {
    /// The type flag, 128–254.
    pub type_flag: u8,
    /// What operators call it.
    pub label: Label,
}
