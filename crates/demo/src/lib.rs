//! 演示城市 a city that lives: a synthetic one inside a pack's real outlines, written down once and
//! acted out by a simulator that is a client like any other.
//!
//! [`Recipe`] says what it is made of, [`City`] makes it up, [`build`] writes it into a house, [`live()`] acts it out. Every
//! record of it is marked: by its field `synthetic` where its table has one, and by the recipe's mark
//! in its name.
//!
//! Invariants: the same recipe makes the same city; what a person enters is never written over; the
//! past is taken over with entries that say so, never slipped under the journal.
//!
//! It is no model of a real city: streets, units and events are invented, and its figures measure
//! nothing but this program.

mod build;
mod live;
mod made;
mod recipe;

pub use build::{Site, build, ensure_free};
pub use live::{Doors, Speed, live};
pub use made::{City, Land, Size};
pub use recipe::{Recipe, RecipeError, Words};
