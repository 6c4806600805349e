//! OSM PBF: a file is a row of blobs, each a length, a head and packed bytes. Source:
//! wiki.openstreetmap.org, PBF Format.

mod block;
mod message;

use std::io::{self, Read};

use flate2::read::ZlibDecoder;

use super::collector::Collector;
use super::error::{Damage, Part, ReadError};
use message::{Message, Value};

/// The format's own limits, in bytes: a blob's head, and a blob unpacked.
const LONGEST_HEAD: u32 = 64 << 10;
const LARGEST_BLOB: u64 = 32 << 20;

/// Features that a file may ask of its reader and that this one has.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Whether a file begins as the head of a blob of this type does.
pub(super) fn begins(head: &[u8]) -> bool {
    let kind = b"\x0A\x09OSMHeader";
    head.get(4..).is_some_and(|rest| rest.starts_with(kind))
}

/// Reads all blobs.
pub(super) fn read(source: impl Read, collector: &mut Collector<'_>) -> Result<(), ReadError> {
    let mut blobs = Blobs {
        source,
        read: 0,
        number: 0,
    };
    let mut packed = Vec::new();
    let mut plain = Vec::new();
    while let Some(kind) = blobs.next(&mut packed)? {
        let began = blobs.read - packed.len() as u64;
        let wrong = |wrong: Wrong| wrong.in_blob(blobs.number, began);
        match kind {
            Kind::Header => {
                unpack(&packed, &mut plain)
                    .map_err(Wrong::Damage)
                    .map_err(wrong)?;
                features(&plain).map_err(wrong)?;
            }
            Kind::Data => {
                unpack(&packed, &mut plain)
                    .map_err(Wrong::Damage)
                    .map_err(wrong)?;
                block::read(&plain, collector).map_err(wrong)?;
            }
            Kind::Other => {}
        }
    }
    Ok(())
}

/// What is wrong in a blob, before its number is known.
enum Wrong {
    Damage(Damage),
    Other(ReadError),
}

impl From<Damage> for Wrong {
    fn from(what: Damage) -> Self {
        Self::Damage(what)
    }
}

impl From<ReadError> for Wrong {
    fn from(error: ReadError) -> Self {
        Self::Other(error)
    }
}

impl Wrong {
    fn in_blob(self, number: u64, at: u64) -> ReadError {
        match self {
            Self::Damage(what) => ReadError::Damaged {
                part: Part::Blob(number),
                at,
                what,
            },
            Self::Other(error) => error,
        }
    }
}

/// What a blob holds.
#[derive(Clone, Copy)]
enum Kind {
    Header,
    Data,
    /// Something that readers pass over.
    Other,
}

struct Blobs<R> {
    source: R,
    read: u64,
    number: u64,
}

impl<R: Read> Blobs<R> {
    /// The next blob's bytes and what they are; `None` behind the last.
    fn next(&mut self, bytes: &mut Vec<u8>) -> Result<Option<Kind>, ReadError> {
        self.number += 1;
        let part = Part::BlobHeader(self.number);
        let at = self.read;
        self.fill(bytes, 4)?;
        let Ok(length) = bytes.as_slice().try_into().map(u32::from_be_bytes) else {
            return match bytes.len() {
                0 => Ok(None),
                _ => Err(self.cut_off(part)),
            };
        };
        let damaged = |what| ReadError::Damaged { part, at, what };
        if length > LONGEST_HEAD {
            return Err(damaged(Damage::TooLarge));
        }
        if self.fill(bytes, u64::from(length))? < u64::from(length) {
            return Err(self.cut_off(part));
        }
        let (kind, size) = head(bytes).map_err(damaged)?;
        if size > LARGEST_BLOB {
            return Err(damaged(Damage::TooLarge));
        }
        if self.fill(bytes, size)? < size {
            return Err(self.cut_off(Part::Blob(self.number)));
        }
        Ok(Some(kind))
    }

    /// Takes so many bytes, or as many as there are: memory follows what comes, not what is said.
    fn fill(&mut self, bytes: &mut Vec<u8>, length: u64) -> Result<u64, io::Error> {
        bytes.clear();
        self.source.by_ref().take(length).read_to_end(bytes)?;
        let there = bytes.len() as u64;
        self.read += there;
        Ok(there)
    }

    const fn cut_off(&self, part: Part) -> ReadError {
        ReadError::CutOff {
            part,
            at: self.read,
        }
    }
}

/// A blob's type and size.
fn head(bytes: &[u8]) -> Result<(Kind, u64), Damage> {
    let mut message = Message::new(bytes);
    let mut kind = None;
    let mut size = None;
    while let Some((field, value)) = message.next()? {
        match field {
            1 => kind = Some(value.bytes()?),
            3 => size = Some(value.number()?),
            _ => {}
        }
    }
    let kind = match kind {
        Some(b"OSMHeader") => Kind::Header,
        Some(b"OSMData") => Kind::Data,
        Some(_) => Kind::Other,
        None => return Err(Damage::Message),
    };
    size.map(|size| (kind, size)).ok_or(Damage::Message)
}

/// A blob's bytes as they were before they were packed.
fn unpack(blob: &[u8], into: &mut Vec<u8>) -> Result<(), Damage> {
    let mut message = Message::new(blob);
    let mut raw = None;
    let mut zlib = None;
    let mut size = None;
    while let Some((field, value)) = message.next()? {
        match (field, value) {
            (1, value) => raw = Some(value.bytes()?),
            (2, value) => size = Some(value.number()?),
            (3, value) => zlib = Some(value.bytes()?),
            _ => {}
        }
    }
    into.clear();
    match (raw, zlib) {
        (Some(raw), None) => into.extend_from_slice(raw),
        (None, Some(zlib)) => {
            let mut packed = ZlibDecoder::new(zlib).take(LARGEST_BLOB + 1);
            packed.read_to_end(into).map_err(Damage::Packed)?;
        }
        _ => return Err(Damage::NoData),
    }
    let length = into.len() as u64;
    if length > LARGEST_BLOB {
        return Err(Damage::TooLarge);
    }
    match size {
        Some(size) if size != length => Err(Damage::Length),
        _ => Ok(()),
    }
}

/// Refuses a file that asks for what is not done here.
fn features(header: &[u8]) -> Result<(), Wrong> {
    let mut message = Message::new(header);
    while let Some((field, value)) = message.next()? {
        if let (4, Value::Bytes(name)) = (field, value) {
            let name = String::from_utf8_lossy(name);
            if !FEATURES.contains(&name.as_ref()) {
                let shown = name.chars().take(40).collect();
                return Err(ReadError::Unsupported(shown).into());
            }
        }
    }
    Ok(())
}
