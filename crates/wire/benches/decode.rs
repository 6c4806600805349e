//! Frames per second of the stream decoder with typed objects, on one core, beside the least that
//! any decoder must do: find 40 40 with memchr and add up the bytes. The ratio is the price of
//! header checks, typed objects and resynchronisation.
//!
//! `cargo bench -p wire`. The stream is the traffic of a city on an ordinary day in small: mostly
//! heartbeats and single states, some analog values, a few long uploads.

use std::hint::black_box;
use std::time::{Duration, Instant};

use wire::gb26875::{
    Address, AnalogRecord, AnalogType, Command, ComponentAddress, ComponentState,
    ComponentStateRecord, ComponentType, Content, Decoder, Dialect, Event, Frame, Header, Object,
    SystemRef, SystemType, Text, TimeLabel, UitdState, UitdStateRecord, Version, encode_objects,
};

/// How often the stream is decoded for one figure; the best of several figures counts.
const ROUNDS: usize = 20;
const FIGURES: usize = 7;
/// What a socket read gives.
const PIECE: usize = 4096;

fn main() {
    let dialect = Dialect::default();
    for (name, stream, frames) in [
        ("ordinary day", day(&dialect), 10_000),
        (
            "one component state a frame",
            repeated(&states(1), &dialect),
            10_000,
        ),
        (
            "22 component states a frame",
            repeated(&states(22), &dialect),
            10_000,
        ),
    ] {
        let typed = best(|| typed(&stream, &dialect), frames);
        let bare = best(|| baseline(&stream), frames);
        let per_second = |took: Duration| (frames * ROUNDS) as f64 / took.as_secs_f64();
        println!(
            "{name}: {:.0} frames/s with typed objects ({:.0} MB/s); bare search and checksum \
             {:.0} frames/s; ratio {:.2}",
            per_second(typed),
            (stream.len() * ROUNDS) as f64 / typed.as_secs_f64() / 1e6,
            per_second(bare),
            per_second(bare) / per_second(typed),
        );
    }
}

fn best(mut run: impl FnMut() -> usize, frames: usize) -> Duration {
    let figure = |_| {
        let started = Instant::now();
        for _ in 0..ROUNDS {
            assert_eq!(run(), frames, "every frame is found");
        }
        started.elapsed()
    };
    (0..FIGURES).map(figure).min().unwrap_or_default()
}

/// Decodes everything and reads every object, its times and its text.
fn typed(stream: &[u8], dialect: &Dialect) -> usize {
    let mut decoder = Decoder::new();
    let mut frames = 0;
    for piece in stream.chunks(PIECE) {
        decoder.drain(piece, |event| {
            let Event::Frame(frame) = event else { return };
            frames += 1;
            black_box(dialect.time(frame.header.sent));
            let Ok(Content::Objects(adu)) = frame.content(dialect) else {
                return;
            };
            for object in adu.objects() {
                if let Object::ComponentState(state) = &object {
                    black_box((dialect.time(state.occurred), state.description.decode()));
                }
                black_box(object);
            }
        });
    }
    frames
}

/// Trusts everything: finds a start, adds up as many bytes as the length says, goes on.
fn baseline(stream: &[u8]) -> usize {
    let (mut at, mut frames) = (0, 0);
    while let Some(found) = memchr::memmem::find(stream.get(at..).unwrap_or_default(), b"@@") {
        let frame = stream.get(at + found..).unwrap_or_default();
        let Some(&[low, high]) = frame.get(24..26) else {
            break;
        };
        let len = 30 + usize::from(u16::from_le_bytes([low, high]));
        let Some((sum, bytes)) = frame.get(2..len - 2).and_then(<[u8]>::split_last) else {
            break;
        };
        let computed = bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        frames += usize::from(black_box(computed) == *sum);
        at += found + len;
    }
    frames
}

const TIME: TimeLabel = TimeLabel([2, 58, 9, 26, 9, 12]);

fn frame(sequence: u16, adu: &[u8]) -> Vec<u8> {
    let header = Header {
        sequence,
        version: Version::default(),
        sent: TIME,
        source: Address::new(889).unwrap_or_default(),
        destination: Address::default(),
        command: Command::Send,
    };
    Frame { header, adu }.encode().unwrap_or_default()
}

fn system() -> SystemRef {
    SystemRef {
        system_type: SystemType::FIRE_ALARM_SYSTEM,
        system_address: 1,
    }
}

/// "三层走廊点型光电感烟" in GB 18030.
const PLACE: &[u8] =
    b"\xC8\xFD\xB2\xE3\xD7\xDF\xC0\xC8\xB5\xE3\xD0\xCD\xB9\xE2\xB5\xE7\xB8\xD0\xD1\xCC";

fn states(count: u16) -> Vec<Object<'static>> {
    let state = |point| {
        Object::ComponentState(ComponentStateRecord {
            system: system(),
            component_type: ComponentType::POINT_OPTICAL_SMOKE_DETECTOR,
            component_address: ComponentAddress::of(10, point),
            state: ComponentState::FIRE_ALARM,
            description: Text(PLACE),
            occurred: TIME,
        })
    };
    (0..count).map(state).collect()
}

fn repeated(objects: &[Object<'_>], dialect: &Dialect) -> Vec<u8> {
    let adu = encode_objects(objects, dialect).unwrap_or_default();
    (0..10_000)
        .flat_map(|sequence| frame(sequence, &adu))
        .collect()
}

fn day(dialect: &Dialect) -> Vec<u8> {
    let analog = Object::AnalogValue(AnalogRecord {
        system: system(),
        component_type: ComponentType::FIRE_WATER_TANK,
        component_address: ComponentAddress::of(1, 2),
        analog_type: AnalogType::HEIGHT,
        value: 350,
        extra: &[],
        sampled: TIME,
    });
    let uitd = Object::UitdState(UitdStateRecord {
        state: UitdState::NORMAL_MONITORING,
        occurred: Some(TIME),
    });
    let adu = |objects: &[Object<'_>]| encode_objects(objects, dialect).unwrap_or_default();
    let kinds = [
        Vec::new(),
        Vec::new(),
        adu(&states(1)),
        adu(&[analog; 4]),
        adu(&[uitd]),
        adu(&states(1)),
        Vec::new(),
        adu(&[analog]),
        adu(&states(1)),
        adu(&states(5)),
    ];
    (0..10_000_u16)
        .zip(kinds.iter().cycle())
        .flat_map(|(n, adu)| frame(n, adu))
        .collect()
}
