//! A source that counts its bytes and stops a reader that asks for more and more of one piece.

use std::io::{self, BufRead, Read};

/// One piece of XML is never longer. A tag of OpenStreetMap has a few hundred bytes, a value 255
/// characters.
const LONGEST: u64 = 1 << 20;

pub(super) struct Metered<R> {
    source: R,
    read: u64,
    piece_began: u64,
    tripped: bool,
}

impl<R> Metered<R> {
    pub(super) const fn new(source: R) -> Self {
        Self {
            source,
            read: 0,
            piece_began: 0,
            tripped: false,
        }
    }

    /// A new piece begins.
    pub(super) const fn settle(&mut self) {
        self.piece_began = self.read;
    }

    /// Bytes read since the beginning.
    pub(super) const fn read_so_far(&self) -> u64 {
        self.read
    }

    /// Whether a piece was too long.
    pub(super) const fn is_tripped(&self) -> bool {
        self.tripped
    }
}

impl<R: BufRead> Metered<R> {
    /// Whether nothing follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.source.fill_buf().is_ok_and(<[u8]>::is_empty)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read - self.piece_began > LONGEST {
            self.tripped = true;
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount as u64;
        self.source.consume(amount);
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let amount = ready.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}
