//! The index of a register 台账索引: which rows hold a piece of text or a word, as sets of numbers.
//!
//! A look-up index of the database answers one condition; a search for two syllables and a list
//! narrowed by two words need the rows that many conditions share, among a million, in some
//! milliseconds, on SQLite and PostgreSQL alike. So each row has a small `number`, rows are gathered
//! into segments of up to 65,536 consecutive numbers, and for each token of a segment (a piece of
//! one to three characters, or a field's word) a posting says which of its rows hold it. A question
//! is the meeting of its tokens' postings.
//!
//! Invariants:
//! * **The index never decides what is shown.** It says where to look; every row that it names is asked
//!   all conditions again by the database, so a stale posting shows nothing wrong. A number that is
//!   only counted it may tell by itself, of rows that have one ([`count`]).
//! * **A row without a number is looked at by itself.** Whatever writes a row (a change, an import,
//!   a rebuild, another node's entry) leaves its number empty, so a row is found from the moment in
//!   which it is committed, and an index that was never built costs time and nothing else.
//! * **Segments are written once.** A segment counts from the moment in which it is `active`; rows
//!   get their numbers afterwards, in slices; an old one goes when no row has its numbers any more.
//! * Its tables are operational: a rebuild of the journal starts without, and [`Indexer`] makes
//!   them anew.
//! * **A number says how its row stands in every order** ([`orders`]), since a row that is changed
//!   loses it.

mod bits;
mod build;
mod column;
mod compact;
mod count;
mod gathered;
mod look_up;
mod orders;
mod question;
mod segments;
mod steps;
mod tables;
mod tokens;

pub use self::build::Indexer;
pub(crate) use self::build::WORTH_A_SEGMENT;
pub(crate) use self::count::{Count, count};
pub(crate) use self::look_up::{Found, look_up};
pub(crate) use self::orders::{Between, InOrder, PIECE, positions_up};
pub(crate) use self::question::{clauses, has_clause};
pub use self::tables::{migrations, table_shapes};
