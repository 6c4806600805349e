//! Why an extract was not read.

use std::fmt;
use std::io;

/// Why an extract was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Something else than PBF or OSM XML.
    #[error("the file is no OpenStreetMap extract but {found}")]
    NotOsm {
        /// What it seems to be.
        found: Found,
    },
    /// A download or copy that was cut off.
    #[error("the file ends within {part}, {at} bytes from its beginning; fetch it again")]
    CutOff {
        /// What was being read.
        part: Part,
        /// How many bytes there were.
        at: u64,
    },
    /// A part contradicts itself or the format.
    #[error("{part}, some {at} bytes from the beginning, is damaged; fetch the file again")]
    Damaged {
        /// What was being read.
        part: Part,
        /// Where it begins (PBF) or where reading stopped (XML).
        at: u64,
        /// What is wrong there.
        #[source]
        what: Damage,
    },
    /// More of something than [`Limits`](super::Limits) allow.
    #[error("the extract has more {what} than the {limit} allowed; cut a smaller area")]
    TooLarge {
        /// What there is too much of.
        what: Measure,
        /// How much is allowed.
        limit: usize,
    },
    /// The file asks for something that this reader does not do.
    #[error("the file needs {0:?}, which is not read here; convert it to plain PBF or XML")]
    Unsupported(String),
    /// The source could not be read.
    #[error("the file could not be read")]
    Io(#[from] io::Error),
}

/// A part of an extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The length and head of a blob, counted from 1.
    BlobHeader(u64),
    /// The content of a blob, counted from 1.
    Blob(u64),
    /// XML.
    Xml,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BlobHeader(number) => write!(f, "the head of blob {number}"),
            Self::Blob(number) => write!(f, "blob {number}"),
            Self::Xml => f.write_str("the XML"),
        }
    }
}

/// What is wrong in a damaged part.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// A message of protocol buffers that is none.
    #[error("a message is not well formed")]
    Message,
    /// Larger than the format allows.
    #[error("it is larger than the format allows")]
    TooLarge,
    /// Neither packed by zlib nor plain.
    #[error("it holds no data that is packed by zlib or plain")]
    NoData,
    /// The packed bytes, or their checksum.
    #[error("the packed bytes are not right")]
    Packed(#[source] io::Error),
    /// Unpacked it is longer or shorter than it says.
    #[error("unpacked it has another length than it says")]
    Length,
    /// Columns of unequal length, or one that comes twice.
    #[error("columns of nodes or tags do not fit each other")]
    Columns,
    /// A text that is not in the block's table, or not UTF-8.
    #[error("a text is not in the table of texts or is no UTF-8")]
    Text,
    /// The XML is not well formed.
    #[error("the XML is not well formed")]
    Xml(#[source] quick_xml::Error),
    /// An attribute is not well formed.
    #[error("an attribute is not well formed")]
    Attribute(#[source] quick_xml::events::attributes::AttrError),
    /// An attribute that must be there is missing or is no number.
    #[error("{element} has no readable {attribute:?}")]
    Missing {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: &'static str,
    },
    /// The outermost element is not `osm`, or more follows behind it.
    #[error("the outermost element is not \"osm\"")]
    Root,
    /// XML with a document type, which no program of OpenStreetMap writes.
    #[error("it declares a document type")]
    DocumentType,
    /// One tag of more than a mebibyte.
    #[error("one piece of it is longer than a mebibyte")]
    Endless,
}

/// What a file that is no extract seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No bytes.
    Nothing,
    /// Packed by gzip.
    Gzip,
    /// Packed by bzip2.
    Bzip2,
    /// Anything else.
    Other,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "empty",
            Self::Gzip => "packed by gzip: unpack it first",
            Self::Bzip2 => "packed by bzip2: unpack it first",
            Self::Other => "something else",
        })
    }
}

/// What there can be too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Nodes.
    Nodes,
    /// Nodes named by ways that are kept.
    References,
    /// Ways and places with a name that are kept.
    Kept,
    /// Bytes of names.
    NameBytes,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nodes => "nodes",
            Self::References => "nodes on roads",
            Self::Kept => "roads and places",
            Self::NameBytes => "bytes of names",
        })
    }
}
