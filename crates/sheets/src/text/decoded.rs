//! A text as UTF-8 with line feeds, whatever it was.
//!
//! Invariants: what comes out is valid UTF-8 without byte order mark; CR, LF and CRLF are one LF
//! each, so that lines can be counted; the last line ends with one; no control character comes out
//! but tab, LF, vertical tab and form feed.

use std::io::{self, Read, SeekFrom};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::TextEncoding;
use crate::book::Source;
use crate::error::{Found, SheetError};
use crate::limits::{MAX_ROW_BYTES, Measure};

const PIECE: usize = 64 << 10;

/// Why no more comes out.
#[derive(Clone, Copy, Debug)]
enum Stop {
    Undecodable,
    Binary,
    LongRow,
}

pub(crate) struct Decoded<'a> {
    source: &'a mut dyn Source,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    /// Read and not yet decoded.
    pending: std::ops::Range<usize>,
    at_end: bool,
    /// Room for one decoded piece.
    decoded: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    after_cr: bool,
    ends_line: bool,
    lines: u64,
    row_bytes: u64,
    stop: Option<Stop>,
}

/// The encoding that a byte order mark tells.
pub(crate) fn mark(source: &mut dyn Source) -> io::Result<Option<TextEncoding>> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    (&mut *source).take(3).read_to_end(&mut head)?;
    Ok(match head.as_slice() {
        [0xEF, 0xBB, 0xBF] => Some(TextEncoding::Utf8),
        [0xFF, 0xFE, ..] => Some(TextEncoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(TextEncoding::Utf16Be),
        _ => None,
    })
}

fn of(encoding: TextEncoding) -> &'static Encoding {
    match encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Gb18030 => GB18030,
    }
}

impl<'a> Decoded<'a> {
    /// From the top of the source.
    pub(crate) fn new(source: &'a mut dyn Source, encoding: TextEncoding) -> io::Result<Self> {
        source.seek(SeekFrom::Start(0))?;
        Ok(Self {
            source,
            decoder: of(encoding).new_decoder_with_bom_removal(),
            raw: vec![0; PIECE],
            pending: 0..0,
            at_end: false,
            decoded: Vec::new(),
            out: Vec::new(),
            given: 0,
            after_cr: false,
            ends_line: true,
            lines: 0,
            row_bytes: 0,
            stop: None,
        })
    }

    /// Decodes everything and keeps nothing.
    pub(crate) fn look_through(mut self) -> Result<(), SheetError> {
        loop {
            self.settle();
            self.given = self.out.len();
            if !self.fill().map_err(|error| self.refusal(error))? {
                return Ok(());
            }
        }
    }

    /// A row is complete: the next may be as long again.
    pub(crate) fn settle(&mut self) {
        self.row_bytes = 0;
    }

    /// What an error while reading stands for.
    pub(crate) fn refusal(&self, error: io::Error) -> SheetError {
        let line = self.lines + 1;
        match self.stop {
            Some(Stop::Undecodable) => SheetError::Undecodable { line },
            Some(Stop::Binary) => SheetError::NotASheet {
                found: Found::Binary { line },
            },
            Some(Stop::LongRow) => SheetError::TooLarge {
                what: Measure::RowBytes,
                limit: MAX_ROW_BYTES,
            },
            None => SheetError::Io(error),
        }
    }

    fn stopped(&mut self, stop: Stop) -> io::Error {
        self.stop = Some(stop);
        io::Error::other("the text stops here")
    }

    /// Makes more text; says whether there is any.
    fn fill(&mut self) -> io::Result<bool> {
        self.out.clear();
        self.given = 0;
        while self.out.is_empty() {
            if self.pending.is_empty() && !self.at_end {
                let got = self.source.read(&mut self.raw)?;
                self.at_end = got == 0;
                self.pending = 0..got;
            } else if self.pending.is_empty() && self.ends_line {
                return Ok(false);
            }
            self.decode()?;
        }
        Ok(true)
    }

    fn decode(&mut self) -> io::Result<()> {
        let raw = self.raw.get(self.pending.clone()).unwrap_or_default();
        let room = self
            .decoder
            .max_utf8_buffer_length_without_replacement(raw.len());
        let mut text = std::mem::take(&mut self.decoded);
        text.resize(room.unwrap_or(4 * PIECE), 0);
        let (result, read, written) =
            self.decoder
                .decode_to_utf8_without_replacement(raw, &mut text, self.at_end);
        self.pending.start += read;
        let is_clean = self.normalise(text.get(..written).unwrap_or_default());
        self.decoded = text;
        if !is_clean {
            return Err(self.stopped(Stop::Binary));
        }
        match result {
            DecoderResult::Malformed(..) => Err(self.stopped(Stop::Undecodable)),
            DecoderResult::InputEmpty if self.at_end && !self.ends_line => {
                self.out.push(b'\n');
                self.ends_line = true;
                Ok(())
            }
            DecoderResult::InputEmpty | DecoderResult::OutputFull => Ok(()),
        }
    }

    /// Moves decoded bytes on with line feeds alone; says whether all of them were text.
    fn normalise(&mut self, mut rest: &[u8]) -> bool {
        while let Some(at) = rest.iter().position(|byte| *byte < b' ' && *byte != b'\t') {
            let (run, from) = rest.split_at(at);
            let Some((control, after)) = from.split_first() else {
                break;
            };
            let after_cr = self.after_cr && run.is_empty();
            self.after_cr = *control == b'\r';
            self.out.extend_from_slice(run);
            rest = after;
            match control {
                b'\n' if after_cr => {}
                b'\n' | b'\r' => {
                    self.lines += 1;
                    self.out.push(b'\n');
                }
                b'\x0B' | b'\x0C' => self.out.push(*control),
                _ => return false,
            }
        }
        self.after_cr &= rest.is_empty();
        self.out.extend_from_slice(rest);
        if let Some(last) = self.out.last() {
            self.ends_line = *last == b'\n';
        }
        true
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.row_bytes > MAX_ROW_BYTES {
            return Err(self.stopped(Stop::LongRow));
        }
        if self.given == self.out.len() && !self.fill()? {
            return Ok(0);
        }
        let rest = self.out.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buf.len());
        if let (Some(to), Some(from)) = (buf.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        self.row_bytes += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Gives one byte at a time, so that every pair is torn apart once.
    struct Slow(Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let one = buf.len().min(1);
            self.0.read(buf.get_mut(..one).unwrap_or_default())
        }
    }

    impl io::Seek for Slow {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn line_ends_are_one_however_the_bytes_come() {
        for (raw, text) in [
            ("a\r\nb\rc\n\n\r\r\nd", "a\nb\nc\n\n\n\nd\n"),
            ("\r\n\r\n", "\n\n"),
            ("a\r", "a\n"),
            ("a\rb\n", "a\nb\n"),
            ("甲\u{B}\u{C}\t乙", "甲\u{B}\u{C}\t乙\n"),
            ("", ""),
        ] {
            let mut whole = Cursor::new(raw.as_bytes().to_vec());
            let mut slow = Slow(whole.clone());
            for source in [&mut whole as &mut dyn Source, &mut slow] {
                let mut out = String::new();
                let mut decoded = Decoded::new(source, TextEncoding::Utf8).unwrap();
                decoded.read_to_string(&mut out).unwrap();
                assert_eq!(out, text, "{raw:?}");
            }
        }
    }
}
