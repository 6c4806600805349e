//! Why something is no line and no polygon.

/// Places of one shape, at most.
pub const MOST_PLACES: usize = 10_000;
/// Rings of a polygon, at most.
pub const MOST_RINGS: usize = 100;

/// Why something is no shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// The text is no WKT of this type.
    #[error("this is no {0} in WKT")]
    Text(&'static str),
    /// A place outside ±180 / ±90 degrees.
    #[error("a place lies outside of ±180 and ±90 degrees")]
    Place,
    /// More than [`MOST_PLACES`] or [`MOST_RINGS`].
    #[error("more than {MOST_PLACES} places or {MOST_RINGS} rings")]
    TooMany,
    /// A line of fewer than two different places.
    #[error("a line has at least two different places")]
    TooShort,
    /// A ring of fewer than three different places.
    #[error("ring {0} has fewer than three different places")]
    RingTooShort(usize),
    /// A ring that does not end where it begins.
    #[error("ring {0} does not end where it begins")]
    Open(usize),
    /// Sides of rings that cross or touch, by ring and side, from 1.
    #[error("side {side} of ring {ring} meets side {other_side} of ring {other_ring}")]
    Crossing {
        /// The ring.
        ring: usize,
        /// Its side.
        side: usize,
        /// The other's ring.
        other_ring: usize,
        /// The other side.
        other_side: usize,
    },
    /// A hole that lies outside of the outer ring, or in another hole.
    #[error("ring {0} is no hole of the outer ring")]
    HoleOutside(usize),
}
