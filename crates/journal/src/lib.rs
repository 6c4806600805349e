//! 一本账 the one journal: every change of state is an entry, written in the same transaction as
//! the rows it changes, and nothing else writes journalled tables.
//!
//! How an entry travels:
//! 1. a room builds a [`ChangeSet`] (after-images with expected versions) and hands it to
//!    [`Journal::submit`];
//! 2. the one committer of the process groups waiting sets by lane, checks versions, writes entries
//!    and rows in one transaction and answers when the commit is on disk;
//! 3. the sequencer gives committed entries gapless positions and links them into an SM3 chain;
//! 4. followers read by position and by nothing else.
//!
//! Invariants: an answer means durable; one set's conflict never fails its neighbours; positions
//! have no gaps and never move; versions of one subject ascend with positions; hashes cover
//! bytes as stored, never a JSON column.
//!
//! It is not a message queue: a follower that needs no order reads tables instead.

mod change;
mod committer;
mod entry;
mod error;
mod exchange;
mod follow;
mod handle;
mod keeper;
mod look_back;
mod node;
mod past;
mod proof;
mod record;
mod sequencer;
mod sign;
mod snapshot;
mod stage;
mod tables;

pub use change::{Actor, Change, ChangeParts, ChangeSet, Lane};
pub use entry::{Entry, Sealed};
pub use error::{CommitError, JournalError};
pub use exchange::{
    Known, Merge, MergeRule, Origin, Parcel, ParcelError, Parcelled, ReceiveError, Received,
    Settle, known, merge_record_def, pack, receive,
};
pub use follow::{Follower, history, read_after};
pub use handle::{Committed, Journal, JournalConfig, JournalStats, Written};
pub use look_back::{LOOKED_AT, LookedBack, Mark, Question, look_back};
pub use node::{NewEpoch, Node};
pub use past::{
    Replaced, changed_between, first_of, position_at, replaced_after, sealed_at, standing_at,
};
pub use proof::{
    Anchor, Export, Finding, FindingKind, RebuildReport, Trust, VerifyReport, export_tables,
    rebuild_into, verify,
};
pub use record::{Record, RecordDef, Records};
pub use sequencer::head_of;
pub use sign::{PublicSealKey, SealKey, SealKeyError};
pub use snapshot::Snapshot;
pub use stage::{MOST_CHANGES, STAGED, Staging, hides_rows, is_being_staged, visible};
pub use tables::{migrations, table_shapes};
