//! Cuts a byte stream into frames.
//!
//! The resynchronisation rule: find 40 40; need 27 bytes; an ADU length above 1024 skips one byte;
//! need 30 + L bytes; a wrong end or checksum skips one byte, never the whole claimed frame,
//! since a claim may be noise and the true frame may lie inside it. A whole frame with a reserved
//! command is known by its checksum to be one, and is taken whole.
//!
//! Invariants:
//! - Every byte pushed leaves in exactly one event: in a frame, in a rejection, or skipped.
//! - The frames do not depend on how the bytes were cut into pushes.
//! - At most [`Decoder::CAPACITY`] bytes are held. A byte is looked at a bounded number of times:
//!   a candidate start costs a constant, plus one sum over at most 1054 bytes when its end is in
//!   place.
//!
//! Not here: sockets, idle timers, and the decision to answer. A false start that claims a long
//! ADU makes the rule wait for bytes that may not come; the caller's timer ends that by
//! [`Decoder::give_up_waiting`].

use super::frame::START;
use super::{Frame, FrameError, HEADER_LEN, Header};

/// What the decoder found, in stream order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A valid frame.
    Frame(Frame<'a>),
    /// A start that led to no valid frame.
    Rejected(Rejected),
    /// So many bytes belonged to nothing.
    Skipped(usize),
}

/// A start that led to no valid frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// What was wrong.
    pub reason: FrameError,
    /// The header, where it deserves belief: start, length and end were in place. Then the
    /// gateway answers deny 否认; otherwise it stays silent, because a sequence number read from
    /// noise would confuse the initiator. Hostile bytes can hold many such headers close together;
    /// a gateway limits how many denials a connection gets.
    pub credible: Option<Header>,
    /// Bytes that this rejection used up: 1, or a whole frame where the command was reserved.
    pub consumed: usize,
}

/// The stream decoder of one connection: push bytes, then pull events until there are none.
///
/// ```
/// use wire::gb26875::{Decoder, Event};
///
/// let mut decoder = Decoder::new();
/// let rest = decoder.push(b"noise");
/// assert!(rest.is_empty());
/// assert_eq!(decoder.next_event(), Some(Event::Skipped(5)));
/// assert_eq!(decoder.next_event(), None);
/// ```
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Bytes of `buffer` already given out.
    start: usize,
    /// The caller said that no more bytes are coming for what is held.
    gave_up: bool,
}

impl Decoder {
    /// Most bytes that a decoder holds: several of the longest frames.
    pub const CAPACITY: usize = 8192;

    /// A decoder that holds nothing; memory is taken when bytes come.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in bytes and returns those for which there was no room. Once all events have been
    /// pulled there is room again, so that a loop over the rest always ends.
    #[must_use = "the bytes returned were not taken; pull the events and push them again"]
    pub fn push<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        if self.start >= self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        } else if self.buffer.len() + bytes.len() > Self::CAPACITY
            && self.start >= self.buffer.len() / 2
        {
            // Moving at most as many bytes as were given out since the last move keeps the cost
            // per byte constant.
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let room = Self::CAPACITY.saturating_sub(self.buffer.len());
        let (taken, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
        if !taken.is_empty() {
            self.buffer.extend_from_slice(taken);
            self.gave_up = false;
        }
        rest
    }

    /// Pushes all of `bytes`, however many, and hands every event to `on_event`.
    pub fn drain(&mut self, mut bytes: &[u8], mut on_event: impl FnMut(Event<'_>)) {
        loop {
            bytes = self.push(bytes);
            while let Some(event) = self.next_event() {
                on_event(event);
            }
            if bytes.is_empty() {
                return;
            }
        }
    }

    /// Says that the rest of a started frame is not coming: the datagram ended, the connection
    /// closed, or the line has been silent. The next events judge what is held without waiting,
    /// and so find frames behind a false start.
    pub fn give_up_waiting(&mut self) {
        self.gave_up = true;
    }

    /// Bytes held for a frame that is not whole yet.
    pub fn pending(&self) -> usize {
        self.buffer.len().saturating_sub(self.start)
    }

    /// The next event, or `None` when more bytes are needed.
    pub fn next_event(&mut self) -> Option<Event<'_>> {
        let held = self.buffer.get(self.start..).unwrap_or_default();
        let noise = distance_to_start(held, self.gave_up);
        if noise > 0 {
            self.start += noise;
            return Some(Event::Skipped(noise));
        }
        if held.is_empty() {
            return None;
        }
        match Frame::read_prefix(held) {
            Ok(frame) => {
                self.start += frame.wire_len();
                Some(Event::Frame(frame))
            }
            Err(FrameError::Incomplete { .. }) if !self.gave_up => None,
            Err(reason) => {
                let rejected = reject(held, reason);
                self.start += rejected.consumed;
                Some(Event::Rejected(rejected))
            }
        }
    }
}

fn reject(held: &[u8], reason: FrameError) -> Rejected {
    let header = held.first_chunk::<HEADER_LEN>().map(Header::read);
    match (reason, header) {
        (FrameError::Checksum { .. }, Some((header, _))) => Rejected {
            reason,
            credible: Some(header),
            consumed: 1,
        },
        (FrameError::UnknownCommand { .. }, Some((header, adu))) => {
            let consumed = super::FRAME_OVERHEAD + adu;
            Rejected {
                reason,
                credible: Some(header),
                consumed,
            }
        }
        _ => Rejected {
            reason,
            credible: None,
            consumed: 1,
        },
    }
}

/// Bytes before the next 40 40. A last 40 may be half of a start and is kept, unless nothing
/// more is coming.
fn distance_to_start(held: &[u8], gave_up: bool) -> usize {
    let [first, _] = START;
    let mut at = 0;
    loop {
        let rest = held.get(at..).unwrap_or_default();
        if rest.starts_with(&START) {
            return at;
        }
        match memchr::memchr(first, rest) {
            None => return held.len(),
            Some(found) => match rest.get(found + 1) {
                Some(&second) if second == first => return at + found,
                Some(_) => at += found + 1,
                None if gave_up => return held.len(),
                None => return at + found,
            },
        }
    }
}
