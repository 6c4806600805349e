//! A text word by word, with the line that each stands in.

use std::iter::Peekable;
use std::str::FromStr;

use super::{MOST_POINTS, ReadError};

pub(super) struct Words<'t> {
    words: Peekable<Box<dyn Iterator<Item = (usize, &'t str)> + 't>>,
    /// The line of the last word, counted from 1.
    pub(super) line: usize,
}

impl<'t> Words<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let lines = text.lines().enumerate();
        let words = lines
            .flat_map(|(line, text)| text.split_whitespace().map(move |word| (line + 1, word)));
        let words: Box<dyn Iterator<Item = _>> = Box::new(words);
        Self {
            words: words.peekable(),
            line: 1,
        }
    }

    /// The next word, as what should stand there.
    pub(super) fn next<T: FromStr>(&mut self, wanted: &'static str) -> Result<T, ReadError> {
        let Some((line, word)) = self.words.next() else {
            return Err(ReadError::CutOff {
                line: self.line,
                wanted,
            });
        };
        self.line = line;
        word.parse().map_err(|_| self.unreadable(word, wanted))
    }

    pub(super) fn unreadable(&self, word: &str, wanted: &'static str) -> ReadError {
        ReadError::Unreadable {
            line: self.line,
            found: word.chars().take(40).collect(),
            wanted,
        }
    }

    /// How many points there are.
    pub(super) fn points(&mut self, wanted: &'static str) -> Result<usize, ReadError> {
        let points: u64 = self.next(wanted)?;
        match usize::try_from(points) {
            Ok(0) => Err(ReadError::Empty),
            Ok(points) if points <= MOST_POINTS => Ok(points),
            _ => Err(ReadError::TooLarge(points)),
        }
    }

    /// Leaves out what else stands in this line.
    pub(super) fn skip_line(&mut self) {
        let line = self.line;
        while self.words.next_if(|(at, _)| *at == line).is_some() {}
    }

    /// Nothing may follow.
    pub(super) fn end(mut self) -> Result<(), ReadError> {
        match self.words.next() {
            Some((line, _)) => Err(ReadError::TooMuch { line }),
            None => Ok(()),
        }
    }
}
