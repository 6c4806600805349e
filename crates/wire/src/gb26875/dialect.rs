//! How a device model departs from the standard, as data.
//!
//! One strict codec and one record per model, instead of guesses in code. Invariant: a dialect
//! changes how bytes are read, never what is kept; the default is the standard, lenient where
//! bytes cannot be confused (any version; a UITD state without its time, told by its length).
//! Not here: which device has which dialect; the register of devices says that.

mod parts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use parts::{
    AddressOrder, AnalogOverride, BitZero, ByteOrder, ComponentAddressSplit, HeartbeatForm, Label,
    ObjectSizes, UserType,
};

use super::object_codec::{ANALOG_FIXED, COMPONENT_STATE_FIXED};
use super::{
    Address, AnalogType, Command, ComponentAddress, Frame, LocalTime, MAX_ADU, Scale, TimeCoding,
    TimeLabel, TypeFlag,
};

/// The way a device model speaks the protocol. Fields that a file leaves out are the standard's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dialect {
    /// The name that operators see.
    pub label: Label,
    /// How time labels are written.
    pub time_coding: TimeCoding,
    /// Which byte of the source address is the highest.
    pub source_address_order: AddressOrder,
    /// How a component address is shown; the raw number stays the key.
    pub component_address_split: ComponentAddressSplit,
    /// Byte order of system and component states.
    pub state_byte_order: ByteOrder,
    /// Object sizes that differ.
    pub object_sizes: ObjectSizes,
    /// Scales by analog type that differ from table 6, and those of user-defined types.
    pub analog_scales: BTreeMap<u8, AnalogOverride>,
    /// What the model sends only to show that it is alive.
    pub heartbeats: Vec<HeartbeatForm>,
    /// Seconds of silence after which a connection may be closed.
    pub idle_limit_seconds: u32,
    /// What a clear bit 0 of a state means for alarms.
    pub bit_zero: BitZero,
    /// User-defined types that the model sends (128–254).
    pub user_types: Vec<UserType>,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            label: Label {
                zh: "国标 GB/T 26875.3-2011".to_owned(),
                en: "Standard GB/T 26875.3-2011".to_owned(),
            },
            time_coding: TimeCoding::default(),
            source_address_order: AddressOrder::default(),
            component_address_split: ComponentAddressSplit::default(),
            state_byte_order: ByteOrder::default(),
            object_sizes: ObjectSizes::default(),
            analog_scales: BTreeMap::new(),
            heartbeats: vec![HeartbeatForm::EmptyAdu, HeartbeatForm::Type21WithoutTime],
            idle_limit_seconds: 180,
            bit_zero: BitZero::default(),
            user_types: Vec::new(),
        }
    }
}

impl Dialect {
    /// Reads a dialect file and checks it.
    ///
    /// # Errors
    /// [`DialectError`] says what to put right.
    pub fn from_json(text: &str) -> Result<Self, DialectError> {
        let dialect: Self = serde_json::from_str(text)?;
        dialect.check()?;
        Ok(dialect)
    }

