//! What a frame says about points, pure: objects under a dialect in, signals out.
//!
//! Invariants: every fire bit becomes a fire signal unless the dialect of the model says that a
//! clear bit 0 is a test; a clear bit 0 alone never silences anything; impossible dates read as
//! none and drop nothing. Not here: what is already known of the point.

use base::Timestamp;
use wire::gb26875::{
    Adu, ComponentType, Dialect, Object, Operation, SystemRef, TimeLabel, UitdOperation,
};

/// The fire bit, the same in all three state tables.
const FIRE: u16 = 1 << 1;
/// Bit 0, clear in a test.
const NORMAL: u16 = 1;

/// Where a signal comes from: a component, a system, or the transmitter itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// System type and address; none for the transmitter.
    pub system: Option<(u8, u8)>,
    /// Component type and raw address.
    pub component: Option<(u8, u32)>,
}

impl Point {
    const TRANSMITTER: Self = Self {
        system: None,
        component: None,
    };

    fn of_system(system: SystemRef) -> Self {
        Self {
            system: Some((system.system_type.0, system.system_address)),
            component: None,
        }
    }

    /// The key of the point at its device, for ever: `s1.1/c40.131082`, `s1.1` or `uitd`.
    #[must_use]
    pub fn key(&self) -> String {
        match (self.system, self.component) {
            (Some((kind, at)), Some((component, address))) => {
                format!("s{kind}.{at}/c{component}.{address}")
            }
            (Some((kind, at)), None) => format!("s{kind}.{at}"),
            (None, _) => "uitd".to_owned(),
        }
    }

    /// What a person calls it: zone and point, the number, or the system's number.
    #[must_use]
    pub fn label(&self, dialect: &Dialect) -> String {
        match (self.system, self.component) {
            (_, Some((_, address))) => {
                let address = wire::gb26875::ComponentAddress(address);
                match dialect.zone_and_point(address) {
                    Some((zone, point)) => format!("{zone}-{point}"),
                    None => address.0.to_string(),
                }
            }
            (Some((_, at)), None) => at.to_string(),
            (None, None) => String::new(),
        }
    }

    /// 1 where a person or water speaks (manual call point, hydrant button, flow indicator,
    /// pressure switch), else 2.
    #[must_use]
    pub const fn priority(&self) -> i32 {
        match self.component {
            Some((23 | 24 | 96 | 99, _)) => 1,
            _ => 2,
        }
    }
}

/// One thing that a frame says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The state of a point.
    State {
        /// Which.
        point: Point,
        /// All bits as sent.
        bits: u16,
        /// Whether the fire bit may raise an alarm.
        fire: bool,
        /// What the device calls the point.
        description: String,
        /// By the panel's clock.
        occurred: Option<Timestamp>,
    },
    /// 手动报警: somebody pressed the button.
    Manual {
        /// Where.
        point: Point,
        /// By the panel's clock.
        occurred: Option<Timestamp>,
    },
    /// 复位、警情消除: somebody reset the panel or cleared the alarm; it ends a manual alarm.
    Cleared {
        /// Where.
        point: Point,
    },
    /// 查岗应答: the control room answers the attendance check.
    Attendance {
        /// Number of the operator.
        operator: u8,
    },
}

impl Signal {
    /// Whether it raises or repeats an alarm.
    #[must_use]
    pub const fn is_fire(&self) -> bool {
        match self {
            Self::State { fire, .. } => *fire,
            Self::Manual { .. } => true,
            Self::Cleared { .. } | Self::Attendance { .. } => false,
        }
    }

    /// Whether bit 0 was clear; an operation has no such bit.
    #[must_use]
    pub const fn says_test(&self) -> bool {
        match self {
            Self::State { bits, .. } => *bits & NORMAL == 0,
            Self::Manual { .. } | Self::Cleared { .. } | Self::Attendance { .. } => false,
        }
    }
}

