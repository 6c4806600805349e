//! Text fields: GB 18030, of fixed width (component descriptions) or counted (configurations).
//!
//! Invariants: the raw bytes are kept, so that a field is written again as it came; reading never
//! fails. Not here: any judgement of what the text says.

use std::borrow::Cow;

use encoding_rs::GB18030;

/// Width of a component description in bytes (clauses 8.2.1.2 and 8.2.1.7).
pub const DESCRIPTION_LEN: usize = 31;

/// The raw bytes of one text field, padding and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text<'a>(pub &'a [u8]);

impl<'a> Text<'a> {
    /// The text for people: padding (00 and spaces) taken off both ends, a character cut by the
    /// end of the field shown as U+FFFD, a 00 inside shown as a space since databases and
    /// screens cannot hold it.
    pub fn decode(self) -> Cow<'a, str> {
        let (text, _) = GB18030.decode_without_bom_handling(self.trimmed());
        if text.contains('\0') {
            Cow::Owned(text.replace('\0', " "))
        } else {
            text
        }
    }

    /// The bytes without padding. No multi-byte character of GB 18030 contains 00 or 20, so
    /// trimming bytes cannot cut one.
    pub fn trimmed(self) -> &'a [u8] {
        let mut bytes = self.0;
        while let [0 | b' ', rest @ ..] | [rest @ .., 0 | b' '] = bytes {
            bytes = rest;
        }
        bytes
    }

    /// Encodes `text` into at most `limit` bytes without cutting a character.
    pub fn encode(text: &str, limit: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(limit.min(2 * text.len()));
        let mut utf8 = [0; 4];
        for character in text.chars() {
            let (bytes, _, _) = GB18030.encode(character.encode_utf8(&mut utf8));
            if out.len() + bytes.len() > limit {
                break;
            }
            out.extend_from_slice(&bytes);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_of_both_kinds_goes() {
        assert_eq!(Text(b"   \0").decode(), "");
        assert_eq!(Text(b"A1 \0\0").decode(), "A1");
        assert_eq!(Text(b"  A 1  \0").decode(), "A 1");
        assert_eq!(Text(b"A\0B").decode(), "A B");
    }

    #[test]
    fn a_cut_character_is_replaced() {
        assert_eq!(Text(&[0xB2, 0xE3, 0xD7]).decode(), "层\u{FFFD}");
    }

    #[test]
    fn encoding_never_cuts_a_character() {
        let long = "三层走廊点型光电感烟火灾探测器甲乙丙";
        let bytes = Text::encode(long, DESCRIPTION_LEN);
        assert_eq!(bytes.len(), 30);
        assert!(long.starts_with(&*Text(&bytes).decode()));
        assert_eq!(Text(&Text::encode("𠮷", 4)).decode(), "𠮷");
        assert_eq!(Text::encode("𠮷", 3), b"");
    }
}
