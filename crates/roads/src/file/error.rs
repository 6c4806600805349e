//! Why a file of a network was not read.

use std::io;

use crate::hierarchy::HierarchyError;

/// Why a file of a network was not read. What to do is the same for all but the last: build the
/// network anew from its extract.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It does not begin as such a file does.
    #[error("the file is no road network of this program")]
    NotANetwork,
    /// Of another version.
    #[error("the road network has version {0}; build it anew from its extract")]
    Version(u32),
    /// It says a length that none has.
    #[error("the road network says that it is {0} bytes long, which none is")]
    Length(u64),
    /// A copy that was cut off.
    #[error("the road network ends after {found} of {expected} bytes; copy it again")]
    CutOff {
        /// As long as it says, in bytes.
        expected: u64,
        /// As long as it is.
        found: u64,
    },
    /// More behind its end.
    #[error("something follows behind the {0} bytes of the road network")]
    Longer(u64),
    /// The digest is not that of the content.
    #[error("the road network is damaged: its SM3 digest is another; build it anew")]
    Digest,
    /// The digest is right and the content is not.
    #[error("the road network is not valid: {0}")]
    Invalid(&'static str),
    /// The order of its hierarchy is none.
    #[error("the road network is not valid: its hierarchy cannot be built")]
    Order(#[from] HierarchyError),
    /// The source could not be read.
    #[error("the road network could not be read")]
    Io(#[from] io::Error),
}
