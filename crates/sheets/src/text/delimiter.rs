//! Which delimiter a text uses, told from its first lines.

use super::Delimiter;

/// Bytes of text that are enough to tell.
pub(crate) const ENOUGH: u64 = 64 << 10;
const LINES: usize = 10;

impl Delimiter {
    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
        }
    }
}

/// The delimiter that occurs equally often in most of the first lines; among equals the one that
/// makes more columns, then the comma. A delimiter that the first line, the headings, does not
/// hold is none.
pub(crate) fn told_by(text: &str) -> Delimiter {
    let mut best = (Delimiter::Comma, (0, 0));
    for delimiter in [Delimiter::Comma, Delimiter::Tab, Delimiter::Semicolon] {
        let counts = counts(text, delimiter.byte());
        let Some(first) = counts.first().copied().filter(|first| *first > 0) else {
            continue;
        };
        let alike = counts.iter().filter(|count| **count == first).count();
        if (alike, first) > best.1 {
            best = (delimiter, (alike, first));
        }
    }
    best.0
}

/// How often a delimiter stands outside quotes, for each of the first lines that are not blank.
fn counts(text: &str, delimiter: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut count, mut length, mut quoted) = (0, 0_usize, false);
    for byte in text.bytes() {
        length += 1;
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if length > 1 {
                    counts.push(count);
                }
                (count, length) = (0, 0);
                if counts.len() == LINES {
                    break;
                }
            }
            _ if byte == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_of_ordinary_files() {
        for (text, delimiter) in [
            ("名称,地址\n甲,乙\n", Delimiter::Comma),
            ("名称\t地址, 电话\n甲\t乙\n", Delimiter::Tab),
            ("a;b;c\n1,5;2,5;3,5\n", Delimiter::Semicolon),
            ("\"a;b\",c\n1,2\n", Delimiter::Comma),
            ("one\ntwo,three\n", Delimiter::Comma),
            ("名称\n", Delimiter::Comma),
            ("", Delimiter::Comma),
            ("\n\na;b\n", Delimiter::Semicolon),
        ] {
            assert_eq!(told_by(text), delimiter, "{text:?}");
        }
    }
}
