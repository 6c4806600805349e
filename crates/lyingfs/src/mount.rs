//! Mounting, the handle a test holds, and the power switch.
//!
//! Invariants:
//! - Every generation (the time between two power cuts) has a mount of its own; the kernel's
//!   caches of an old one are never asked again.
//! - Dropping the handle unmounts, also while a test panics and also with files still open.
//! - What a killed test process left mounted is cleared away by the next mount.
//!
//! It is not a supervisor: killing the programs on the mount is the test's business.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fuser::{BackgroundSession, Config, INodeNo, MountOption, SessionACL};
use nix::errno::Errno;
use nix::mount::{MntFlags, umount2};

use crate::content::PAGE;
use crate::server::{Fs, Shared, lock};
use crate::volume::{Knobs, Volume};
use crate::{Counters, Cut, Options, SyncMode, Unavailable};

const DEVICE: &str = "/dev/fuse";
/// The source of our mounts in the table of mounts; the process id follows it.
const SOURCE: &str = "lyingfs-of-";

/// The file system; see the crate's documentation.
#[derive(Debug)]
pub enum LyingFs {}

impl LyingFs {
    /// Mounts an empty file system at `path`, which is made if it is missing.
    ///
    /// # Errors
    /// [`Unavailable`] says why there is none: a reason to skip a test, in words.
    pub fn mount(path: impl AsRef<Path>, options: Options) -> Result<Mounted, Unavailable> {
        let path = path.as_ref();
        OpenOptions::new()
            .read(true)
            .write(true)
            .open(DEVICE)
            .map_err(|error| Unavailable::new(format!("{DEVICE} cannot be opened: {error}")))?;
        clear_stale();
        let about = |error| Unavailable::new(format!("{}: {error}", path.display()));
        fs::create_dir_all(path).map_err(about)?;
        let path = path.canonicalize().map_err(about)?;
        let here = fs::metadata(&path).map_err(about)?;
        let above = fs::metadata(path.parent().unwrap_or(&path)).map_err(about)?;
        if here.dev() != above.dev() {
            let words = format!("{} is a mount point already", path.display());
            return Err(Unavailable::new(words));
        }
        let knobs = Knobs {
            mode: options.lie_on_fsync,
            capacity: options.capacity_bytes,
            fail_syncs: options.fail_syncs,
            slow_syncs: options.slow_syncs,
            fuse: None,
        };
        // The root belongs to whom the mount point belongs.
        let perm = (here.mode() & 0o7777) as u16;
        let volume = Volume::new(knobs, (here.uid(), here.gid()), perm);
        let mut mounted = Mounted {
            path,
            volume: Arc::new(Mutex::new(volume)),
            allow_other: options.allow_other,
            session: None,
        };
        mounted.attach()?;
        Ok(mounted)
    }

    /// As [`LyingFs::mount`], for tests: where there is no FUSE it prints a line that says that
    /// `what` was skipped and why, and answers `None`.
    pub fn mount_or_skip(what: &str, path: impl AsRef<Path>, options: Options) -> Option<Mounted> {
        Self::mount(path, options)
            .inspect_err(|why| eprintln!("SKIPPED {what}: {why}"))
            .ok()
    }
}

/// A mounted file system. Dropping it unmounts it and forgets all.
pub struct Mounted {
    path: PathBuf,
    volume: Shared,
    allow_other: bool,
    session: Option<BackgroundSession>,
}

impl fmt::Debug for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mounted")
            .field("path", &self.path)
            .field("counters", &self.counters())
            .finish_non_exhaustive()
    }
}

impl Mounted {
    /// Where it is mounted; the same before and after a cut.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The power goes off: from here on every operation answers EIO. Now kill the programs.
    pub fn power_off(&self) {
        lock(&self.volume).power_off();
    }

    /// Lets `changes` more changes happen (writes, truncates, changes of names, syncs), and
    /// turns the power off at the next one. Pages of shared memory maps are changes too, and
    /// come when the kernel likes. A cut takes back what is left of this.
    pub fn power_off_after(&self, changes: u64) {
        lock(&self.volume).knobs.fuse = Some(changes);
    }

    /// Is the power on?
    pub fn is_on(&self) -> bool {
        lock(&self.volume).is_on()
    }

