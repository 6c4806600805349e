//! Merged ranges ahead of the rows.
//!
//! The format writes them after the rows, and a stream cannot look ahead; so the part is inflated
//! once more beforehand, and its bytes are searched for the end of the rows without parsing them
//! (a fraction of a parse's cost). What follows is parsed. The search is a guess: [`Rows`] meets
//! the ranges again at their place and refuses the sheet if it sees others.
//!
//! [`Rows`]: super::rows::Rows

use std::io::BufRead;

use memchr::memmem::Finder;
use quick_xml::events::BytesStart;

use super::address;
use super::archive::PackedPart;
use super::xml::{Extent, Token, Xml, attribute, tripped, unreadable};
use crate::cell::MergedRange;
use crate::error::{Damage, SheetError};
use crate::limits::{MAX_MERGED, Measure};

const NEEDLE: &[u8] = b"sheetData";
/// Room for `</`, a namespace's prefix, and the needle.
const EDGE: usize = 128;

pub(crate) fn merged(
    mut packed: PackedPart<'_>,
    part: &str,
) -> Result<Vec<MergedRange>, SheetError> {
    if !skip_rows(&mut packed).map_err(|error| match packed.trip() {
        Some(trip) => tripped(part, trip),
        None => unreadable(part, error),
    })? {
        return Ok(Vec::new());
    }
    let mut xml = Xml::new(packed, part, Extent::Tail);
    let mut ranges = Vec::new();
    loop {
        let range = match xml.next()? {
            Token::Open { tag, .. } => merged_range(&tag),
            Token::Close | Token::Text(_) => Ok(None),
            Token::End => break,
        };
        push(&mut ranges, range.map_err(|what| xml.damage(what))?)?;
    }
    ranges.sort_unstable();
    Ok(ranges)
}

/// The range of a `mergeCell`; nothing for another element.
pub(crate) fn merged_range(tag: &BytesStart<'_>) -> Result<Option<MergedRange>, Damage> {
    if tag.local_name().as_ref() != "mergeCell" {
        return Ok(None);
    }
    let text = attribute(tag, "ref")?.unwrap_or_default();
    match address::range(&text) {
        Some(range) => Ok(Some(range)),
        None => Err(address::wrong(&text)),
    }
}

pub(crate) fn push(
    ranges: &mut Vec<MergedRange>,
    range: Option<MergedRange>,
) -> Result<(), SheetError> {
    ranges.extend(range);
    if ranges.len() as u64 > MAX_MERGED {
        return Err(SheetError::TooLarge {
            what: Measure::MergedRanges,
            limit: MAX_MERGED,
        });
    }
    Ok(())
}

/// Goes on to just behind the name in `</sheetData>`; says whether there is one.
fn skip_rows(packed: &mut PackedPart<'_>) -> std::io::Result<bool> {
    let finder = Finder::new(NEEDLE);
    let mut before: Vec<u8> = Vec::with_capacity(2 * EDGE);
    loop {
        packed.settle();
        let piece = packed.fill_buf()?;
        if piece.is_empty() {
            return Ok(false);
        }
        let kept = before.len();
        before.extend(piece.iter().take(EDGE));
        let across = closing(&finder, &before).and_then(|end| end.checked_sub(kept));
        if let Some(end) = across.or_else(|| closing(&finder, piece)) {
            packed.consume(end);
            return Ok(true);
        }
        let len = piece.len();
        if len >= EDGE {
            before.clear();
            before.extend(piece.get(len - EDGE..).unwrap_or_default());
        } else {
            before.drain(..before.len().saturating_sub(EDGE));
        }
        packed.consume(len);
    }
}

/// Where the first needle ends that a `</` and perhaps a prefix stand before.
fn closing(finder: &Finder<'_>, bytes: &[u8]) -> Option<usize> {
    finder.find_iter(bytes).find_map(|at| {
        let ahead = bytes.get(..at)?;
        let prefix = match ahead.strip_suffix(b":") {
            Some(named) => {
                let start = memchr::memrchr(b'<', named)?;
                named.get(..=start + 1)?
            }
            None => ahead,
        };
        prefix.ends_with(b"</").then_some(at + NEEDLE.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_closing_tag_counts() {
        let finder = Finder::new(NEEDLE);
        let at = |text: &str| closing(&finder, text.as_bytes());
        assert_eq!(at("</sheetData>"), Some(11));
        assert_eq!(at("<sheetData></x:sheetData>"), Some(24));
        assert_eq!(at("<sheetData/>"), None);
        assert_eq!(at("<x:sheetData>"), None);
        assert_eq!(at("<t>sheetData</t>"), None);
        assert_eq!(at(":sheetData"), None);
        assert_eq!(at("<:sheetData"), None);
    }
}
