//! Texts of published instances: p-median on graphs as the OR-Library (J. E. Beasley, 1990) has them,
//! and demand points in the plane.

mod graph;
mod plane;
mod words;

pub use graph::{MedianInstance, read_median};
pub use plane::{Places, read_places};

/// More vertices or places than this are no instance of these formats: all pairs would not fit in
/// memory.
pub const MOST_POINTS: usize = 10_000;

/// Why a text is no instance, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The text ends before it should.
    #[error("the text ends in line {line}, before {wanted}: it seems cut off")]
    CutOff {
        /// The last line, counted from 1.
        line: usize,
        /// What should follow.
        wanted: &'static str,
    },
    /// Something else than what should stand there.
    #[error("line {line}: {found:?} is not {wanted}")]
    Unreadable {
        /// Counted from 1.
        line: usize,
        /// The word.
        found: String,
        /// What should stand there.
        wanted: &'static str,
    },
    /// A number of a vertex that there is not.
    #[error("line {line}: there is no vertex {vertex}; they are numbered from 1 to {vertices}")]
    NoSuchVertex {
        /// Counted from 1.
        line: usize,
        /// The number.
        vertex: u64,
        /// How many there are.
        vertices: usize,
    },
    /// More than the text said at its beginning.
    #[error("line {line}: more follows than the first line says")]
    TooMuch {
        /// Counted from 1.
        line: usize,
    },
    /// An instance without anything in it.
    #[error("line 1: there are no points")]
    Empty,
    /// An instance that does not fit in memory.
    #[error("line 1: {0} points are more than the {MOST_POINTS} that are read here")]
    TooLarge(u64),
    /// Costs add up to more than can be numbered.
    #[error("the way from vertex {from} to vertex {to} is longer than can be counted")]
    TooFar {
        /// Counted from 1.
        from: usize,
        /// Counted from 1.
        to: usize,
    },
}
