//! Bytes of single objects (clauses 8.2, 8.3), both ways.
//!
//! Invariant: [`Object::read`] takes exactly the bytes that [`Object::write`] gives for the same
//! dialect. Not here: counts and limits, which are the ADU's.

use super::{
    AduError, AnalogRecord, AnalogType, ClockSetting, ComponentAddress, ComponentConfigRecord,
    ComponentRead, ComponentState, ComponentStateRecord, ComponentType, DESCRIPTION_LEN, Dialect,
    Object, Operation, OperationRead, OperationRecord, SystemClockRecord, SystemConfigRecord,
    SystemRef, SystemState, SystemStateRecord, SystemType, SystemVersionRecord, Text, TimeLabel,
    TypeFlag, UitdConfigRecord, UitdOperation, UitdOperationRead, UitdOperationRecord, UitdState,
    UitdStateRecord, UitdVersionRecord,
};

/// Bytes of a type 2 object besides its description.
pub(crate) const COMPONENT_STATE_FIXED: usize = 15;
/// Bytes of a type 3 object without extra bytes.
pub(crate) const ANALOG_FIXED: usize = 16;
/// Bytes of a time label.
const TIME_LEN: usize = 6;

/// Takes fields off the front of an object; `None` once the bytes are used up.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    fn system(&mut self) -> Option<SystemRef> {
        let [kind, system_address] = self.array()?;
        Some(SystemRef {
            system_type: SystemType(kind),
            system_address,
        })
    }

    fn address(&mut self) -> Option<ComponentAddress> {
        self.array().map(u32::from_le_bytes).map(ComponentAddress)
    }

    fn time(&mut self) -> Option<TimeLabel> {
        self.array().map(TimeLabel)
    }

    /// The bytes before a last field of `tail` bytes.
    fn until(&mut self, tail: usize) -> Option<&'a [u8]> {
        self.bytes(self.0.len().checked_sub(tail)?)
    }

    fn counted_text(&mut self) -> Option<Text<'a>> {
        let len = self.byte()?;
        self.bytes(usize::from(len)).map(Text)
    }

    fn component_read(&mut self) -> Option<ComponentRead> {
        Some(ComponentRead {
            system: self.system()?,
            component_address: self.address()?,
        })
    }
}

impl<'a> Object<'a> {
    /// Reads one object of a type with a layout; `bytes` are that object's and no other's.
    pub(crate) fn read(flag: TypeFlag, bytes: &'a [u8], dialect: &Dialect) -> Option<Self> {
        let mut r = Reader(bytes);
        let object = match flag {
            TypeFlag::SYSTEM_STATE => Self::SystemState(SystemStateRecord {
                system: r.system()?,
                state: SystemState(dialect.state_byte_order.read(r.array()?)),
                occurred: r.time()?,
            }),
            TypeFlag::COMPONENT_STATE => Self::ComponentState(ComponentStateRecord {
                system: r.system()?,
                component_type: ComponentType(r.byte()?),
                component_address: r.address()?,
                state: ComponentState(dialect.state_byte_order.read(r.array()?)),
                description: Text(r.until(TIME_LEN)?),
                occurred: r.time()?,
            }),
            TypeFlag::ANALOG_VALUE => Self::AnalogValue(AnalogRecord {
                system: r.system()?,
                component_type: ComponentType(r.byte()?),
                component_address: r.address()?,
                analog_type: AnalogType(r.byte()?),
                value: i16::from_le_bytes(r.array()?),
                extra: r.until(TIME_LEN)?,
                sampled: r.time()?,
            }),
            TypeFlag::OPERATION => Self::Operation(OperationRecord {
                system: r.system()?,
                operation: Operation(r.byte()?),
                operator: r.byte()?,
                recorded: r.time()?,
            }),
            TypeFlag::SYSTEM_VERSION => Self::SystemVersion(SystemVersionRecord {
                system: r.system()?,
                major: r.byte()?,
                minor: r.byte()?,
            }),
            TypeFlag::SYSTEM_CONFIG => Self::SystemConfig(SystemConfigRecord {
                system: r.system()?,
                text: r.counted_text()?,
            }),
            TypeFlag::COMPONENT_CONFIG => Self::ComponentConfig(ComponentConfigRecord {
                system: r.system()?,
                component_type: ComponentType(r.byte()?),
                component_address: r.address()?,
                description: Text(r.bytes(DESCRIPTION_LEN)?),
            }),
            TypeFlag::SYSTEM_CLOCK => Self::SystemClock(SystemClockRecord {
                system: r.system()?,
                clock: r.time()?,
            }),
            TypeFlag::UITD_STATE => Self::UitdState(UitdStateRecord {
                state: UitdState(r.byte()?),
                occurred: r.time(),
            }),
            TypeFlag::UITD_OPERATION => Self::UitdOperation(UitdOperationRecord {
                operation: UitdOperation(r.byte()?),
                operator: r.byte()?,
                recorded: r.time()?,
            }),
            TypeFlag::UITD_VERSION => Self::UitdVersion(UitdVersionRecord {
                major: r.byte()?,
                minor: r.byte()?,
            }),
            TypeFlag::UITD_CONFIG => Self::UitdConfig(UitdConfigRecord {
                text: r.counted_text()?,
            }),
            TypeFlag::UITD_CLOCK => Self::UitdClock(ClockSetting { clock: r.time()? }),
            _ => return Self::read_downward(flag, r),
        };
        r.0.is_empty().then_some(object)
    }