    /// The power comes back over what the disk held: forgets the rest, and mounts again at the
    /// same path. Turns the power off first if it is still on.
    ///
    /// # Errors
    /// [`Unavailable`] if the new mount fails; what was durable is kept for another attempt.
    pub fn power_on(&mut self, cut: Cut) -> Result<(), Unavailable> {
        self.power_off();
        self.detach();
        lock(&self.volume).cut(cut);
        self.attach()
    }

    /// [`Mounted::power_off`] and [`Mounted::power_on`] in one, when no other program lives on
    /// the mount.
    ///
    /// # Errors
    /// As [`Mounted::power_on`].
    pub fn power_cut(&mut self, cut: Cut) -> Result<(), Unavailable> {
        self.power_on(cut)
    }

    /// From now on syncs are honest, or lie.
    pub fn set_sync_mode(&self, mode: SyncMode) {
        lock(&self.volume).knobs.mode = mode;
    }

    /// Bytes of file content that fit; what is there already stays, even if it is more.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        lock(&self.volume).knobs.capacity = bytes;
    }

    /// Syncs answer EIO, and what they covered is lost; or not any more.
    pub fn fail_syncs(&self, fail: bool) {
        lock(&self.volume).knobs.fail_syncs = fail;
    }

    /// Syncs that begin from now on take this long.
    pub fn slow_syncs(&self, wait: Duration) {
        lock(&self.volume).knobs.slow_syncs = wait;
    }

    /// What happened so far.
    pub fn counters(&self) -> Counters {
        lock(&self.volume).counters
    }

    /// Bytes of file content in use.
    pub fn used_bytes(&self) -> u64 {
        lock(&self.volume).usage().0 * PAGE as u64
    }

    /// What a cut would take back now: pages of files, and changes of names.
    pub fn unsynced(&self) -> (u64, u64) {
        lock(&self.volume).unsynced()
    }

    fn attach(&mut self) -> Result<(), Unavailable> {
        let mut config = Config::default();
        config.mount_options = vec![
            MountOption::FSName(format!("{SOURCE}{}", std::process::id())),
            MountOption::DefaultPermissions,
            MountOption::NoAtime,
        ];
        if self.allow_other {
            config.acl = SessionACL::All;
        }
        let fs = Fs::new(self.volume.clone());
        let session = fuser::spawn_mount(fs, &self.path, &config).map_err(|error| {
            Unavailable::new(format!(
                "cannot mount at {}: {error} (not root: fusermount3 must be installed)",
                self.path.display()
            ))
        })?;
        self.session = Some(session);
        Ok(())
    }

    /// The power is off. Takes the old bytes out of the kernel's cache, so that old handles
    /// see EIO and not what was; then lets go of the mount, open handles or not.
    fn detach(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        // Collected first: the kernel may write pages back while it drops them, and that
        // needs the lock.
        let cached = lock(&self.volume).cached();
        let notifier = session.notifier();
        for ino in cached {
            notifier.inval_inode(INodeNo(ino), 0, 0).ok();
        }
        unmount(&self.path);
        // Unmounted already, so this only lets the thread go; it ends with the last handle.
        drop(session);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.power_off();
        self.detach();
    }
}

/// At once for new callers, in the end for those who still hold files.
fn unmount(path: &Path) {
    if umount2(path, MntFlags::MNT_DETACH) != Err(Errno::EPERM) {
        return;
    }
    for helper in ["fusermount3", "fusermount"] {
        let done = Command::new(helper)
            .args(["-u", "-q", "-z", "--"])
            .arg(path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if done.is_ok_and(|status| status.success()) {
            return;
        }
    }
}

/// A test process that was killed leaves a dead mount behind; here it goes.
fn clear_stale() {
    let table = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    for line in table.lines() {
        let mut words = line.split(' ');
        let (Some(source), Some(at)) = (words.next(), words.next()) else {
            continue;
        };
        let Some(process) = source.strip_prefix(SOURCE) else {
            continue;
        };
        if Path::new("/proc").join(process).exists() {
            continue;
        }
        // Only a mount that nobody serves answers so; the table writes a space as \040.
        let at = PathBuf::from(at.replace("\\040", " "));
        if fs::metadata(&at)
            .is_err_and(|error| error.raw_os_error() == Some(Errno::ENOTCONN as i32))
        {
            unmount(&at);
        }
    }
}
