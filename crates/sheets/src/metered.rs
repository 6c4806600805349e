//! Readers that count what really passes through them.
//!
//! Two counters make a zip bomb visible: [`Taken`] under the archive counts bytes of the file, and
//! [`Part`] over one inflated part counts what comes out. No header is asked. [`Part`] also counts
//! the bytes since the last [`Part::settle`], so that one endless piece of markup cannot grow a
//! parser's buffer.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::book::Source;
use crate::limits::{Limits, Measure, RATIO_GRACE};

/// A file whose bytes are counted as they are read.
pub(crate) struct Taken {
    source: Box<dyn Source>,
    count: Arc<AtomicU64>,
}

impl Taken {
    pub(crate) fn new(source: Box<dyn Source>) -> (Self, Arc<AtomicU64>) {
        let count = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&count);
        (Self { source, count }, counter)
    }
}

impl Read for Taken {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(buf)?;
        self.count.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

impl Seek for Taken {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}

/// Which bound stopped the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trip {
    Ratio(u32),
    TooLarge(Measure, u64),
}

/// The bounds on one pass over a part.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    bytes: u64,
    ratio: u32,
    piece: u64,
}

impl Bounds {
    pub(crate) fn of(limits: &Limits) -> Self {
        Self {
            bytes: limits.max_unpacked_bytes,
            ratio: limits.max_ratio,
            // Four bytes is the longest character; the rest is room for attributes.
            piece: u64::from(limits.max_cell_chars)
                .saturating_mul(4)
                .saturating_add(64 << 10),
        }
    }

    /// The same for a part that must be small.
    pub(crate) fn at_most(mut self, bytes: u64) -> Self {
        self.bytes = self.bytes.min(bytes);
        self
    }
}

struct Counted<R> {
    inner: R,
    bounds: Bounds,
    inflated: u64,
    taken: Arc<AtomicU64>,
    taken_before: u64,
    trip: Option<Trip>,
}

impl<R> Counted<R> {
    fn check(&self) -> Option<Trip> {
        if self.inflated > self.bounds.bytes {
            return Some(Trip::TooLarge(Measure::UnpackedBytes, self.bounds.bytes));
        }
        let taken = self.taken.load(Ordering::Relaxed) - self.taken_before;
        let fair = taken.max(1).saturating_mul(u64::from(self.bounds.ratio));
        (self.inflated > RATIO_GRACE && self.inflated > fair)
            .then_some(Trip::Ratio(self.bounds.ratio))
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buf)?;
        self.inflated += got as u64;
        self.trip = self.check();
        match self.trip {
            Some(_) => Err(io::Error::other("a limit is reached")),
            None => Ok(got),
        }
    }
}

/// One part of an archive, inflated under its bounds.
pub(crate) struct Part<R> {
    reader: BufReader<Counted<R>>,
    piece: u64,
    trip: Option<Trip>,
}

impl<R: Read> Part<R> {
    pub(crate) fn new(inner: R, bounds: Bounds, taken: Arc<AtomicU64>) -> Self {
        let counted = Counted {
            inner,
            bounds,
            inflated: 0,
            taken_before: taken.load(Ordering::Relaxed),
            taken,
            trip: None,
        };
        Self {
            reader: BufReader::with_capacity(64 << 10, counted),
            piece: 0,
            trip: None,
        }
    }

    /// A piece of markup is complete: the next may be as long again.
    pub(crate) fn settle(&mut self) {
        self.piece = 0;
    }

    /// The bound that the last error stands for, if it was one.
    pub(crate) fn trip(&self) -> Option<Trip> {
        self.trip.or(self.reader.get_ref().trip)
    }
}

impl<R: Read> Read for Part<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let got = self.reader.read(buf)?;
        self.piece += got as u64;
        Ok(got)
    }
}

impl<R: Read> BufRead for Part<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bound = self.reader.get_ref().bounds.piece;
        if self.piece > bound {
            self.trip = Some(Trip::TooLarge(Measure::CellChars, bound));
            return Err(io::Error::other("a limit is reached"));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.piece += count as u64;
        self.reader.consume(count);
    }
}
