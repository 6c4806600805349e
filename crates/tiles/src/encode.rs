//! The bytes of a Mapbox vector tile, version 2.1 (mapbox/vector-tile-spec), written in one pass.
//!
//! Ours and not a library's: what a tile of ten thousand places costs is decided here, and the
//! format is five messages of protocol buffers.

use std::collections::HashMap;

use crate::{EXTENT, Geometry, TilePoint};

/// A property's name in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId(u32);

/// A property's value in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueId(u32);

/// One layer of a tile under way.
#[derive(Debug)]
pub struct LayerWriter {
    name: String,
    keys: Vec<String>,
    values: Vec<u8>,
    value_count: u32,
    known: HashMap<String, ValueId>,
    features: Vec<u8>,
    scratch: Vec<u8>,
}

const MOVE: u32 = 1;
const LINE: u32 = 2;
const CLOSE: u32 = 7;

impl LayerWriter {
    /// A layer without features.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            keys: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            known: HashMap::new(),
            features: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Names a property; ask once a layer.
    pub fn key(&mut self, name: &str) -> KeyId {
        self.keys.push(name.to_owned());
        KeyId(count(self.keys.len() - 1))
    }

    /// A text that many features share; written once.
    pub fn shared_text(&mut self, text: &str) -> ValueId {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let id = self.own_text(text);
        self.known.insert(text.to_owned(), id);
        id
    }

    /// A text of one feature.
    pub fn own_text(&mut self, text: &str) -> ValueId {
        let length = text.len();
        varint(&mut self.values, 4 << 3 | 2);
        varint(
            &mut self.values,
            1 + varint_length(length as u64) + length as u64,
        );
        varint(&mut self.values, 1 << 3 | 2);
        varint(&mut self.values, length as u64);
        self.values.extend_from_slice(text.as_bytes());
        self.next_value()
    }

    /// A whole number from 0.
    pub fn number(&mut self, number: u64) -> ValueId {
        varint(&mut self.values, 4 << 3 | 2);
        varint(&mut self.values, 1 + varint_length(number));
        varint(&mut self.values, 5 << 3);
        varint(&mut self.values, number);
        self.next_value()
    }

    fn next_value(&mut self) -> ValueId {
        self.value_count += 1;
        ValueId(self.value_count - 1)
    }

    /// Adds a place with its properties.
    pub fn point(&mut self, at: TilePoint, properties: &[(KeyId, ValueId)]) {
        self.feature(&Geometry::Points(vec![at]), properties);
    }

    /// Adds a feature; one that has no extent in the tile's units is left out.
    pub fn feature(&mut self, geometry: &Geometry, properties: &[(KeyId, ValueId)]) {
        let mut commands = std::mem::take(&mut self.scratch);
        commands.clear();
        let kind = drawn(geometry, &mut commands);
        if !commands.is_empty() {
            let tags = properties.iter();
            let tags: u64 = tags
                .map(|(key, value)| varint_length(key.0.into()) + varint_length(value.0.into()))
                .sum();
            let drawn = commands.len() as u64;
            let mut length = 2 + 1 + varint_length(drawn) + drawn;
            if tags > 0 {
                length += 1 + varint_length(tags) + tags;
            }
            let out = &mut self.features;
            varint(out, 2 << 3 | 2);
            varint(out, length);
            if tags > 0 {
                varint(out, 2 << 3 | 2);
                varint(out, tags);
                for (key, value) in properties {
                    varint(out, key.0.into());
                    varint(out, value.0.into());
                }
            }
            varint(out, 3 << 3);
            varint(out, kind);
            varint(out, 4 << 3 | 2);
            varint(out, drawn);
            out.extend_from_slice(&commands);
        }
        self.scratch = commands;
    }

    /// Adds the layer to a tile; one without features adds nothing. Tiles are layers one behind the
    /// other.
    pub fn write(self, tile: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 256);
        text_field(&mut layer, 1, &self.name);
        layer.extend_from_slice(&self.features);
        for key in &self.keys {
            text_field(&mut layer, 3, key);
        }
        layer.extend_from_slice(&self.values);
        varint(&mut layer, 5 << 3);
        varint(&mut layer, u64::from(EXTENT.unsigned_abs()));
        varint(&mut layer, 15 << 3);
        varint(&mut layer, 2);
        varint(tile, 3 << 3 | 2);
        varint(tile, layer.len() as u64);
        tile.extend_from_slice(&layer);
    }
}

fn text_field(out: &mut Vec<u8>, field: u64, text: &str) {
    varint(out, field << 3 | 2);
    varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// The commands of a geometry, and its type's number.
fn drawn(geometry: &Geometry, out: &mut Vec<u8>) -> u64 {
    let mut pen = Pen {
        out,
        at: TilePoint { x: 0, y: 0 },
    };
    match geometry {
        Geometry::Points(points) => {
            if !points.is_empty() {
                pen.command(MOVE, points.len());
                points.iter().for_each(|point| pen.go(*point));
            }
            1
        }
        Geometry::Lines(lines) => {
            for line in lines {
                pen.path(line.iter().copied(), 2);
            }
            2
        }
        Geometry::Rings(rings) => {
            for (at, ring) in rings.iter().enumerate() {
                let area = twice_area(ring);
                // With y downwards an outer ring has a positive area, a hole a negative one.
                let drawn = match (area.signum(), at == 0) {
                    (0, true) => return 3,
                    (0, false) => false,
                    (1, true) | (-1, false) => pen.path(ring.iter().copied(), 3),
                    _ => pen.path(ring.iter().rev().copied(), 3),
                };
                if drawn {
                    pen.command(CLOSE, 1);
                }
            }
            3
        }
    }
}

/// By the surveyor's formula.
fn twice_area(ring: &[TilePoint]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let pairs = ring.iter().zip(next);
    pairs
        .map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y))
        .sum()
}

struct Pen<'a> {
    out: &'a mut Vec<u8>,
    at: TilePoint,
}

impl Pen<'_> {
    fn command(&mut self, command: u32, times: usize) {
        varint(self.out, u64::from(command | count(times) << 3));
    }

    fn go(&mut self, to: TilePoint) {
        varint(self.out, zigzag(to.x.wrapping_sub(self.at.x)));
        varint(self.out, zigzag(to.y.wrapping_sub(self.at.y)));
        self.at = to;
    }

    /// Draws a path of distinct neighbours, if that leaves at least `least` places.
    fn path(&mut self, points: impl Iterator<Item = TilePoint>, least: usize) -> bool {
        let mut points: Vec<TilePoint> = points.collect();
        points.dedup();
        let (Some(first), true) = (points.first(), points.len() >= least) else {
            return false;
        };
        self.command(MOVE, 1);
        self.go(*first);
        self.command(LINE, points.len() - 1);
        points.iter().skip(1).for_each(|point| self.go(*point));
        true
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn zigzag(value: i32) -> u64 {
    u64::from((value << 1 ^ value >> 31).cast_unsigned())
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn varint_length(value: u64) -> u64 {
    u64::from((64 - (value | 1).leading_zeros()).div_ceil(7))
}
