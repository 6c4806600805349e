//! One frame (clause 6.6, table 1): header, application data unit, checksum.
//!
//! Invariants: [`Frame::decode`] and the stream [`Decoder`](super::Decoder) share one check, so
//! they agree on what a frame is; encoding refuses what decoding refuses. The version is not
//! checked: device models send 0.x and x.32 and mean this standard.
//! Not here: what the ADU says.

use super::{Address, Command, TimeLabel};

/// Bytes of the header, start characters and command byte included.
pub const HEADER_LEN: usize = 27;
/// Bytes of a frame that are not ADU.
pub const FRAME_OVERHEAD: usize = 30;
/// The longest ADU in bytes (table 1).
pub const MAX_ADU: usize = 1024;
/// The longest frame in bytes.
pub const MAX_FRAME: usize = FRAME_OVERHEAD + MAX_ADU;

pub(crate) const START: [u8; 2] = *b"@@";
const END: [u8; 2] = *b"##";
/// Checksum and end characters.
const TRAILER_LEN: usize = FRAME_OVERHEAD - HEADER_LEN;

/// Protocol version: main 主版本号 (the standard fixes 1) and user 用户版本号.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    /// Main version; 1 in the standard, 0 seen in the field.
    pub main: u8,
    /// User version; chosen by the user.
    pub user: u8,
}

impl Default for Version {
    fn default() -> Self {
        Self { main: 1, user: 1 }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.main, self.user)
    }
}

/// The control unit 控制单元 of a frame, without the length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// Sequence number 业务流水号; belongs to the initiator, an answer repeats it.
    pub sequence: u16,
    /// Protocol version.
    pub version: Version,
    /// When the sender sent it, by its own clock.
    pub sent: TimeLabel,
    /// Who sends.
    pub source: Address,
    /// Who shall receive; many devices send 0.
    pub destination: Address,
    /// What is asked or answered.
    pub command: Command,
}

impl Header {
    /// Reads the header bytes; also returns the ADU length that they claim.
    pub(crate) fn read(bytes: &[u8; HEADER_LEN]) -> (Self, usize) {
        let [
            _,
            _,
            s0,
            s1,
            main,
            user,
            t0,
            t1,
            t2,
            t3,
            t4,
            t5,
            a0,
            a1,
            a2,
            a3,
            a4,
            a5,
            d0,
            d1,
            d2,
            d3,
            d4,
            d5,
            l0,
            l1,
            command,
        ] = *bytes;
        let header = Self {
            sequence: u16::from_le_bytes([s0, s1]),
            version: Version { main, user },
            sent: TimeLabel([t0, t1, t2, t3, t4, t5]),
            source: Address::from_wire([a0, a1, a2, a3, a4, a5]),
            destination: Address::from_wire([d0, d1, d2, d3, d4, d5]),
            command: Command::from(command),
        };
        (header, usize::from(u16::from_le_bytes([l0, l1])))
    }

    fn write(&self, adu_len: u16, out: &mut Vec<u8>) {
        out.extend_from_slice(&START);
        out.extend_from_slice(&self.sequence.to_le_bytes());
        out.extend_from_slice(&[self.version.main, self.version.user]);
        out.extend_from_slice(&self.sent.0);
        out.extend_from_slice(&self.source.to_wire());
        out.extend_from_slice(&self.destination.to_wire());
        out.extend_from_slice(&adu_len.to_le_bytes());
        out.push(self.command.into());
    }
}

/// A frame that borrows its ADU from the bytes it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Everything before the ADU.
    pub header: Header,
    /// The application data unit, at most [`MAX_ADU`] bytes; empty in most answers.
    pub adu: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads bytes that are exactly one frame: one datagram, one line of a file.
    ///
    /// # Errors
    /// Says the first thing that is wrong, in the order of [`FrameError`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, FrameError> {
        let frame = Self::read_prefix(bytes)?;
        match bytes.len() - frame.wire_len() {
            0 => Ok(frame),
            extra => Err(FrameError::TrailingBytes { extra }),
        }
    }

    /// Reads a frame at the beginning of `bytes`, whatever follows it.
    pub(crate) fn read_prefix(bytes: &'a [u8]) -> Result<Self, FrameError> {
        let have = bytes.len();
        if !bytes.iter().zip(START).all(|(byte, start)| *byte == start) {
            return Err(FrameError::Start);
        }
        let Some((head, rest)) = bytes.split_first_chunk::<HEADER_LEN>() else {
            return Err(FrameError::Incomplete {
                need: FRAME_OVERHEAD,
                have,
            });
        };
        let (header, claimed) = Header::read(head);
        if claimed > MAX_ADU {
            return Err(FrameError::AduTooLong { length: claimed });
        }
        let Some((adu, rest)) = rest.split_at_checked(claimed) else {
            return Err(FrameError::Incomplete {
                need: FRAME_OVERHEAD + claimed,
                have,
            });
        };
        let Some(&[found, end0, end1]) = rest.first_chunk::<TRAILER_LEN>() else {
            return Err(FrameError::Incomplete {
                need: FRAME_OVERHEAD + claimed,
                have,
            });
        };
        if [end0, end1] != END {
            return Err(FrameError::End);
        }
        let computed = checksum(head.split_at(START.len()).1).wrapping_add(checksum(adu));
        if computed != found {
            return Err(FrameError::Checksum { found, computed });
        }
        if header.command.is_reserved() {
            return Err(FrameError::UnknownCommand {
                command: header.command.into(),
            });
        }
        Ok(Self { header, adu })
    }

    /// Bytes of the frame on the wire.
    pub const fn wire_len(&self) -> usize {
        FRAME_OVERHEAD + self.adu.len()
    }

    /// Appends the frame to `out`; on an error `out` is as before.
    ///
    /// # Errors
    /// [`FrameError::AduTooLong`] or [`FrameError::UnknownCommand`].
    pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), FrameError> {
        let length = self.adu.len();
        let adu_len = match u16::try_from(length) {
            Ok(n) if length <= MAX_ADU => n,
            _ => return Err(FrameError::AduTooLong { length }),
        };
        let command = u8::from(self.header.command);
        if Command::from(command).is_reserved() {
            return Err(FrameError::UnknownCommand { command });
        }
        out.reserve(self.wire_len());
        let summed_from = out.len() + START.len();
        self.header.write(adu_len, out);
        out.extend_from_slice(self.adu);
        let sum = checksum(out.get(summed_from..).unwrap_or_default());
        out.push(sum);
        out.extend_from_slice(&END);
        Ok(())
    }

    /// The frame as bytes.
    ///
    /// # Errors
    /// As [`Frame::encode_into`].
    pub fn encode(&self) -> Result<Vec<u8>, FrameError> {
        let mut out = Vec::new();
        self.encode_into(&mut out)?;
        Ok(out)
    }
}

