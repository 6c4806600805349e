//! Searching by characters, pinyin or initials: the one module that knows how.
//!
//! At every write the searched fields are laid down in the column `search`: each text in lower
//! case, its reading (消防栓 as `xiaofangshuan`) and the reading's initials (`xfs`), each on a line
//! of its own so that nothing is found across two of them. A search looks for each of its words
//! there with LIKE; [`crate::index`] says in which rows to look.
//!
//! A character with several readings is found by its first one only.

use pinyin::ToPinyin;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, LikeExpr};

use super::QueryError;
use crate::{RegisterDef, Value};

/// Words of one search that count; a longer one is a pasted text.
const MOST_WORDS: usize = 8;

/// The rows in which every word is found.
pub(super) fn condition(def: &RegisterDef, words: &str) -> Result<Condition, QueryError> {
    if !def.fields.iter().any(|field| field.search) {
        return Err(QueryError::NotSearched(def.key));
    }
    Ok(self::words(words).fold(Condition::all(), |all, word| {
        let pattern = LikeExpr::new(format!("%{}%", escaped(&word))).escape('\\');
        all.add(Expr::col(Alias::new("search")).like(pattern))
    }))
}

/// The words of a search, as they are looked for.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split_whitespace().take(MOST_WORDS);
    words.map(str::to_lowercase)
}

fn escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// What is laid down for a row.
pub(crate) fn searched_text(def: &RegisterDef, values: &[Value]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (field, value) in def.fields.iter().zip(values) {
        let Some(text) = value.as_text().filter(|_| field.search) else {
            continue;
        };
        lines.push(text.to_lowercase().replace('\n', " "));
        let (reading, initials) = readings(text);
        if reading.is_empty() {
            continue;
        }
        lines.extend([reading, initials]);
    }
    lines.join("\n")
}

/// The text as it is read and the initials of that; letters and digits stand for themselves.
/// Empty when it holds no character that has a reading.
fn readings(text: &str) -> (String, String) {
    let (mut reading, mut initials) = (String::new(), String::new());
    let mut any = false;
    for letter in text.chars() {
        if let Some(pinyin) = letter.to_pinyin() {
            any = true;
            // On a keyboard ü is typed as v.
            reading.push_str(&pinyin.plain().replace('ü', "v"));
            initials.extend(pinyin.plain().chars().take(1));
        } else if letter.is_ascii_alphanumeric() {
            reading.push(letter.to_ascii_lowercase());
            initials.push(letter.to_ascii_lowercase());
        }
    }
    if any {
        (reading, initials)
    } else {
        (String::new(), String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn a_text_is_read_with_its_digits() {
        let (reading, initials) = readings("绿地3号消防栓");
        assert_eq!(reading, "lvdi3haoxiaofangshuan");
        assert_eq!(initials, "ld3hxfs");
        assert_eq!(readings("Pump 7").0, "");
    }
}
