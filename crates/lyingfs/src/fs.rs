//! The kernel's side: FUSE requests in, answers out. All decisions are the volume's.
//!
//! Invariants:
//! - Write-through: the kernel's write-back cache is never asked for, so a `write(2)` that
//!   returned has reached the volume (only shared memory maps are written back later).
//! - Files are cached by the kernel for reading: nothing changes them behind its back, because
//!   after a cut there is a new mount with empty caches.
//! - Requests of an old generation get EIO: every one passes `Fs::with`.

use std::ffi::OsStr;
use std::path::Path;
use std::time::SystemTime;

use fuser::{
    BsdFileFlags, Errno, FileHandle, Filesystem, FopenFlags, Generation, INodeNo, LockOwner,
    OpenFlags, RenameFlags, ReplyAttr, ReplyCreate, ReplyData, ReplyDirectory, ReplyEmpty,
    ReplyEntry, ReplyOpen, ReplyStatfs, ReplyWrite, Request, TimeOrNow, WriteFlags,
};
use nix::libc;

use crate::content::PAGE;
use crate::server::{Fs, ROOMY, TTL, attr, empty, entry, known, listing, lock};
use crate::volume::{Body, Made, Time};

impl Filesystem for Fs {
    fn lookup(&self, _: &Request, dir: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let answer = self.with(|volume| {
            let ino = volume.child(dir.0, name)?;
            known(volume, ino)
        });
        entry(reply, answer);
    }

    fn forget(&self, _: &Request, ino: INodeNo, lookups: u64) {
        self.with(|volume| {
            volume.forgot(ino.0, lookups);
            Ok(())
        })
        .ok();
    }

