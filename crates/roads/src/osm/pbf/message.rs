//! Protocol buffers as OpenStreetMap uses them: fields of a message one after another, borrowed from
//! its bytes. Nothing is allocated here. Source: protobuf.dev, Encoding.

use super::super::error::Damage;

/// The fields of a message that are still to come.
#[derive(Clone)]
pub(super) struct Message<'b> {
    left: &'b [u8],
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
    /// Four or eight bytes, which no message of OpenStreetMap has.
    Fixed,
}

impl<'b> Message<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { left: bytes }
    }

    /// The next field and its number.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Value<'b>)>, Damage> {
        if self.left.is_empty() {
            return Ok(None);
        }
        let key = varint(&mut self.left)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.left)?),
            1 => self.skip(8)?,
            2 => {
                let length = varint(&mut self.left)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.skip(4)?,
            _ => return Err(Damage::Message),
        };
        Ok(Some((key >> 3, value)))
    }

    fn skip(&mut self, length: u64) -> Result<Value<'b>, Damage> {
        self.take(length).map(|_| Value::Fixed)
    }

    fn take(&mut self, length: u64) -> Result<&'b [u8], Damage> {
        let length = usize::try_from(length).map_err(|_| Damage::Message)?;
        let (taken, left) = self.left.split_at_checked(length).ok_or(Damage::Message)?;
        self.left = left;
        Ok(taken)
    }
}

impl<'b> Value<'b> {
    pub(super) const fn number(self) -> Result<u64, Damage> {
        match self {
            Self::Number(number) => Ok(number),
            _ => Err(Damage::Message),
        }
    }

    pub(super) const fn bytes(self) -> Result<&'b [u8], Damage> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(Damage::Message),
        }
    }
}

/// Numbers packed one after another.
#[derive(Clone, Copy, Default)]
pub(super) struct Packed<'b> {
    left: Option<&'b [u8]>,
}

impl<'b> Packed<'b> {
    /// Takes the field's bytes; a second time is an error, because then two columns would be one.
    pub(super) fn fill(&mut self, value: Value<'b>) -> Result<(), Damage> {
        match self.left.replace(value.bytes()?) {
            None => Ok(()),
            Some(_) => Err(Damage::Columns),
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<u64>, Damage> {
        match &mut self.left {
            Some(left) if !left.is_empty() => varint(left).map(Some),
            _ => Ok(None),
        }
    }

    /// The next number, which is signed and told as the step from the one before.
    pub(super) fn next_step(&mut self, before: &mut i64) -> Result<Option<i64>, Damage> {
        let step = self.next()?;
        Ok(step.map(|step| {
            *before = before.wrapping_add(signed(step));
            *before
        }))
    }
}

/// Seven bits a byte, the lowest first.
fn varint(left: &mut &[u8]) -> Result<u64, Damage> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = left.split_first().ok_or(Damage::Message)?;
        *left = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Damage::Message)
}

/// Zigzag: 0, -1, 1, -2 and so on.
pub(super) const fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_encoding_has_them() {
        assert_eq!(varint(&mut [0x96, 0x01].as_slice()).unwrap(), 150);
        assert_eq!(varint(&mut [0xFF; 9].as_slice()).ok(), None);
        assert_eq!(varint(&mut [0xFF; 20].as_slice()).ok(), None);
        assert_eq!([0, 1, 2, 3, u64::MAX].map(signed), [0, -1, 1, -2, i64::MIN]);
    }

    #[test]
    fn a_length_beyond_the_end_is_refused() {
        let mut message = Message::new(&[0x0A, 0x05, b'a']);
        assert!(message.next().is_err());
        let mut group = Message::new(&[0x0B]);
        assert!(group.next().is_err());
    }
}