    /// Whether the record makes sense.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), DialectError> {
        if self.label.zh.trim().is_empty() || self.label.en.trim().is_empty() {
            return Err(DialectError::Label);
        }
        let sizes = [
            (2, self.object_sizes.component_state, COMPONENT_STATE_FIXED),
            (3, self.object_sizes.analog_value, ANALOG_FIXED),
        ];
        for (type_flag, size, least) in sizes {
            let Some(size) = size else { continue };
            if !(least..=MAX_ADU - 2).contains(&usize::from(size)) {
                return Err(DialectError::ObjectSize {
                    type_flag,
                    size,
                    least,
                });
            }
        }
        for (analog_type, scale) in &self.analog_scales {
            if !(-9..=9).contains(&scale.power) {
                let (analog_type, power) = (*analog_type, scale.power);
                return Err(DialectError::Power { analog_type, power });
            }
        }
        if self.idle_limit_seconds == 0 {
            return Err(DialectError::IdleLimit);
        }
        match self
            .user_types
            .iter()
            .find(|user| !TypeFlag(user.type_flag).is_user_defined())
        {
            Some(user) => Err(DialectError::UserType {
                type_flag: user.type_flag,
            }),
            None => Ok(()),
        }
    }

    /// A time label as this model means it.
    pub fn time(&self, label: TimeLabel) -> Option<LocalTime> {
        label.decode(self.time_coding)
    }

    /// A time as this model writes it.
    pub fn time_label(&self, time: LocalTime) -> TimeLabel {
        TimeLabel::encode(time, self.time_coding)
    }

    /// A source address as this model means it.
    pub const fn source(&self, address: Address) -> Address {
        match self.source_address_order {
            AddressOrder::LowByteFirst => address,
            AddressOrder::WireOrder => address.reversed(),
        }
    }

    /// Zone and point of a component, where the model has them.
    pub const fn zone_and_point(&self, address: ComponentAddress) -> Option<(u16, u16)> {
        match self.component_address_split {
            ComponentAddressSplit::Raw => None,
            ComponentAddressSplit::ZoneAndPoint => Some(address.zone_and_point()),
        }
    }

    /// Scale and measure of an analog type; `None` where neither the model nor the standard
    /// gives one.
    pub fn scale(&self, analog_type: AnalogType) -> Option<Scale<'_>> {
        let standard = analog_type.scale();
        match self.analog_scales.get(&analog_type.0) {
            Some(own) => Some(Scale {
                power: own.power,
                measure: match &own.measure {
                    Some(measure) => measure,
                    None => standard.map_or("", |scale| scale.measure),
                },
            }),
            None => standard,
        }
    }

    /// Whether a system, component or UITD state of these bits may raise an alarm; only bit 0 is
    /// looked at.
    pub const fn may_alarm(&self, state_bits: u16) -> bool {
        match self.bit_zero {
            BitZero::Ignore => true,
            BitZero::SuppressesAlarms => state_bits & 1 == 1,
        }
    }

    /// Whether the model uses this form of heartbeat.
    pub fn has_heartbeat(&self, form: HeartbeatForm) -> bool {
        self.heartbeats.contains(&form)
    }

    /// Whether the frame is one that this model sends to show that it is alive. A UITD state in
    /// such a frame must still be looked at: it may bring news.
    pub fn is_heartbeat(&self, frame: &Frame<'_>) -> bool {
        if frame.header.command != Command::Send {
            return false;
        }
        let form = match *frame.adu {
            [] => HeartbeatForm::EmptyAdu,
            [21, 1, _] => HeartbeatForm::Type21WithoutTime,
            [21, 1, _, _, _, _, _, _, _] => HeartbeatForm::Type21,
            [28, 1, _, _, _, _, _, _] => HeartbeatForm::Type28,
            _ => return false,
        };
        self.has_heartbeat(form)
    }

    /// What operators call a user-defined type of this model.
    pub fn user_type(&self, type_flag: TypeFlag) -> Option<&Label> {
        self.user_types
            .iter()
            .find(|user| user.type_flag == type_flag.0)
            .map(|user| &user.label)
    }
}

/// What is wrong with a dialect file.
#[derive(Debug, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "each field is named in the sentence of its variant"
)]
pub enum DialectError {
    /// Not JSON, or not the fields of a dialect.
    #[error("the dialect file cannot be read")]
    Json(#[from] serde_json::Error),
    /// A name is missing.
    #[error("the dialect needs a label in zh and in en")]
    Label,
    /// An object size that cannot hold the fields of the standard.
    #[error("objects of type {type_flag} cannot have {size} bytes; give {least} to 1022")]
    ObjectSize {
        type_flag: u8,
        size: u16,
        least: usize,
    },
    /// A power of ten out of range.
    #[error("the scale of analog type {analog_type} is 10^{power}; give a power from -9 to 9")]
    Power { analog_type: u8, power: i8 },
    /// No idle limit.
    #[error("the idle limit must be at least one second")]
    IdleLimit,
    /// A user type outside the user-defined range.
    #[error("the type {type_flag} is not user-defined; give 128 to 254")]
    UserType { type_flag: u8 },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_record_is_the_standard() {
        let dialect = Dialect::from_json("{}").unwrap();
        assert_eq!(dialect, Dialect::default());
        assert!(dialect.may_alarm(2));
        let json = serde_json::to_string(&dialect).unwrap();
        assert_eq!(Dialect::from_json(&json).unwrap(), dialect);
    }

    #[test]
    fn faults_are_found_on_loading() {
        for text in [
            r#"{"time_codign": "bcd"}"#,
            r#"{"label": {"zh": "", "en": "x"}}"#,
            r#"{"object_sizes": {"component_state": 14}}"#,
            r#"{"object_sizes": {"analog_value": 15}}"#,
            r#"{"analog_scales": {"4": {"power": 10}}}"#,
            r#"{"idle_limit_seconds": 0}"#,
            r#"{"user_types": [{"type_flag": 255, "label": {"zh": "甲", "en": "x"}}]}"#,
        ] {
            assert!(Dialect::from_json(text).is_err(), "{text}");
        }
    }

    #[test]
    fn scales_can_be_replaced() {
        let text =
            r#"{"analog_scales": {"4": {"power": -3}, "128": {"power": 0, "measure": "mA"}}}"#;
        let dialect = Dialect::from_json(text).unwrap();
        assert_eq!(
            dialect.scale(AnalogType(4)),
            Some(Scale {
                power: -3,
                measure: "MPa"
            })
        );
        assert_eq!(
            dialect.scale(AnalogType(128)),
            Some(Scale {
                power: 0,
                measure: "mA"
            })
        );
        assert_eq!(dialect.scale(AnalogType(2)), AnalogType(2).scale());
        assert_eq!(dialect.scale(AnalogType(129)), None);
    }
}
