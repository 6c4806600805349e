//! Names of streets, made of the caller's words.

use super::Words;

pub(super) struct StreetNames<'w> {
    words: Words<'w>,
    county_roads: u32,
}

/// Which way a street of a grid runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    Across,
    Along,
}

impl<'w> StreetNames<'w> {
    pub(super) const fn new(words: Words<'w>) -> Self {
        Self {
            words,
            county_roads: 0,
        }
    }

    /// Names for so many streets of one town, none twice as long as there are words: single stems
    /// first, then pairs of them.
    pub(super) fn of_town(
        &self,
        streets: usize,
        run: Run,
        random: &mut base::Random,
    ) -> Vec<String> {
        let mut stems = self.words.stems.to_vec();
        random.shuffle(&mut stems);
        let end = match run {
            Run::Across => self.words.across,
            Run::Along => self.words.along,
        };
        let single = stems.iter().map(|stem| format!("{stem}{end}"));
        let pairs = stems.iter().enumerate().flat_map(|(skipped, first)| {
            let others = stems.iter().skip(skipped + 1);
            others.map(move |second| format!("{first}{second}{end}"))
        });
        let mut names: Vec<String> = single.chain(pairs).take(streets).collect();
        names.resize(streets, String::new());
        names
    }

    pub(super) fn next_county_road(&mut self) -> String {
        self.county_roads += 1;
        format!("{}{}", self.words.county_road, 100 + self.county_roads)
    }

    pub(super) const fn expressway(&self) -> &'w str {
        self.words.expressway
    }
}
