//! Every dialect file of the city pack loads, and does what its name says.

use std::fs;
use std::path::PathBuf;

use wire::gb26875::{
    Adu, Command, Dialect, Frame, HeartbeatForm, Object, TimeLabel, TypeFlag, encode_objects,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/yuncheng/dialects")
}

fn load(name: &str) -> Dialect {
    Dialect::from_json(&fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

#[test]
fn every_file_loads() {
    let mut count = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let dialect = Dialect::from_json(&fs::read_to_string(&path).unwrap());
        assert!(dialect.is_ok(), "{}: {dialect:?}", path.display());
        count += 1;
    }
    assert!(count >= 4);
}

#[test]
fn standard_is_the_default() {
    assert_eq!(load("standard.json"), Dialect::default());
}

#[test]
fn bcd_times_are_read_and_written() {
    let dialect = load("bcd-time.json");
    let label = TimeLabel([0x02, 0x58, 0x09, 0x26, 0x09, 0x12]);
    let time = dialect.time(label).unwrap();
    assert_eq!(time.to_string(), "2012-09-26T09:58:02");
    assert_eq!(dialect.time_label(time), label);
}

#[test]
fn extinguisher_gateway_beats_with_a_state_without_time() {
    let dialect = load("extinguisher-gateway.json");
    let frame = |adu| Frame {
        header: crate::header(Command::Send),
        adu,
    };
    assert!(dialect.is_heartbeat(&frame(&[21, 1, 1])));
    assert!(!dialect.is_heartbeat(&frame(&[])));
    assert!(!dialect.is_heartbeat(&Frame {
        header: crate::header(Command::Reply),
        adu: &[21, 1, 1]
    }));
    assert!(dialect.has_heartbeat(HeartbeatForm::Type21WithoutTime));
}

#[test]
fn sixteen_byte_objects() {
    let dialect = load("fubei-16-byte.json");
    let adu = [
        2, 2, 1, 1, 40, 10, 0, 2, 0, 2, 0, b'x', 2, 58, 9, 26, 9, 12, //
        1, 1, 41, 11, 0, 2, 0, 1, 0, 0, 2, 58, 9, 26, 9, 12,
    ];
    let objects: Vec<_> = Adu::decode(&adu, &dialect).unwrap().objects().collect();
    let [
        Object::ComponentState(first),
        Object::ComponentState(second),
    ] = objects[..]
    else {
        panic!("{objects:?}");
    };
    assert_eq!(first.description.decode(), "x");
    assert_eq!(second.component_address.zone_and_point(), (11, 2));
    assert_eq!(
        dialect.time(second.occurred).unwrap().to_string(),
        "2012-09-26T09:58:02"
    );
    assert_eq!(encode_objects(&objects, &dialect).unwrap(), adu);
    assert!(Adu::decode(&adu, &Dialect::default()).is_err());
    assert!(dialect.user_type(TypeFlag(0x96)).is_some());
}
