//! Exchange between nodes: a command vehicle that was offline, a gateway in another network zone.
//!
//! A node packs what another does not know into a [`Parcel`], a text that can travel by any road,
//! one way if need be. The receiver checks every hash and that no origin's sequence has a hole,
//! writes the entries with their origin, and gives them positions of its own.
//!
//! A subject that only one side changed is brought up to the newest state. Where both did, the
//! entries of both stay, and the clash is settled by a merge entry after the [`MergeRule`] of the
//! kind, with a record of the kind `merge` that says what met what. Only one side of an exchange
//! settles ([`Settle`]): the other keeps its own state until the merge entry comes back.
//!
//! Invariants: an entry is never changed on its way; receiving a parcel twice changes nothing; a
//! branch is written with its merge or not at all.
//!
//! It does not carry telemetry, sessions or files, and it does not choose a road.

mod merge;
mod parcel;
mod plan;
mod receive;
mod send;

pub(crate) use merge::create_table as create_merge_table;
pub use merge::{Merge, MergeRule, merge_record_def, merge_table_shape};
pub use parcel::{Parcel, ParcelError, Parcelled};
pub use receive::{ReceiveError, Received, Settle, receive};
pub use send::{Known, Origin, known, pack};
