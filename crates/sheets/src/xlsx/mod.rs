//! Workbooks: a zip archive of XML parts (ECMA-376).

mod address;
mod archive;
mod layout;
mod rows;
mod strings;
mod styles;
mod tags;
mod workbook;
mod xml;

pub(crate) use rows::Rows;
pub(crate) use workbook::Workbook;
