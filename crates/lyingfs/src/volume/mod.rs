//! The volume: inodes, names, and what a power cut does to them. Pure; it knows no kernel.
//!
//! Invariants:
//! - A name (create, rename, unlink, mkdir, rmdir, link, symlink) becomes durable when the
//!   *directory* that holds it is synced, and by nothing else. That is the strict reading of
//!   POSIX; ext4 is kinder (a sync of a new file also keeps its name). SQLite in WAL mode and
//!   PostgreSQL both live with the strict reading, so ours must too.
//! - A rename is atomic: after a cut the file has the old name or the new one, never none and
//!   never both, also across directories.
//! - Modes, owners and times are not part of the lie: they follow the name.
//! - After the power went off every operation answers EIO until [`Volume::cut`]; and an
//!   operation of an older generation (a handle from before the cut) answers EIO for ever.
//! - Time is a counter, not a clock: two runs of the same operations are equal.

mod names;
mod power;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::time::Duration;

use fuser::Errno;

use crate::SyncMode;
use crate::content::{Content, PAGE, Snapshot};

pub(crate) use names::Made;

pub(crate) const ROOT: u64 = 1;

#[derive(Default)]
pub(crate) struct Dir {
    pub(crate) parent: u64,
    pub(crate) live: BTreeMap<OsString, u64>,
    pub(crate) durable: BTreeMap<OsString, u64>,
}

pub(crate) enum Body {
    File(Content),
    Dir(Dir),
    Link(PathBuf),
}

pub(crate) struct Inode {
    pub(crate) body: Body,
    pub(crate) perm: u16,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    pub(crate) mtime: Time,
    pub(crate) ctime: u64,
    pub(crate) names: u32,
    pub(crate) opens: u32,
    pub(crate) lookups: u64,
}

/// A stamp of ours, or what somebody set by hand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Time {
    Stamp(u64),
    Given(std::time::SystemTime),
}

/// One change of the name space: every part of it lands on the disk, or none.
struct Op {
    stamp: u64,
    changes: Vec<Change>,
}

struct Change {
    dir: u64,
    name: OsString,
    to: Option<u64>,
}

/// What has happened so far. All counts run on across power cuts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Write requests that were accepted.
    pub writes: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// fsync/fdatasync calls on files that were answered with "ok" and kept their promise.
    pub syncs: u64,
    /// fsync calls on directories that were answered with "ok" and kept their promise.
    pub dir_syncs: u64,
    /// Sync calls that were answered with "ok" and kept nothing.
    pub lies: u64,
    /// Sync calls that were answered with EIO because of `fail_syncs`.
    pub failed_syncs: u64,
    /// Writes that were refused with ENOSPC.
    pub full: u64,
    /// Power cuts.
    pub cuts: u64,
}

pub(crate) struct Knobs {
    pub(crate) mode: SyncMode,
    pub(crate) capacity: Option<u64>,
    pub(crate) fail_syncs: bool,
    pub(crate) slow_syncs: Duration,
    /// Changes left until the power goes off by itself.
    pub(crate) fuse: Option<u64>,
}

pub(crate) struct Volume {
    pub(crate) knobs: Knobs,
    pub(crate) counters: Counters,
    inodes: BTreeMap<u64, Inode>,
    next_ino: u64,
    /// Changes of names that no directory sync has kept yet, oldest first.
    log: Vec<Op>,
    stamp: u64,
    held: u64,
    swept: usize,
    generation: u64,
    on: bool,
}

/// What a sync call has to keep when it ends.
pub(crate) enum Pending {
    File(u64, Snapshot),
    /// A directory, and the stamp of the last change that the sync covers.
    Dir(u64, u64),
}

type Answer<T> = Result<T, Errno>;

