//! Reads a vector tile, for tests alone: slow, plain, and strict about what it does not know.

use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Text(String),
    Number(u64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// 1 places, 2 lines, 3 areas.
    pub kind: u64,
    /// Each part's places; of places, one part.
    pub parts: Vec<Vec<(i64, i64)>>,
    pub told: BTreeMap<String, Told>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    pub name: String,
    pub version: u64,
    pub extent: u64,
    pub features: Vec<Feature>,
}

impl Feature {
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.told.get(key) {
            Some(Told::Text(text)) => Some(text),
            _ => None,
        }
    }

    #[allow(dead_code, reason = "the house's tests read counts")]
    pub fn number(&self, key: &str) -> Option<u64> {
        match self.told.get(key) {
            Some(Told::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return value;
        }
    }
    panic!("a number without an end");
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let field = match tag & 7 {
            0 => Field::Number(varint(&mut bytes)),
            2 => {
                let length = usize::try_from(varint(&mut bytes)).unwrap();
                let (own, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(own)
            }
            other => panic!("wire type {other}"),
        };
        all.push((tag >> 3, field));
    }
    all
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        all.push(varint(&mut bytes));
    }
    all
}

fn text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).unwrap().to_owned()
}

pub fn tile(bytes: &[u8]) -> Vec<Layer> {
    let layers = fields(bytes).into_iter().map(|field| match field {
        (3, Field::Bytes(layer)) => self::layer(layer),
        (other, _) => panic!("field {other} of a tile"),
    });
    layers.collect()
}

/// The features of one layer of a tile; none where it has no such layer.
pub fn features(bytes: &[u8], name: &str) -> Vec<Feature> {
    let found = tile(bytes).into_iter().find(|layer| layer.name == name);
    found.map(|layer| layer.features).unwrap_or_default()
}

fn layer(bytes: &[u8]) -> Layer {
    let (mut keys, mut values, mut features) = (Vec::new(), Vec::new(), Vec::new());
    let (mut name, mut version, mut extent) = (String::new(), 0, 0);
    for field in fields(bytes) {
        match field {
            (1, Field::Bytes(own)) => name = text(own),
            (2, Field::Bytes(own)) => features.push(own),
            (3, Field::Bytes(own)) => keys.push(text(own)),
            (4, Field::Bytes(own)) => values.push(value(own)),
            (5, Field::Number(own)) => extent = own,
            (15, Field::Number(own)) => version = own,
            (other, _) => panic!("field {other} of a layer"),
        }
    }
    let features = features.into_iter();
    Layer {
        features: features.map(|own| feature(own, &keys, &values)).collect(),
        name,
        version,
        extent,
    }
}

fn value(bytes: &[u8]) -> Told {
    match fields(bytes).as_slice() {
        [(1, Field::Bytes(own))] => Told::Text(text(own)),
        [(5, Field::Number(own))] => Told::Number(*own),
        _ => panic!("a value of another type"),
    }
}

fn feature(bytes: &[u8], keys: &[String], values: &[Told]) -> Feature {
    let (mut kind, mut parts, mut told) = (0, Vec::new(), BTreeMap::new());
    for field in fields(bytes) {
        match field {
            (2, Field::Bytes(own)) => {
                for pair in numbers(own).chunks(2) {
                    let at = |index: usize| usize::try_from(pair[index]).unwrap();
                    told.insert(keys[at(0)].clone(), values[at(1)].clone());
                }
            }
            (3, Field::Number(own)) => kind = own,
            (4, Field::Bytes(own)) => parts = geometry(kind, &numbers(own)),
            (other, _) => panic!("field {other} of a feature"),
        }
    }
    Feature { kind, parts, told }
}

fn geometry(kind: u64, commands: &[u64]) -> Vec<Vec<(i64, i64)>> {
    let unzig = |value: u64| (value >> 1).cast_signed() ^ -(value & 1).cast_signed();
    let (mut at, mut rest) = ((0, 0), commands.iter());
    let mut parts: Vec<Vec<(i64, i64)>> = Vec::new();
    while let Some(command) = rest.next() {
        let (what, times) = (command & 7, command >> 3);
        assert!(times > 0, "a command without a place");
        match what {
            1 | 2 => {
                for step in 0..times {
                    at.0 += unzig(*rest.next().unwrap());
                    at.1 += unzig(*rest.next().unwrap());
                    if what == 1 && (step == 0 || kind != 1) {
                        parts.push(Vec::new());
                    }
                    parts.last_mut().expect("a line without a start").push(at);
                }
            }
            7 => assert_eq!((kind, times), (3, 1), "only a ring is closed, once"),
            other => panic!("command {other}"),
        }
    }
    parts
}
