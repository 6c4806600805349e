//! Phone numbers and the length of a text.

use std::fmt;
use std::str::FromStr;

/// A phone number: E.164 (`+8613812345678`) or a Chinese mobile number of 11 digits.
///
/// It shows itself masked; the number is given to who asks for it by name.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    e164: String,
}

/// A text that is no phone number; it is not repeated here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the recipient is no phone number: write 11 digits or +86 and 11 digits")]
pub struct PhoneError;

const CHINA: &str = "+86";

impl Phone {
    /// With plus and country: `+8613812345678`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// As Chinese gateways want it: 11 digits for a Chinese number, E.164 for any other.
    #[must_use]
    pub fn local(&self) -> &str {
        self.e164.strip_prefix(CHINA).unwrap_or(&self.e164)
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let (prefix, digits) = match text.strip_prefix('+') {
            Some(digits) => ("+", digits),
            None => (CHINA, text),
        };
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
        let fits = match (prefix, digits.strip_prefix("86")) {
            (CHINA, _) => is_mobile(digits),
            (_, Some(chinese)) => is_mobile(chinese),
            _ => (8..=15).contains(&digits.len()) && !digits.starts_with('0'),
        };
        if !all_digits || !fits {
            return Err(PhoneError);
        }
        let e164 = format!("{prefix}{digits}");
        Ok(Self { e164 })
    }
}

/// 11 digits that begin with 13 to 19.
fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::mask::phone(self.local()))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({self})")
    }
}

/// How many short messages a text fills: 70 characters fit into one, and 67 into each of several
/// (3GPP TS 23.040: 140 bytes of UCS-2, less six for the header that joins them). Counted as the
/// gateways count, in 16-bit units whatever the script.
#[must_use]
pub fn segments(text: &str) -> usize {
    match text.encode_utf16().count() {
        0..=70 => 1,
        length => length.div_ceil(67),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_forms_and_shown_masked() {
        for text in ["13812345678", "+8613812345678", " 13812345678 "] {
            let phone: Phone = text.parse().unwrap();
            assert_eq!(
                (phone.e164(), phone.local()),
                ("+8613812345678", "13812345678")
            );
            assert_eq!(phone.to_string(), "138****5678");
            assert_eq!(format!("{phone:?}"), "Phone(138****5678)");
        }
        let abroad: Phone = "+4930123456".parse().unwrap();
        assert_eq!(abroad.local(), "+4930123456");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "119",
            "1381234567",
            "138123456789",
            "12812345678",
            "1381234567a",
            "+0123456789",
            "+86138123",
            "+1234567",
            "+1234567890123456",
            "８６13812345678",
            "138 1234 5678",
            "+",
        ] {
            assert_eq!(text.parse::<Phone>(), Err(PhoneError), "{text}");
        }
    }

    #[test]
    fn a_text_fills_segments() {
        let text = |length| "火".repeat(length);
        let cases = [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3)];
        for (length, filled) in cases {
            assert_eq!(segments(&text(length)), filled, "{length}");
        }
        assert_eq!(segments(&"🔥".repeat(36)), 2, "two units each");
    }
}
