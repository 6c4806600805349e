//! What the tags of rows, cells and columns say.

use quick_xml::events::BytesStart;

use super::address;
use super::xml::{attribute, is_true};
use crate::error::Damage;

/// What a row's tag says.
pub(crate) struct RowTag {
    pub(crate) number: Option<u32>,
    pub(crate) hidden: bool,
    pub(crate) is_empty: bool,
}

/// What a cell's tag says.
pub(crate) struct CellTag {
    /// Row and column.
    pub(crate) address: Option<(u32, u32)>,
    pub(crate) style: usize,
    pub(crate) kind: CellKind,
    pub(crate) is_empty: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    Number,
    Shared,
    Inline,
    Formula,
    Bool,
    Error,
    IsoDate,
}

/// The parts of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Child {
    Value,
    Formula,
    Inline,
    Other,
    Nothing,
}

impl Child {
    pub(crate) fn of(tag: &BytesStart<'_>) -> Self {
        match tag.local_name().as_ref() {
            "v" => Self::Value,
            "f" => Self::Formula,
            "is" => Self::Inline,
            _ => Self::Other,
        }
    }
}

impl RowTag {
    pub(crate) fn read(tag: &BytesStart<'_>, is_empty: bool) -> Result<Self, Damage> {
        let number = match attribute(tag, "r")? {
            Some(text) => Some(address::row(&text).ok_or_else(|| address::wrong(&text))?),
            None => None,
        };
        Ok(Self {
            number,
            hidden: is_true(attribute(tag, "hidden")?.as_deref()),
            is_empty,
        })
    }
}

impl CellTag {
    pub(crate) fn read(tag: &BytesStart<'_>, is_empty: bool) -> Result<Self, Damage> {
        let mut cell = Self {
            address: None,
            style: 0,
            kind: CellKind::Number,
            is_empty,
        };
        for found in tag.attributes().with_checks(false) {
            let found = found.map_err(Damage::Attribute)?;
            let value = found.value.as_ref();
            match found.key.as_ref() {
                "r" => {
                    let found = address::cell(value).ok_or_else(|| address::wrong(value))?;
                    cell.address = Some(found);
                }
                "s" => cell.style = value.parse().unwrap_or_default(),
                "t" => cell.kind = kind(value),
                _ => {}
            }
        }
        Ok(cell)
    }
}

fn kind(name: &str) -> CellKind {
    match name {
        "s" => CellKind::Shared,
        "inlineStr" => CellKind::Inline,
        "str" => CellKind::Formula,
        "b" => CellKind::Bool,
        "e" => CellKind::Error,
        "d" => CellKind::IsoDate,
        _ => CellKind::Number,
    }
}

/// First and last number of columns that are not shown.
pub(crate) fn hidden_columns(tag: &BytesStart<'_>) -> Result<Option<(u32, u32)>, Damage> {
    if !is_true(attribute(tag, "hidden")?.as_deref()) {
        return Ok(None);
    }
    let bound = |name| -> Result<Option<u32>, Damage> {
        Ok(attribute(tag, name)?.and_then(|text| text.parse().ok()))
    };
    Ok(bound("min")?.zip(bound("max")?))
}