/// Everything that the objects of a frame say, in wire order.
#[must_use]
pub fn read(adu: &Adu<'_>, dialect: &Dialect) -> Vec<Signal> {
    let mut signals = Vec::new();
    for object in adu.objects() {
        match object {
            Object::SystemState(record) => signals.push(Signal::State {
                point: Point::of_system(record.system),
                bits: record.state.0,
                fire: fire(record.state.0, dialect),
                description: String::new(),
                occurred: local(record.occurred, dialect),
            }),
            Object::ComponentState(record) => {
                let ComponentType(kind) = record.component_type;
                let component = Some((kind, record.component_address.0));
                signals.push(Signal::State {
                    point: Point {
                        component,
                        ..Point::of_system(record.system)
                    },
                    bits: record.state.0,
                    fire: fire(record.state.0, dialect),
                    description: record.description.decode().into_owned(),
                    occurred: local(record.occurred, dialect),
                });
            }
            Object::UitdState(record) => {
                let bits = u16::from(record.state.0);
                signals.push(Signal::State {
                    point: Point::TRANSMITTER,
                    bits,
                    fire: fire(bits, dialect),
                    description: String::new(),
                    occurred: record.occurred.and_then(|label| local(label, dialect)),
                });
            }
            Object::Operation(record) => {
                let point = Point::of_system(record.system);
                let occurred = local(record.recorded, dialect);
                operation(record.operation, point, occurred, &mut signals);
            }
            Object::UitdOperation(record) => {
                let UitdOperation(bits) = record.operation;
                let occurred = local(record.recorded, dialect);
                // Bits 0 to 4 mean the same at the transmitter as at a facility (8.7, 8.9).
                operation(Operation(bits), Point::TRANSMITTER, occurred, &mut signals);
                if record.operation.contains(UitdOperation::ATTENDANCE_ANSWER) {
                    let operator = record.operator;
                    signals.push(Signal::Attendance { operator });
                }
            }
            _ => {}
        }
    }
    signals
}

fn fire(bits: u16, dialect: &Dialect) -> bool {
    bits & FIRE != 0 && dialect.may_alarm(bits)
}

fn operation(done: Operation, point: Point, occurred: Option<Timestamp>, out: &mut Vec<Signal>) {
    if done.contains(Operation::MANUAL_ALARM) {
        out.push(Signal::Manual { point, occurred });
    } else if done.contains(Operation::RESET) || done.contains(Operation::ALARM_CLEARED) {
        out.push(Signal::Cleared { point });
    }
}

/// A label of the wire as a point in time: by convention China time, UTC+8, without summer time.
#[must_use]
pub fn local(label: TimeLabel, dialect: &Dialect) -> Option<Timestamp> {
    let time = dialect.time(label)?;
    format!("{time}+08:00").parse().ok()
}

/// A point in time as a label of the wire.
#[must_use]
pub fn label_of(time: Timestamp, dialect: &Dialect) -> TimeLabel {
    const OFFSET: std::time::Duration = std::time::Duration::from_secs(8 * 3600);
    let text = time.plus(OFFSET).to_string();
    let digits = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse().ok());
    let read = || {
        let byte = |at: usize| digits(at, at + 2).and_then(|n: u16| u8::try_from(n).ok());
        wire::gb26875::LocalTime::new(
            digits(0, 4)?,
            byte(5)?,
            byte(8)?,
            byte(11)?,
            byte(14)?,
            byte(17)?,
        )
    };
    read().map_or(TimeLabel::ZERO, |local| dialect.time_label(local))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::gb26875::BitZero;

    const LABEL: TimeLabel = TimeLabel([2, 58, 9, 26, 9, 12]);

    fn signals(adu: &[u8], dialect: &Dialect) -> Vec<Signal> {
        read(&Adu::decode(adu, dialect).unwrap(), dialect)
    }

    #[test]
    fn labels_are_china_time_and_back() {
        let dialect = Dialect::default();
        let time = local(LABEL, &dialect).unwrap();
        assert_eq!(time.to_string(), "2012-09-26T01:58:02.000000Z");
        assert_eq!(label_of(time, &dialect), LABEL);
        assert_eq!(local(TimeLabel::ZERO, &dialect), None);
        assert_eq!(local(TimeLabel([0, 0, 0, 30, 2, 20]), &dialect), None);
    }

    #[test]
    fn a_clear_bit_zero_silences_only_where_the_model_says_so() {
        let adu = [21, 1, 0x02, 2, 58, 9, 26, 9, 12];
        let standard = Dialect::default();
        let found = signals(&adu, &standard);
        assert!(found[0].is_fire() && found[0].says_test());
        let strict = Dialect {
            bit_zero: BitZero::SuppressesAlarms,
            ..Dialect::default()
        };
        assert!(!signals(&adu, &strict)[0].is_fire());
    }

    #[test]
    fn operations_speak() {
        let dialect = Dialect::default();
        let press = signals(&[4, 1, 1, 1, 0x04, 7, 2, 58, 9, 26, 9, 12], &dialect);
        assert!(matches!(press[0], Signal::Manual { point, .. } if point.key() == "s1.1"));
        let both = signals(&[24, 1, 0x21, 3, 2, 58, 9, 26, 9, 12], &dialect);
        assert!(matches!(both[0], Signal::Cleared { point } if point.key() == "uitd"));
        assert_eq!(both[1], Signal::Attendance { operator: 3 });
    }

    #[test]
    fn points_have_keys_and_labels() {
        let dialect = Dialect::default();
        let point = Point {
            system: Some((1, 1)),
            component: Some((40, 0x0002_000A)),
        };
        assert_eq!(point.key(), "s1.1/c40.131082");
        assert_eq!(point.label(&dialect), "10-2");
        assert_eq!(point.priority(), 2);
    }
}
