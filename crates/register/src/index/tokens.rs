//! Tokens: what of a row can be looked up, as short texts.
//!
//! Of the searched text every character is a token, every two neighbours, and every three where all
//! are letters or digits, since there are few of those and pinyin is made of them: `消`, `消防`,
//! `xia`. Of a field that lists can be narrowed by, its word is one (`state=usable`), for a region
//! each region that it lies in, for a set each of its words; for a day, a time or a number its steps
//! ([`steps`]). An empty field has `state=`, another one `state*`. A row in use has [`IN_USE`]. What
//! begins with a space is no token of rows but a piece of an order ([`super::orders`]), with a tab a
//! column ([`super::column`]).

use std::fmt::Write as _;

use base::{Digest, sm3};

use super::steps;
use crate::{FieldDef, FieldKind, Reference, RegisterDef, Value};

/// The token of rows in use.
pub(super) const IN_USE: &str = "=";

/// Digits of the regions that one lies in, itself included.
const REGION_DIGITS: [usize; 5] = [2, 4, 6, 9, 12];

/// The longest piece.
const LONGEST: usize = 3;

/// Calls `found` with each piece of a text; the same piece may come again.
pub(super) fn pieces_of_text(text: &str, mut found: impl FnMut(&str)) {
    for line in text.split('\n') {
        let starts = line.char_indices().map(|(at, _)| at);
        for at in starts {
            for length in 1..=LONGEST {
                match piece(line, at, length) {
                    Some(piece) => found(piece),
                    None => break,
                }
            }
        }
    }
}

/// The pieces of a searched word that narrow most: threes of letters and digits, pairs elsewhere.
pub(super) fn pieces_of_word(word: &str) -> Vec<String> {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let mut pieces: Vec<String> = Vec::new();
    for at in &starts {
        let longest = (1..=LONGEST)
            .rev()
            .find_map(|length| piece(word, *at, length));
        let Some(longest) = longest else { continue };
        // The tail of the piece before says nothing new.
        let within = pieces.last().is_some_and(|before| {
            longest.chars().count() < before.chars().count() && before.ends_with(longest)
        });
        if !within {
            pieces.push(longest.to_owned());
        }
    }
    pieces
}

/// The piece of so many characters from `at`, where there is one.
fn piece(text: &str, at: usize, length: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let mut characters = rest.chars();
    let mut bytes = 0;
    for _ in 0..length {
        let character = characters.next()?;
        if character.is_whitespace() || character.is_control() {
            return None;
        }
        if length > 2 && !character.is_ascii_alphanumeric() {
            return None;
        }
        bytes += character.len_utf8();
    }
    rest.get(..bytes)
}

/// Whether the words of the field are tokens.
pub(super) fn has_words(def: &RegisterDef, field: &FieldDef) -> bool {
    match field.kind {
        FieldKind::Boolean | FieldKind::Choice(_) | FieldKind::Choices(_) => field.filter,
        FieldKind::Reference(_) => true,
        FieldKind::Region => field.filter || def.scope == Some(field.name),
        _ => steps::has_steps(field),
    }
}

/// The token of the rows in which the field is not empty.
pub(super) fn of_filled(field: &FieldDef) -> String {
    format!("{}*", field.name)
}

/// The token of a field's word.
pub(super) fn of_word(field: &FieldDef, word: &str) -> String {
    format!("{}={word}", field.name)
}

/// The token of the rows that lie in a region, when its length is one of a region's.
pub(super) fn of_region(field: &FieldDef, code: &str) -> Option<String> {
    REGION_DIGITS
        .contains(&code.len())
        .then(|| format!("{}<{code}", field.name))
}

/// The tokens of a value. The first is that of rows which hold just this value, where there is one.
pub(super) fn of_value(field: &FieldDef, value: &Value) -> Vec<String> {
    if value.is_empty() {
        return vec![of_word(field, "")];
    }
    let mut tokens = of_full(field, value);
    tokens.push(of_filled(field));
    tokens
}

fn of_full(field: &FieldDef, value: &Value) -> Vec<String> {
    if let Some(step) = steps::step_of(value) {
        return steps::tokens_of(field, step).collect();
    }
    match (field.kind, value) {
        (FieldKind::Region, Value::Text(code)) => {
            let above = REGION_DIGITS
                .iter()
                .filter_map(|digits| code.get(..*digits));
            let above = above.filter_map(|code| of_region(field, code));
            std::iter::once(of_word(field, code)).chain(above).collect()
        }
        (_, Value::Text(word)) => vec![of_word(field, word)],
        (_, Value::Boolean(yes)) => vec![of_word(field, &yes.to_string())],
        (_, Value::Reference(Reference(id))) => vec![of_word(field, &id.simple().to_string())],
        (_, Value::Set(words)) => words.iter().map(|word| of_word(field, word)).collect(),
        _ => Vec::new(),
    }
}

/// What the segments of today are made for; one that was made for other fields is made anew.
pub(super) fn made_for(def: &RegisterDef) -> String {
    let mut said = String::from("4");
    for field in def.fields.iter().filter(|field| has_words(def, field)) {
        let _infallible = write!(said, " {}:{}", field.name, field.kind.as_str());
    }
    for (_, field) in super::orders::fields_of(def) {
        let _infallible = write!(said, " {}^{}", field.name, field.kind.as_str());
    }
    let digest: Digest = sm3(&[said.as_bytes()]);
    digest.to_string().chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        pieces_of_text(text, |piece| found.push(piece.to_owned()));
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn pieces_of_a_text() {
        assert_eq!(
            text("消防\nab1 c"),
            ["1", "a", "ab", "ab1", "b", "b1", "c", "消", "消防", "防"]
        );
        assert_eq!(text("a消b"), ["a", "a消", "b", "消", "消b"]);
    }

    #[test]
    fn every_piece_of_a_word_is_one_of_each_text_that_holds_it() {
        for word in [
            "消",
            "消防栓",
            "x",
            "xf",
            "xiaofang",
            "3号",
            "东风路12号",
            "a-b",
            "%",
        ] {
            let pieces = pieces_of_word(word);
            assert!(!pieces.is_empty(), "{word}");
            let held = text(&format!("前{word}后 {word}\nz{word}9"));
            for piece in pieces {
                assert!(held.contains(&piece), "{word}: {piece}");
            }
        }
        assert_eq!(pieces_of_word("xiao"), ["xia", "iao"]);
        assert_eq!(pieces_of_word("消防栓"), ["消防", "防栓"]);
        assert_eq!(pieces_of_word("xf"), ["xf"]);
    }
}