impl Volume {
    /// An empty volume; its root belongs to `owner` with the permissions `perm`.
    pub(crate) fn new(knobs: Knobs, owner: (u32, u32), perm: u16) -> Self {
        let root = Inode {
            body: Body::Dir(Dir {
                parent: ROOT,
                ..Dir::default()
            }),
            perm,
            uid: owner.0,
            gid: owner.1,
            mtime: Time::Stamp(0),
            ctime: 0,
            names: 1,
            opens: 0,
            lookups: 1,
        };
        Self {
            knobs,
            counters: Counters::default(),
            inodes: BTreeMap::from([(ROOT, root)]),
            next_ino: ROOT + 1,
            log: Vec::new(),
            stamp: 0,
            held: 0,
            swept: 0,
            generation: 0,
            on: true,
        }
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// May an operation of this generation run?
    pub(crate) fn enter(&self, generation: u64) -> Answer<()> {
        if self.on && generation == self.generation {
            Ok(())
        } else {
            Err(Errno::EIO)
        }
    }

    /// Every change passes here: it gets its stamp, and the fuse burns.
    fn change(&mut self) -> Answer<u64> {
        if let Some(left) = self.knobs.fuse.as_mut() {
            match left.checked_sub(1) {
                Some(less) => *left = less,
                None => self.power_off(),
            }
        }
        self.enter(self.generation)?;
        self.stamp += 1;
        Ok(self.stamp)
    }

    pub(crate) fn get(&self, ino: u64) -> Answer<&Inode> {
        self.inodes.get(&ino).ok_or(Errno::ENOENT)
    }

    pub(crate) fn get_mut(&mut self, ino: u64) -> Answer<&mut Inode> {
        self.inodes.get_mut(&ino).ok_or(Errno::ENOENT)
    }

    /// Inodes whose pages the kernel may hold and should drop at a cut: all but those named as
    /// SQLite's shared memory (see the crate's documentation).
    pub(crate) fn cached(&self) -> Vec<u64> {
        let mut mapped = BTreeSet::new();
        for inode in self.inodes.values() {
            if let Body::Dir(dir) = &inode.body {
                let shared = dir
                    .live
                    .iter()
                    .filter(|(name, _)| name.as_encoded_bytes().ends_with(b"-shm"));
                mapped.extend(shared.map(|(_, ino)| *ino));
            }
        }
        let known = self.inodes.iter().filter(|(_, inode)| inode.lookups > 0);
        known
            .map(|(ino, _)| *ino)
            .filter(|ino| !mapped.contains(ino))
            .collect()
    }

    fn file_mut(&mut self, ino: u64) -> Answer<&mut Content> {
        match &mut self.get_mut(ino)?.body {
            Body::File(content) => Ok(content),
            Body::Dir(_) => Err(Errno::EISDIR),
            Body::Link(_) => Err(Errno::EINVAL),
        }
    }

    pub(crate) fn dir(&self, ino: u64) -> Answer<&Dir> {
        match &self.get(ino)?.body {
            Body::Dir(dir) => Ok(dir),
            _ => Err(Errno::ENOTDIR),
        }
    }

    fn dir_mut(&mut self, ino: u64) -> Answer<&mut Dir> {
        match &mut self.get_mut(ino)?.body {
            Body::Dir(dir) => Ok(dir),
            _ => Err(Errno::ENOTDIR),
        }
    }

    pub(crate) fn child(&self, dir: u64, name: &OsStr) -> Answer<u64> {
        self.dir(dir)?.live.get(name).copied().ok_or(Errno::ENOENT)
    }

    /// Pages in use, and pages in all, if there is a limit.
    pub(crate) fn usage(&self) -> (u64, Option<u64>) {
        (
            self.held,
            self.knobs.capacity.map(|bytes| bytes / PAGE as u64),
        )
    }

    /// Pages a power cut would take back, over all files, and changes of names.
    pub(crate) fn unsynced(&self) -> (u64, u64) {
        let pages = self.inodes.values().map(|inode| match &inode.body {
            Body::File(content) => content.unsynced(),
            _ => 0,
        });
        (pages.sum(), self.log.len() as u64)
    }

    pub(crate) fn read(&self, ino: u64, offset: u64, len: usize) -> Answer<Vec<u8>> {
        match &self.get(ino)?.body {
            Body::File(content) => Ok(content.read(offset, len)),
            _ => Err(Errno::EISDIR),
        }
    }

    pub(crate) fn write(&mut self, ino: u64, offset: u64, data: &[u8]) -> Answer<()> {
        let (held, limit) = self.usage();
        let cost = self.file_mut(ino)?.cost(offset, data.len());
        if cost > 0 && limit.is_some_and(|limit| held + cost > limit) {
            self.counters.full += 1;
            return Err(Errno::ENOSPC);
        }
        let stamp = self.change()?;
        self.file_mut(ino)?.write(offset, data, stamp);
        self.held += cost;
        self.counters.writes += 1;
        self.counters.bytes += data.len() as u64;
        self.touch(ino, stamp)
    }

    pub(crate) fn resize(&mut self, ino: u64, size: u64) -> Answer<()> {
        let stamp = self.change()?;
        let content = self.file_mut(ino)?;
        let before = content.held();
        content.resize(size, stamp);
        let freed = before.saturating_sub(content.held());
        self.held = self.held.saturating_sub(freed);
        self.touch(ino, stamp)
    }

    fn touch(&mut self, ino: u64, stamp: u64) -> Answer<()> {
        let inode = self.get_mut(ino)?;
        inode.mtime = Time::Stamp(stamp);
        inode.ctime = stamp;
        Ok(())
    }

    /// A sync of a file or a directory begins. What is changed after this is not its business.
    pub(crate) fn begin_sync(&mut self, ino: u64) -> Answer<Pending> {
        match &self.get(ino)?.body {
            Body::File(content) => Ok(Pending::File(ino, content.snapshot())),
            Body::Dir(_) => Ok(Pending::Dir(ino, self.stamp)),
            Body::Link(_) => Err(Errno::EINVAL),
        }
    }

    /// A sync ends. Only an `Ok` from an honest disk means that the bytes are safe.
    pub(crate) fn end_sync(&mut self, pending: Pending) -> Answer<()> {
        self.change()?;
        if self.knobs.fail_syncs {
            self.counters.failed_syncs += 1;
            if let Pending::File(ino, snapshot) = &pending {
                self.file_mut(*ino)?.lose(snapshot);
            }
            return Err(Errno::EIO);
        }
        if self.knobs.mode == SyncMode::Lie {
            self.counters.lies += 1;
            return Ok(());
        }
        match pending {
            Pending::File(ino, snapshot) => {
                self.file_mut(ino)?.keep(snapshot);
                self.counters.syncs += 1;
            }
            Pending::Dir(ino, until) => {
                self.keep_names(ino, until);
                self.counters.dir_syncs += 1;
            }
        }
        Ok(())
    }

    pub(crate) fn opened(&mut self, ino: u64) -> Answer<()> {
        self.get_mut(ino)?.opens += 1;
        Ok(())
    }

    pub(crate) fn closed(&mut self, ino: u64) {
        if let Some(inode) = self.inodes.get_mut(&ino) {
            inode.opens = inode.opens.saturating_sub(1);
        }
        self.free_if_unused(ino);
    }

    pub(crate) fn forgot(&mut self, ino: u64, lookups: u64) {
        if let Some(inode) = self.inodes.get_mut(&ino) {
            inode.lookups = inode.lookups.saturating_sub(lookups);
        }
        self.sweep_sometimes();
    }

    /// A file without name and handle gives its space back at once.
    fn free_if_unused(&mut self, ino: u64) {
        if let Some(inode) = self.inodes.get_mut(&ino)
            && inode.names == 0
            && inode.opens == 0
            && let Body::File(content) = &mut inode.body
        {
            let freed = content.held();
            content.release();
            self.held = self.held.saturating_sub(freed);
        }
    }

    /// Drops inodes that nobody can reach any more, once there may be many of them.
    fn sweep_sometimes(&mut self) {
        if self.inodes.len() < 2 * self.swept + 64 {
            return;
        }
        let mut wanted: BTreeSet<u64> = BTreeSet::from([ROOT]);
        for inode in self.inodes.values() {
            if let Body::Dir(dir) = &inode.body {
                wanted.extend(dir.live.values().chain(dir.durable.values()));
            }
        }
        for change in self.log.iter().flat_map(|op| &op.changes) {
            wanted.extend(change.to);
        }
        self.inodes.retain(|ino, inode| {
            wanted.contains(ino) || inode.names > 0 || inode.opens > 0 || inode.lookups > 0
        });
        self.swept = self.inodes.len();
    }
}
