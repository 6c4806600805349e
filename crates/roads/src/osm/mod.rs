//! OpenStreetMap extracts, read as streams: PBF and XML, told apart by their bytes.
//!
//! Invariants:
//! * memory grows with the nodes and with the ways that engines drive on, never with what a file
//!   declares; each has a limit ([`Limits`]);
//! * what is cut off or damaged is an error that says where. One cut cannot be seen: PBF has no end
//!   mark, so a file that ends just between two blobs is a whole file. Its counts tell
//!   ([`Counts::relations`] of an extract is never 0, and relations come last);
//! * nothing is resolved or fetched, XML with a document type is refused.
//!
//! The blobs are read straight on `flate2`, because `osmpbf`, the crate of the field, cannot keep
//! this: it takes a file that ends within the four bytes before a blob for a whole one, and makes an
//! object of each element that a block declares before any limit is asked.
//!
//! Not here: relations but turn restrictions, history files, other compressions than zlib.

mod collector;
mod error;
mod extract;
mod metered;
mod pbf;
mod restriction;
mod tags;
mod xml;

use std::io::{BufReader, Read};

pub use error::{Damage, Found, Measure, Part, ReadError};
pub use extract::{Counts, Extract, TurnCounts};
pub use tags::Refusal;

pub(crate) use extract::{Absent, Way};
pub(crate) use restriction::{Effect, Restriction};
pub(crate) use tags::{Leave, Tags, has_room, leave, value};

use crate::profile::Profile;
use collector::Collector;

/// How much of an extract is read at most. The defaults hold a province of China.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nodes; each takes 16 bytes while reading.
    pub nodes: usize,
    /// Nodes named by ways that are kept; each takes 8 bytes.
    pub references: usize,
    /// Ways and places with a name that are kept.
    pub kept: usize,
    /// Bytes of names.
    pub name_bytes: usize,
}

impl Default for Limits {
    /// 30 million nodes, 30 million references, 4 million ways and places, 128 MiB of names.
    fn default() -> Self {
        Self {
            nodes: 30_000_000,
            references: 30_000_000,
            kept: 4_000_000,
            name_bytes: 128 << 20,
        }
    }
}

/// Reads an extract, PBF or XML, to its end, for a fire engine.
///
/// # Errors
/// [`ReadError`]; nothing of what was read until then is given out.
pub fn read(source: impl Read, limits: &Limits) -> Result<Extract, ReadError> {
    read_for(source, limits, &Profile::default())
}

/// Reads an extract, PBF or XML, to its end, for what a profile describes. Of its network the times
/// are those of [`Profile::speeds`].
///
/// # Errors
/// [`ReadError`]; nothing of what was read until then is given out.
pub fn read_for(
    source: impl Read,
    limits: &Limits,
    profile: &Profile,
) -> Result<Extract, ReadError> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let mut head = Vec::with_capacity(HEAD);
    let wanted = u64::try_from(HEAD).unwrap_or(u64::MAX);
    source.by_ref().take(wanted).read_to_end(&mut head)?;
    let mut collector = Collector::new(*limits, profile);
    let whole = head.as_slice().chain(source);
    match format(&head)? {
        Format::Pbf => pbf::read(whole, &mut collector)?,
        Format::Xml => xml::read(BufReader::new(whole), &mut collector)?,
    }
    collector.finish()
}

/// What is looked at to tell the format.
const HEAD: usize = 64;

enum Format {
    Pbf,
    Xml,
}

fn format(head: &[u8]) -> Result<Format, ReadError> {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if text.trim_ascii_start().starts_with(b"<") {
        return Ok(Format::Xml);
    }
    if pbf::begins(head) {
        return Ok(Format::Pbf);
    }
    Err(ReadError::NotOsm {
        found: match head {
            [] => Found::Nothing,
            [0x1F, 0x8B, ..] => Found::Gzip,
            [b'B', b'Z', b'h', ..] => Found::Bzip2,
            _ => Found::Other,
        },
    })
}
