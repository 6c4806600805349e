//! How much of a file is read before it is refused.

/// Text of one row, in bytes, that is held at once. A million cells may all point at one long
/// shared string; without this bound a small file would fill the memory row by row.
pub(crate) const MAX_ROW_BYTES: u64 = 8 << 20;
/// Merged ranges of one sheet.
pub(crate) const MAX_MERGED: u64 = 100_000;
/// Parts of one archive. Real workbooks have dozens, with pictures some hundreds.
pub(crate) const MAX_PARTS: u64 = 10_000;
/// Bytes of a part that says how the others fit together.
pub(crate) const MAX_FRAME_BYTES: u64 = 16 << 20;
/// A part's first bytes may be packed tighter than [`Limits::max_ratio`]: little harm in them.
pub(crate) const RATIO_GRACE: u64 = 4 << 20;

/// Bounds on one file. The default fits a register of a million rows and twenty columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it lies on the disk.
    pub max_file_bytes: u64,
    /// Bytes one pass over a part may inflate to.
    pub max_unpacked_bytes: u64,
    /// Inflated bytes for each byte read of the file, past the first few MiB.
    pub max_ratio: u32,
    /// Rows with content, headings included.
    pub max_rows: u32,
    /// Number of the last column with content.
    pub max_columns: u32,
    /// Characters of one cell; Excel's own bound is 32,767.
    pub max_cell_chars: u32,
    /// Memory of a workbook's shared strings.
    pub max_shared_strings_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 256 << 20,
            max_unpacked_bytes: 2 << 30,
            max_ratio: 200,
            max_rows: 1_048_576,
            max_columns: 256,
            max_cell_chars: 32_767,
            max_shared_strings_bytes: 256 << 20,
        }
    }
}

/// What was too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of the file.
    FileBytes,
    /// Bytes a part inflates to.
    UnpackedBytes,
    /// Rows with content.
    Rows,
    /// Columns.
    Columns,
    /// Characters of one cell, or bytes of one piece of markup.
    CellChars,
    /// Bytes of text in one row.
    RowBytes,
    /// Bytes of shared strings.
    SharedStringBytes,
    /// Parts of the archive.
    Parts,
    /// Merged ranges of a sheet.
    MergedRanges,
}

impl std::fmt::Display for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::FileBytes => "bytes in the file",
            Self::UnpackedBytes => "unpacked bytes",
            Self::Rows => "rows",
            Self::Columns => "columns",
            Self::CellChars => "characters in a cell",
            Self::RowBytes => "bytes of text in a row",
            Self::SharedStringBytes => "bytes of shared text",
            Self::Parts => "parts in the archive",
            Self::MergedRanges => "merged ranges",
        })
    }
}
