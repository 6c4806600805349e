//! Printed documents 文书: a template of the city pack and a record become a PDF that can be filed.
//!
//! Typst typesets, as a library. The words are the pack's (`documents/*.typ`); the frame is ours
//! (`frame/frame.typ`: paper, margins, type area and sizes of GB/T 9704-2012); the record goes in
//! as JSON and is never part of a source text.
//!
//! Invariants: what a record holds prints as text, whatever it looks like; a template reads no
//! file, no network, no package and no clock; the same template, record, [`DocumentInfo`] and fonts
//! give the same bytes; a character that cannot be printed is shown as 〓 and told to the caller.
//!
//! It is not: a store of documents, a seal or signature (it leaves their place), or the list of
//! numbers given out ([`Number`] only writes and reads them). Nothing may wait for this crate: it
//! is a leaf, because its dependencies take minutes to build.

mod error;
mod fonts;
mod legible;
mod number;
mod printer;
mod template;
mod world;

pub use error::{FontError, PrintError, Problem, TemplateError};
pub use fonts::{Families, FontSource, SystemFonts};
pub use number::{Number, NumberError, NumberPattern, PatternError};
pub use printer::{Limits, Printed, Printer, Standard};
pub use template::{DocumentInfo, Template};
