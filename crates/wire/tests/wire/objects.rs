//! Round trips of every ADU type and of whole frames, with generated values.

use proptest::collection::vec;
use proptest::prelude::*;
use wire::gb26875::*;

use crate::checks;

fn time() -> impl Strategy<Value = TimeLabel> {
    any::<[u8; 6]>().prop_map(TimeLabel)
}

fn system() -> impl Strategy<Value = SystemRef> {
    any::<(u8, u8)>().prop_map(|(kind, system_address)| SystemRef {
        system_type: SystemType(kind),
        system_address,
    })
}

/// Raw material from which an object of any type can be made.
type Seed = (SystemRef, (u8, u32, u16, u8, u8, i16), TimeLabel, Vec<u8>);

fn seed() -> impl Strategy<Value = Seed> {
    (
        system(),
        any::<(u8, u32, u16, u8, u8, i16)>(),
        time(),
        vec(any::<u8>(), 255),
    )
}

fn object(flag: TypeFlag, seed: &Seed, text_len: usize) -> Object<'_> {
    let (system, (kind, address, bits, byte, other, value), time, bytes) = seed;
    let (system, time, byte, other) = (*system, *time, *byte, *other);
    let component_type = ComponentType(*kind);
    let component_address = ComponentAddress(*address);
    let description = Text(&bytes[..31]);
    let text = Text(&bytes[..text_len]);
    let read = ComponentRead {
        system,
        component_address,
    };
    let wanted = byte % 103;
    match flag.0 {
        1 => Object::SystemState(SystemStateRecord {
            system,
            state: SystemState(*bits),
            occurred: time,
        }),
        2 => Object::ComponentState(ComponentStateRecord {
            system,
            component_type,
            component_address,
            state: ComponentState(*bits),
            description,
            occurred: time,
        }),
        3 => Object::AnalogValue(AnalogRecord {
            system,
            component_type,
            component_address,
            analog_type: AnalogType(byte),
            value: *value,
            extra: &[],
            sampled: time,
        }),
        4 => Object::Operation(OperationRecord {
            system,
            operation: Operation(byte),
            operator: other,
            recorded: time,
        }),
        5 => Object::SystemVersion(SystemVersionRecord {
            system,
            major: byte,
            minor: other,
        }),
        6 => Object::SystemConfig(SystemConfigRecord { system, text }),
        7 => Object::ComponentConfig(ComponentConfigRecord {
            system,
            component_type,
            component_address,
            description,
        }),
        8 => Object::SystemClock(SystemClockRecord {
            system,
            clock: time,
        }),
        21 => Object::UitdState(UitdStateRecord {
            state: UitdState(byte),
            occurred: Some(time),
        }),
        24 => Object::UitdOperation(UitdOperationRecord {
            operation: UitdOperation(byte),
            operator: other,
            recorded: time,
        }),
        25 => Object::UitdVersion(UitdVersionRecord {
            major: byte,
            minor: other,
        }),
        26 => Object::UitdConfig(UitdConfigRecord { text }),
        28 => Object::UitdClock(ClockSetting { clock: time }),
        61 => Object::ReadSystemState(system),
        62 => Object::ReadComponentState(read),
        63 => Object::ReadAnalogValue(read),
        64 => Object::ReadOperations(OperationRead {
            system,
            wanted,
            start: time,
        }),
        65 => Object::ReadSystemVersion(system),
        66 => Object::ReadSystemConfig(system),
        67 => Object::ReadComponentConfig(read),
        68 => Object::ReadSystemClock(system),
        81 => Object::ReadUitdState(byte),
        84 => Object::ReadUitdOperations(UitdOperationRead {
            wanted,
            start: time,
        }),
        85 => Object::ReadUitdVersion(byte),
        86 => Object::ReadUitdConfig(byte),
        88 => Object::ReadUitdClock(byte),
        89 => Object::InitialiseUitd(byte),
        90 => Object::SetUitdClock(ClockSetting { clock: time }),
        91 => Object::AttendanceCheck(byte),
        _ => Object::Raw(RawObjects {
            type_flag: flag,
            count: byte,
            bytes: text.0,
        }),
    }
}