    fn read_downward(flag: TypeFlag, mut r: Reader<'a>) -> Option<Self> {
        let object = match flag {
            TypeFlag::READ_SYSTEM_STATE => Self::ReadSystemState(r.system()?),
            TypeFlag::READ_COMPONENT_STATE => Self::ReadComponentState(r.component_read()?),
            TypeFlag::READ_ANALOG_VALUE => Self::ReadAnalogValue(r.component_read()?),
            TypeFlag::READ_OPERATIONS => Self::ReadOperations(OperationRead {
                system: r.system()?,
                wanted: r.byte()?,
                start: r.time()?,
            }),
            TypeFlag::READ_SYSTEM_VERSION => Self::ReadSystemVersion(r.system()?),
            TypeFlag::READ_SYSTEM_CONFIG => Self::ReadSystemConfig(r.system()?),
            TypeFlag::READ_COMPONENT_CONFIG => Self::ReadComponentConfig(r.component_read()?),
            TypeFlag::READ_SYSTEM_CLOCK => Self::ReadSystemClock(r.system()?),
            TypeFlag::READ_UITD_STATE => Self::ReadUitdState(r.byte()?),
            TypeFlag::READ_UITD_OPERATIONS => Self::ReadUitdOperations(UitdOperationRead {
                wanted: r.byte()?,
                start: r.time()?,
            }),
            TypeFlag::READ_UITD_VERSION => Self::ReadUitdVersion(r.byte()?),
            TypeFlag::READ_UITD_CONFIG => Self::ReadUitdConfig(r.byte()?),
            TypeFlag::READ_UITD_CLOCK => Self::ReadUitdClock(r.byte()?),
            TypeFlag::INITIALISE_UITD => Self::InitialiseUitd(r.byte()?),
            TypeFlag::SET_UITD_CLOCK => Self::SetUitdClock(ClockSetting { clock: r.time()? }),
            TypeFlag::ATTENDANCE_CHECK => Self::AttendanceCheck(r.byte()?),
            _ => return None,
        };
        r.0.is_empty().then_some(object)
    }

    /// The type flag under which the object travels.
    pub const fn type_flag(&self) -> TypeFlag {
        match self {
            Self::SystemState(_) => TypeFlag::SYSTEM_STATE,
            Self::ComponentState(_) => TypeFlag::COMPONENT_STATE,
            Self::AnalogValue(_) => TypeFlag::ANALOG_VALUE,
            Self::Operation(_) => TypeFlag::OPERATION,
            Self::SystemVersion(_) => TypeFlag::SYSTEM_VERSION,
            Self::SystemConfig(_) => TypeFlag::SYSTEM_CONFIG,
            Self::ComponentConfig(_) => TypeFlag::COMPONENT_CONFIG,
            Self::SystemClock(_) => TypeFlag::SYSTEM_CLOCK,
            Self::UitdState(_) => TypeFlag::UITD_STATE,
            Self::UitdOperation(_) => TypeFlag::UITD_OPERATION,
            Self::UitdVersion(_) => TypeFlag::UITD_VERSION,
            Self::UitdConfig(_) => TypeFlag::UITD_CONFIG,
            Self::UitdClock(_) => TypeFlag::UITD_CLOCK,
            Self::ReadSystemState(_) => TypeFlag::READ_SYSTEM_STATE,
            Self::ReadComponentState(_) => TypeFlag::READ_COMPONENT_STATE,
            Self::ReadAnalogValue(_) => TypeFlag::READ_ANALOG_VALUE,
            Self::ReadOperations(_) => TypeFlag::READ_OPERATIONS,
            Self::ReadSystemVersion(_) => TypeFlag::READ_SYSTEM_VERSION,
            Self::ReadSystemConfig(_) => TypeFlag::READ_SYSTEM_CONFIG,
            Self::ReadComponentConfig(_) => TypeFlag::READ_COMPONENT_CONFIG,
            Self::ReadSystemClock(_) => TypeFlag::READ_SYSTEM_CLOCK,
            Self::ReadUitdState(_) => TypeFlag::READ_UITD_STATE,
            Self::ReadUitdOperations(_) => TypeFlag::READ_UITD_OPERATIONS,
            Self::ReadUitdVersion(_) => TypeFlag::READ_UITD_VERSION,
            Self::ReadUitdConfig(_) => TypeFlag::READ_UITD_CONFIG,
            Self::ReadUitdClock(_) => TypeFlag::READ_UITD_CLOCK,
            Self::InitialiseUitd(_) => TypeFlag::INITIALISE_UITD,
            Self::SetUitdClock(_) => TypeFlag::SET_UITD_CLOCK,
            Self::AttendanceCheck(_) => TypeFlag::ATTENDANCE_CHECK,
            Self::Raw(raw) => raw.type_flag,
        }
    }

