//! 可定制收缩层次 customisable contraction hierarchies (J. Dibbelt, B. Strasser, D. Wagner, 2016): what
//! [`Dijkstra`](crate::Dijkstra) answers, some hundred times faster.
//!
//! Three steps, each of which the later ones use and never change:
//! 1. [`Hierarchy`] knows which junctions are joined and in which order they are taken out. It takes
//!    seconds and depends on no time and no closure. Only the order is worth keeping in a file.
//! 2. [`Customised`] says what each of its arcs costs today, under these speeds and closures: some
//!    milliseconds for a city, and less for the change of one road ([`Customised::update`]).
//! 3. [`Swift`] answers: a cost, a route, one to many, many to one, many to many.
//!
//! The order is the crate `cch`'s, nested dissection by inertial flow. All else is ours, because an
//! answer of this room is a pair, what decides and what decides among equals, and because many to many
//! is asked in another way here ([`matrix`]).
//!
//! Invariants:
//! * an arc of the hierarchy joins a junction to one above it, and everything above that a junction is
//!   joined to lies on one line of parents up to the root. So what a point reaches going up is a
//!   row by depth, and two rows meet in their common beginning. Where forbidden turns keep the two arcs of a
//!   road apart, their ends are joined for this alone;
//! * answers equal Dijkstra's in both parts of the cost. Of ways that are equal in both, each may give
//!   another;
//! * no way takes 2^30 ms (twelve days) or 2^33 mm (8,589 km): the two parts are packed into one
//!   number of 63 bits. An arc that alone takes longer is refused.

mod climb;
mod customise;
mod eliminate;
mod field;
mod junctions;
mod matrix;
mod pack;
mod partial;
mod swift;
mod unpack;

pub use customise::Customised;
pub use eliminate::{Hierarchy, HierarchyError};
pub use matrix::Matrix;
pub use swift::Swift;

/// No number of a node, an arc or a junction.
const NONE: u32 = u32::MAX;
