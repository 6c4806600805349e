//! Styles, as far as they say whether a number is a date.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::xml::{Token, Xml, attribute};
use crate::error::{Damage, SheetError};
use crate::number_format::{self, Shown};

/// What each cell style shows, by its number.
#[derive(Default)]
pub(crate) struct Styles {
    shown: Vec<Shown>,
}

impl Styles {
    pub(crate) fn read(mut xml: Xml<'_>) -> Result<Self, SheetError> {
        let mut reading = Reading::default();
        loop {
            let noted = match xml.next()? {
                Token::Open { tag, is_empty } => reading.open(&tag, is_empty),
                Token::Close => {
                    reading.close();
                    Ok(())
                }
                Token::Text(_) => Ok(()),
                Token::End => break,
            };
            noted.map_err(|what| xml.damage(what))?;
        }
        Ok(Self {
            shown: reading.styles,
        })
    }

    /// A style that does not exist shows plain numbers, as Excel does.
    pub(crate) fn shown(&self, style: usize) -> Shown {
        self.shown.get(style).copied().unwrap_or_default()
    }
}

#[derive(Default)]
struct Reading {
    depth: usize,
    /// Depth of the `cellXfs` that is open. Other lists hold `xf` too.
    cell_styles: Option<usize>,
    custom: HashMap<u32, Shown>,
    styles: Vec<Shown>,
}

impl Reading {
    fn open(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Damage> {
        if !is_empty {
            self.depth += 1;
        }
        match tag.local_name().as_ref() {
            "cellXfs" if !is_empty => self.cell_styles = Some(self.depth),
            "numFmt" => {
                let code = attribute(tag, "formatCode")?.unwrap_or_default();
                if let Some(id) = number(tag)? {
                    self.custom.insert(id, number_format::shown(&code));
                }
            }
            "xf" if self.cell_styles.is_some() => {
                let id = number(tag)?.unwrap_or_default();
                let shown = self.custom.get(&id).copied();
                self.styles
                    .push(shown.unwrap_or_else(|| number_format::built_in(id)));
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) {
        if self.cell_styles == Some(self.depth) {
            self.cell_styles = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

fn number(tag: &BytesStart<'_>) -> Result<Option<u32>, Damage> {
    Ok(attribute(tag, "numFmtId")?.and_then(|id| id.trim().parse().ok()))
}