    fn getattr(&self, _: &Request, ino: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.with(|volume| attr(volume, ino.0)) {
            Ok(attr) => reply.attr(&TTL, &attr),
            Err(error) => reply.error(error),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        ino: INodeNo,
        mode: Option<u32>,
        uid: Option<u32>,
        gid: Option<u32>,
        size: Option<u64>,
        _atime: Option<TimeOrNow>,
        mtime: Option<TimeOrNow>,
        _ctime: Option<SystemTime>,
        _: Option<FileHandle>,
        _crtime: Option<SystemTime>,
        _chgtime: Option<SystemTime>,
        _bkuptime: Option<SystemTime>,
        _: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let answer = self.with(|volume| {
            if let Some(size) = size {
                volume.resize(ino.0, size)?;
            }
            let inode = volume.get_mut(ino.0)?;
            if let Some(mode) = mode {
                inode.perm = (mode & 0o7777) as u16;
            }
            inode.uid = uid.unwrap_or(inode.uid);
            inode.gid = gid.unwrap_or(inode.gid);
            if let Some(TimeOrNow::SpecificTime(time)) = mtime {
                inode.mtime = Time::Given(time);
            }
            attr(volume, ino.0)
        });
        match answer {
            Ok(attr) => reply.attr(&TTL, &attr),
            Err(error) => reply.error(error),
        }
    }

    fn readlink(&self, _: &Request, ino: INodeNo, reply: ReplyData) {
        let answer = self.with(|volume| match &volume.get(ino.0)?.body {
            Body::Link(target) => Ok(target.clone()),
            _ => Err(Errno::EINVAL),
        });
        match answer {
            Ok(target) => reply.data(target.as_os_str().as_encoded_bytes()),
            Err(error) => reply.error(error),
        }
    }

    fn mknod(
        &self,
        request: &Request,
        dir: INodeNo,
        name: &OsStr,
        mode: u32,
        umask: u32,
        _: u32,
        reply: ReplyEntry,
    ) {
        if mode & libc::S_IFMT != libc::S_IFREG {
            return reply.error(Errno::EPERM);
        }
        entry(
            reply,
            self.make(request, dir, name, Made::File, mode & !umask),
        );
    }

    fn mkdir(
        &self,
        request: &Request,
        dir: INodeNo,
        name: &OsStr,
        mode: u32,
        umask: u32,
        reply: ReplyEntry,
    ) {
        entry(
            reply,
            self.make(request, dir, name, Made::Dir, mode & !umask),
        );
    }

    fn symlink(
        &self,
        request: &Request,
        dir: INodeNo,
        name: &OsStr,
        target: &Path,
        reply: ReplyEntry,
    ) {
        let made = Made::Link(target.to_path_buf());
        entry(reply, self.make(request, dir, name, made, 0o777));
    }

    fn link(&self, _: &Request, ino: INodeNo, dir: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let answer = self.with(|volume| {
            volume.link(ino.0, dir.0, name)?;
            known(volume, ino.0)
        });
        entry(reply, answer);
    }

    fn unlink(&self, _: &Request, dir: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        empty(reply, self.with(|volume| volume.remove(dir.0, name)));
    }

    fn rmdir(&self, _: &Request, dir: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        empty(reply, self.with(|volume| volume.remove(dir.0, name)));
    }

    fn rename(
        &self,
        _: &Request,
        dir: INodeNo,
        name: &OsStr,
        new_dir: INodeNo,
        new_name: &OsStr,
        flags: RenameFlags,
        reply: ReplyEmpty,
    ) {
        let no_replace = flags == RenameFlags::RENAME_NOREPLACE;
        if !flags.is_empty() && !no_replace {
            return reply.error(Errno::EINVAL);
        }
        let answer =
            self.with(|volume| volume.rename((dir.0, name), (new_dir.0, new_name), no_replace));
        empty(reply, answer);
    }

    fn create(
        &self,
        request: &Request,
        dir: INodeNo,
        name: &OsStr,
        mode: u32,
        umask: u32,
        _: i32,
        reply: ReplyCreate,
    ) {
        let answer = self
            .make(request, dir, name, Made::File, mode & !umask)
            .and_then(|attr| {
                self.with(|volume| volume.opened(attr.ino.0))?;
                Ok(attr)
            });
        let flags = FopenFlags::FOPEN_KEEP_CACHE;
        match answer {
            Ok(attr) => reply.created(&TTL, &attr, Generation(0), FileHandle(0), flags),
            Err(error) => reply.error(error),
        }
    }

    fn open(&self, _: &Request, ino: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match self.with(|volume| volume.opened(ino.0)) {
            Ok(()) => reply.opened(FileHandle(0), FopenFlags::FOPEN_KEEP_CACHE),
            Err(error) => reply.error(error),
        }
    }

    fn release(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        _: OpenFlags,
        _: Option<LockOwner>,
        _: bool,
        reply: ReplyEmpty,
    ) {
        let answer = self.with(|volume| {
            volume.closed(ino.0);
            Ok(())
        });
        empty(reply, answer);
    }

    fn read(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        match self.with(|volume| volume.read(ino.0, offset, size as usize)) {
            Ok(bytes) => reply.data(&bytes),
            Err(error) => reply.error(error),
        }
    }

    fn write(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        flags: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let size = data.len() as u32;
        if let Err(error) = self.with(|volume| volume.write(ino.0, offset, data)) {
            return reply.error(error);
        }
        if flags.0 & (libc::O_DSYNC | libc::O_SYNC) == 0 {
            return reply.written(size);
        }
        self.sync(ino.0, move |answer| match answer {
            Ok(()) => reply.written(size),
            Err(error) => reply.error(error),
        });
    }

    fn fsync(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        self.sync(ino.0, move |answer| empty(reply, answer));
    }

    fn fsyncdir(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        self.sync(ino.0, move |answer| empty(reply, answer));
    }

    /// A listing is taken once per handle: what is removed while it is read shifts nothing.
    fn opendir(&self, _: &Request, ino: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match self.with(|volume| listing(volume, ino.0)) {
            Ok(list) => {
                let mut listings = lock(&self.listings);
                let handle = listings.keys().max().map_or(1, |last| last + 1);
                listings.insert(handle, list);
                reply.opened(FileHandle(handle), FopenFlags::empty());
            }
            Err(error) => reply.error(error),
        }
    }

    fn readdir(
        &self,
        _: &Request,
        ino: INodeNo,
        handle: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let fresh = self.with(|volume| listing(volume, ino.0));
        let mut listings = lock(&self.listings);
        match (fresh, listings.get_mut(&handle.0)) {
            (Err(error), _) => return reply.error(error),
            (Ok(_), None) => return reply.error(Errno::EBADF),
            (Ok(fresh), Some(list)) => {
                // rewinddir(3) asks for a new look.
                if offset == 0 {
                    *list = fresh;
                }
                for (at, (ino, kind, name)) in list.iter().enumerate().skip(offset as usize) {
                    if reply.add(INodeNo(*ino), at as u64 + 1, *kind, name) {
                        break;
                    }
                }
            }
        }
        reply.ok();
    }

    fn releasedir(
        &self,
        _: &Request,
        _: INodeNo,
        handle: FileHandle,
        _: OpenFlags,
        reply: ReplyEmpty,
    ) {
        lock(&self.listings).remove(&handle.0);
        reply.ok();
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        let (held, limit) = match self.with(|volume| Ok(volume.usage())) {
            Ok(usage) => usage,
            Err(error) => return reply.error(error),
        };
        let blocks = limit.unwrap_or(ROOMY);
        let free = blocks.saturating_sub(held);
        let page = PAGE as u32;
        reply.statfs(blocks, free, free, ROOMY, ROOMY, page, 255, page);
    }
}
