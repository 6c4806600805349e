//! Makes any text printable, and says what it had to change.
//!
//! Records hold what people and devices wrote. A PDF/A file may show no character without a glyph,
//! so a character that no font has becomes 〓, the typesetter's mark for a missing sort (U+3013),
//! and is reported. The same happens to controls, private characters and marks that turn the
//! direction of writing: what is printed reads in the order in which it is stored.
//!
//! It is not: an escape. Nothing here depends on the typesetter's language; text reaches it as
//! values, not as source.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::Fonts;

/// Shown for what cannot be shown.
const MISSING_SORT: &str = "〓";

/// A run of letters without a place to break a line, longer than this, gets such places.
const LONGEST_WORD: usize = 30;
/// How far apart, in characters: about 6 to 8 mm each way in a narrow column.
const BREAK_EVERY: usize = 8;
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// Turns texts into what these fonts can print.
pub(crate) struct Legible<'a> {
    fonts: &'a Fonts,
    missing: BTreeSet<char>,
}

impl<'a> Legible<'a> {
    pub(crate) const fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            missing: BTreeSet::new(),
        }
    }

    /// The characters that were replaced so far.
    pub(crate) fn into_missing(self) -> BTreeSet<char> {
        self.missing
    }

    /// Every text inside `value`. Names of fields are the template's and stay.
    pub(crate) fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(values) => values.iter().map(|value| self.value(value)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| (name.clone(), self.value(value)))
                .collect(),
            other => other.clone(),
        }
    }

    /// One text: lines end with `\n`, tabs and odd spaces are spaces, all else has a glyph or is 〓.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut out = Breakable::default();
        for cluster in text.graphemes(true) {
            match cluster {
                "\n" | "\r\n" | "\r" | "\u{2028}" | "\u{2029}" => out.push("\n"),
                "\t" => out.push(" "),
                cluster => self.cluster(cluster, &mut out),
            }
        }
        out.text
    }

    fn cluster(&mut self, cluster: &str, out: &mut Breakable) {
        let kept: String = cluster.chars().filter(|&c| !is_joiner(c)).collect();
        let visible: Vec<char> = kept.chars().filter(|&c| !picks_a_variant(c)).collect();
        if visible.is_empty() {
            return;
        }
        let printable =
            !visible.iter().any(|&c| is_forbidden(c)) && self.fonts.have_together(&visible);
        if printable {
            out.push(&kept);
        } else if visible.iter().all(|c| c.is_whitespace()) {
            out.push(" ");
        } else {
            self.miss(&visible);
            out.push(MISSING_SORT);
        }
    }

    fn miss(&mut self, visible: &[char]) {
        self.missing.extend(
            visible
                .iter()
                .filter(|&&c| is_forbidden(c) || !self.fonts.have_together(&[c])),
        );
        // A base and a mark that no one font has together: both are told.
        if visible.iter().all(|c| !self.missing.contains(c)) {
            self.missing.extend(visible);
        }
    }
}

/// Text that is being put together, with places to break long runs.
#[derive(Default)]
struct Breakable {
    text: String,
    /// Where the present run of letters started, in bytes, and the places in it where it may break.
    run: usize,
    length: usize,
    breaks: Vec<usize>,
}

impl Breakable {
    fn push(&mut self, cluster: &str) {
        if cluster.chars().all(breaks_by_itself) {
            self.text.push_str(cluster);
            self.run = self.text.len();
            self.length = 0;
            self.breaks.clear();
            return;
        }
        if self.length > 0 && self.length.is_multiple_of(BREAK_EVERY) {
            if self.length > LONGEST_WORD {
                self.allow_breaks();
                self.text.push(ZERO_WIDTH_SPACE);
            } else {
                self.breaks.push(self.text.len());
            }
        }
        self.text.push_str(cluster);
        self.length += 1;
    }

    /// Breaks the start of a run that has turned out to be long.
    fn allow_breaks(&mut self) {
        for at in self.breaks.drain(..).rev() {
            self.text.insert(at, ZERO_WIDTH_SPACE);
        }
    }
}

/// Whether a line may end beside this character: spaces, and Chinese from U+2E80 up.
fn breaks_by_itself(character: char) -> bool {
    character.is_whitespace() || u32::from(character) >= 0x2E80
}

/// Characters without a look of their own, which only steer how others join or break.
const fn is_joiner(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// Ideographic variation selectors, which choose the form of a rare character in a name. A font
/// that knows none shows the character's usual form.
const fn picks_a_variant(character: char) -> bool {
    matches!(character, '\u{E0100}'..='\u{E01EF}')
}

/// What PDF/A forbids or what would make a text read otherwise than it is stored.
const fn is_forbidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}'
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
            | '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}'
            | '\u{E0000}'..='\u{E007F}' | '\u{F0000}'..
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FontSource, fonts::Fonts};

    fn legible(text: &str) -> (String, String) {
        let fonts = Fonts::find(&FontSource::system()).unwrap();
        let mut legible = Legible::new(&fonts);
        let text = legible.text(text);
        (text, legible.into_missing().into_iter().collect())
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in [
            "",
            "消防",
            "#set $x$ \\ \"quoted\" 'q' *b* _i_ @r <l> //c",
            "a\nb",
            "０３５９—119",
        ] {
            assert_eq!(legible(text), (text.to_owned(), String::new()));
        }
    }

    #[test]
    fn what_has_no_glyph_or_no_honest_place_is_marked_and_told() {
        let marked = |text| legible(text);
        assert_eq!(marked("a👨‍👩‍👧b"), ("a〓b".to_owned(), "👧👨👩".to_owned()));
        assert_eq!(marked("x\u{0}y"), ("x〓y".to_owned(), "\u{0}".to_owned()));
        assert_eq!(
            marked("\u{202E}100"),
            ("〓100".to_owned(), "\u{202E}".to_owned())
        );
        assert_eq!(marked("\u{E001}"), ("〓".to_owned(), "\u{E001}".to_owned()));
        assert_eq!(marked("a\u{205F}b"), ("a b".to_owned(), String::new()));
        let variant = "葛\u{E0100}城";
        assert_eq!(marked(variant), (variant.to_owned(), String::new()));
        assert_eq!(
            marked("a\u{FEFF}\u{200D}b\r\nc\td"),
            ("ab\nc d".to_owned(), String::new())
        );
    }

    #[test]
    fn only_long_runs_get_places_to_break() {
        let word = |length| "w".repeat(length);
        assert_eq!(legible(&word(30)).0, word(30));
        let long = legible(&word(100)).0;
        assert_eq!(long.replace(ZERO_WIDTH_SPACE, ""), word(100));
        let longest = long.split(ZERO_WIDTH_SPACE).map(str::len).max();
        assert_eq!(longest, Some(BREAK_EVERY));
        let chinese = "消".repeat(100);
        assert_eq!(legible(&chinese).0, chinese);
    }
}
