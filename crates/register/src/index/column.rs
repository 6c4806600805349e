//! Columns of a segment 列: in which region each of its places lies, so that places are counted by region
//! without a look at their rows.
//!
//! A column is bytes: the codes as text between commas (an empty one for rows without), a line's end,
//! and for each place the number of its code as 16 bits, low byte first.

use std::collections::{BTreeMap, HashMap};

use super::bits::Bits;

/// No piece of a text and no field's word begins with a tab.
pub(super) const REGIONS: &str = "\tregions";

/// The regions of a segment's places while they are gathered.
#[derive(Default)]
pub(super) struct Gathering {
    numbers: HashMap<String, u16>,
    codes: Vec<String>,
    of_places: Vec<u16>,
}

impl Gathering {
    /// Adds the next place; a segment's places are no more than its numbers can tell apart.
    pub(super) fn add(&mut self, code: &str) {
        let number = self.numbers.get(code).copied().unwrap_or_else(|| {
            let next = u16::try_from(self.codes.len()).unwrap_or(u16::MAX);
            self.numbers.insert(code.to_owned(), next);
            self.codes.push(code.to_owned());
            next
        });
        self.of_places.push(number);
    }

    /// The column.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.codes.join(",").into_bytes();
        bytes.push(b'\n');
        let numbers = self.of_places.iter();
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
        bytes
    }
}

/// A column that was read.
pub(super) struct Column {
    codes: Vec<String>,
    of_places: Vec<u16>,
}

impl Column {
    /// Reads a column; `None` for bytes that are none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (codes, numbers) = bytes.split_at_checked(end)?;
        let codes = std::str::from_utf8(codes).ok()?.split(',');
        let pairs = numbers.get(1..)?.chunks_exact(2);
        let number = |pair: &[u8]| pair.try_into().map_or(0, u16::from_le_bytes);
        Some(Self {
            codes: codes.map(str::to_owned).collect(),
            of_places: pairs.map(number).collect(),
        })
    }

    /// Adds how many of these places lie in each region.
    pub(super) fn count(&self, places: &Bits, into: &mut BTreeMap<String, i64>) {
        let mut counts = vec![0_i64; self.codes.len()];
        for place in places.iter() {
            let number = self.of_places.get(usize::from(place)).copied();
            if let Some(count) = number.and_then(|number| counts.get_mut(usize::from(number))) {
                *count += 1;
            }
        }
        for (code, count) in self
            .codes
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
        {
            *into.entry(code.clone()).or_default() += count;
        }
    }
}
