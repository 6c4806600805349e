//! A built network as a file: small, told damaged from whole, read in one go.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `FENGROAD` |
//! | 4 | version, little endian |
//! | 8 | length of the file, little endian |
//! | … | body: speeds, junctions, names, stretches with their places, named places, barriers, forbidden turns, order of a hierarchy |
//! | 32 | SM3 of all before it ([`base::sm3`] of one part) |
//!
//! Numbers of the body are written seven bits a byte, the lowest first; positions and numbers of
//! junctions as steps from the one before, zigzag. Times and arcs are not written: they follow from the
//! rest, so no file can contradict itself there. Lengths are, because to measure all courses again takes
//! as long as all else of the reading.
//!
//! It is read into memory and not mapped. Every byte counts for the digest, so a map would read them all
//! too, and reading two megabytes from the system's cache takes a tenth of a millisecond. And no map is
//! sound from safe code: whoever cuts the file short or writes over it meanwhile ends the process or
//! changes what was checked, and locks that would keep him from it are advisory on Linux, for the crates
//! that offer a map behind a safe name as for all others.
//!
//! Invariants: what was written is read back equal; a file with any byte changed, missing or added is
//! refused; a file made with evil intent and a right digest costs no more memory than some times its
//! own length, and gives a network whose every number is valid, or an error.

mod body;
mod error;
mod reader;
mod writer;

use std::io::{self, Read, Write};

pub use error::FileError;

use crate::hierarchy::Hierarchy;
use crate::network::Network;

const MAGIC: &[u8; 8] = b"FENGROAD";
/// What is written and read. Before version 3 nothing was known of barriers and forbidden turns.
const VERSION: u32 = 3;
const HEAD: u64 = 20;
const DIGEST: u64 = 32;
/// Bytes: a millisecond of reckoning.
const WORTH_A_THREAD: usize = 1 << 18;
/// No file is longer: some twenty provinces.
const LONGEST: u64 = 1 << 30;

impl Network {
    /// Writes the network.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write_to(&self, sink: impl Write) -> Result<(), io::Error> {
        self.write_with(&[], sink)
    }

    /// Writes the network with the order of its hierarchy, which takes seconds to find and nothing else
    /// does.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write_with(&self, order: &[u32], mut sink: impl Write) -> Result<(), io::Error> {
        let body = body::written(self, order);
        let length = HEAD + body.len() as u64 + DIGEST;
        let mut file = Vec::with_capacity(body.len() + 64);
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(&body);
        let digest = base::sm3(&[&file]);
        file.extend_from_slice(digest.as_bytes());
        sink.write_all(&file)
    }

    /// Reads a network to the end of the source.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read_from(source: impl Read) -> Result<Self, FileError> {
        Self::read_with_order(source).map(|(network, _)| network)
    }

    /// Reads a network and its hierarchy to the end of the source; no hierarchy where the file holds no
    /// order.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read_with_hierarchy(source: impl Read) -> Result<(Self, Option<Hierarchy>), FileError> {
        let (network, order) = Self::read_with_order(source)?;
        if order.is_empty() {
            return Ok((network, None));
        }
        let hierarchy = Hierarchy::with_order(&network, order)?;
        Ok((network, Some(hierarchy)))
    }

    /// Reads a network and the order of its hierarchy to the end of the source; an empty order where the
    /// file holds none. Whether it is one, [`Hierarchy::with_order`] says.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read_with_order(source: impl Read) -> Result<(Self, Vec<u32>), FileError> {
        let file = whole(source)?;
        let digest = usize::try_from(DIGEST).unwrap_or(file.len());
        let (content, told) = file
            .len()
            .checked_sub(digest)
            .and_then(|end| file.split_at_checked(end))
            .ok_or(FileError::NotANetwork)?;
        let head = usize::try_from(HEAD).unwrap_or(content.len());
        let body = content.get(head..).ok_or(FileError::NotANetwork)?;
        let is_right = || base::sm3(&[content]).as_bytes() == told;
        if body.len() < WORTH_A_THREAD {
            return if is_right() {
                body::read(body)
            } else {
                Err(FileError::Digest)
            };
        }
        // Nothing of a body is believed, so it is read while the digest is reckoned.
        std::thread::scope(|scope| {
            let digest = scope.spawn(is_right);
            let read = body::read(body);
            match digest.join() {
                Ok(true) => read,
                _ => Err(FileError::Digest),
            }
        })
    }
}

/// The bytes of a file whose head is right and whose length is as it says.
fn whole(mut source: impl Read) -> Result<Vec<u8>, FileError> {
    let mut file = Vec::new();
    source.by_ref().take(HEAD).read_to_end(&mut file)?;
    let (magic, rest) = file.split_at_checked(8).ok_or(FileError::NotANetwork)?;
    if magic != MAGIC {
        return Err(FileError::NotANetwork);
    }
    let cut_off = |expected| FileError::CutOff {
        expected,
        found: file.len() as u64,
    };
    let (version, length) = rest.split_at_checked(4).ok_or(cut_off(HEAD))?;
    let version = version.try_into().map_or(0, u32::from_le_bytes);
    if version != VERSION {
        return Err(FileError::Version(version));
    }
    let length = length.try_into().map(u64::from_le_bytes);
    let length = length.map_err(|_| cut_off(HEAD))?;
    if !(HEAD + DIGEST..=LONGEST).contains(&length) {
        return Err(FileError::Length(length));
    }
    source.take(length + 1 - HEAD).read_to_end(&mut file)?;
    let found = file.len() as u64;
    match found.cmp(&length) {
        std::cmp::Ordering::Less => Err(FileError::CutOff {
            expected: length,
            found,
        }),
        std::cmp::Ordering::Equal => Ok(file),
        std::cmp::Ordering::Greater => Err(FileError::Longer(length)),
    }
}
