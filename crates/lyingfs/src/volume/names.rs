//! Names: how they change now, and how a directory sync makes the changes durable.
//!
//! Every change is applied to the live side at once and appended to a log. A sync of a directory
//! takes out of the log what touches that directory, plus what a rename ties to it, and applies
//! it, in order, to the durable side.
//!
//! It is not a check of what the kernel has checked already (types, permissions, cycles).

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::PathBuf;

use fuser::Errno;

use super::{Answer, Body, Change, Dir, Inode, Op, Time, Volume};
use crate::content::Content;

/// What a new inode shall be.
pub(crate) enum Made {
    File,
    Dir,
    Link(PathBuf),
}

impl Volume {
    pub(crate) fn make(
        &mut self,
        dir: u64,
        name: &OsStr,
        made: Made,
        perm: u16,
        owner: (u32, u32),
    ) -> Answer<u64> {
        if self.dir(dir)?.live.contains_key(name) {
            return Err(Errno::EEXIST);
        }
        let stamp = self.change()?;
        let ino = self.next_ino;
        self.next_ino += 1;
        let body = match made {
            Made::File => Body::File(Content::default()),
            Made::Dir => Body::Dir(Dir {
                parent: dir,
                ..Dir::default()
            }),
            Made::Link(target) => Body::Link(target),
        };
        let inode = Inode {
            body,
            perm,
            uid: owner.0,
            gid: owner.1,
            mtime: Time::Stamp(stamp),
            ctime: stamp,
            names: 0,
            opens: 0,
            lookups: 0,
        };
        self.inodes.insert(ino, inode);
        self.commit(stamp, vec![change(dir, name, Some(ino))])?;
        Ok(ino)
    }

    pub(crate) fn link(&mut self, ino: u64, dir: u64, name: &OsStr) -> Answer<()> {
        if self.dir(dir)?.live.contains_key(name) {
            return Err(Errno::EEXIST);
        }
        self.get(ino)?;
        let stamp = self.change()?;
        self.commit(stamp, vec![change(dir, name, Some(ino))])
    }

    pub(crate) fn remove(&mut self, dir: u64, name: &OsStr) -> Answer<()> {
        let ino = self.child(dir, name)?;
        self.must_be_empty(ino)?;
        let stamp = self.change()?;
        self.commit(stamp, vec![change(dir, name, None)])?;
        self.free_if_unused(ino);
        self.sweep_sometimes();
        Ok(())
    }

    pub(crate) fn rename(
        &mut self,
        from: (u64, &OsStr),
        to: (u64, &OsStr),
        no_replace: bool,
    ) -> Answer<()> {
        let ino = self.child(from.0, from.1)?;
        let replaced = self.child(to.0, to.1).ok();
        if let Some(other) = replaced {
            if no_replace {
                return Err(Errno::EEXIST);
            }
            if other == ino {
                return Ok(());
            }
            self.must_be_empty(other)?;
        }
        self.dir(to.0)?;
        let stamp = self.change()?;
        let parts = vec![change(from.0, from.1, None), change(to.0, to.1, Some(ino))];
        self.commit(stamp, parts)?;
        if let Ok(moved) = self.dir_mut(ino) {
            moved.parent = to.0;
        }
        if let Some(other) = replaced {
            self.free_if_unused(other);
        }
        Ok(())
    }

    fn must_be_empty(&self, ino: u64) -> Answer<()> {
        match &self.get(ino)?.body {
            Body::Dir(dir) if !dir.live.is_empty() => Err(Errno::ENOTEMPTY),
            _ => Ok(()),
        }
    }

    /// Applies a change to the live side and remembers it for the durable side.
    fn commit(&mut self, stamp: u64, changes: Vec<Change>) -> Answer<()> {
        for part in &changes {
            let entries = &mut self.dir_mut(part.dir)?.live;
            let before = match part.to {
                Some(ino) => entries.insert(part.name.clone(), ino),
                None => entries.remove(&part.name),
            };
            for (ino, more) in [(before, false), (part.to, true)] {
                if let Some(inode) = ino.and_then(|ino| self.inodes.get_mut(&ino)) {
                    inode.ctime = stamp;
                    inode.names = match more {
                        true => inode.names.saturating_add(1),
                        false => inode.names.saturating_sub(1),
                    };
                }
            }
            self.touch(part.dir, stamp)?;
        }
        self.log.push(Op { stamp, changes });
        Ok(())
    }

    /// Makes durable what was done to the names of `dir` up to the stamp `until`. From the
    /// newest change to the oldest: a rename pulls in the other directory, and with it all
    /// that happened there before.
    pub(super) fn keep_names(&mut self, dir: u64, until: u64) {
        let mut dirs = BTreeSet::from([dir]);
        let mut later = Vec::new();
        let mut now = Vec::new();
        for op in std::mem::take(&mut self.log).into_iter().rev() {
            let ours = op.changes.iter().any(|part| dirs.contains(&part.dir));
            if ours && op.stamp <= until {
                dirs.extend(op.changes.iter().map(|part| part.dir));
                now.push(op);
            } else {
                later.push(op);
            }
        }
        later.reverse();
        self.log = later;
        for op in now.into_iter().rev() {
            self.keep_op(op);
        }
    }

    pub(super) fn keep_op(&mut self, op: Op) {
        for part in op.changes {
            if let Ok(dir) = self.dir_mut(part.dir) {
                match part.to {
                    Some(ino) => dir.durable.insert(part.name, ino),
                    None => dir.durable.remove(&part.name),
                };
            }
        }
    }
}

fn change(dir: u64, name: &OsStr, to: Option<u64>) -> Change {
    Change {
        dir,
        name: name.to_owned(),
        to,
    }
}
