//! What is printed: a template of the pack, and what a document says of itself.

use base::{Language, Timestamp};

use crate::TemplateError;

/// A document's layout and words, in Typst's language, as a file of the pack.
///
/// It may import `/frame.typ` and nothing else; the record is `data` there, the [`DocumentInfo`]
/// is `info`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name by which cases refer to it, and which its errors carry.
    pub name: String,
    /// Counted up by its author with every change, so that a reprint can say what it was made with.
    pub version: u32,
    /// Typst source.
    pub source: String,
}

impl Template {
    /// A template from its file, whose first line is `// version: 1`.
    ///
    /// # Errors
    /// [`TemplateError`] when the first line says no version.
    pub fn from_typ(name: &str, text: &str) -> Result<Self, TemplateError> {
        let version = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("// version:"))
            .and_then(|number| number.trim().parse().ok())
            .ok_or_else(|| TemplateError {
                name: name.to_owned(),
            })?;
        Ok(Self {
            name: name.to_owned(),
            version,
            source: text.to_owned(),
        })
    }
}

/// What a document says of itself, on its pages and in the file's metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentInfo {
    /// 文号, as [`crate::NumberPattern::write`] writes it. With the template's name and version it
    /// also makes the PDF's own identifier.
    pub number: String,
    /// 标题
    pub title: String,
    /// 发文机关: the organ that issues it.
    pub author: String,
    /// The language it is written in.
    pub language: Language,
    /// When it was made: printed nowhere by itself, but part of the file. A reprint gives the same.
    pub created: Timestamp,
}
