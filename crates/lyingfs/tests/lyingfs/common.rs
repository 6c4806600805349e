//! What the tests of this crate share: a fresh place to mount at, gone when the test is over.

#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use lyingfs::{LyingFs, Mounted, Options};

pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "lyingfs-test-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        Self(std::env::temp_dir().join(name))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Fails, as it should, if something is still mounted there.
        std::fs::remove_dir(&self.0).ok();
    }
}

/// In this order, so that the handle is dropped before its place.
pub(crate) fn mount(what: &str, options: Options) -> Option<(Place, Mounted)> {
    let place = Place::new();
    let mounted = LyingFs::mount_or_skip(what, place.path(), options)?;
    Some((place, mounted))
}

pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

pub(crate) fn open(path: &Path) -> File {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .unwrap()
}

/// Makes a file whose name and content are durable, and answers with its handle.
pub(crate) fn durable_file(path: &Path, content: &[u8]) -> File {
    std::fs::write(path, content).unwrap();
    let file = open(path);
    file.sync_all().unwrap();
    sync_dir(path.parent().unwrap()).unwrap();
    file
}

pub(crate) fn errno<T: std::fmt::Debug>(result: io::Result<T>) -> i32 {
    result.unwrap_err().raw_os_error().unwrap()
}

pub(crate) const EIO: i32 = 5;
pub(crate) const ENOSPC: i32 = 28;

/// Waits a little for what the kernel does in its own time (it tells of a close afterwards).
pub(crate) fn soon(mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !done() {
        if start.elapsed() > Duration::from_secs(5) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}
