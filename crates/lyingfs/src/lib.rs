//! A file system in memory that forgets at a power cut everything that was not synced.
//!
//! What for: `kill -9` proves nothing about durability, because the page cache outlives the
//! process. Put the data directory of the program under test on a [`Mounted`], let it
//! acknowledge work, cut the power, mount again, and look for what was acknowledged.
//!
//! - [`SyncMode::Lie`] is the negative control: syncs answer "ok" and keep nothing. A durability
//!   test that still passes under it cannot see loss, and is worthless.
//! - [`Mounted::set_capacity`] fills the disk, [`Mounted::fail_syncs`] breaks it,
//!   [`Mounted::slow_syncs`] makes it tired.
//! - [`Mounted::power_off_after`] cuts between two given changes, to visit every one of them.
//!
//! Invariants (each has its test):
//! - Without a sync nothing survives [`Cut::ForgetAll`]; with an honest sync that answered
//!   "ok", everything written *before that sync began* survives every kind of cut.
//! - Names survive by a sync of their directory only (see `volume`). Renames are atomic.
//! - After a failed sync the pages it covered count as clean and are not on the disk; a later
//!   "ok" does not cover them (as Linux does it: a program must treat a failed sync as fatal).
//! - After the power went off, handles from before answer EIO for ever.
//! - Torn cuts follow from their seed.
//! - Where there is no FUSE, [`LyingFs::mount`] says why, in words a test can print.
//!
//! A database that is a server of its own is harder to put there: [`postgres::Cluster`] makes,
//! starts and kills a PostgreSQL on the disk.
//!
//! A test that opens SQLite on the disk *in its own process* mounts it with [`apart::Apart`]: who
//! maps a file of a disk that it serves itself can lock itself up for ever.
//!
//! The protocol of a test: [`Mounted::power_off`], kill the programs, [`Mounted::power_on`].
//! ([`Mounted::power_cut`] does both; a program that is still alive could then open the new
//! world by its path, as no program can after a real power cut.)
//!
//! What it is not: not a place to keep anything; not fast; not a check of permissions beyond
//! the kernel's own; not a model of disks that corrupt what was synced. `sync(2)` and
//! `syncfs(2)` do nothing here (the kernel does not forward them), nor do `fallocate` and
//! extended attributes exist. Locks are the kernel's. Shared memory maps (SQLite's `-shm`)
//! work, and files named so keep their cached pages after the cut, since taking them away
//! would kill a process that still maps them with SIGBUS.

pub mod apart;
mod content;
#[cfg(test)]
mod content_tests;
mod fs;
mod mount;
pub mod postgres;
mod rng;
mod server;
mod volume;

use std::time::Duration;

pub use mount::{LyingFs, Mounted};
pub use volume::Counters;

/// Does a sync keep its promise?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncMode {
    /// What a sync answered "ok" for survives.
    #[default]
    Honest,
    /// Syncs answer "ok" and keep nothing.
    Lie,
}

/// What a power cut leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Nothing but what was synced.
    ForgetAll,
    /// What was synced, and an arbitrary part of the rest: any subset of the unsynced pages,
    /// in no order, some of them torn at 512 bytes; and a prefix of the changes of names. The
    /// same seed after the same operations leaves the same.
    KeepSome {
        /// Where the choice comes from.
        seed: u64,
    },
}

/// How to mount.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Honest unless said otherwise.
    pub lie_on_fsync: SyncMode,
    /// Bytes of file content that fit; beyond it ENOSPC. `None`: as much as memory holds.
    pub capacity_bytes: Option<u64>,
    /// Syncs answer EIO.
    pub fail_syncs: bool,
    /// Syncs take this long.
    pub slow_syncs: Duration,
    /// Let other users in (a database that refuses to run as root). Not as root, the file
    /// `/etc/fuse.conf` must permit it.
    pub allow_other: bool,
}

/// Why there is no such file system here. The text is meant for the "skipped" line of a test.
#[derive(Debug, thiserror::Error)]
#[error("no lyingfs here: {reason}")]
pub struct Unavailable {
    reason: String,
}

impl Unavailable {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}
