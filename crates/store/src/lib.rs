//! The database: one handle over SQLite (embedded default) and PostgreSQL (a city), frozen
//! migrations, declared tables, and rows as plain values that are written many at a time.
//!
//! Invariants:
//! * every table belongs to a [`TableKind`]; [`Schema::undeclared_tables`] finds one that does not;
//! * SQLite is opened with WAL and `synchronous=FULL`, PostgreSQL with `synchronous_commit=on`:
//!   when a commit returns, an fdatasync was seen;
//! * raw SQL lives in this crate and in `journal`, nowhere else.
//!
//! It is not a repository layer: rooms read through their entities on [`Store::reader`] and write
//! through the journal only.

mod columns;
pub mod ddl;
mod error;
mod migrate;
mod open;
mod read;
mod rows;
mod table;
mod telemetry;
mod write;

pub use columns::Time;
pub use error::{Cause, StoreError};
pub use migrate::{Migration, Schema};
pub use open::{Engine, Store, StoreConfig};
pub use rows::{Row, RowMode, WriteBatch};
pub use table::{Table, TableKind, TableShape, shape_of};
pub use telemetry::Month;
pub use write::{CommitFailure, Values, WriteTransaction};
