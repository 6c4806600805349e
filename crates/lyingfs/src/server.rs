//! What answers the requests of one mount: the volume behind its lock, the generation it may
//! speak for, and the words in which the kernel wants its answers.
//!
//! Invariant: a sync that is slow sleeps on a thread of its own, without the lock; the others
//! go on meanwhile, and if the power goes off while it sleeps it ends with EIO.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use fuser::{Errno, FileAttr, FileType, Generation, INodeNo, ReplyEmpty, ReplyEntry, Request};

use crate::content::PAGE;
use crate::volume::{Body, Made, Time, Volume};

/// The kernel may believe an answer for the life of the mount.
pub(crate) const TTL: Duration = Duration::from_secs(24 * 3600);
/// 2026-01-01: where the counter that serves as time begins; it ticks in microseconds.
const EPOCH: Duration = Duration::from_secs(1_767_225_600);
/// What `statfs` says when there is no limit: 1 TiB.
pub(crate) const ROOMY: u64 = (1 << 40) / PAGE as u64;

type Answer<T> = Result<T, Errno>;
pub(crate) type Listing = Vec<(u64, FileType, OsString)>;

pub(crate) type Shared = Arc<Mutex<Volume>>;

/// A lock that a panicking thread held is as good as any: each operation leaves the volume whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Fs {
    volume: Shared,
    generation: u64,
    pub(crate) listings: Mutex<HashMap<u64, Listing>>,
}

fn with<T>(
    volume: &Shared,
    generation: u64,
    act: impl FnOnce(&mut Volume) -> Answer<T>,
) -> Answer<T> {
    let mut volume = lock(volume);
    volume.enter(generation)?;
    act(&mut volume)
}

impl Fs {
    pub(crate) fn new(volume: Shared) -> Self {
        let generation = lock(&volume).generation();
        Self {
            volume,
            generation,
            listings: Mutex::default(),
        }
    }

    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Volume) -> Answer<T>) -> Answer<T> {
        with(&self.volume, self.generation, act)
    }

    /// Makes an inode and answers with it, as the kernel wants to know it.
    pub(crate) fn make(
        &self,
        request: &Request,
        dir: INodeNo,
        name: &OsStr,
        made: Made,
        mode: u32,
    ) -> Answer<FileAttr> {
        let owner = (request.uid(), request.gid());
        self.with(|volume| {
            let ino = volume.make(dir.0, name, made, (mode & 0o7777) as u16, owner)?;
            known(volume, ino)
        })
    }

    /// Runs a sync to its end and then tells; the waiting is done elsewhere.
    pub(crate) fn sync(&self, ino: u64, tell: impl FnOnce(Answer<()>) + Send + 'static) {
        let begun = self.with(|volume| Ok((volume.begin_sync(ino)?, volume.knobs.slow_syncs)));
        let (pending, wait) = match begun {
            Ok(begun) => begun,
            Err(error) => return tell(Err(error)),
        };
        if wait.is_zero() {
            return tell(self.with(|volume| volume.end_sync(pending)));
        }
        let (volume, generation) = (self.volume.clone(), self.generation);
        let sleeper = move || {
            thread::sleep(wait);
            tell(with(&volume, generation, |volume| volume.end_sync(pending)));
        };
        // Without a thread the reply is dropped, and a dropped reply answers EIO.
        thread::Builder::new()
            .name("lyingfs-sync".into())
            .spawn(sleeper)
            .ok();
    }
}

pub(crate) fn attr(volume: &Volume, ino: u64) -> Answer<FileAttr> {
    let at = |stamp: u64| SystemTime::UNIX_EPOCH + EPOCH + Duration::from_micros(stamp);
    let inode = volume.get(ino)?;
    let (kind, size, blocks) = match &inode.body {
        Body::File(content) => (FileType::RegularFile, content.size(), content.held() * 8),
        Body::Dir(dir) => (FileType::Directory, dir.live.len() as u64, 0),
        Body::Link(target) => (FileType::Symlink, target.as_os_str().len() as u64, 0),
    };
    let mtime = match inode.mtime {
        Time::Stamp(stamp) => at(stamp),
        Time::Given(time) => time,
    };
    Ok(FileAttr {
        ino: INodeNo(ino),
        size,
        blocks,
        atime: mtime,
        mtime,
        ctime: at(inode.ctime),
        crtime: mtime,
        kind,
        perm: inode.perm,
        nlink: inode.names,
        uid: inode.uid,
        gid: inode.gid,
        rdev: 0,
        blksize: PAGE as u32,
        flags: 0,
    })
}

/// The attributes, for a reply after which the kernel knows the inode until it forgets it.
pub(crate) fn known(volume: &mut Volume, ino: u64) -> Answer<FileAttr> {
    volume.get_mut(ino)?.lookups += 1;
    attr(volume, ino)
}

pub(crate) fn entry(reply: ReplyEntry, answer: Answer<FileAttr>) {
    match answer {
        Ok(attr) => reply.entry(&TTL, &attr, Generation(0)),
        Err(error) => reply.error(error),
    }
}

pub(crate) fn empty(reply: ReplyEmpty, answer: Answer<()>) {
    match answer {
        Ok(()) => reply.ok(),
        Err(error) => reply.error(error),
    }
}

pub(crate) fn listing(volume: &Volume, ino: u64) -> Answer<Listing> {
    let dir = volume.dir(ino)?;
    let mut list = vec![
        (ino, FileType::Directory, ".".into()),
        (dir.parent, FileType::Directory, "..".into()),
    ];
    for (name, child) in &dir.live {
        list.push((*child, attr(volume, *child)?.kind, name.clone()));
    }
    Ok(list)
}
