//! The HTTP side as its callers meet it, over a small room of the tests' own.

mod document;
mod events;
mod gate;
mod house;
mod problems;
mod records;
mod room;
mod session;
