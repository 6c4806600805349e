//! Bytes into numbers and texts; nothing is believed.

use base::Wgs84;

use super::error::FileError;

pub(super) struct Reader<'b> {
    left: &'b [u8],
    before: [i64; 2],
}

impl<'b> Reader<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self {
            left: bytes,
            before: [0; 2],
        }
    }

    pub(super) fn byte(&mut self) -> Result<u8, FileError> {
        let (byte, left) = self.left.split_first().ok_or(ENDS)?;
        self.left = left;
        Ok(*byte)
    }

    pub(super) fn number(&mut self) -> Result<u64, FileError> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(FileError::Invalid("a number is too long"))
    }

    pub(super) fn number_u32(&mut self) -> Result<u32, FileError> {
        let number = self.number()?;
        u32::try_from(number).map_err(|_| FileError::Invalid("a number is too large"))
    }

    pub(super) fn signed(&mut self) -> Result<i64, FileError> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    /// How many of something follow, each of one byte at least.
    pub(super) fn count(&mut self) -> Result<usize, FileError> {
        let count = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if count > self.left.len() {
            return Err(ENDS);
        }
        Ok(count)
    }

    pub(super) fn position(&mut self) -> Result<Wgs84, FileError> {
        let off = FileError::Invalid("a position is off the earth");
        let mut now = self.before;
        for axis in &mut now {
            *axis = axis.wrapping_add(self.signed()?);
        }
        self.before = now;
        let [longitude, latitude] = now;
        let on_earth = (-1_800_000_000..=1_800_000_000).contains(&longitude)
            && (-900_000_000..=900_000_000).contains(&latitude);
        match (i32::try_from(longitude), i32::try_from(latitude)) {
            (Ok(longitude_e7), Ok(latitude_e7)) if on_earth => Ok(Wgs84 {
                longitude_e7,
                latitude_e7,
            }),
            _ => Err(off),
        }
    }

    pub(super) fn text(&mut self) -> Result<&'b str, FileError> {
        let length = self.count()?;
        let (text, left) = self.left.split_at_checked(length).ok_or(ENDS)?;
        self.left = left;
        std::str::from_utf8(text).map_err(|_| FileError::Invalid("a name is no UTF-8"))
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.left.is_empty()
    }
}

const ENDS: FileError = FileError::Invalid("it ends too early");
