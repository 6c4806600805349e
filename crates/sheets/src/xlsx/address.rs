//! Addresses of cells: `C7`, and of ranges: `A1:C7`.

use crate::cell::MergedRange;
use crate::error::Damage;

/// Excel's last row and last column.
pub(crate) const MAX_ROW: u32 = 1_048_576;
pub(crate) const MAX_COLUMN: u32 = 16_384;

/// Row and column, from 1.
pub(crate) fn cell(address: &str) -> Option<(u32, u32)> {
    let mut column = 0_u32;
    let mut rest = address.as_bytes();
    while let [letter @ b'A'..=b'Z', after @ ..] = rest {
        column = column
            .saturating_mul(26)
            .saturating_add(u32::from(letter - b'A') + 1);
        rest = after;
    }
    let row = row(std::str::from_utf8(rest).ok()?)?;
    (1..=MAX_COLUMN).contains(&column).then_some((row, column))
}

/// A row's number, as digits alone.
pub(crate) fn row(digits: &str) -> Option<u32> {
    if digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let row: u32 = digits.parse().ok()?;
    (1..=MAX_ROW).contains(&row).then_some(row)
}

/// A range, or a cell as a range of one.
pub(crate) fn range(address: &str) -> Option<MergedRange> {
    let (first, last) = address.split_once(':').unwrap_or((address, address));
    let (first_row, first_column) = cell(first)?;
    let (last_row, last_column) = cell(last)?;
    (first_row <= last_row && first_column <= last_column).then_some(MergedRange {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}

/// Says that a text is no address, without repeating all of it.
pub(crate) fn wrong(text: &str) -> Damage {
    Damage::Address(text.chars().take(40).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_up_to_the_last_cell_and_none_past_it() {
        assert_eq!(cell("A1"), Some((1, 1)));
        assert_eq!(cell("Z9"), Some((9, 26)));
        assert_eq!(cell("AA10"), Some((10, 27)));
        assert_eq!(cell("XFD1048576"), Some((1_048_576, 16_384)));
        for wrong in [
            "XFE1", "A1048577", "A0", "A", "1", "", "a1", "A-1", "A+1", "A１", "$A$1",
        ] {
            assert_eq!(cell(wrong), None, "{wrong}");
        }
        assert_eq!(cell(&"Z".repeat(100)), None);
        assert!(range("B2:A1").is_none());
        assert!(range("A1:B2:C3").is_none());
    }
}
