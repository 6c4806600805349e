//! Numbers and texts into bytes.

use base::Wgs84;

#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    before: [i64; 2],
}

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lowest seven bits are meant"
    )]
    pub(super) fn number(&mut self, mut number: u64) {
        while number > 0x7F {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    /// A position as the step from the one written before.
    pub(super) fn position(&mut self, position: Wgs84) {
        let now = [position.longitude_e7, position.latitude_e7].map(i64::from);
        for (now, before) in now.into_iter().zip(self.before) {
            self.signed(now - before);
        }
        self.before = now;
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn done(self) -> Vec<u8> {
        self.bytes
    }
}
