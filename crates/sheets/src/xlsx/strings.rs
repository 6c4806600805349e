//! Shared strings: texts that cells point at by number. All of them stay in memory, because cells
//! point anywhere, so they have a limit of their own.

use super::xml::{Text, Token, Xml};
use crate::error::{Damage, SheetError};
use crate::limits::{Limits, Measure};

/// One text after the other, with where each ends.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(crate) fn read(mut xml: Xml<'_>, limits: &Limits) -> Result<Self, SheetError> {
        let mut strings = Self::default();
        let mut item = Text::new(limits.max_cell_chars);
        let limit = limits.max_shared_strings_bytes;
        loop {
            match xml.next()? {
                Token::Open { tag, is_empty } if tag.local_name().as_ref() == "si" => {
                    item.clear();
                    if !is_empty {
                        rich_text(&mut xml, &mut item)?;
                    }
                    strings.push(&item.unescaped(), limit)?;
                }
                Token::Open { .. } | Token::Close | Token::Text(_) => {}
                Token::End => return Ok(strings),
            }
        }
    }

    fn push(&mut self, text: &str, limit: u64) -> Result<(), SheetError> {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        // An empty string costs its end.
        let held = self.text.len() + self.ends.len() * size_of::<usize>();
        if held as u64 > limit {
            return Err(SheetError::TooLarge {
                what: Measure::SharedStringBytes,
                limit,
            });
        }
        Ok(())
    }

    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// The text of an element that was just opened: of its `t`, of its runs `r`, not of the phonetic
/// readings `rPh`.
pub(crate) fn rich_text(xml: &mut Xml<'_>, into: &mut Text) -> Result<(), SheetError> {
    let mut open = 1_usize;
    while open > 0 {
        let step = match xml.next()? {
            Token::Open { is_empty: true, .. } | Token::Text(_) => Step::Nothing,
            Token::Open { tag, .. } => match tag.local_name().as_ref() {
                "t" => Step::Text,
                "r" => Step::Down,
                _ => Step::Past,
            },
            Token::Close => Step::Up,
            Token::End => return Err(xml.damage(Damage::EndsEarly)),
        };
        match step {
            Step::Nothing => {}
            Step::Text => xml.own_text(into)?,
            Step::Down => open += 1,
            Step::Past => xml.skip_element()?,
            Step::Up => open -= 1,
        }
    }
    Ok(())
}

enum Step {
    Nothing,
    Text,
    Down,
    Past,
    Up,
}
