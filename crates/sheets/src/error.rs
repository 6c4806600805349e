//! Why a file was not read.

use std::io;

use crate::limits::Measure;

/// Why a file, or the rest of it, was not read. Display is English; the fields are what a caller
/// needs to say the same in another language.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// More of something than [`Limits`](crate::Limits) allow.
    #[error("the file has more {what} than the {limit} allowed; split it")]
    TooLarge {
        /// What there is too much of.
        what: Measure,
        /// How much is allowed.
        limit: u64,
    },
    /// A part unpacks to far more than its packed size: made to fill memory or disk.
    #[error("{part} unpacks to more than {max_ratio} times its size; the file is refused")]
    ZipBomb {
        /// Which part of the archive.
        part: String,
        /// The largest ratio allowed.
        max_ratio: u32,
    },
    /// A workbook with macros.
    #[error("the workbook holds macros; save it as .xlsx without them")]
    MacroFile,
    /// A workbook with a password.
    #[error("the workbook is protected by a password; save it without one")]
    Encrypted,
    /// A workbook of Excel 97 to 2003.
    #[error("the workbook has the old .xls format; save it as .xlsx")]
    OldExcel,
    /// Something else than a table.
    #[error("the file is no .xlsx and no CSV but {found}")]
    NotASheet {
        /// What it seems to be.
        found: Found,
    },
    /// A text that is neither UTF-8, UTF-16 with its mark, nor GB 18030.
    #[error("line {line} is neither UTF-8 nor GB 18030; save the file as UTF-8")]
    Undecodable {
        /// Line, counted from 1.
        line: u64,
    },
    /// The archive has no directory at its end: an upload or download that was cut off.
    #[error("the file is cut off; send it again")]
    Truncated,
    /// A part of the archive contradicts itself or the format.
    #[error("{part} is damaged; open the file in a spreadsheet program and save it again")]
    Damaged {
        /// Which part of the archive.
        part: String,
        /// What is wrong there.
        #[source]
        what: Damage,
    },
    /// XML with a document type, which no spreadsheet program writes.
    #[error("{part} declares a document type; the file is refused")]
    DocumentType {
        /// Which part of the archive.
        part: String,
    },
    /// There is no such sheet, or it is no table (a chart sheet).
    #[error("there is no sheet number {index} to read")]
    NoSuchSheet {
        /// The number asked for, counted from 0.
        index: usize,
    },
    /// The source could not be read.
    #[error("the file could not be read")]
    Io(#[from] io::Error),
}

/// What is wrong in a damaged part.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The archive's structure.
    #[error("the archive is not well formed")]
    Zip(#[source] zip::result::ZipError),
    /// The packed bytes, or their checksum.
    #[error("the packed bytes are not right")]
    Packed(#[source] io::Error),
    /// The XML.
    #[error("the XML is not well formed")]
    Xml(#[source] quick_xml::Error),
    /// An attribute of the XML.
    #[error("an attribute is not well formed")]
    Attribute(#[source] quick_xml::events::attributes::AttrError),
    /// The part ends before its XML does.
    #[error("it ends too early")]
    EndsEarly,
    /// XML nested deeper than any workbook needs.
    #[error("its elements are nested too deep")]
    TooDeep,
    /// An entity that XML itself does not define.
    #[error("it refers to the entity {0:?}")]
    Entity(String),
    /// It is named and not there.
    #[error("it is missing")]
    Missing,
    /// Two entries share a name or bytes.
    #[error("entries of the archive overlap")]
    Overlap,
    /// No cell or range has such an address.
    #[error("{0:?} is no address of a cell")]
    Address(String),
    /// Rows or cells that do not ascend.
    #[error("cells are out of order in row {row}")]
    Order {
        /// Number of the row.
        row: u32,
    },
    /// A cell points at a shared string that does not exist.
    #[error("a cell in row {row} points at a text that is not there")]
    SharedString {
        /// Number of the row.
        row: u32,
    },
    /// A number that is none.
    #[error("a cell in row {row} holds no number where one should be")]
    Number {
        /// Number of the row.
        row: u32,
    },
    /// Merged ranges that two readings of the sheet saw differently.
    #[error("its merged ranges are not where they belong")]
    MergedRanges,
}

/// What a file that is no table seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing: no bytes, or a text of white space alone.
    Nothing,
    /// A zip of something else.
    Archive,
    /// Another document of an office program: text, slides.
    OtherOffice,
    /// An OpenDocument file.
    OpenDocument,
    /// A binary workbook, .xlsb.
    BinaryWorkbook,
    /// A web page or XML, often saved with the ending .xls.
    Markup,
    /// Bytes that are no text.
    Binary {
        /// Line of the first such byte, counted from 1.
        line: u64,
    },
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("empty"),
            Self::Archive => f.write_str("an archive of something else"),
            Self::OtherOffice => f.write_str("another kind of office document"),
            Self::OpenDocument => f.write_str("an OpenDocument file"),
            Self::BinaryWorkbook => f.write_str("a binary workbook (.xlsb)"),
            Self::Markup => f.write_str("a web page or XML"),
            Self::Binary { line } => write!(f, "holds bytes that are no text, in line {line}"),
        }
    }
}
