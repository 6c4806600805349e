//! Searching by characters, pinyin or initials: the one module that knows how.
//!
//! At every write the searched fields are laid down in the column `search`: each text in lower
//! case, the same without accents where it has any (`constituição` as `constituicao`), its reading
//! (消防栓 as `xiaofangshuan`) and the reading's initials (`xfs`), each on a line of its own so that
//! nothing is found across two of them. A search looks for each of its words
//! there with LIKE; [`crate::index`] says in which rows to look.
//!
//! A character with several readings is found by its first one only.
//!
//! Names that stand in no register (streets, places of the map) are laid down and searched by the same
//! two: [`spelled`] and [`Words`].

use pinyin::ToPinyin;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, LikeExpr};
use unicode_normalization::UnicodeNormalization;

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
        lines.push(spelled(text));
    }
    lines.join("\n")
}

/// A text as it is searched: in small letters, the same without accents, its reading and the initials
/// of that, a line each.
#[must_use]
pub fn spelled(text: &str) -> String {
    let small = text.to_lowercase().replace('\n', " ");
    let bare = without_accents(&small);
    let mut lines = vec![small];
    lines.extend(bare);
    let (reading, initials) = readings(text);
    if !reading.is_empty() {
        lines.extend([reading, initials]);
    }
    lines.join("\n")
}

/// A text without the accents on its letters, as one types it in haste; `None` where it has none.
fn without_accents(text: &str) -> Option<String> {
    let is_accent = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let bare: String = text
        .nfd()
        .filter(|letter| !is_accent(letter))
        .nfc()
        .collect();
    (bare != text).then_some(bare)
}

/// The words of one search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// How well words fit a text, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// They are the text, its reading or its initials.
    Whole,
    /// It begins with them.
    Start,
    /// It holds them.
    Within,
}

impl Words {
    /// The words of a text; of a long one the first few.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(words(text).collect())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well they fit what [`spelled`] laid down: as the word that fits least; `None` unless each
    /// of them is found.
    #[must_use]
    pub fn fit(&self, spelled: &str) -> Option<Fit> {
        let fits = self.0.iter().map(|word| fit(word, spelled));
        fits.collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}

fn fit(word: &str, spelled: &str) -> Option<Fit> {
    let of_line = |line: &str| match line.strip_prefix(word) {
        Some("") => Some(Fit::Whole),
        Some(_) => Some(Fit::Start),
        None => line.contains(word).then_some(Fit::Within),
    };
    spelled.split('\n').filter_map(of_line).min()
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
    use super::{Fit, Words, readings, spelled};

    #[test]
    fn a_text_is_read_with_its_digits() {
        let (reading, initials) = readings("绿地3号消防栓");
        assert_eq!(reading, "lvdi3haoxiaofangshuan");
        assert_eq!(initials, "ld3hxfs");
        assert_eq!(readings("Pump 7").0, "");
    }

    #[test]
    fn words_fit_characters_readings_and_initials() {
        let street = spelled("解放路");
        let fit = |text: &str| Words::of(text).fit(&street);
        for whole in ["解放路", "jiefanglu", "JFL"] {
            assert_eq!(fit(whole), Some(Fit::Whole), "{whole}");
        }
        assert_eq!(fit("解放"), Some(Fit::Start));
        assert_eq!(fit("放路"), Some(Fit::Within));
        assert_eq!(fit("jf 路"), Some(Fit::Within), "each word, by the worst");
        assert_eq!(fit("jf 街"), None);
        assert!(Words::of("  ").is_empty() && fit("").is_none());
    }

    #[test]
    fn accents_may_be_left_out() {
        let street = spelled("Rua da Constituição");
        let fit = |text: &str| Words::of(text).fit(&street);
        assert_eq!(fit("Constituição"), Some(Fit::Within));
        assert_eq!(fit("rua CONSTITUICAO"), Some(Fit::Within));
        assert_eq!(
            fit("constituiçao"),
            None,
            "with its accents or without them"
        );
        assert_eq!(spelled("解放路").lines().count(), 3, "characters have none");
        assert_eq!(spelled("Pump 7"), "pump 7");
    }
}
