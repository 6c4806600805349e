//! XML of one part, as tokens, with everything hostile refused on the way: document types, unknown
//! entities, endless depth, endless pieces.

use std::borrow::Cow;
use std::io;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::archive::PackedPart;
use crate::error::{Damage, SheetError};
use crate::metered::Trip;

/// The deepest a workbook's elements nest is some ten.
const MAX_DEPTH: usize = 64;

/// What comes next. Names are without their namespace's prefix, which differs between programs.
pub(crate) enum Token<'a> {
    /// An element begins; `Empty` elements end with the same token.
    Open {
        tag: BytesStart<'a>,
        is_empty: bool,
    },
    Close,
    Text(Cow<'a, str>),
    End,
}

/// How much of a document there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Whole,
    /// From somewhere inside to the end: closing tags lack their opening ones.
    Tail,
}

pub(crate) struct Xml<'a> {
    reader: Reader<PackedPart<'a>>,
    buffer: Vec<u8>,
    depth: usize,
    extent: Extent,
    part: String,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(packed: PackedPart<'a>, part: &str, extent: Extent) -> Self {
        let mut reader = Reader::from_reader(packed);
        let config = reader.config_mut();
        config.allow_unmatched_ends = extent == Extent::Tail;
        config.check_end_names = extent == Extent::Whole;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
            extent,
            part: part.to_owned(),
        }
    }

    pub(crate) fn next(&mut self) -> Result<Token<'_>, SheetError> {
        self.buffer.clear();
        self.reader.get_mut().settle();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(refusal(&self.part, self.reader.get_ref(), error)),
        };
        let damaged = |what| Err(damage(&self.part, what));
        let whole = self.extent == Extent::Whole;
        Ok(match event {
            Event::Start(tag) => {
                self.depth += 1;
                if whole && self.depth > MAX_DEPTH {
                    return damaged(Damage::TooDeep);
                }
                Token::Open {
                    tag,
                    is_empty: false,
                }
            }
            Event::Empty(tag) => Token::Open {
                tag,
                is_empty: true,
            },
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Token::Close
            }
            Event::Text(text) => Token::Text(text.xml10_content()),
            Event::CData(text) => Token::Text(text.xml10_content()),
            Event::GeneralRef(name) => match entity(&name) {
                Ok(text) => Token::Text(text),
                Err(what) => return damaged(what),
            },
            Event::DocType(_) => {
                return Err(SheetError::DocumentType {
                    part: self.part.clone(),
                });
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => Token::Text(Cow::Borrowed("")),
            Event::Eof if whole && self.depth > 0 => return damaged(Damage::EndsEarly),
            Event::Eof => Token::End,
        })
    }

    /// Goes past everything up to the end of the element that was just opened.
    pub(crate) fn skip_element(&mut self) -> Result<(), SheetError> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Token::Open {
                    is_empty: false, ..
                } => depth += 1,
                Token::Close => depth -= 1,
                Token::Open { .. } | Token::Text(_) => {}
                Token::End => return Err(self.damage(Damage::EndsEarly)),
            }
        }
        Ok(())
    }

    /// Text up to the end of the element that was just opened, without that of its children.
    pub(crate) fn own_text(&mut self, into: &mut Text) -> Result<(), SheetError> {
        loop {
            match self.next()? {
                Token::Text(text) => into.push(&text)?,
                Token::Open {
                    is_empty: false, ..
                } => self.skip_element()?,
                Token::Open { .. } => {}
                Token::Close => return Ok(()),
                Token::End => return Err(self.damage(Damage::EndsEarly)),
            }
        }
    }

    pub(crate) fn damage(&self, what: Damage) -> SheetError {
        damage(&self.part, what)
    }
}

pub(crate) fn damage(part: &str, what: Damage) -> SheetError {
    SheetError::Damaged {
        part: part.to_owned(),
        what,
    }
}