/// Checksum 校验和: the sum of the bytes, modulo 256.
fn checksum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Why bytes are not a frame, in the order in which it is found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FrameError {
    /// The start characters 启动符 are missing.
    #[error("the frame does not start with 40 40")]
    Start,
    /// The bytes end too early.
    #[error("the frame needs {need} bytes and only {have} are there")]
    Incomplete {
        /// Bytes that the frame needs, as far as is known yet.
        need: usize,
        /// Bytes that are there.
        have: usize,
    },
    /// The ADU length is above the limit.
    #[error("the application data unit is {length} bytes long, the limit is 1024")]
    AduTooLong {
        /// The length in bytes.
        length: usize,
    },
    /// The end characters 结束符 are missing.
    #[error("the frame does not end with 23 23 where its length field says")]
    End,
    /// The checksum is wrong.
    #[error("the checksum is {found:02X}, the bytes add up to {computed:02X}")]
    Checksum {
        /// What the frame says.
        found: u8,
        /// What its bytes add up to.
        computed: u8,
    },
    /// The command byte is reserved (clause 6.5.3).
    #[error("the command byte {command} is reserved by the standard")]
    UnknownCommand {
        /// The byte.
        command: u8,
    },
    /// A whole frame is followed by more bytes.
    #[error("{extra} bytes follow the end of the frame")]
    TrailingBytes {
        /// How many.
        extra: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confirm() -> Vec<u8> {
        let header = Header {
            sequence: 1,
            version: Version::default(),
            sent: TimeLabel([0x23, 0x3A, 9, 0x1A, 9, 0x0C]),
            source: Address::new(88888).unwrap(),
            destination: Address::new(889).unwrap(),
            command: Command::Confirm,
        };
        Frame { header, adu: &[] }.encode().unwrap()
    }

    #[test]
    fn a_confirm_is_thirty_bytes_with_checksum_ab() {
        let bytes = confirm();
        assert_eq!(bytes.len(), FRAME_OVERHEAD);
        assert_eq!(bytes[27], 0xAB);
        assert_eq!(Frame::decode(&bytes).unwrap().encode().unwrap(), bytes);
    }

    #[test]
    fn each_fault_has_its_own_error() {
        let with = |at: usize, byte: u8| {
            let mut bytes = confirm();
            bytes[at] = byte;
            Frame::decode(&bytes).map(|_| ()).unwrap_err()
        };
        assert_eq!(with(0, 0), FrameError::Start);
        assert_eq!(with(1, 0), FrameError::Start);
        assert_eq!(with(25, 5), FrameError::AduTooLong { length: 0x500 });
        assert_eq!(with(24, 1), FrameError::Incomplete { need: 31, have: 30 });
        assert_eq!(with(29, 0), FrameError::End);
        assert_eq!(
            with(27, 0),
            FrameError::Checksum {
                found: 0,
                computed: 0xAB
            }
        );
        let mut reserved = confirm();
        reserved[26] = 7;
        reserved[27] = 0xAB + 4;
        assert_eq!(
            Frame::decode(&reserved),
            Err(FrameError::UnknownCommand { command: 7 })
        );
        let mut long = confirm();
        long.push(0);
        assert_eq!(
            Frame::decode(&long),
            Err(FrameError::TrailingBytes { extra: 1 })
        );
        let need = FRAME_OVERHEAD;
        assert_eq!(
            Frame::decode(&[]),
            Err(FrameError::Incomplete { need, have: 0 })
        );
        assert_eq!(
            Frame::decode(&[0x40]),
            Err(FrameError::Incomplete { need, have: 1 })
        );
    }

    #[test]
    fn encoding_refuses_what_decoding_refuses() {
        let bytes = confirm();
        let mut frame = Frame::decode(&bytes).unwrap();
        frame.header.command = Command::Reserved(0);
        assert_eq!(
            frame.encode(),
            Err(FrameError::UnknownCommand { command: 0 })
        );
        frame.header.command = Command::Send;
        let adu = vec![0; MAX_ADU + 1];
        frame.adu = &adu;
        assert_eq!(frame.encode(), Err(FrameError::AduTooLong { length: 1025 }));
        frame.adu = &adu[1..];
        assert_eq!(frame.encode().unwrap().len(), MAX_FRAME);
    }
}
