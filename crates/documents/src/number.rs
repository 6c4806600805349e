//! Numbers of documents 发文字号: writing and reading them, by a pattern of the city.
//!
//! `消限字〔2026〕第0001号` is the mark 消限字, the year and the serial number of that mark and year.
//! Who gives out serial numbers, and that none is given twice, is the caller's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest mark, in characters.
const LONGEST_MARK: usize = 24;

/// One document's number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number {
    mark: String,
    year: u16,
    serial: u32,
}

/// Parts that make no number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// A mark is letters, and （ ） around a district.
    #[error("'{mark}' is no issuer's mark: write one to {LONGEST_MARK} letters, as 消限字")]
    Mark {
        /// What was given.
        mark: String,
    },
    /// A year has four digits.
    #[error("{year} is no year of a document")]
    Year {
        /// What was given.
        year: u16,
    },
    /// The first serial number is 1.
    #[error("serial numbers start with 1")]
    Serial,
    /// The text was not written by this pattern.
    #[error("'{text}' is no number of the form {pattern}")]
    Form {
        /// What was given.
        text: String,
        /// The pattern.
        pattern: String,
    },
}

impl Number {
    /// The number `serial` of `year` under `mark` 发文机关代字.
    ///
    /// # Errors
    /// [`NumberError`] when the mark is no text of letters, the year has not four digits or the
    /// serial number is 0.
    pub fn new(mark: &str, year: u16, serial: u32) -> Result<Self, NumberError> {
        let length = mark.chars().count();
        if length == 0 || length > LONGEST_MARK || !mark.chars().all(of_a_mark) {
            return Err(NumberError::Mark {
                mark: mark.to_owned(),
            });
        }
        if !(1_000..=9_999).contains(&year) {
            return Err(NumberError::Year { year });
        }
        if serial == 0 {
            return Err(NumberError::Serial);
        }
        Ok(Self {
            mark: mark.to_owned(),
            year,
            serial,
        })
    }

    /// The issuer's mark 发文机关代字.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// The year, four digits.
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The serial number 发文顺序号, from 1.
    #[must_use]
    pub const fn serial(&self) -> u32 {
        self.serial
    }
}

fn of_a_mark(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '（' | '）')
}

/// How a city writes its numbers, as data: `{mark}〔{year}〕第{serial:4}号`.
///
/// `{serial:4}` fills up to four digits with zeros; `{serial}` does not (GB/T 9704-2012 7.2.5 has
/// neither 第 nor zeros, but documents of law enforcement keep both).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberPattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Mark,
    Year,
    Serial { width: usize },
}

/// A pattern whose numbers could not be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{pattern}' is no pattern of numbers: {why}")]
pub struct PatternError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl NumberPattern {
    /// Writes `number`.
    #[must_use]
    pub fn write(&self, number: &Number) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Mark => text.push_str(&number.mark),
                Part::Year => text.push_str(&number.year.to_string()),
                Part::Serial { width } => text.push_str(&format!("{:0width$}", number.serial)),
            }
        }
        text
    }

    /// Reads a number that was written by this pattern, and no other text.
    ///
    /// # Errors
    /// [`NumberError::Form`] for any other text.
    pub fn read(&self, text: &str) -> Result<Number, NumberError> {
        self.fields(text)
            .and_then(|(mark, year, serial)| Number::new(mark, year, serial).ok())
            .filter(|number| self.write(number) == text)
            .ok_or_else(|| NumberError::Form {
                text: text.to_owned(),
                pattern: self.text.clone(),
            })
    }

    fn fields<'a>(&self, text: &'a str) -> Option<(&'a str, u16, u32)> {
        let (mut mark, mut year, mut serial) = ("", 0, 0);
        let mut rest = text;
        for part in &self.parts {
            match part {
                Part::Words(words) => rest = rest.strip_prefix(words.as_str())?,
                Part::Mark => (mark, rest) = split(rest, of_a_mark),
                Part::Year => {
                    let (digits, after) = split(rest, |letter| letter.is_ascii_digit());
                    (year, rest) = (digits.parse().ok()?, after);
                }
                Part::Serial { .. } => {
                    let (digits, after) = split(rest, |letter| letter.is_ascii_digit());
                    (serial, rest) = (digits.parse().ok()?, after);
                }
            }
        }
        rest.is_empty().then_some((mark, year, serial))
    }
}

/// The longest start of `text` whose letters all are `of` a kind, and what follows.
fn split(text: &str, of: fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|letter| !of(letter)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

impl FromStr for NumberPattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let wrong = |why| PatternError {
            pattern: text.to_owned(),
            why,
        };
        let parts = parts(text).ok_or_else(|| {
            wrong("inside braces stand mark, year, serial, or serial with a width from 1 to 9")
        })?;
        let count = |part: fn(&Part) -> bool| parts.iter().filter(|found| part(found)).count();
        let once = count(|part| matches!(part, Part::Mark)) == 1
            && count(|part| matches!(part, Part::Year)) == 1
            && count(|part| matches!(part, Part::Serial { .. })) == 1;
        if !once {
            return Err(wrong("it has {mark}, {year} and {serial} once each"));
        }
        if !parts.iter().zip(parts.iter().skip(1)).all(apart) {
            return Err(wrong(
                "a mark ends where something stands that is no letter, a figure where something \
                 stands that is no digit",
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
        })
    }
}

/// Whether what follows a field cannot be taken for the field's own text.
fn apart((part, next): (&Part, &Part)) -> bool {
    let first = match next {
        Part::Words(words) => words.chars().next(),
        Part::Mark => Some('字'),
        Part::Year | Part::Serial { .. } => Some('1'),
    };
    match part {
        Part::Words(_) => true,
        Part::Mark => first.is_some_and(|letter| !of_a_mark(letter)),
        Part::Year | Part::Serial { .. } => first.is_some_and(|letter| !letter.is_ascii_digit()),
    }
}

fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (words, field) = match rest.split_once('{') {
            Some((words, after)) => (words, Some(after.split_once('}')?)),
            None => (rest, None),
        };
        if words.contains('}') {
            return None;
        }
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        let Some((name, after)) = field else { break };
        parts.push(match name.split_once(':') {
            None if name == "mark" => Part::Mark,
            None if name == "year" => Part::Year,
            None if name == "serial" => Part::Serial { width: 1 },
            Some(("serial", width)) => Part::Serial {
                width: width.parse().ok().filter(|width| (1..=9).contains(width))?,
            },
            _ => return None,
        });
        rest = after;
    }
    Some(parts)
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for NumberPattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        text.parse()
    }
}

impl From<NumberPattern> for String {
    fn from(pattern: NumberPattern) -> Self {
        pattern.text
    }
}
