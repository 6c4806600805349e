//! Words for people, in the two languages of the screens.

use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// 中文, the first language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The best of ours for an `Accept-Language` header: English only when it is asked for before
    /// any Chinese.
    #[must_use]
    pub fn from_accept(header: &str) -> Self {
        header
            .split(',')
            .map(|part| part.trim().to_ascii_lowercase())
            .find_map(|tag| match tag.get(..2) {
                Some("zh") => Some(Self::Zh),
                Some("en") => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }
}

/// A name in Chinese and English, known when the program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// 中文
    pub zh: &'static str,
    /// English
    pub en: &'static str,
}

impl Label {
    /// A label from its two texts.
    #[must_use]
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The text in `language`.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins_and_chinese_is_the_default() {
        assert_eq!(Language::from_accept("en-GB,zh;q=0.9"), Language::En);
        assert_eq!(Language::from_accept("fr,zh-CN,en"), Language::Zh);
        assert_eq!(Language::from_accept("语言"), Language::Zh);
    }
}
