//! Imports: a file becomes rows of a register, all of them or none.
//!
//! A file is received into a temporary file, then read, checked and staged piece by piece beside
//! the other work of the house; one flip shows its rows. Whoever started it can watch it, cancel
//! it, and fetch the rows that are wrong as a file. Imports live as long as the process: one that
//! was under way when it ended is taken away by the journal, and is started anew.

mod plan;
mod run;
mod state;

pub(crate) use run::{Job, start};
pub(crate) use state::{Imports, Mode, Shown};