fn limit(flag: TypeFlag) -> usize {
    match flag.layout() {
        Layout::Fixed { limit, .. } | Layout::Counted { limit, .. } => limit.into(),
        Layout::Raw => 1,
    }
}

proptest! {
    #[test]
    fn every_type_comes_back(
        flag in any::<u8>().prop_map(TypeFlag),
        standard in 0..TypeFlag::ALL.len(),
        prefer_standard in any::<bool>(),
        seeds in vec((seed(), 0..=255_usize), 1..=127),
        order in prop_oneof![Just(""), Just(r#""state_byte_order": "high_byte_first""#)],
    ) {
        let flag = if prefer_standard { TypeFlag::ALL[standard] } else { flag };
        let dialect = Dialect::from_json(&format!("{{{order}}}")).unwrap();
        let objects: Vec<_> = seeds
            .iter()
            .take(limit(flag))
            .map(|(seed, text_len)| object(flag, seed, *text_len))
            .collect();
        let bytes = encode_objects(&objects, &dialect).unwrap();
        prop_assert!(bytes.len() <= MAX_ADU);
        let adu = Adu::decode(&bytes, &dialect).unwrap();
        prop_assert_eq!(adu.type_flag(), flag);
        prop_assert_eq!(adu.objects().collect::<Vec<_>>(), objects);

        let command = if flag.0 < 61 { Command::Send } else { Command::Request };
        let frame = Frame { header: crate::header(command), adu: &bytes };
        let wire = frame.encode().unwrap();
        prop_assert_eq!(Frame::decode(&wire), Ok(frame));
        checks::frame(&wire);
    }

    #[test]
    fn one_more_or_one_fewer_byte_is_told(
        standard in 0..TypeFlag::ALL.len(),
        seed in seed(),
    ) {
        let (flag, dialect) = (TypeFlag::ALL[standard], Dialect::default());
        let mut bytes = encode_objects(&[object(flag, &seed, 40)], &dialect).unwrap();
        bytes.push(0);
        let trailing = matches!(
            Adu::decode(&bytes, &dialect).map(|_| ()),
            Err(AduError::TrailingBytes { extra: 1, .. })
        );
        prop_assert!(trailing);
        bytes.truncate(bytes.len() - 2);
        let short = matches!(
            Adu::decode(&bytes, &dialect).map(|_| ()),
            Err(AduError::TooShort { .. })
        );
        prop_assert!(short);
    }

    #[test]
    fn every_header_comes_back(
        numbers in any::<(u16, u8, u8)>(),
        sent in time(),
        source in 0..1_u64 << 48,
        destination in 0..1_u64 << 48,
        command in prop_oneof![1..=6_u8, 128..=255_u8],
        adu in vec(any::<u8>(), 0..=MAX_ADU),
    ) {
        let (sequence, main, user) = numbers;
        let header = Header {
            sequence,
            version: Version { main, user },
            sent,
            source: Address::new(source).unwrap(),
            destination: Address::new(destination).unwrap(),
            command: command.into(),
        };
        let frame = Frame { header, adu: &adu };
        let bytes = frame.encode().unwrap();
        prop_assert_eq!(Frame::decode(&bytes), Ok(frame));
    }

    #[test]
    fn text_that_fits_comes_back(text in "[ -~一-龥]{0,40}") {
        let bytes = Text::encode(&text, 255);
        prop_assert_eq!(Text(&bytes).decode(), text.trim_matches(' '));
        let narrow = Text::encode(&text, DESCRIPTION_LEN);
        prop_assert!(narrow.len() <= DESCRIPTION_LEN && bytes.starts_with(&narrow));
    }
}