    /// Appends the object's bytes.
    pub(crate) fn write(&self, dialect: &Dialect, out: &mut Vec<u8>) -> Result<(), AduError> {
        match self {
            Self::SystemState(o) => {
                put_system(out, o.system);
                out.extend_from_slice(&dialect.state_byte_order.write(o.state.0));
                out.extend_from_slice(&o.occurred.0);
            }
            Self::ComponentState(o) => {
                put_system(out, o.system);
                out.push(o.component_type.0);
                out.extend_from_slice(&o.component_address.0.to_le_bytes());
                out.extend_from_slice(&dialect.state_byte_order.write(o.state.0));
                let size = dialect.object_sizes.component_state();
                put_padded(
                    out,
                    o.description.0,
                    size.saturating_sub(COMPONENT_STATE_FIXED),
                )?;
                out.extend_from_slice(&o.occurred.0);
            }
            Self::AnalogValue(o) => {
                put_system(out, o.system);
                out.extend_from_slice(&[o.component_type.0]);
                out.extend_from_slice(&o.component_address.0.to_le_bytes());
                out.push(o.analog_type.0);
                out.extend_from_slice(&o.value.to_le_bytes());
                let size = dialect.object_sizes.analog_value();
                put_padded(out, o.extra, size.saturating_sub(ANALOG_FIXED))?;
                out.extend_from_slice(&o.sampled.0);
            }
            Self::Operation(o) => {
                put_system(out, o.system);
                out.extend_from_slice(&[o.operation.0, o.operator]);
                out.extend_from_slice(&o.recorded.0);
            }
            Self::SystemVersion(o) => {
                put_system(out, o.system);
                out.extend_from_slice(&[o.major, o.minor]);
            }
            Self::SystemConfig(o) => {
                put_system(out, o.system);
                put_counted(out, o.text)?;
            }
            Self::ComponentConfig(o) => {
                put_system(out, o.system);
                out.push(o.component_type.0);
                out.extend_from_slice(&o.component_address.0.to_le_bytes());
                put_padded(out, o.description.0, DESCRIPTION_LEN)?;
            }
            Self::SystemClock(o) => {
                put_system(out, o.system);
                out.extend_from_slice(&o.clock.0);
            }
            Self::UitdState(o) => {
                out.push(o.state.0);
                out.extend_from_slice(o.occurred.as_ref().map_or(&[], |time| &time.0));
            }
            Self::UitdOperation(o) => {
                out.extend_from_slice(&[o.operation.0, o.operator]);
                out.extend_from_slice(&o.recorded.0);
            }
            Self::UitdVersion(o) => out.extend_from_slice(&[o.major, o.minor]),
            Self::UitdConfig(o) => put_counted(out, o.text)?,
            Self::UitdClock(o) | Self::SetUitdClock(o) => out.extend_from_slice(&o.clock.0),
            Self::ReadSystemState(system)
            | Self::ReadSystemVersion(system)
            | Self::ReadSystemConfig(system)
            | Self::ReadSystemClock(system) => put_system(out, *system),
            Self::ReadComponentState(o)
            | Self::ReadAnalogValue(o)
            | Self::ReadComponentConfig(o) => {
                put_system(out, o.system);
                out.extend_from_slice(&o.component_address.0.to_le_bytes());
            }
            Self::ReadOperations(o) => {
                put_system(out, o.system);
                out.push(o.wanted);
                out.extend_from_slice(&o.start.0);
            }
            Self::ReadUitdOperations(o) => {
                out.push(o.wanted);
                out.extend_from_slice(&o.start.0);
            }
            Self::ReadUitdState(byte)
            | Self::ReadUitdVersion(byte)
            | Self::ReadUitdConfig(byte)
            | Self::ReadUitdClock(byte)
            | Self::InitialiseUitd(byte)
            | Self::AttendanceCheck(byte) => out.push(*byte),
            Self::Raw(raw) => out.extend_from_slice(raw.bytes),
        }
        Ok(())
    }
}

fn put_system(out: &mut Vec<u8>, system: SystemRef) {
    out.extend_from_slice(&[system.system_type.0, system.system_address]);
}

/// A field of fixed width, filled up with 00.
fn put_padded(out: &mut Vec<u8>, bytes: &[u8], width: usize) -> Result<(), AduError> {
    if bytes.len() > width {
        return Err(AduError::TextTooLong {
            length: bytes.len(),
            limit: width,
        });
    }
    out.extend_from_slice(bytes);
    out.resize(out.len() + width - bytes.len(), 0);
    Ok(())
}

/// A length byte and so many bytes.
fn put_counted(out: &mut Vec<u8>, text: Text<'_>) -> Result<(), AduError> {
    let length = text.0.len();
    let Ok(len) = u8::try_from(length) else {
        return Err(AduError::TextTooLong { length, limit: 255 });
    };
    out.push(len);
    out.extend_from_slice(text.0);
    Ok(())
}