/// One of the five entities of XML, or a character by its number.
fn entity<'a>(name: &BytesRef<'_>) -> Result<Cow<'a, str>, Damage> {
    if let Some(letter) = name.resolve_char_ref().map_err(Damage::Xml)? {
        return Ok(Cow::Owned(letter.to_string()));
    }
    quick_xml::escape::resolve_xml_entity(name)
        .map(Cow::Borrowed)
        .ok_or_else(|| Damage::Entity(name.chars().take(40).collect()))
}

/// Why the XML could not be read on: a bound, the packed bytes, or the XML itself.
fn refusal(part: &str, packed: &PackedPart<'_>, error: quick_xml::Error) -> SheetError {
    if let Some(trip) = packed.trip() {
        return tripped(part, trip);
    }
    match error {
        quick_xml::Error::Io(error) => unreadable(part, io::Error::new(error.kind(), error)),
        error => damage(part, Damage::Xml(error)),
    }
}

pub(crate) fn tripped(part: &str, trip: Trip) -> SheetError {
    match trip {
        Trip::Ratio(max_ratio) => SheetError::ZipBomb {
            part: part.to_owned(),
            max_ratio,
        },
        Trip::TooLarge(what, limit) => SheetError::TooLarge { what, limit },
    }
}

/// An IO error while inflating: the packed bytes, unless the source itself failed.
pub(crate) fn unreadable(part: &str, error: io::Error) -> SheetError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damage(part, Damage::EndsEarly),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            damage(part, Damage::Packed(error))
        }
        _ => SheetError::Io(error),
    }
}

/// The value of one attribute, by its name without prefix.
pub(crate) fn attribute<'t>(
    tag: &'t BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'t, str>>, Damage> {
    for found in tag.attributes().with_checks(false) {
        let found = found.map_err(Damage::Attribute)?;
        if found.key.local_name().as_ref() == name {
            let value = found
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(Damage::Xml)?;
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// XML's two ways to say yes.
pub(crate) fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

/// Text gathered piece by piece under a bound on its characters.
#[derive(Debug, Default)]
pub(crate) struct Text {
    text: String,
    chars: u64,
    max_chars: u32,
}

impl Text {
    pub(crate) fn new(max_chars: u32) -> Self {
        Self {
            max_chars,
            ..Self::default()
        }
    }

    pub(crate) fn push(&mut self, piece: &str) -> Result<(), SheetError> {
        self.chars += piece.chars().count() as u64;
        if self.chars > u64::from(self.max_chars) {
            return Err(SheetError::TooLarge {
                what: crate::Measure::CellChars,
                limit: u64::from(self.max_chars),
            });
        }
        self.text.push_str(piece);
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.chars = 0;
    }

    /// As gathered.
    pub(crate) fn raw(&self) -> &str {
        &self.text
    }

    /// With `_x000D_` and its like made the characters they stand for (ECMA-376 part 1,
    /// 22.9.2.19), which is how a cell holds what XML cannot.
    pub(crate) fn unescaped(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find("_x") {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            match escaped_char(from) {
                Some((letter, after)) => {
                    out.push(letter);
                    rest = after;
                }
                None => {
                    out.push_str("_x");
                    rest = from.get(2..).unwrap_or_default();
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// The character of `_xHHHH_` at the front, and what follows it.
fn escaped_char(text: &str) -> Option<(char, &str)> {
    let digits = text.get(2..6)?;
    let after = text.get(6..)?.strip_prefix('_')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((letter, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_cells_are_read_and_what_only_looks_like_one_stays() {
        for (raw, text) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x0000__x0001_", "\0\u{1}"),
            ("_x00", "_x00"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_x+123_", "_x+123_"),
            ("_xD800_", "_xD800_"),
            ("_x中文字_", "_x中文字_"),
            ("_x_x0041_", "_xA"),
            ("", ""),
        ] {
            let mut gathered = Text::new(100);
            gathered.push(raw).unwrap();
            assert_eq!(gathered.unescaped(), text, "{raw}");
        }
    }
}
